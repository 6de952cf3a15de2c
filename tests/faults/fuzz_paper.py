"""What comes back from receipt printers, and what somebody writes into the settings for one."""

from __future__ import annotations

from counter_app.domain.printer_address import destination
from printing.escpos_commands import Answers
from tests.faults.fuzz import Parser


def _answers(data: bytes) -> object:
    """In two pieces, as a line brings them."""
    answers, half = Answers(), len(data) // 2
    answers.take(data[:half])
    answers.take(data[half:])
    status = answers.status()
    return answers.in_turn, answers.ids, status and status.trouble()


PAPER = (
    Parser(
        "answers of a roll printer", [b"\x12\x12\x12\x12\x00\x03", b"\x16\x36\x12\x7e", b"\x37\x220017\x00"], _answers
    ),
    Parser(
        "address of a printer",
        [b"escpos:tcp:[::1]:9100?paper=58&mute=yes", b"escpos:serial:COM3?baud=9600", b"folder:/srv/paper"],
        lambda data: destination(data.decode(errors="replace")),
    ),
)
