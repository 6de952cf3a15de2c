"""At the desk of a province where a bank's cooperation ended: the way to another bank comes first, and the list of
its holders is masked and audited."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.domain.card import CardState
from counter_app.domain.errors import NotFound
from counter_app.domain.holder import Person
from tests.parts.command import Command
from tests.parts.counting import working
from tests.parts.practice_platform import Platform
from tests.provinces.samples import LEAST, write

BANK = """[[banks]]
code = "{code}"
name = {{ zh = "{zh}", en = "{en}" }}
phone = "0000-1"
loss = "joint"
status = "{status}"
basis = {{ example = true }}

"""
ENDED = LEAST + "".join(
    BANK.format(code=code, zh=f"示例银行{code}", en=f"Sample {code}", status="ended" if code == "B01" else "active")
    for code in ("B01", "B02", "B03", "B04")
)


@pytest.fixture
def sets(tmp_path: Path) -> tuple[str, str]:
    """Settings of a counter whose pack says that cooperation with B01 ended."""
    write(tmp_path, ENDED)
    return "province=sample", f"packs={tmp_path}"


@pytest.fixture
def holder(roles: dict[str, Person]) -> Person:
    """Somebody with one normal card of that bank; only looked at."""
    normal = [one for one in roles.values() if len(one.cards) == 1 and one.cards[0].state is CardState.NORMAL]
    return next(one for one in normal if one.cards[0].bank is not None and one.cards[0].bank.bank == "B01")


def test_its_holder_is_offered_another_bank_first_with_the_reason(
    folder: Path, holder: Person, platform: Platform, sets: tuple[str, str]
) -> None:
    with working(folder, *sets, f"platform.url={platform.url}") as counter:
        counter.courier().pass_once()
        desk = counter.desk()
        desk.sign_in("0317")
        actions = desk.open_number(holder.holder.number).actions
    assert (actions[0].procedure, actions[0].pressing, actions[0].lawful) == ("bank-change", True, True)
    assert actions[0].hint.zh == "原银行合作已终止，请换一家"
    assert not any(one.pressing for one in actions[1:])


def test_the_list_of_its_holders_is_masked_and_audited(folder: Path, holder: Person, sets: tuple[str, str]) -> None:
    with working(folder, *sets) as counter:
        desk = counter.desk()
        desk.sign_in("0318")
        before = counter.store().verify_audit().entries
        found = desk.holders_of_bank("B01")
        told = repr(found.holders)
        assert holder.holder.number not in told
        assert holder.holder.name not in told
        assert holder.cards[0].number not in told
        tail = holder.holder.number[-4:]
        mine = [one for one in found.holders if one.number.endswith(tail)]
        assert [(one.state.zh, one.way.zh) for one in mine] == [("正常", "办更换服务银行")]
        assert counter.store().verify_audit().entries == before + 1
        with pytest.raises(NotFound):
            desk.holders_of_bank("B99")


def test_the_command_tells_the_same(folder: Path, sets: tuple[str, str]) -> None:
    command = Command(folder, sets=sets, inside=True)
    said = command("holders", "B01")
    assert said.status == 0
    assert (said.json["bank"], said.json["status"]) == ("B01", "ended")
    assert said.json["count"] == len(said.json["holders"]) > 0
    assert all("*" in one["number"] and "*" in one["name"] for one in said.json["holders"])
    assert "示例银行B01" in command.words("holders", "B01").out
    unknown = command("holders", "B99")
    assert (unknown.status, unknown.error["code"]) == (1, "NotFound")
