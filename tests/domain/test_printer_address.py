"""What `printers.receipt` and `printers.a4` may say; everything else is refused with the words that are right."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.errors import BadInput
from counter_app.domain.printer_address import Folder, Kind, Roll, check_address, destination


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("", None),
        ("receipts", None),
        ("EPSON TM-T88", None),
        ("escpos:tcp:192.168.1.50:9100", Roll(Kind.TCP, "192.168.1.50", 9100)),
        ("escpos:tcp:printer.local", Roll(Kind.TCP, "printer.local", 9100)),
        ("escpos:tcp:[::1]:9101", Roll(Kind.TCP, "::1", 9101)),
        ("escpos:serial:COM3", Roll(Kind.SERIAL, "COM3")),
        ("escpos:serial:/dev/ttyUSB0?baud=9600&mute=yes", Roll(Kind.SERIAL, "/dev/ttyUSB0", baud=9600, mute=True)),
        ("escpos:/dev/usb/lp0?paper=58&proof=id", Roll(Kind.DEVICE, "/dev/usb/lp0", dots=384, proof_by_id=True)),
        (r"escpos:\\.\LPT1?mute=yes", Roll(Kind.DEVICE, r"\\.\LPT1", mute=True)),
        ("folder:/srv/paper", Folder(Path("/srv/paper"))),
    ],
)
def test_what_is_meant(value: str, meant: Roll | Folder | None) -> None:
    assert destination(value) == meant
    check_address("printers.receipt", value)


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("escpos:", "escpos:tcp:"),
        ("escpos:tcp:", "escpos:tcp:"),
        ("escpos:tcp:host:0", "escpos:tcp:"),
        ("escpos:tcp:host:70000", "escpos:tcp:"),
        ("escpos:tcp:ho st", "escpos:tcp:"),
        ("escpos:tcp:192.168.1..5", "escpos:tcp:"),
        (f"escpos:tcp:{'a' * 64}.local", "escpos:tcp:"),
        ("escpos:tcp:[1:2", "escpos:tcp:"),
        ("escpos:tcp:[1:2]", "escpos:tcp:"),
        ("ipp://[fe80::1/ipp/print", "ipp://HOST"),
        ("ipps://:631/ipp/print", "ipp://HOST"),
        ("escpos:COM3", "escpos:serial:"),
        ("escpos:/dev/ttyS0", "escpos:serial:"),
        ("escpos:serial:ttyS0", "escpos:serial:"),
        ("escpos:lp0", "escpos:/dev/usb/lp0"),
        ("escpos:/dev/usb/lp0?paper=70", "80, 58"),
        ("escpos:/dev/usb/lp0?colour=red", "paper, baud, mute, proof"),
        ("escpos:/dev/usb/lp0?mute=yes&mute=no", "twice"),
        ("escpos:/dev/usb/lp0?baud=9600", "serial line only"),
        ("escpos:serial:COM3?baud=12", "9600, 19200"),
        ("folder:paper", "folder:/srv/paper"),
        ("folder:", "folder:/srv/paper"),
    ],
)
def test_what_is_not_is_told_what_would_be(value: str, right: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_address("printers.receipt", value)
    assert right in refused.value.message.en
    assert "printers.receipt" in refused.value.message.zh


def test_a_roll_is_no_printer_for_a4() -> None:
    check_address("printers.a4", "folder:/srv/paper")
    with pytest.raises(BadInput, match="A4"):
        check_address("printers.a4", "escpos:/dev/usb/lp0")


@given(st.sampled_from(["escpos:", "escpos:tcp:", "escpos:serial:", "escpos:/", "folder:", ""]), st.text())
def test_no_word_breaks_it(start: str, rest: str) -> None:
    with suppress(BadInput):
        destination(start + rest)
