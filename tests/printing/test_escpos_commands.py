"""The orders to a receipt printer, beside those the library's own printer gives; and what its answers mean."""

import logging
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from printing.escpos_commands import BAND, BEGIN, END, STATUS_AT_ONCE, Answers, Status, band, process_id
from tests.parts.escpos_decoder import Decoder, Said

_ALL_WELL = (0x12, 0x12, 0x12, 0x12)

# In a process of its own: the library's printers set up logging and leave a folder of theirs behind.
_LIBRARY = """
import sys
from escpos.printer import Dummy
from PIL import Image
roll = Dummy()
roll.hw("INIT")
roll.image(Image.open(sys.argv[1]), impl="bitImageRaster")
roll.cut(feed=False)
sys.stdout.buffer.write(roll.output)
"""


def test_the_librarys_own_printer_gives_the_same_bytes(tmp_path: Path) -> None:
    dots = Image.frombytes("1", (576, BAND), random.Random(7).randbytes(72 * BAND).replace(b"\x10", b"\x11"))
    dots.save(tmp_path / "band.png")
    words = [sys.executable, "-W", "ignore", "-c", _LIBRARY, str(tmp_path / "band.png")]
    where = {**os.environ, "ESCPOS_CAPABILITIES_PICKLE_DIR": str(tmp_path)}
    said = subprocess.run(words, capture_output=True, check=True, env=where, timeout=60).stdout
    said = said[said.index(b"\x1b@") :]  # it greets on the same stream
    assert said == BEGIN[:2] + band(dots) + END
    assert BEGIN[2:] == b"\x1da\x00"


def test_every_order_is_one_the_documents_know() -> None:
    decoder = Decoder()
    asked = decoder.take(b"\0\0" + BEGIN + STATUS_AT_ONCE + process_id(b"0017") + END)
    assert asked == (1, 2, 3, 4)
    assert [part.name for part in decoder.waiting if isinstance(part, Said)] == ["init", "asb", "id", "cut"]


def test_the_parts_that_are_used_leave_nothing_behind_and_come_at_once() -> None:
    """The library's printers cost a second of everybody's time and set up logging; its bytes do not."""
    words = "import sys, printing.escpos_roll; sys.exit('escpos.capabilities' in sys.modules)"
    subprocess.run([sys.executable, "-c", words], check=True, timeout=60)
    assert "escpos.capabilities" not in sys.modules
    assert all("escpos" not in str(handler) for handler in logging.getLogger().handlers)


@pytest.mark.parametrize(
    ("place", "bits", "word"),
    [
        (3, 0x60, "没纸"),
        (1, 0x20, "没纸"),
        (1, 0x04, "盖子"),
        (2, 0x08, "切刀"),
        (2, 0x20, "出错"),
        (2, 0x40, "太热"),
        (1, 0x08, "走纸键"),
        (1, 0x40, "出错"),
        (0, 0x08, "脱机"),
    ],
)
def test_each_trouble_is_said_in_words(place: int, bits: int, word: str) -> None:
    said = list(_ALL_WELL)
    said[place] |= bits
    trouble = Status(*said).trouble()
    assert trouble is not None
    assert word in trouble.zh
    assert trouble.en.isascii()


def test_a_roll_near_its_end_is_no_trouble() -> None:
    status = Status(0x12, 0x12, 0x12, 0x1E)
    assert status.trouble() is None
    assert status.low()
    assert Status(*_ALL_WELL).trouble() is None
    assert not Status(*_ALL_WELL).low()


@given(st.lists(st.sampled_from([b"\x12", b"\x00", b"\x03", b"\x37\x220017\x00", b"\x11", b"\x13"])), st.data())
def test_answers_are_told_apart_however_they_arrive(parts: list[bytes], data: st.DataObject) -> None:
    stream, answers = b"".join(parts), Answers()
    while stream:
        length = data.draw(st.integers(1, len(stream)))
        answers.take(stream[:length])
        stream = stream[length:]
    assert answers.in_turn == parts.count(b"\x00") + parts.count(b"\x03")
    assert answers.ids == [b"0017"] * parts.count(b"\x37\x220017\x00")
    assert answers.low is (b"\x03" in parts)
    assert (answers.status() is not None) is (parts.count(b"\x12") >= 4)


@given(st.binary())
def test_no_answer_breaks_it(said: bytes) -> None:
    answers = Answers()
    answers.take(said)
    answers.status()
