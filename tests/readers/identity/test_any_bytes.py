"""Whatever bytes come: never an unexpected exception, never a hang, never a wrong person."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from counter_app.domain.document import DocumentType, IdentityDocument
from counter_app.domain.errors import CardTrouble, ReaderSilent
from counter_app.domain.numbers import identity_fault
from readers.identity.frames import PREAMBLE, Answer, Hearing, framed
from readers.identity.sam import WHOLE, Sam
from readers.identity.texts import blocks_of, document_of
from tests.readers.identity import papers
from tests.readers.identity.sam_v import ADDRESS, FIND, READ, SELECT, Document, frame

TODAY = date(2026, 11, 21)
MANY = settings(max_examples=400, deadline=None)
DATA = b"\1\0\4\0" + papers.resident().text + bytes(1024)
GOOD = {FIND: frame(0x9F, bytes(4)), SELECT: frame(0x90, bytes(8)), READ: frame(0x90, DATA), ADDRESS: frame(0x91)}
DOCUMENTS = [papers.resident(), papers.permit(), papers.foreigner_2017(), papers.foreigner_2023()]


class Line:
    """A line without a cable: its clock goes on only while somebody waits for bytes."""

    def __init__(self, answer: Callable[[bytes], Iterator[bytes]]) -> None:
        self.now = 0.0
        self._answer = answer
        self._coming: Iterator[bytes] = iter(())

    def clock(self) -> float:
        return self.now

    def write(self, data: bytes) -> None:
        self._coming = self._answer(data[7:-1])

    def read(self, seconds: float) -> bytes:
        came = next(self._coming, b"")
        self.now += 0.01 if came else seconds + 0.001
        return came


def read_from(answer: Callable[[bytes], Iterator[bytes]]) -> IdentityDocument | None:
    """The document, None where the reader gave none; in time, and with no trouble but a card's."""
    line = Line(answer)
    try:
        data, address = Sam(line, clock=line.clock).blocks()
        return document_of(blocks_of(data, address), today=TODAY)
    except CardTrouble:
        return None
    finally:
        assert line.now < WHOLE + 1.5


EXPECTED = document_of(blocks_of(DATA), today=TODAY)


def cut(data: bytes, places: list[int]) -> Iterator[bytes]:
    """The bytes in pieces."""
    edges = sorted({min(place, len(data)) for place in places} | {0, len(data)})
    return (data[a:b] for a, b in pairwise(edges))


NOISE = st.one_of(
    st.binary(max_size=300),
    st.lists(st.sampled_from([b"\xaa", b"\x96", b"\x69", PREAMBLE, b"\x00\x04", b"\x05\x08", *GOOD.values()])).map(
        b"".join
    ),
)


@MANY
@given(NOISE, st.lists(st.integers(0, 300)))
def test_any_bytes_make_no_answer_or_an_answer_with_its_checksum(noise: bytes, places: list[int]) -> None:
    """And in whatever pieces they come, the answers are the same."""
    whole, bits = Hearing(), Hearing()
    whole.feed(noise)
    answers = list(iter(lambda: whole.answer(over=True), None))
    for bit in cut(noise, places):
        bits.feed(bit)
    assert list(iter(lambda: bits.answer(over=True), None)) == answers
    for each in answers:
        assert framed(each.status.to_bytes(3, "big") + each.data) in noise


@MANY
@given(NOISE, st.integers(0, 0xFFFFFF), st.binary(max_size=200), st.lists(st.integers(0, 300)))
def test_an_answer_is_found_after_any_noise(noise: bytes, status: int, data: bytes, places: list[int]) -> None:
    """Whatever went before it, in whatever pieces; the preamble's own bytes too. Only noise that makes a whole frame
    with its first bytes, checksum and all, can hide it.
    """
    hearing, whole = Hearing(), noise + frame(status, data)
    for bit in cut(whole, places):
        hearing.feed(bit)
    heard = list(iter(lambda: hearing.answer(over=True), None))
    frames = [framed(each.status.to_bytes(3, "big") + each.data) for each in heard]
    hidden = any(whole.find(one) < len(noise) < whole.find(one) + len(one) for one in frames)
    assert Answer(status, data) in heard or hidden


@example(noise=bytes.fromhex("AAAAAA966900040004"), status=0, data=b"", places=[])
@given(NOISE, st.integers(0, 0xFFFFFF), st.binary(max_size=200), st.lists(st.integers(0, 300)))
def test_a_hidden_answer_is_never_taken_for_another(noise: bytes, status: int, data: bytes, places: list[int]) -> None:
    """What is heard stands in the bytes as it is, wherever it begins."""
    hearing, whole = Hearing(), noise + frame(status, data)
    for bit in cut(whole, places):
        hearing.feed(bit)
    for each in iter(lambda: hearing.answer(over=True), None):
        assert framed(each.status.to_bytes(3, "big") + each.data) in whole


@MANY
@given(st.sampled_from(DOCUMENTS), st.data())
def test_one_spoilt_byte_is_noticed(document: Document, draw: st.DataObject) -> None:
    """Of a whole answer: no answer comes of it, so no other person can."""
    answer = bytearray(frame(0x90, b"\1\0\4\0" + document.text + document.photo))
    answer[draw.draw(st.integers(0, len(answer) - 1))] ^= draw.draw(st.integers(1, 255))
    hearing = Hearing()
    hearing.feed(bytes(answer))
    assert hearing.answer(over=True) is None


@MANY
@given(st.binary(min_size=256, max_size=256), st.sampled_from(["  ", "J ", "I ", "Y "]))
def test_any_text_block_is_nobody_or_has_a_lawful_number(text: bytes, letter: str) -> None:
    """Random bytes under each type letter."""
    _lawful_or_nobody(text[:248] + letter.encode("utf-16-le")[:2] + text[250:])


@MANY
@given(st.sampled_from(DOCUMENTS), st.lists(st.tuples(st.integers(0, 255), st.integers(0, 255)), max_size=6))
def test_a_text_block_with_a_few_other_bytes(document: Document, changes: list[tuple[int, int]]) -> None:
    text = bytearray(document.text)
    for place, value in changes:
        text[place] = value
    _lawful_or_nobody(bytes(text))


def _lawful_or_nobody(text: bytes) -> None:
    try:
        said = document_of(blocks_of(b"\1\0\0\0" + text), today=TODAY)
    except CardTrouble:
        return
    assert said.name or said.foreign_name
    if said.document_type is DocumentType.FOREIGNER_2017:
        assert (said.id_number[:3].isalpha(), said.id_number[3:].isdigit(), len(said.id_number)) == (True, True, 15)
    else:
        assert identity_fault(said.id_number, today=TODAY) is None


@MANY
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=15))
def test_any_name_comes_back_as_it_was_written(name: str) -> None:
    """Of any characters that a chip can hold, beyond 16 bits too; private-use ones aside."""
    if len(name.encode("utf-16-le")) > 30 or not name.strip("·"):
        return
    said = document_of(blocks_of(b"\1\0\0\0" + papers.resident(name).text), today=TODAY)
    assert said.name == name


@MANY
@given(st.binary(max_size=400))
def test_any_new_address_leaves_the_person_alone(address: bytes) -> None:
    said = document_of(blocks_of(DATA, address), today=TODAY)
    assert (said.name, said.id_number) == (EXPECTED.name, EXPECTED.id_number)


@MANY
@given(st.binary(max_size=1400))
def test_any_answer_to_a_read_is_a_document_or_a_trouble(data: bytes) -> None:
    try:
        document_of(blocks_of(data), today=TODAY)
    except CardTrouble:
        return


SPOILT = st.one_of(
    st.binary(max_size=80),
    st.sampled_from([b"", *GOOD.values()]),
    st.builds(frame, st.integers(0, 0xFF), st.binary(max_size=80)),
    st.builds(lambda answer, size: answer[:size], st.sampled_from(sorted(GOOD.values())), st.integers(0, 1400)),
    st.builds(lambda a, b: a + b, st.sampled_from(sorted(GOOD.values())), st.sampled_from(sorted(GOOD.values()))),
)


@MANY
@given(st.lists(st.tuples(SPOILT, st.booleans(), st.lists(st.integers(0, 1400), max_size=3)), max_size=12))
def test_any_conversation_ends_in_time_with_the_document_or_a_trouble(
    plan: list[tuple[bytes, bool, list[int]]],
) -> None:
    """Answers made of garbage, of other answers, cut, doubled, missing, followed by the right one or not."""
    coming = iter(plan)

    def answer(command: bytes) -> Iterator[bytes]:
        spoilt, right_after, places = next(coming, (b"", True, []))
        return cut(spoilt + (GOOD.get(command, b"") if right_after else b""), places)

    said = read_from(answer)
    assert said is None or said == EXPECTED


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=1, max_size=40))
def test_a_line_that_never_stops_talking_is_given_up(noise: bytes) -> None:
    """Bytes without end, of any kind."""

    def endless(_command: bytes) -> Iterator[bytes]:
        while True:
            yield noise * 20

    line = Line(endless)
    try:
        Sam(line, clock=line.clock).blocks()
    except ReaderSilent:
        assert line.now < 5.0
        return
    raise AssertionError("nothing can be read of that")
