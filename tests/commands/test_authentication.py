"""`counter read card` with a card that asks for authentication: practice PSAM, platform, and neither."""

from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from tests.commands.test_card_and_folder import card_of
from tests.parts.command import Command
from tests.parts.pcscd import VirtualReader
from tests.parts.practice_folder import NOWHERE


@pytest.mark.usefixtures("virtual_reader")
@pytest.mark.parametrize("role", ["chip-3.0", "chip-3.0-blank"])
def test_by_the_psam_or_the_platform_and_else_what_can_be_done(
    counter: Command, roles: dict[str, Person], role: str
) -> None:
    person = roles[role]
    offline = counter.having(f"platform.url={NOWHERE}")
    with card_of(person, counter):
        by_psam = offline("read", "card", "--full")
        assert (by_psam.status, by_psam.json["name"]) == (0, person.holder.name)
        assert by_psam.json["spec_version"] == "3.00"
        by_platform = counter.having("readers.psam=off")("read", "card", "--full")
        assert (by_platform.status, by_platform.json) == (0, by_psam.json)
        nothing = offline.having("readers.psam=off")("read", "card")
    assert (nothing.status, nothing.error["code"]) == (1, "NeedsAuthentication")
    assert nothing.error["message"] == "这张卡要先认证：没有 PSAM 卡；有网络，但连不上省平台"
    assert nothing.error["advice"] == "用身份证识别本人，挂失等业务照常办"


def test_a_card_whose_key_is_blocked(counter: Command, roles: dict[str, Person], virtual_reader: VirtualReader) -> None:
    with card_of(roles["chip-key-blocked"], counter):
        said = counter("read", "card")
    assert virtual_reader.name
    assert (said.status, said.error["code"]) == (1, "NeedsAuthentication")
    assert "已锁定" in said.error["message"]


@pytest.mark.usefixtures("virtual_reader")
def test_the_trainer_lets_the_platform_refuse(folder: Path, roles: dict[str, Person]) -> None:
    """The platform of the folder itself, whether it runs yet or not."""
    own = Command(folder, ("readers.psam=off",))
    with card_of(roles["chip-3.0"], own):
        assert own("practice", "module", "refuse").json == {"module": "refuse"}
        said = own("read", "card")
        assert (said.status, said.error["code"]) == (1, "NeedsAuthentication")
        assert said.error["message"] == "卡认证没有通过（省平台：加密机拒绝）"
        assert own("practice", "module", "answer").status == 0
        assert own("read", "card").status == 0
    odd = own("practice", "module", "perhaps")
    assert (odd.status, odd.error["code"]) == (2, "UsedWrongly")
    (folder / "platform.db").write_bytes(b"no database" * 100)
    broken = own("practice", "module", "refuse")
    assert (broken.status, broken.error["code"]) == (1, "PracticeTrouble")


def test_a_way_nobody_knows_is_refused_with_the_ways_there_are(inside: Command) -> None:
    said = inside.having("readers.authentication=psam,hsm")("read", "card")
    assert (said.status, said.error["code"]) == (2, "UsedWrongly")
    assert "psam、platform、driver" in said.error["message"]
