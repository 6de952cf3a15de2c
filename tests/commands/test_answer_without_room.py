"""Where the disk takes no answer, `counter sync` says that nothing recorded is lost, and not that nothing was taken."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from counter_app.commands import sending
from counter_app.domain.errors import DiskFull, ReadOnly, StoreTrouble
from counter_app.domain.holder import Person
from tests.parts.command import Command
from tests.parts.practice_folder import NOWHERE


@pytest.mark.parametrize("trouble", [DiskFull, ReadOnly])
def test_sending_says_what_could_not_be_kept_and_what_to_do(
    counter: Command, somebody: Callable[[], Person], monkeypatch: pytest.MonkeyPatch, trouble: type[StoreTrouble]
) -> None:
    away = replace(counter, inside=True, sets=(f"platform.url={NOWHERE}",))
    away.carry_out("temporary-loss", somebody().holder.number)

    def look(_counter: object) -> bool:
        raise trouble

    monkeypatch.setattr(sending, "_can_move", look)
    said = away("sync", "--until-empty", "--for", "0.001")
    assert (said.status, said.error["code"]) == (1, trouble.__name__)
    assert "已受理的业务一件也没有丢" in said.error["message"]
    assert "不算受理" not in said.error["message"]
    assert "不必重新受理" in said.error["advice"]
    assert "持卡人" not in said.error["advice"]
