"""`counter reconcile` as somebody at a shell meets it: equal, different, sent again, without a line, asked wrongly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from counter_app.domain.holder import Person
from counter_app.domain.operation import new_operation_id
from tests.parts.calendar_day import lasting_today
from tests.parts.command import Command
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform

Somebody = Callable[[], Person]


def test_a_day_is_compared_and_what_was_lost_goes_again(
    inside: Command, somebody: Somebody, platform: Platform
) -> None:
    inside = inside.having("window=71")  # the others here share the platform, and a book is a window's
    person, today = somebody(), lasting_today().isoformat()
    inside.carry_out("temporary-loss", person.holder.number)
    said = inside("reconcile")
    assert (said.status, said.json["outcome"], said.json["works"], said.json["day"]) == (0, "equal", 1, today)
    [row] = inside("outbox").json["operations"]
    for table in ("answer", "reckoned", "effect"):
        platform.change(f"DELETE FROM {table} WHERE operation_id = ?", row["id"])
    platform.change("UPDATE card SET state = '1', loss_until = NULL WHERE holder = ?", person.holder.number)
    platform.change("UPDATE account SET state = 'normal', loss_until = NULL WHERE card = ?", person.cards[0].number)
    said = inside("reconcile", "--day", today)
    [found] = said.json["differences"]
    assert (said.status, said.json["outcome"]) == (1, "different")
    assert (found["what"], found["receipt"], found["here"], found["there"]) == (
        "missing",
        row["receipt"],
        "accepted",
        None,
    )
    words = inside.words("reconcile").out
    assert row["receipt"] in words
    for secret in (person.holder.number, person.holder.name, person.cards[0].number):
        assert secret not in words
    said = inside("reconcile", "--resend")
    assert (said.status, said.json["resent"], said.json["outcome"], said.json["differences"]) == (0, 1, "equal", [])
    assert len(platform.effects(row["id"])) == 2


def test_what_only_the_platform_has_is_explained(inside: Command, platform: Platform) -> None:
    inside, today, foreign = inside.having("window=73"), lasting_today().isoformat(), new_operation_id()
    row = (foreign, "439901", "73", today, "release", "accepted", "", "1" * 64)
    platform.change("INSERT INTO reckoned VALUES (?,?,?,?,?,?,?,?)", *row)
    [found] = inside("reconcile").json["differences"]
    assert (found["id"], found["what"], found["explained"]) == (foreign, "unknown", False)
    assert inside("reconcile", "--explain", foreign).error["code"] == "BadInput"
    assert inside("reconcile", "--explain", "nothing", "--reason", "查过").error["code"] == "NotFound"
    said = inside("reconcile", "--explain", foreign, "--reason", "数据恢复过")
    assert (said.status, said.json["outcome"], said.json["differences"][0]["explained"]) == (0, "equal", True)
    assert "差异已说明" in inside.words("reconcile").out


def test_without_a_line_it_says_so_and_a_wrong_day_is_told(inside: Command, somebody: Somebody) -> None:
    inside = inside.having("window=72")
    lasting_today()
    away = replace(inside, sets=(f"platform.url={NOWHERE}", "window=72"))
    away.carry_out("temporary-loss", somebody().holder.number)
    assert (said := away("reconcile")).status == 1
    assert said.error["code"] == "NoPlatform"
    assert inside("reconcile").json["under_way"] == [inside("outbox").json["operations"][0]["receipt"]]
    assert inside("reconcile", "--day", "21.11.2026").status == 2
    assert inside("reconcile", "--day", "2020-01-01").error["code"] == "BadInput"
