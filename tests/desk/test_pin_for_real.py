"""The PIN with everything real but the people: shipped card and PSAM on the virtual reader, the practice platform."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from counter_app.desk.desk import Desk
from counter_app.domain import chip_errors
from counter_app.domain.card import CardIdentity
from counter_app.domain.errors import ForbiddenOffline
from counter_app.domain.holder import Person
from counter_app.wiring import Counter, open_counter
from practice.reader import card_description, put, put_psam, take, take_psam
from readers.simulator.control import say
from tests.desk.conftest import Office
from tests.parts.four_eyes import agree_to_pin
from tests.parts.pcscd import VirtualReader
from tests.readers.looking import wait_until_empty, wait_until_seen
from tests.readers.pin_desk import pin_of

INITIAL = "123456"  # of the practice cards
SEEN = "card-seen"
NOWHERE = "http://127.0.0.1:1"
Opened = tuple[Counter, Desk]


@pytest.fixture
def desk_at(folder: Path, virtual_reader: VirtualReader) -> Iterator[Callable[[str], Opened]]:
    """A counter on the virtual reader, its platform at a URL; card and PSAM are gone at the end."""
    counters: list[Counter] = []

    def made(url: str) -> Opened:
        counter = open_counter(folder, [f"platform.url={url}", f"readers.ssc={virtual_reader.name}"])
        counters.append(counter)
        counter.courier().pass_once()
        desk = counter.desk()
        desk.sign_in("0317")
        return counter, desk

    yield made
    take(folder)
    take_psam(folder)
    for counter in counters:
        with closing(counter):
            pass
    wait_until_empty(virtual_reader.name)


def opened(counter: Counter, desk: Desk, person: Person, slot: VirtualReader) -> str:
    """The person's card on the reader, read, and their visit."""
    put(card_description(person), counter.folder)
    wait_until_seen(slot.name)
    chip = counter.reader().read()
    desk.card_here(chip)
    return desk.open_chip(chip).visit_id


def test_verify_and_change_need_no_line_and_a_reset_is_never_done_blind(
    desk_at: Callable[[str], Opened], virtual_reader: VirtualReader, somebody: Callable[[], Person]
) -> None:
    counter, desk = desk_at(NOWHERE)
    put_psam(counter.folder)
    visit = opened(counter, desk, somebody(), virtual_reader)
    with pytest.raises(chip_errors.PinWrong):
        desk.pin_task(visit, "verify", pin_of("000000"))
    desk.pin_task(visit, "verify", pin_of(INITIAL))
    desk.pin_task(visit, "change", pin_of(INITIAL), pin_of("271828"), pin_of("271828"))
    desk.pin_task(visit, "verify", pin_of("271828"))
    with pytest.raises(ForbiddenOffline):
        desk.pin_task(visit, "reset", pin_of("161803"), pin_of("161803"), seen=SEEN)
    desk.pin_task(visit, "verify", pin_of("271828"))


def test_a_reset_with_the_psam_in_its_slot(
    desk_at: Callable[[str], Opened], virtual_reader: VirtualReader, office: Office, somebody: Callable[[], Person]
) -> None:
    counter, desk = desk_at(office.url)
    put_psam(counter.folder)
    visit = opened(counter, desk, somebody(), virtual_reader)
    agree_to_pin(desk, visit, "reset", seen=SEEN)
    desk.pin_task(visit, "reset", pin_of("161803"), pin_of("161803"), seen=SEEN)
    desk.pin_task(visit, "verify", pin_of("161803"))


def test_a_blocked_pin_is_unblocked_by_the_platform_without_a_psam(
    desk_at: Callable[[str], Opened], virtual_reader: VirtualReader, office: Office, roles: dict[str, Person]
) -> None:
    counter, desk = desk_at(office.url)
    take_psam(counter.folder)
    visit = opened(counter, desk, roles["pin-blocked"], virtual_reader)
    view = desk.ask_pin_page(visit)
    assert view.row.words.zh == "已锁定"
    agree_to_pin(desk, visit, "unblock", seen=SEEN)
    desk.pin_task(visit, "unblock", seen=SEEN)
    desk.pin_task(visit, "verify", pin_of(INITIAL))
    agree_to_pin(desk, visit, "reset", seen=SEEN)
    desk.pin_task(visit, "reset", pin_of("161803"), pin_of("161803"), seen=SEEN)
    desk.pin_task(visit, "verify", pin_of("161803"))


def test_with_neither_it_is_told_and_the_card_is_not_touched(
    desk_at: Callable[[str], Opened], virtual_reader: VirtualReader, roles: dict[str, Person]
) -> None:
    counter, desk = desk_at(NOWHERE)
    take_psam(counter.folder)
    visit = opened(counter, desk, roles["pin-blocked"], virtual_reader)
    with pytest.raises(ForbiddenOffline):
        desk.pin_task(visit, "unblock", seen=SEEN)
    log = say(counter.folder / "card.control", "log")
    assert log is not None
    assert "8424" not in log


@pytest.mark.parametrize("role", ["chip-3.0", "chip-3.0-blank", "chip-protected", "chip-contactless", "chip-1.0"])
def test_the_pin_of_every_generation(
    desk_at: Callable[[str], Opened], virtual_reader: VirtualReader, office: Office, roles: dict[str, Person], role: str
) -> None:
    """Cards that show nobody whose they are before authentication too: the guard opens them first."""
    counter, desk = desk_at(office.url)
    put_psam(counter.folder)
    visit = opened(counter, desk, roles[role], virtual_reader)
    with pytest.raises(chip_errors.PinWrong):
        desk.pin_task(visit, "verify", pin_of("000000"))
    desk.pin_task(visit, "change", pin_of(INITIAL), pin_of("271828"), pin_of("271828"))
    agree_to_pin(desk, visit, "reset", seen=SEEN)
    desk.pin_task(visit, "reset", pin_of("161803"), pin_of("161803"), seen=SEEN)
    desk.pin_task(visit, "verify", pin_of("161803"))


def test_the_shipped_card_of_another_person_is_never_told_a_pin(
    desk_at: Callable[[str], Opened], virtual_reader: VirtualReader, somebody: Callable[[], Person]
) -> None:
    """The desk still believes that the first card lies there."""
    counter, desk = desk_at(NOWHERE)
    mine, other = somebody(), somebody()
    visit = opened(counter, desk, mine, virtual_reader)
    put(card_description(other), counter.folder)
    wait_until_seen(virtual_reader.name)
    with pytest.raises(chip_errors.WrongPerson):
        desk.pin_task(visit, "verify", pin_of(INITIAL))
    with pytest.raises(chip_errors.WrongPerson):
        counter.card_pin().unblock(CardIdentity("00", mine.holder.number, ""))
    log = say(counter.folder / "card.control", "log") or ""
    assert log, "the card was asked who it is"
    assert "0020" not in log
    assert "8424" not in log
