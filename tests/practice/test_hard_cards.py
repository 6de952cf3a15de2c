"""Hard cards on the real reader: the PSAM that comes with them, tries that are remembered, and trouble on purpose."""

import json
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_app.domain.chip_errors import NoWayToAuthenticate
from counter_app.domain.errors import CardSaid, CardTakenAway, CardTrouble, NoCard, ReaderSilent
from counter_app.domain.holder import Person
from counter_app.settings import KEYS, Settings
from practice import psam
from practice.population import cast
from practice.psam import PracticePsam
from practice.reader import card_description, lying, plan, put, put_psam, take, take_psam
from practice.service import card_on, virtual_slots
from practice.slot import VirtualReaderHeld
from practice.troubles import Trouble
from readers import pcsc
from readers.desk_reader import DeskReader
from readers.in_process import InProcessReader
from readers.ways_of_settings import authentication_of
from tests.parts.pcscd import VirtualReader
from tests.readers.looking import wait_until_empty


@pytest.fixture(scope="module")
def people() -> dict[str, Person]:
    return cast(now=datetime.now(UTC))


@pytest.fixture
def folder(virtual_reader: VirtualReader, tmp_path: Path) -> Iterator[Path]:
    """A data folder whose card and PSAM are off the reader at the end."""
    yield tmp_path
    take(tmp_path)
    take_psam(tmp_path)
    for slot in virtual_slots() or ():
        wait_until_empty(slot)


def reader(folder: Path) -> DeskReader:
    settings = Settings({**{key.name: key.default for key in KEYS}, "readers.authentication": "psam"})
    ways = authentication_of(settings, security=PracticePsam(folder), driver=None)
    return DeskReader(besides="auto", authentication=ways, silent_after=1.0)


def second_slot() -> str:
    return (virtual_slots() or ())[1]


def say(name: str, *commands: str) -> list[str]:
    """Raw commands to the card on a reader (hex); its status words."""
    with pcsc.service() as opened, opened.card(name) as line:
        return [bytes(line.transmit(bytes.fromhex(command))[1:]).hex() for command in commands]


@pytest.mark.parametrize("role", ["chip-3.0", "chip-3.0-blank", "chip-contactless", "chip-protected"])
def test_a_card_that_asks_is_opened_by_the_psam_that_comes_with_it(
    folder: Path, people: dict[str, Person], role: str
) -> None:
    put(card_description(people[role]), folder)
    said = reader(folder).read()
    assert (said.name, said.authenticated_by) == (people[role].holder.name, "psam")
    put(card_description(people["normal"]), folder)
    assert not card_on(second_slot())
    assert reader(folder).read().authenticated_by == ""


def test_a_trainer_takes_the_psam_out_and_puts_it_in_for_good(folder: Path, people: dict[str, Person]) -> None:
    take_psam(folder)
    put(card_description(people["chip-3.0"]), folder)
    with pytest.raises(NoWayToAuthenticate):
        reader(folder).read()
    put_psam(folder)
    assert reader(folder).read().authenticated_by == "psam"
    take(folder)
    assert (psam.standing(folder), card_on(second_slot())) == (psam.Mode.IN, True)
    os.kill(json.loads((folder / "psam.control").read_text(encoding="utf-8"))["pid"], signal.SIGKILL)
    wait_until_empty(second_slot())
    assert psam.standing(folder) is psam.Mode.OUT


def test_a_psam_of_somebody_else_is_left_alone_and_serves(
    folder: Path, people: dict[str, Person], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two practice folders on one machine: the second slot is the first one's, and its PSAM opens the other's card."""
    other = tmp_path_factory.mktemp("other")
    put_psam(other)
    try:
        with pytest.raises(VirtualReaderHeld):
            put_psam(folder)
        assert psam.standing(folder) is psam.Mode.AUTO
        put(card_description(people["chip-3.0"]), folder)
        assert reader(folder).read().authenticated_by == "psam"
        take(folder)
        assert psam.standing(other) is psam.Mode.IN
    finally:
        take_psam(other)


def test_a_blocked_pin_stays_blocked(folder: Path, people: dict[str, Person], virtual_reader: VirtualReader) -> None:
    """Over process and insertion; a card put on fresh is as it was issued. No file holds a PIN's digits."""
    card = card_description(people["normal"])
    put(card, folder)
    assert say(virtual_reader.name, "805E010007123456FF864209", *["0020000003999999"] * 6)[-2:] == ["63c1", "63c0"]
    put(card_description(people["normal-2"]), folder)
    assert say(virtual_reader.name, "00200000") == ["63c6"]
    put(card, folder)
    assert say(virtual_reader.name, "00200000", "0020000003864209") == ["6983", "6983"]
    digits = [file.name for file in folder.iterdir() if b"864209" in file.read_bytes()]
    assert digits == []
    put(card, folder, fresh=True)
    assert say(virtual_reader.name, "00200000", "0020000003123456") == ["63c6", "9000"]


@pytest.mark.parametrize(
    ("trouble", "error"),
    [(Trouble.SILENT, ReaderSilent), (Trouble.PULLED, CardTakenAway), (Trouble.STATUS, CardSaid)],
)
def test_trouble_with_the_next_reading(
    folder: Path, people: dict[str, Person], trouble: Trouble, error: type[CardTrouble]
) -> None:
    """Planned when the card is put, or while it lies there."""
    card = card_description(people["normal"])
    put(card, folder, trouble=trouble)
    with pytest.raises(error):
        reader(folder).read()
    put(card, folder)
    assert reader(folder).read().name == people["normal"].holder.name
    assert plan(folder, trouble)
    with pytest.raises(error):
        reader(folder).read()
    assert (lying(folder) == "") is (trouble is Trouble.PULLED)
    take(folder)
    assert not plan(folder, trouble)


@pytest.mark.parametrize(
    ("trouble", "error"),
    [(Trouble.SILENT, ReaderSilent), (Trouble.PULLED, CardTakenAway), (Trouble.STATUS, CardSaid)],
)
def test_trouble_without_a_reader(
    people: dict[str, Person], tmp_path: Path, trouble: Trouble, error: type[CardTrouble]
) -> None:
    """Inside the program the same, once."""
    file = tmp_path / "card.in-process.json"
    file.write_text(json.dumps(card_description(people["normal"])), encoding="utf-8")
    assert plan(tmp_path, trouble)
    with pytest.raises(error):
        InProcessReader(file).read()
    if trouble is Trouble.PULLED:
        with pytest.raises(NoCard):
            InProcessReader(file).read()
    else:
        assert InProcessReader(file).read().name == people["normal"].holder.name


def test_a_slow_card_is_slow_until_told_to_be_well(folder: Path, people: dict[str, Person]) -> None:
    put(card_description(people["normal"]), folder, trouble=Trouble.SLOW)
    begun = time.monotonic()
    with pytest.raises(ReaderSilent):
        reader(folder).read()
    assert time.monotonic() - begun > 1.0
    assert plan(folder, Trouble.NONE)
    assert reader(folder).read().name == people["normal"].holder.name
