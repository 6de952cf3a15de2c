"""What lies on the readers: chips (TLV, records, answer to reset), identity cards, and answers of a maker's driver."""

from __future__ import annotations

import random
from datetime import date

from counter_app.domain.identity import number_fault
from readers.driver import answers as driver
from readers.identity.frames import Hearing, framed
from readers.identity.texts import blocks_of, document_of
from readers.ssc import read_chip
from readers.tlv import records
from readers.traits import algorithm_of, historical_bytes, traits_of
from tests.faults.fuzz import Parser
from tests.readers import cards, kinds
from tests.readers.line import Line

_TODAY = date(2026, 11, 21)


def _spoken(seed: int) -> bytes:
    """All a good card answers while it is read, each answer with its length (2 bytes) before."""
    facts, manner = cards.draw(random.Random(seed))
    card, said = cards.Card(cards.records(facts, manner), manner), bytearray()

    def answer(command: bytes) -> bytes:
        one = card.answer(command)
        said.extend(len(one).to_bytes(2, "big") + one)
        return one

    read_chip(Line(answer), today=_TODAY)
    return bytes(said)


def _card(data: bytes) -> object:
    """The card says what stands there, answer by answer, and then nothing."""
    rest = memoryview(data)

    def answer(_command: bytes) -> bytes:
        nonlocal rest
        length = max(2, int.from_bytes(rest[:2], "big"))
        one, rest = bytes(rest[2 : 2 + length]), rest[2 + length :]
        return one if len(one) >= 2 else b"\x6f\x00"

    said = read_chip(Line(answer), today=_TODAY)
    assert number_fault(said.social_security_number, today=_TODAY) is None, "an unchecked number came through"
    return said


def _reset(data: bytes) -> object:
    assert historical_bytes(data) in data
    return traits_of(data.hex()), algorithm_of(data, identifier="4399", generation="3")


def _frames(data: bytes) -> object:
    hearing, found = Hearing(), []
    for at in range(0, len(data), 7):
        hearing.feed(data[at : at + 7])
        found.append(hearing.answer())
    while (last := hearing.answer(over=True)) is not None:
        found.append(last)
    return found


def _document(data: bytes) -> object:
    read = document_of(blocks_of(data), today=_TODAY)
    assert read.id_number, "a document without a number came through"
    return read


def _driver(data: bytes) -> object:
    if data[:1] == b"S":
        return driver.basics_step(data[1:]), driver.step(data[1:])
    basics = driver.basics(data, today=_TODAY)
    return driver.chip_data(basics, driver.holder(data, of=basics), reader="x")


def _identity_card() -> bytes:
    """Lengths, the text block (256 bytes, UTF-16LE) and a photo of nothing."""
    fields = [("林晓岚", 15), ("2", 1), ("01", 2), ("19800101", 8), ("望岳路 1 号", 35), ("439901198001010017", 18)]
    fields += [("望岳市公安局", 15), ("20200101", 8), ("20400101", 8), ("", 18)]
    text = "".join(value.ljust(width)[:width] for value, width in fields).encode("utf-16-le").ljust(256, b" ")
    return (256).to_bytes(2, "big") + (16).to_bytes(2, "big") + text + bytes(16)


_BASICS = (
    "439901|439901198001010017|B00000019|439901D15600000500000001CA118783|林晓岚|00814E43990011223344990055|3.00|"
    "20240912|20340912|000000000000|"
).encode("gb18030")
_STEP = b"S439901|00814E43990011223344990055|03|439901D15600000500000001CA118783|||A1B2C3D4E5F60718|0|"
_TLV = bytes.fromhex("08123433393930313139383030313031303031370A01320B01017F03AABBCC")
_LENGTHS = {0x08: (18,), 0x0A: (1,), 0x0B: (1,), 0x4E: (20,)}

CARDS = (
    Parser("card records", [_TLV, _TLV[:9], bytes(40)], lambda data: records(data, lengths=_LENGTHS)),
    Parser("card read", [_spoken(seed) for seed in range(6)], _card),
    Parser("answer to reset", [kinds.T0, kinds.T1, kinds.CONTACTLESS], _reset),
    Parser("identity frames", [framed(bytes.fromhex("000090") + bytes(60)) * 2, framed(b"\x00\x00\x9f")], _frames),
    Parser("identity document", [_identity_card()], _document),
    Parser("driver answers", [_BASICS, _STEP, _BASICS.replace(b"|", b"||")], _driver),
)
