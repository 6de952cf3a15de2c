"""What the reader says when it does not read, and the ways lawful readers differ."""

import time

import pytest

from counter_app.domain.chip_errors import CardNotGenuine
from counter_app.domain.errors import CardDamaged, CardSaid, CardTakenAway, CardTrouble, NoCard, WrongCard
from readers.identity.ports import PortOpener
from readers.identity.reader import SerialIdReader, id_reader
from tests.readers.identity import papers
from tests.readers.identity.sam_v import ADDRESS, FIND, READ, SELECT, Manner, SamV, frame

NAME = "张小明"
ALWAYS = 60
LAWFUL: dict[str, Manner] = {
    "found at the third look": Manner(found_at=3),
    "found at the twentieth look": Manner(found_at=20),
    "selection fails once": Manner(refuses={SELECT: [0x81]}),
    "selection fails three times": Manner(refuses={SELECT: [0x81, 0x81, 0x80]}),
    "found once only, selection fails once": Manner(refuses={SELECT: [0x81], FIND: [0, 0x80, 0x80, 0x80]}),
    "the read fails once": Manner(refuses={READ: [0x41]}),
    "the read fails once, not found again": Manner(refuses={READ: [0x41], FIND: [0, 0x80, 0x80, 0x80]}),
    "not selectable twice": Manner(select_again=False, refuses={READ: [0x41]}),
    "it heard a wrong checksum once": Manner(refuses={FIND: [0x10], READ: [0x10]}),
    "it heard a wrong length once": Manner(refuses={FIND: [0x11], SELECT: [0x11]}),
    "no new address, in its own way": Manner(refuses={ADDRESS: [0x41]}),
    "it knows no new addresses": Manner(refuses={ADDRESS: [0x21]}),
    "an empty new address": Manner(spoils=lambda c, answer: (frame(0x90) if c == ADDRESS else answer,)),
}


@pytest.mark.parametrize("name", LAWFUL)
def test_lawful_readers(name: str) -> None:
    """Each is read, and soon."""
    with SamV(papers.resident(), LAWFUL[name]) as sam:
        begun = time.monotonic()
        said = id_reader(sam.port, baud=115_200).read()
        assert (said.name, said.address) == (NAME, "甲省乙市丙区幸福路 1 号")
        assert time.monotonic() - begun < 2.5


FAILURES: list[tuple[bytes, int, type[CardTrouble]]] = [
    (FIND, 0x80, NoCard),
    (FIND, 0x60, CardSaid),
    (FIND, 0x66, CardSaid),
    (FIND, 0x21, CardSaid),
    (SELECT, 0x81, CardTakenAway),
    (SELECT, 0x80, CardTakenAway),
    (SELECT, 0x40, WrongCard),
    (SELECT, 0x47, CardSaid),
    (SELECT, 0x32, CardNotGenuine),
    (SELECT, 0x33, CardDamaged),
    (SELECT, 0x41, CardDamaged),
    (FIND, 0x32, CardNotGenuine),
    (FIND, 0xFE, CardSaid),
    (READ, 0x40, WrongCard),
    (READ, 0x41, CardDamaged),
    (READ, 0x80, CardTakenAway),
    (READ, 0x81, CardTakenAway),
    (READ, 0x33, CardDamaged),
    (READ, 0x32, CardNotGenuine),
    (READ, 0x31, CardSaid),
    (READ, 0x10, CardSaid),
    (READ, 0x11, CardSaid),
    (READ, 0x21, CardSaid),
    (READ, 0x24, CardSaid),
    (READ, 0x47, CardSaid),
    (READ, 0x60, CardSaid),
    (READ, 0x66, CardSaid),
    (READ, 0x91, CardSaid),
    (READ, 0x00, CardSaid),
    (READ, 0xFF, CardSaid),
    (READ, 0x010090, CardSaid),
]


@pytest.mark.parametrize(("command", "status", "error"), FAILURES, ids=lambda v: f"{v:X}" if isinstance(v, int) else "")
def test_failures_by_their_status(command: bytes, status: int, error: type[CardTrouble]) -> None:
    """The kind of trouble that the status means, with two lines for the clerk; the reader is good for the next."""
    spoilt = frame(status)
    document = papers.resident()
    with SamV(document, Manner(finds_again=True)) as sam:
        sam.manner.spoils = lambda asked, answer: (spoilt if asked == command else answer,)
        reader = SerialIdReader(PortOpener(sam.port, baud=115_200), appears_within=0.3)
        begun = time.monotonic()
        with pytest.raises(error) as raised:
            reader.read()
        assert raised.value.code == error.__name__
        assert raised.value.message.zh
        assert raised.value.what_next.zh
        assert "社保卡" not in raised.value.message.zh + raised.value.what_next.zh
        assert time.monotonic() - begun < 3.0
        sam.manner.spoils = lambda _command, answer: (answer,)
        sam.put(document)
        assert reader.read().name == NAME


@pytest.mark.parametrize("gone_after", [FIND, SELECT])
def test_lifted_between_two_commands(gone_after: bytes) -> None:
    """Gone after it was found, or selected: told so."""
    with SamV(papers.resident()) as sam:

        def lifted(command: bytes, answer: bytes) -> tuple[bytes, ...]:
            if command == gone_after:
                sam.take()
            return (answer,)

        sam.manner.spoils = lifted
        with pytest.raises(CardTakenAway) as raised:
            id_reader(sam.port, baud=115_200).read()
        assert "身份证" in raised.value.message.zh


@pytest.mark.parametrize("swapped_after", [FIND, SELECT, READ, ADDRESS])
def test_another_document_put_on_in_the_middle_is_read_whole_or_not_at_all(swapped_after: bytes) -> None:
    """Swapped after each of the commands: one person or the other, never a mixture."""
    first, second = papers.resident(newer=papers.field("甲省丁市新街 2 号", 70)), papers.resident("李四", sex="2")
    left = [second]

    def swap(command: bytes, answer: bytes) -> tuple[bytes, ...]:
        if command == swapped_after and left:
            sam.put(left.pop())
        return (answer,)

    with SamV(first, Manner(spoils=swap)) as sam:
        try:
            said = id_reader(sam.port, baud=115_200).read()
        except CardTakenAway:
            return
        assert (said.name, said.sex, said.address) in {
            ("张小明", "1", "甲省丁市新街 2 号"),
            ("张小明", "1", "甲省乙市丙区幸福路 1 号"),
            ("李四", "2", "甲省乙市丙区幸福路 1 号"),
        }


def test_nothing_is_read_that_was_not_found_and_selected() -> None:
    """A reader may still hold the document before; it is never asked for it."""
    with SamV(papers.resident()) as sam:
        reader = id_reader(sam.port, baud=115_200)
        assert reader.read().name == NAME
        sam.heard.clear()
        sam.take()
        with pytest.raises(NoCard):
            reader.read()
        assert set(sam.heard) == {FIND}


def test_it_tells_its_security_module() -> None:
    with SamV() as sam:
        reader = id_reader(sam.port, baud=115_200)
        assert reader.module() == bytes(range(16)).hex().upper()
        assert sam.port in reader.describe().zh
    assert "串口" in reader.describe().zh
