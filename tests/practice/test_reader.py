"""Practice cards: on the virtual reader, or in the program where there is none; put, replaced, taken, and never read
into."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_app.domain.chip_errors import AuthenticationRefused
from counter_app.domain.errors import CardDamaged, CardTrouble, NoCard, NotFound, WrongCard
from counter_app.domain.holder import Person
from counter_app.domain.numbers import card_number_checks
from counter_app.settings import KEYS, Settings
from practice.population import cast
from practice.psam import PracticePsam
from practice.reader import card_description, card_reader, lying, put, take
from practice.service import ensure_pcscd
from practice.slot import VirtualReaderHeld
from practice.trainer import NEW, PracticeTrainer
from readers.in_process import InProcessReader
from readers.ways_of_settings import authentication_of
from tests.parts.own_pcscd import own_pcscd
from tests.parts.pcscd import VirtualReader
from tests.parts.processes import wait_until
from tests.readers.cards import Card, OnReader
from tests.readers.looking import card_seen, wait_until_empty, wait_until_seen

ASKS = ("chip-3.0", "chip-3.0-blank", "chip-contactless", "chip-protected")
CANNOT_BE_READ: dict[str, type[CardTrouble]] = {
    "chip-key-blocked": AuthenticationRefused,
    "chip-half": CardDamaged,
    "not-an-ssc": WrongCard,
}


def in_process(folder: Path) -> InProcessReader:
    """The reader of a folder whose machine has no virtual one, its PSAM too."""
    settings = Settings({**{key.name: key.default for key in KEYS}, "readers.authentication": "psam"})
    ways = authentication_of(settings, security=PracticePsam(folder), driver=None, psam=PracticePsam(folder))
    return InProcessReader(folder / "card.in-process.json", authentication=ways)


@pytest.fixture(scope="module")
def people() -> dict[str, Person]:
    return cast(now=datetime.now(UTC))


@pytest.fixture
def folder(virtual_reader: VirtualReader, tmp_path: Path) -> Iterator[Path]:
    """A data folder whose card is off the reader at the end."""
    yield tmp_path
    take(tmp_path)
    wait_until_empty(virtual_reader.name)


def test_every_person_of_the_cast_can_be_read(people: dict[str, Person], tmp_path: Path) -> None:
    """What the chip says agrees with what the platform knows; a name too long for a chip is its beginning."""
    file = tmp_path / "card.in-process.json"
    for role, person in people.items():
        if person.card is None:
            with pytest.raises(NotFound):
                card_description(person)
            continue
        file.write_text(json.dumps(card_description(person)), encoding="utf-8")
        if role in CANNOT_BE_READ:
            with pytest.raises(CANNOT_BE_READ[role]):
                in_process(tmp_path).read()
            continue
        said = in_process(tmp_path).read()
        assert said.social_security_number == person.holder.number
        assert person.holder.name.startswith(said.name) or role == "name-variant"
        assert (said.card_number, said.card_identifier) == (person.card.number, person.card.identifier)
        assert (said.birth_date, said.sex) == (person.holder.birth_date, person.holder.sex)
        assert (len(said.issuing_agency), len(said.card_identifier)) == (24, 32)
        assert bool(said.authenticated_by) is (role in ASKS)


def test_every_card_has_a_bank_account_that_ends_as_the_platform_says(
    people: dict[str, Person], tmp_path: Path
) -> None:
    file = tmp_path / "card.in-process.json"
    for role, person in people.items():
        if person.card is None or role in CANNOT_BE_READ:
            continue
        file.write_text(json.dumps(card_description(person)), encoding="utf-8")
        said = InProcessReader(file).applications()
        assert said.bank_account[-4:] == (person.card.bank.tail if person.card.bank else "")
        assert said.transit is (role != "transit-not-loaded")


def test_put_replace_take(folder: Path, people: dict[str, Person]) -> None:
    """After `put` has returned the card can be read; another takes its place; after `take` none lies there."""
    reader = card_reader(folder, wanted="auto")
    assert not reader.in_process
    for role in ("normal", "middle-dot", "rare-character"):
        put(card_description(people[role]), folder)
        assert reader.read().name == people[role].holder.name
        assert lying(folder) == people[role].holder.number
    take(folder)
    assert lying(folder) == ""
    with pytest.raises(NoCard):
        reader.read()
    take(folder)  # harmless


def test_cards_made_meanwhile_are_laid_on_as_the_platform_knows_them(folder: Path, people: dict[str, Person]) -> None:
    """The one in use unless the new one is asked for; the chip says what the platform gave the card."""
    trainer = PracticeTrainer(folder)
    replaced, waiting = people["replaced"], people["making"]
    with pytest.raises(NotFound):
        trainer.put(waiting.holder.number)
    assert trainer.finish_making() == 1
    reader = card_reader(folder, wanted="auto")
    trainer.put(waiting.holder.number)
    said = reader.read()
    assert said.social_security_number == waiting.holder.number
    assert card_number_checks(said.card_number)
    assert said.card_number not in {card.number for person in people.values() for card in person.cards}
    for wanted, place in (("", 0), (NEW, 1), (replaced.cards[1].number, 1)):
        trainer.put(replaced.holder.number, card=wanted)
        assert reader.read().card_identifier == replaced.cards[place].identifier
    with pytest.raises(NotFound):
        trainer.put(replaced.holder.number, card=said.card_number)


def test_a_card_process_that_died_is_noticed(
    folder: Path, people: dict[str, Person], virtual_reader: VirtualReader
) -> None:
    put(card_description(people["normal"]), folder)
    os.kill(json.loads((folder / "card.control").read_text())["pid"], signal.SIGKILL)
    wait_until(lambda: lying(folder) == "", what="the folder to know that no card lies there")
    wait_until_empty(virtual_reader.name)
    put(card_description(people["normal-2"]), folder)
    assert card_reader(folder, wanted="auto").read().name == people["normal-2"].holder.name


def test_somebody_elses_card_stays(folder: Path, people: dict[str, Person], virtual_reader: VirtualReader) -> None:
    """The virtual reader is taken: said so, and the other card is left alone."""
    with OnReader(Card(None), virtual_reader.port):
        wait_until_seen(virtual_reader.name)
        with pytest.raises(VirtualReaderHeld):
            put(card_description(people["normal"]), folder)
        assert card_seen(virtual_reader.name)
        assert lying(folder) == ""
        take(folder)
        assert card_seen(virtual_reader.name)
    wait_until_empty(virtual_reader.name)


def test_reading_never_puts_a_card(folder: Path, virtual_reader: VirtualReader) -> None:
    """Opening and reading the practice reader leaves the virtual reader as it was."""
    with pytest.raises(NoCard):
        card_reader(folder, wanted="auto").read()
    assert not card_seen(virtual_reader.name)
    assert list(folder.iterdir()) == []


def test_the_service_that_runs_is_used(virtual_reader: VirtualReader) -> None:
    service = ensure_pcscd()
    assert (service.virtual, service.started, service.why_not) == (virtual_reader.name, False, None)


PUTS_AND_READS = """
import json, sys
from pathlib import Path
from practice.reader import card_reader, lying, put, take
from practice.service import ensure_pcscd
folder, card = Path(sys.argv[1]), json.loads(sys.argv[2])
put(card, folder)
service = ensure_pcscd()
reader = card_reader(folder, wanted="auto")
said = [reader.in_process, service.why_not.en if service.why_not else "", reader.read().name, lying(folder)]
take(folder)
print(json.dumps([*said, lying(folder)]))
"""


def test_in_process_where_no_virtual_reader_can_be_had(tmp_path: Path, people: dict[str, Person]) -> None:
    """A service without any reader: the card lies in the program, and why is said."""
    card = card_description(people["normal"])
    with own_pcscd() as service:
        service.start(with_reader=False)
        code = f"import sys; sys.argv = ['', {str(tmp_path)!r}, {json.dumps(card)!r}]\n{PUTS_AND_READS}"
        done = service.run(code, python=sys.executable)
        assert done.returncode == 0, done.stderr
        in_process, why, name, there, gone = json.loads(done.stdout)
        assert (in_process, name, there, gone) == (True, "林晓岚", card["number"], "")
        assert "virtual reader" in why


ASKS_AND_BLOCKS = """
import json, sys
from pathlib import Path
from counter_app.domain.secret import SecretDigits
from counter_app.domain.chip_errors import PinWrong
from counter_app.wiring import open_counter
counter = open_counter(Path(sys.argv[1]), ["readers.authentication=psam"])
counter.trainer().put(sys.argv[2])
chip = counter.reader().read()
said = [counter.reader().in_process, chip.name, chip.authenticated_by]
pin = counter.card_pin()
before = pin.state(chip.identity).tries_left
try:
    pin.verify(chip.identity, SecretDigits(bytearray(b"000000")))
except PinWrong:
    pass
said += [before, pin.state(chip.identity).tries_left]
counter.trainer().take()
counter.trainer().put(sys.argv[2])
said.append(pin.state(chip.identity).tries_left)
counter.trainer().take()
counter.close()
print(json.dumps(said))
"""


def test_in_process_a_card_asks_and_its_tries_are_remembered(tmp_path: Path, people: dict[str, Person]) -> None:
    """No PC/SC: the PSAM is inside the program too, and a PIN is counted as on a reader."""
    person = people["chip-3.0"]
    with own_pcscd() as service:
        service.start(with_reader=False)
        code = f"import sys; sys.argv = ['', {str(tmp_path / 'data')!r}, {person.holder.number!r}]\n{ASKS_AND_BLOCKS}"
        done = service.run(code, python=sys.executable)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout) == [True, person.holder.name, "psam", 6, 5, 5]


def test_two_folders_put_at_the_same_moment(
    virtual_reader: VirtualReader, people: dict[str, Person], tmp_path: Path
) -> None:
    """One of them has its card on the reader, the other is told that it is taken; neither believes what is not so."""
    folders = {role: tmp_path / role for role in ("normal", "middle-dot")}
    for folder in folders.values():
        folder.mkdir()

    def outcome(role: str) -> bool:
        try:
            put(card_description(people[role]), folders[role])
        except VirtualReaderHeld:
            return False
        return True

    try:
        with ThreadPoolExecutor(2) as hands:
            done = dict(zip(folders, hands.map(outcome, folders), strict=True))
        assert sorted(done.values()) == [False, True]
        lies = next(role for role, worked in done.items() if worked)
        assert card_reader(folders[lies], wanted="auto").read().name == people[lies].holder.name
        assert {role: bool(lying(folder)) for role, folder in folders.items()} == done
    finally:
        for folder in folders.values():
            take(folder)
        wait_until_empty(virtual_reader.name)
