"""What a serial line does on bad days: noise, pieces, wrong checksums and lengths, silence, a pulled cable.

Never half a document, never longer than it may take, and the port is good for the next one.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.domain.document import IdentityDocument
from counter_app.domain.errors import CardTrouble, NoCard, NoReader, ReaderSilent
from counter_app.domain.moments import today_in_china
from readers.identity.line import SerialLine
from readers.identity.ports import PortOpener
from readers.identity.reader import SerialIdReader, id_reader
from readers.identity.sam import EXCHANGE, Sam
from readers.identity.texts import blocks_of, document_of
from tests.parts.processes import wait_until
from tests.readers.identity import papers
from tests.readers.identity.sam_v import ADDRESS, FIND, PREAMBLE, READ, SELECT, Manner, Pieces, SamV, frame

BAUD = 115_200
QUICK = 0.6  # seconds for an exchange, where the time itself is not what is tested
Spoil = Callable[[bytes, bytes], Pieces]
DOCUMENT = papers.resident(newer=papers.field("甲省丁市新街 2 号", 70))


def reader_of(sam: SamV) -> SerialIdReader:
    return id_reader(sam.port, baud=BAUD)


@pytest.fixture(scope="module")
def expected() -> IdentityDocument:
    """The document as it is read on a good day."""
    with SamV(DOCUMENT) as sam:
        return reader_of(sam).read()


def only(wanted: bytes, spoil: Callable[[bytes], Pieces], *, times: int = 1) -> Spoil:
    """Spoil the first answers to one command."""
    left = [times]

    def spoilt(command: bytes, answer: bytes) -> Pieces:
        if command != wanted or not left[0]:
            return (answer,)
        left[0] -= 1
        return spoil(answer)

    return spoilt


def pieces(answer: bytes, size: int, pause: float) -> Pieces:
    """The answer a few bytes at a time."""
    for at in range(0, len(answer), size):
        yield answer[at : at + size]
        yield pause


def with_wrong_checksum(answer: bytes) -> Pieces:
    return (answer[:-1] + bytes((answer[-1] ^ 0x40,)),)


def with_length(change: int) -> Callable[[bytes], Pieces]:
    """The length says more or less than comes."""

    def changed(answer: bytes) -> Pieces:
        length = (int.from_bytes(answer[5:7], "big") + change) % 0x10000
        return (answer[:5] + length.to_bytes(2, "big") + answer[7:],)

    return changed


NOISE = bytes.fromhex("00FF96AAAAAA96AAAA69")
OTHER = frame(0x90, b"\1\0\4\0" + papers.permit().text + bytes(1024))
BEGINNINGS = [
    PREAMBLE + bytes.fromhex(rest)
    for rest in ("", "0008", "0004000090", "0508000090", "00", "00080000", "000C000090", "FFFF")
]


def _begun_before(begun: bytes, pause: float) -> Spoil:
    """Before each answer the beginning of one that never comes; both in pieces."""
    return lambda _command, answer: pieces(begun + answer, 5, pause)


FORGIVEN: dict[str, Spoil] = {
    "noise before each answer": lambda _c, answer: (NOISE, answer),
    "more of the preamble's first byte": lambda _c, answer: (b"\xaa\xaa\xaa", answer),
    "noise after each answer": lambda _c, answer: (answer, NOISE),
    "byte by byte": lambda _c, answer: [answer[at : at + 1] for at in range(len(answer))],
    "in pieces with pauses": lambda _c, answer: pieces(answer, 400, 0.1),
    "one long pause inside": only(READ, lambda answer: (answer[:700], 0.8, answer[700:])),
    "a pause inside the preamble": only(READ, lambda answer: (answer[:3], 0.3, answer[3:])),
    "each answer twice": lambda _c, answer: (answer, answer),
    "an earlier answer before each": lambda _c, answer: (frame(0x9F, bytes(4)), frame(0x90, bytes(8)), answer),
    "another document's answer before each other": lambda c, answer: (
        (answer,) if c == READ else (frame(0x90, b"\1\0\4\0" + papers.permit().text + bytes(1024)), answer)
    ),
    **{
        f"wrong checksum once: {name}": only(command, with_wrong_checksum)
        for name, command in (("find", FIND), ("select", SELECT), ("read", READ), ("address", ADDRESS))
    },
    **{f"length {change:+} once": only(READ, with_length(change)) for change in (1, -1, 300, -300, 0x7000, -0x508)},
    "length 0 at the look": only(FIND, with_length(-8)),
    "cut off once": only(READ, lambda answer: (answer[:600],)),
    "a beginning of an answer, then the answer": only(READ, lambda answer: (answer[:600], answer)),
    "silent once at the look": only(FIND, lambda _answer: ()),
    "silent once at the read": only(READ, lambda _answer: ()),
    "slowly, in pieces, for longer than an exchange": only(READ, lambda answer: pieces(answer, 8, 0.02)),
    "late": only(READ, lambda answer: (2.5, answer)),
    "too late": only(SELECT, lambda answer: (3.5, answer)),
    **{
        f"{begun.hex()} before each answer, in pieces with pauses of {pause} s": _begun_before(begun, pause)
        for begun in BEGINNINGS
        for pause in (0.0, 0.004)
    },
    "a beginning of an answer to a read before each, in slow pieces": _begun_before(BEGINNINGS[3], 0.012),
    "a preamble, and long nothing, before each answer": lambda _c, answer: (PREAMBLE, 1.2, answer),
    "noise, and long nothing, before each answer": lambda _c, answer: (b"\xaa", 1.2, answer),
    "another document's answer before that of the read, once": only(READ, lambda answer: (OTHER, answer)),
    "the same in pieces": only(READ, lambda answer: (*pieces(OTHER, 100, 0.005), *pieces(answer, 100, 0.005))),
    "another document's answer, and the right one a moment later": only(READ, lambda answer: (OTHER, 0.1, answer)),
    "garbage only, once": only(READ, lambda _answer: (NOISE * 20,)),
}


@pytest.mark.parametrize("name", FORGIVEN)
def test_what_is_forgiven(name: str, expected: IdentityDocument) -> None:
    """Read whole, and as the very document; the next read is as good."""
    with SamV(DOCUMENT, Manner(finds_again=True, spoils=FORGIVEN[name])) as sam:
        reader = reader_of(sam)
        assert reader.read() == expected
        assert reader.read() == expected


SPOILT: dict[str, tuple[Spoil, type[CardTrouble]]] = {
    "always a wrong checksum": (only(READ, with_wrong_checksum, times=99), ReaderSilent),
    "always cut off": (only(READ, lambda answer: (answer[:600],), times=99), ReaderSilent),
    "always too long a length": (only(READ, with_length(7), times=99), ReaderSilent),
    "silent at the look": (only(FIND, lambda _answer: (), times=99), ReaderSilent),
    "silent at the selection": (only(SELECT, lambda _answer: (), times=99), ReaderSilent),
    "silent at the read": (only(READ, lambda _answer: (), times=99), ReaderSilent),
    "always another document's answer first": (only(READ, lambda answer: (OTHER, answer), times=99), ReaderSilent),
    "always garbage": (lambda _c, _answer: (NOISE,), ReaderSilent),
    "noise without end": (lambda _c, _answer: pieces(NOISE * 1000, 50, 0.001), ReaderSilent),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_given_up(name: str, expected: IdentityDocument) -> None:
    """Within the time of one exchange after the last good one, of two where nothing came at all (a command may get
    lost); and the port is good for the next document.
    """
    spoil, error = SPOILT[name]
    with SamV(DOCUMENT, Manner(finds_again=True, spoils=spoil)) as sam:
        reader = SerialIdReader(PortOpener(sam.port, baud=BAUD, exchange=QUICK))
        begun = time.monotonic()
        with pytest.raises(error) as raised:
            reader.read()
        assert time.monotonic() - begun < (2 * QUICK + 0.7 if "silent" in name else QUICK + 0.7)
        assert raised.value.code == error.__name__
        sam.manner.spoils = lambda _command, answer: (answer,)
        assert reader.read() == expected


def test_a_look_that_was_garbled_and_is_refused_the_second_time(expected: IdentityDocument) -> None:
    """Some readers find a document once only: the answer that got lost may have said that it is there."""
    spoil = only(FIND, with_wrong_checksum)
    with SamV(DOCUMENT, Manner(spoils=spoil, refuses={FIND: [0, *[0x80] * 99]})) as sam:
        assert reader_of(sam).read() == expected
    with SamV(DOCUMENT, Manner(refuses={FIND: [0x80] * 99})) as sam, pytest.raises(NoCard):
        reader_of(sam).read()


def test_silence_is_given_up_in_time() -> None:
    """With the times of the counter: one exchange, and once more."""
    with SamV(DOCUMENT, Manner(spoils=lambda _command, _answer: ())) as sam:
        begun = time.monotonic()
        with pytest.raises(ReaderSilent):
            reader_of(sam).read()
        assert EXCHANGE < time.monotonic() - begun < 2 * EXCHANGE + 0.7


def test_a_whole_read_never_lasts_longer_than_ten_seconds(expected: IdentityDocument) -> None:
    """Each answer as late as it may be, and the read fails again and again."""

    def slow(command: bytes, answer: bytes) -> Pieces:
        return (1.4, answer)

    refusals = {READ: [0x41] * 99}
    with SamV(DOCUMENT, Manner(finds_again=True, spoils=slow, refuses=refusals)) as sam:
        begun = time.monotonic()
        with pytest.raises(CardTrouble):
            reader_of(sam).read()
        assert time.monotonic() - begun < 10.0
        sam.manner.spoils, sam.manner.refuses = (lambda _command, answer: (answer,)), {}
        wait_until(lambda: sam.document is not None)
        assert reader_of(sam).read() == expected


def test_a_reader_that_takes_two_seconds_for_every_answer(expected: IdentityDocument) -> None:
    """Slow is not silent: the document, and its new address, within ten seconds."""
    with SamV(DOCUMENT, Manner(spoils=lambda _command, answer: (2.0, answer))) as sam:
        begun = time.monotonic()
        assert reader_of(sam).read() == expected
        assert time.monotonic() - begun < 10.0


def test_a_reader_that_does_not_answer_about_addresses(expected: IdentityDocument) -> None:
    """The printed address stands; it costs a moment, not the document."""
    with SamV(papers.resident(), Manner(spoils=only(ADDRESS, lambda _answer: (), times=99))) as sam:
        begun = time.monotonic()
        said = reader_of(sam).read()
        assert (said.name, said.address) == (expected.name, "甲省乙市丙区幸福路 1 号")
        assert time.monotonic() - begun < 2.0


def test_what_an_earlier_command_left_in_the_line(expected: IdentityDocument) -> None:
    """Another person's whole answer waits in the buffer: it is nobody's when the next document is read."""
    other = frame(0x90, b"\1\0\4\0" + papers.permit().text + bytes(1024))
    with SamV(DOCUMENT) as sam, SerialLine(sam.port, baud=BAUD) as line:
        conversation = Sam(line)
        sam.say(frame(0x9F, bytes(4)) + frame(0x90, bytes(8)) + other + other[:500])
        data, address = conversation.blocks()
        assert document_of(blocks_of(data, address), today=today_in_china()) == expected


def test_a_failure_that_an_earlier_command_left_in_the_line() -> None:
    """It is let go before the next question, which is asked once."""
    with SamV(DOCUMENT) as sam, SerialLine(sam.port, baud=BAUD) as line:
        conversation = Sam(line)
        sam.say(frame(0x41))
        assert conversation.found()
        sam.say(frame(0x81) + frame(0x41))
        conversation.blocks(found=True)
        assert sam.heard == [FIND, SELECT, READ, ADDRESS]


def test_one_lost_answer_does_not_cost_the_next_document_its_new_address() -> None:
    """A reader that keeps silent about addresses is not asked for ever; one answer that got lost proves nothing."""
    for lost, expected in ((1, "甲省丁市新街 2 号"), (2, "甲省乙市丙区幸福路 1 号")):
        spoil = only(ADDRESS, lambda _answer: (), times=lost)
        with SamV(DOCUMENT, Manner(finds_again=True, spoils=spoil)) as sam, SerialLine(sam.port, baud=BAUD) as line:
            conversation = Sam(line, exchange=QUICK)
            for _ in range(lost):
                assert conversation.blocks()[1] == b""
            said = document_of(blocks_of(*conversation.blocks()), today=today_in_china())
            assert said.address == expected


@pytest.mark.parametrize("at", [0, 7, 600])
def test_unplugged_in_the_middle_of_an_answer(at: int) -> None:
    """Told at once what happened and what to do; never a document."""
    with SamV(DOCUMENT) as sam:

        def cut(command: bytes, answer: bytes) -> Pieces:
            if command != READ:
                yield answer
                return
            yield answer[:at]
            threading.Thread(target=sam.unplug).start()
            yield 5.0

        sam.manner.spoils = cut
        begun = time.monotonic()
        with pytest.raises(NoReader) as raised:
            reader_of(sam).read()
        assert time.monotonic() - begun < 3.0
        assert raised.value.code == "NoReader"
        assert "断开" in raised.value.message.zh


def test_nothing_on_the_reader() -> None:
    """Looked for as long as a document may take to be noticed, and no longer."""
    with SamV() as sam:
        begun = time.monotonic()
        with pytest.raises(NoCard) as raised:
            reader_of(sam).read()
        assert 1.5 < time.monotonic() - begun < 3.0
        assert "身份证" in raised.value.what_next.zh


def test_reading_leaves_nothing_open() -> None:
    """As many files and threads after forty reads as after one, good ones and bad ones."""
    with SamV(DOCUMENT, Manner(finds_again=True)) as sam:
        reader = reader_of(sam)

        def read_both() -> tuple[int, int]:
            reader.read()
            sam.manner.refuses = {READ: [0x40]}
            with pytest.raises(CardTrouble):
                reader.read()
            return len(list(Path("/proc/self/fd").iterdir())), threading.active_count()

        (files, threads), *_, last = [read_both() for _ in range(20)]
        assert last[0] <= files  # an earlier test's own may end meanwhile
        assert last[1] <= threads
