"""A counter that was revoked while nothing waits: it says so, and keeps the people of its area no longer."""

from __future__ import annotations

from collections.abc import Callable

from counter_app.domain.holder import Person
from tests.commands.test_enrol import own
from tests.parts.command import Command
from tests.parts.counting import working
from tests.parts.practice_platform import Platform

__all__ = ["own"]


def test_it_hears_of_it_without_work_and_its_next_start_does_not_bring_the_people_back(
    own: tuple[Command, Platform], somebody: Callable[[], Person]
) -> None:
    """Whom its own work names stays; enrolled anew, the people of its area come again."""
    command, _ = own
    mine, other = somebody().holder.number, somebody().holder.number
    assert command.carry_out("temporary-loss", mine).status == 0
    assert command("sync", "--until-empty", "--for", "30").json["left"] == 0
    assert command("practice", "enrolment", "revoke").json == {"revoked": True}
    for _ in range(2):
        assert command("sync").json["trouble"] == "EnrolmentRevoked"
        with working(command.folder) as counter:
            assert [counter.store().person(number) is not None for number in (mine, other)] == [True, False]
    code = command("practice", "enrolment", "code").json["code"]
    assert command("enrol", given=f"{code}\n").status == 0
    for _ in range(20):  # a page at a time, as long as a pass may take
        assert command("sync").json["trouble"] is None
        with working(command.folder) as counter:
            place = counter.store().feed()
            if place is not None and place.next is None:
                break
    with working(command.folder) as counter:
        assert counter.store().person(other) is not None
