"""Identity cards of practice people: laid on, read, watched, taken away, through the practice reader's own process."""

import json
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from counter_app.devices import IdEvent, IdEventKind
from counter_app.domain.document import DocumentType
from counter_app.domain.errors import NoCard
from counter_app.domain.holder import Person
from practice import identity
from practice.population import cast
from readers.identity.simulator.document import checked
from tests.parts.command import Command
from tests.parts.processes import wait_until
from tests.readers.identity import papers


@pytest.fixture(scope="module")
def people() -> dict[str, Person]:
    return cast(now=datetime.now(UTC))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A practice folder whose reader is ended with the test."""
    yield tmp_path
    identity.unplug(tmp_path)


def test_each_of_the_cast_has_an_identity_card(folder: Path, people: dict[str, Person]) -> None:
    """Read as who they are; a name too long for the chip is cut, never at half a character."""
    reader = identity.id_reader(folder)
    for role in ("normal", "rare-character", "long-name", "middle-dot", "no-card"):
        holder = people[role].holder
        identity.put(identity.document_of(people[role]), folder)
        assert identity.lying(folder) == holder.number
        said = reader.read()
        assert (said.id_number, said.sex, said.birth_date) == (holder.number, holder.sex, holder.birth_date)
        assert holder.name.startswith(said.name)
        assert said.name == holder.name or role == "long-name"
    identity.take(folder)
    assert identity.lying(folder) == ""
    with pytest.raises(NoCard):
        reader.read()


def test_a_permit_and_a_foreigners_card_are_of_their_own_kind(folder: Path, people: dict[str, Person]) -> None:
    reader = identity.id_reader(folder)
    kinds = {"hmt": DocumentType.HMT_PERMIT, "foreigner": DocumentType.FOREIGNER_2023}
    for role, kind in kinds.items():
        identity.put(identity.document_of(people[role]), folder)
        said = reader.read()
        assert (said.document_type, said.id_number) == (kind, people[role].holder.number)
        assert said.name == people[role].holder.name


@pytest.mark.parametrize(
    ("role", "kind", "begins"),
    [
        ("hm-pass", DocumentType.HMT_PERMIT, "810000"),
        ("minor-pass", DocumentType.HMT_PERMIT, "820000"),
        ("tw-pass", DocumentType.HMT_PERMIT, "830000"),
        ("card-2017", DocumentType.FOREIGNER_2017, "ZZZ"),
    ],
)
def test_whoever_is_registered_by_another_number_has_a_document_that_tells_it(
    role: str, kind: DocumentType, begins: str, folder: Path, people: dict[str, Person]
) -> None:
    holder = people[role].holder
    identity.put(identity.document_of(people[role]), folder)
    assert identity.lying(folder) == holder.number
    said = identity.id_reader(folder).read()
    assert (said.document_type, said.birth_date, said.sex) == (kind, holder.birth_date, holder.sex)
    assert said.id_number.startswith(begins)
    assert said.belongs_to(holder.number)


def test_a_passport_is_not_laid_on_the_reader(people: dict[str, Person]) -> None:
    with pytest.raises(identity.NoSuchChip):
        identity.document_of(people["passport"])


def test_every_document_can_be_described(people: dict[str, Person]) -> None:
    """The whole cast fits the chip, but for passports."""
    readable = [one for role, one in people.items() if not role.startswith("passport")]
    assert all(len(checked(identity.document_of(person)).text) == 256 for person in readable)


def _read_so_often(events: list[IdEvent], times: int) -> bool:
    return len([event for event in events if event.kind is IdEventKind.READ]) == times


def test_a_watch_of_the_practice_reader(folder: Path, people: dict[str, Person]) -> None:
    """Started when it is first asked for; two people in turn; unplugged, it comes back by itself."""
    events: list[IdEvent] = []
    reader = identity.id_reader(folder)
    reader.watch(events.append)
    try:
        wait_until(lambda: [e.kind for e in events] == [IdEventKind.READER])
        for at, role in enumerate(("normal", "normal-2"), start=1):
            identity.put(identity.document_of(people[role]), folder)
            wait_until(partial(_read_so_often, events, at))
        assert [e.document.name for e in events if e.document] == ["林晓岚", "何秀珍"]
        identity.unplug(folder)
        wait_until(lambda: [e.kind for e in events][-2:] == [IdEventKind.NO_READER, IdEventKind.READER])
    finally:
        reader.stop()


def test_the_command_reads_what_lies_in_a_practice_folder(folder: Path, people: dict[str, Person]) -> None:
    """Without any setting, and after whoever put it there has ended."""
    command = Command(folder, inside=True)
    assert command("read", "id").error["code"] == "NoCard"
    identity.put(identity.document_of(people["normal"]), folder)
    assert command("read", "id").json["name"] == "林*岚"


def test_a_foreigner_can_be_put_too(folder: Path) -> None:
    """Any document that can be described; one of the wrong form is refused before anything moves."""
    number = papers.checked("91143919880506001")
    identity.put({"document_type": "foreigner-2023", "foreign_name": "DOE, JOHN", "id_number": number}, folder)
    assert identity.id_reader(folder).read().foreign_name == "DOE, JOHN"
    with pytest.raises(ValueError, match="name"):
        identity.put({"name": "一" * 16}, folder)
    assert identity.lying(folder) == number


def test_a_reader_that_was_killed_is_started_anew_with_its_document(folder: Path, people: dict[str, Person]) -> None:
    identity.put(identity.document_of(people["normal"]), folder)
    content = json.loads((folder / "id.control").read_text(encoding="utf-8"))
    os.kill(content["pid"], signal.SIGKILL)
    assert identity.id_reader(folder).read().name == "林晓岚"
