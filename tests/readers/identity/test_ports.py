"""Which port is meant: named, found by itself, or none; and what doctor tells of it."""

from pathlib import Path

import pytest
import serial

from counter_app.domain.errors import NoReader
from readers.doctor import PartReport, examine_id
from readers.identity.line import SerialLine, trouble_of
from readers.identity.ports import PortOpener, usb_adapters
from readers.identity.reader import SerialIdReader, id_reader
from tests.readers.identity import papers
from tests.readers.identity.sam_v import FIND, Manner, SamV

BAUD = 115_200


def found_among(*ports: str) -> SerialIdReader:
    """A reader that is to be found by itself, on a machine with these adapters."""
    return SerialIdReader(PortOpener("auto", baud=BAUD, list_ports=lambda: ports))


def test_the_adapter_behind_which_a_reader_answers() -> None:
    """Another device is silent or says something else; it is asked one harmless question and let go again."""

    def other(_command: bytes, _answer: bytes) -> tuple[bytes, ...]:
        return (b"OK\r\n",)

    silent, talking = Manner(spoils=lambda _command, _answer: ()), Manner(spoils=other)
    with SamV(manner=silent) as one, SamV(manner=talking) as two, SamV(papers.resident()) as right:
        reader = found_among("/dev/no-such-port", one.port, two.port, right.port)
        assert reader.read().name == "张小明"
        assert FIND not in one.heard + two.heard
        asked = len(one.heard), len(two.heard)
        assert reader.module()
        assert (len(one.heard), len(two.heard)) == asked, "where it was the last time is asked first"
        for sam in (one, two, right):
            SerialLine(sam.port, baud=BAUD).close()


def test_a_device_that_is_no_such_reader_is_left_alone() -> None:
    """Asked once, and again only when it was unplugged meanwhile: nobody knows what a question does to it."""
    with SamV(manner=Manner(spoils=lambda _command, _answer: ())) as other:
        ports = [other.port]
        reader = SerialIdReader(PortOpener("auto", baud=BAUD, list_ports=lambda: tuple(ports)))

        def asked() -> int:
            before = len(other.heard)
            with pytest.raises(NoReader):
                reader.read()
            return len(other.heard) - before

        assert (asked(), asked()) == (1, 0)
        ports.clear()
        assert asked() == 0
        ports.append(other.port)
        assert (asked(), asked()) == (1, 0)


def test_no_adapter_or_none_that_answers() -> None:
    for ports in ((), ("/dev/no-such-port",)):
        with pytest.raises(NoReader) as raised:
            found_among(*ports).read()
        assert "readers.id" in raised.value.what_next.zh
    with SamV() as sam, SerialLine(sam.port, baud=BAUD), pytest.raises(NoReader) as raised:
        found_among(sam.port).read()
    assert "占用" in raised.value.message.zh


def test_the_adapters_of_this_machine_are_usb_ports() -> None:
    """A port that is no USB adapter is never written to by itself."""
    assert not [port for port in usb_adapters() if "ttyS" in port]


def test_what_doctor_tells() -> None:
    """Off, well, in use by another program, missing, silent; none found by itself is no trouble."""

    def told(wanted: str) -> PartReport:
        return examine_id(wanted, lambda: id_reader(wanted, baud=BAUD))

    assert not told("off").there
    with SamV() as sam:
        well = told(sam.port)
        assert (well.there, well.trouble, well.advice) == (True, False, None)
        assert sam.port in well.what.zh
        with SerialLine(sam.port, baud=BAUD):
            held = told(sam.port)
        assert (held.there, held.trouble) == (True, False)
        assert held.advice is not None
        assert "占用" in held.advice.zh
        sam.manner.spoils = lambda _command, _answer: ()
        silent = told(sam.port)
        assert (silent.trouble, silent.advice is not None) == (True, True)
    for wanted in ("/dev/no-such-port", "usb"):
        report = told(wanted)
        assert (report.trouble, report.advice is not None) == (True, True)
    nowhere = examine_id("auto", found_among)
    assert (nowhere.there, nowhere.trouble, nowhere.advice is not None) == (False, False, True)


def test_a_port_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoReader) as raised:
        id_reader(str(tmp_path / "ttyNone"), baud=BAUD).read()
    assert "ttyNone" in raised.value.message.zh
    assert "readers.id" in raised.value.what_next.zh


def test_something_that_is_no_serial_port(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"\0" * 100)
    for path in (file, tmp_path):
        with pytest.raises(NoReader) as raised:
            id_reader(str(path), baud=BAUD).read()
        assert raised.value.what_next.zh


def test_a_port_that_another_program_holds() -> None:
    """Two programs on one port would each get half of a frame: told who must let go; then it works."""
    with SamV(papers.resident()) as sam:
        with SerialLine(sam.port, baud=BAUD), pytest.raises(NoReader) as raised:
            id_reader(sam.port, baud=BAUD).read()
        assert "占用" in raised.value.message.zh
        assert id_reader(sam.port, baud=BAUD).read().name == "张小明"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("FileNotFoundError(2, 'The system cannot find', None, 2)", "没有串口"),
        ("PermissionError(13, '', None, 5)", "占用"),
    ],
)
def test_what_windows_says_of_a_port(words: str, told: str) -> None:
    """The words as pyserial passes them on there; not seen on a real Windows."""
    error = serial.SerialException(f"could not open port 'COM9': {words}")
    assert told in trouble_of("COM9", error).message.zh


@pytest.mark.parametrize("wanted", ["off", "usb"])
def test_settings_that_mean_no_serial_port(wanted: str) -> None:
    with pytest.raises(NoReader) as raised:
        id_reader(wanted, baud=BAUD).read()
    assert raised.value.what_next.en
