"""What a receipt printer is told, and what it answers: the few ESC/POS commands a paper needs, and none that moves a
drawer.

The bytes of a picture and the plain commands come from python-escpos; of it only the parts that know bytes. Its printer
classes read a table of a thousand models on import, which takes a second in which no other thread of the window moves,
and leave a folder behind. Refuses to let a picture hide an order: DLE followed by EOT, ENQ or DC4 is obeyed by a
printer even in the middle of a picture (the last one kicks the drawer), so such dots get one more dot beside them.

Source: Epson, ESC/POS Command Reference: ESC @, GS a, GS v 0, GS V <Function B>, GS r, GS ( H <Function 48>, DLE EOT,
and the note on bit images under GS ( D.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from escpos.constants import GS, HW_INIT, RT_STATUS

from counter_app.domain.text import Text

if TYPE_CHECKING:
    from PIL.Image import Image

BAND = 24  # rows in one piece, 3 mm: two whole ones with their questions fit the 4 KB of a small printer
QUESTIONS = 4  # kinds of DLE EOT that are asked

_ORDER_IN_PICTURE = re.compile(rb"\x10(?=[\x04\x05\x14])")
_PICTURE: bytes = GS + b"v0\x00"  # GS v 0, a dot a bit
_PROCESS_ID: bytes = GS + b"(H\x06\x0000"
_NO_UNASKED = GS + b"a\x00"  # GS a 0: no status that nobody asked for
_FEED_AND_CUT = GS + b"VB\x00"  # GS V 66 0: feed to the cutter, cut
PAPER_IN_TURN = GS + b"r\x01"  # GS r 1: answered in turn, when everything before it has been worked off
STATUS_AT_ONCE = b"".join(RT_STATUS + bytes([n]) for n in range(1, QUESTIONS + 1))  # DLE EOT 1 to 4

BEGIN = HW_INIT + _NO_UNASKED
END = _FEED_AND_CUT
# A printer left in the middle of a picture takes what comes next for dots: white ones end the picture. Outside a
# picture NUL does nothing.
WHITE = bytes(BAND * 576 // 8)

_NO_PAPER = Text("打印机没纸了，请换纸卷", "The printer is out of paper, put in a new roll")
_COVER = Text("打印机盖子开着，请合上", "The printer's cover is open, close it")
_CUTTER = Text(
    "打印机切刀卡住，关机取出卡纸再开", "The printer's cutter is stuck: switch it off, free the paper, switch it on"
)
_BROKEN = Text(
    "打印机出错，关机再开；仍不行请报修", "The printer has a fault: switch it off and on, else have it mended"
)
HOT = Text("打印头太热，稍等自动继续", "The print head is too hot, it goes on by itself")
_FEEDING = Text("有人按着打印机的走纸键", "Somebody holds the printer's feed button")
_OFFLINE = Text("打印机脱机，看它的指示灯", "The printer is offline, look at its lights")
SILENT = Text(
    "打印机没有回话：看电源、线、纸和盖子（从不回话的打印机在设置里加 mute=yes）",
    "The printer does not answer: look at power, cable, paper and cover (for one that never answers set mute=yes)",
)
LOW = Text("纸卷快用完了", "The roll is nearly at its end")


def band(rows: Image) -> bytes:
    """One piece of a picture (mode "1", black 0), left-aligned, as wide as its ink: GS v 0."""
    from escpos.image import EscposImage
    from PIL import ImageChops

    ink = ImageChops.invert(rows).getbbox()
    width = 8 if ink is None else -(-ink[2] // 8) * 8
    piece = EscposImage(rows.crop((0, 0, width, rows.height)))
    size: bytes = piece.width_bytes.to_bytes(2, "little") + piece.height.to_bytes(2, "little")
    dots: bytes = _ORDER_IN_PICTURE.sub(b"\x18", piece.to_raster_format())
    return _PICTURE + size + dots


def bands(picture: Image) -> Iterator[bytes]:
    """The whole picture from the top, in pieces of at most `BAND` rows."""
    for top in range(0, picture.height, BAND):
        yield band(picture.crop((0, top, picture.width, min(top + BAND, picture.height))))


def process_id(word: bytes) -> bytes:
    """GS ( H <Function 48>: the printer sends these four letters back when everything before them is printed."""
    return _PROCESS_ID + word


@dataclass(frozen=True, slots=True)
class Status:
    """Four answers to DLE EOT 1 to 4."""

    printer: int
    offline: int
    error: int
    paper: int

    def trouble(self) -> Text | None:
        """Why it does not print, what is first to be done first; None when it does."""
        table = (
            (self.paper & 0x60 or self.offline & 0x20, _NO_PAPER),
            (self.offline & 0x04, _COVER),
            (self.error & 0x08, _CUTTER),
            (self.error & 0x20, _BROKEN),
            (self.error & 0x40, HOT),
            (self.offline & 0x08, _FEEDING),
            (self.offline & 0x40, _BROKEN),
            (self.printer & 0x08, _OFFLINE),
        )
        return next((reason for bits, reason in table if bits), None)

    def low(self) -> bool:
        """The roll is nearly at its end."""
        return bool(self.paper & 0x0C)


class Answers:
    """Takes apart what a printer sends: answers to GS r, to DLE EOT, and a process id, told apart by their fixed bits
    (Epson, "Identification of status"). What is none of them is passed over.
    """

    def __init__(self) -> None:
        self.in_turn = 0
        self.low = False
        self.ids: list[bytes] = []
        self._statuses: list[int] = []
        self._rest = b""

    def take(self, said: bytes) -> None:
        """Whatever has arrived, in pieces of any size."""
        data = self._rest + said
        at = 0
        while at < len(data):
            byte = data[at]
            if byte == 0x37:
                if len(data) - at < 7:
                    break
                if data[at + 1] == 0x22 and data[at + 6] == 0:
                    self.ids.append(data[at + 2 : at + 6])
                at += 7
                continue
            if byte & 0x93 == 0x12:
                self._statuses.append(byte)
            elif byte & 0x90 == 0:
                self.in_turn += 1
                self.low = self.low or bool(byte & 0x03)
            at += 1
        self._rest = data[at:]

    def status(self) -> Status | None:
        """Four answers to the four questions, once they are there."""
        if len(self._statuses) < QUESTIONS:
            return None
        printer, offline, error, paper = self._statuses[:QUESTIONS]
        del self._statuses[:QUESTIONS]
        return Status(printer, offline, error, paper)

    def forget_status(self) -> None:
        """Answers to questions of before do not count for those that are asked now."""
        self._statuses.clear()
