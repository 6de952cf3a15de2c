"""A receipt on a roll: the bytes that really go over TCP and over a serial line, decoded, looked at and scanned."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zxingcpp
from PIL import ImageChops

from counter_app.domain.errors import DiskFull, PrinterRefused
from counter_app.domain.print_job import Document, PrinterSays, PrintState, Role
from counter_app.domain.printer_address import Kind, Roll
from counter_app.domain.text import Language
from printing.escpos_commands import LOW, WHITE
from printing.escpos_paper import CUT_OFF, MUTE, Times
from printing.escpos_roll import RollPrinter
from printing.fonts import Fonts
from printing.raster import DOT, raster
from printing.receipt import PAPER, receipt_pdf
from printing.void_strip import void_strip_pdf
from tests.parts.processes import wait_until
from tests.parts.roll_printer import RollPrinterHere, over_a_line, over_tcp
from tests.printing.samples import NUMBER, receipt

QUICK = Times(patience=1.0, answer=0.2, still=0.1, silence=1.0)


@pytest.fixture(scope="module")
def paper(fonts: Fonts) -> Document:
    """One receipt with a bar code and a QR code."""
    pdf = receipt_pdf(receipt(scannable=True), language=Language.ZH, fonts=fonts)
    return Document(pdf, "x", Role.RECEIPT, PAPER, 500)


@pytest.fixture(scope="module")
def strip(fonts: Fonts) -> Callable[[], bytes]:
    made = void_strip_pdf(Language.ZH, width=576 * DOT, fonts=fonts)
    return lambda: made


@contextmanager
def at(here: RollPrinterHere, strip: Callable[[], bytes], **options: object) -> Iterator[RollPrinter]:
    with over_tcp(here) as port:
        roll = replace(Roll(Kind.TCP, "127.0.0.1", port), **options)  # type: ignore[arg-type]
        with TemporaryDirectory() as folder:
            yield RollPrinter(roll, strip=strip, folder=Path(folder), times=QUICK)


def through(printer: RollPrinter, spooled: str, *, calls: int = 60) -> PrinterSays:
    """Ask until it is over, or waits for somebody."""
    says = PrinterSays(PrintState.PRINTING)
    for _ in range(calls):
        says = printer.state_of(spooled)
        if says.state is not PrintState.PRINTING or says.reason is not None:
            return says
    return says


def same_picture(here: RollPrinterHere, paper: Document, *, number: int = -1) -> bool:
    """What lies under the cutter is the PDF to the dot; what was sent ahead of it is white."""
    whole = raster(paper.pdf, dots=576)
    lies = here.papers[number]
    ahead = lies.height - whole.height
    white = ImageChops.invert(lies.crop((0, 0, 576, ahead))).getbbox() is None
    return (
        white
        and ImageChops.difference(lies.crop((0, ahead, 576, lies.height)).convert("L"), whole.convert("L")).getbbox()
        is None
    )


def handed_over(printer: RollPrinter, paper: Document, *, job: str = "0195a000-1") -> str:
    names: list[str] = []
    printer.hand_over(paper, job=job, named=names.append)
    assert len(names) == 1
    return names[0]


def test_a_receipt_comes_out_to_the_dot_over_tcp(paper: Document, strip: Callable[[], bytes]) -> None:
    here = RollPrinterHere()
    with at(here, strip) as printer:
        assert printer.examine() is None
        spooled = handed_over(printer, paper)
        assert here.rows == 0  # nothing before somebody asks how it is
        assert through(printer, spooled) == PrinterSays(PrintState.DONE)
        assert printer.state_of(spooled) == PrinterSays(PrintState.DONE)  # remembered
    assert len(here.papers) == 1
    assert not here.hanging  # nothing after the cut
    assert same_picture(here, paper)
    found = {code.format: code.text for code in zxingcpp.read_barcodes(here.papers[0].convert("L"))}
    assert found == {zxingcpp.BarcodeFormat.Code128: NUMBER, zxingcpp.BarcodeFormat.QRCode: NUMBER}


def test_a_receipt_comes_out_of_a_serial_line(paper: Document, strip: Callable[[], bytes], tmp_path: Path) -> None:
    here = RollPrinterHere()
    with over_a_line(here) as name:
        printer = RollPrinter(Roll(Kind.SERIAL, name, baud=115200), strip=strip, folder=tmp_path, times=QUICK)
        assert through(printer, handed_over(printer, paper)).state is PrintState.DONE
    assert same_picture(here, paper)


def test_a_device_file_is_read_and_written(paper: Document, strip: Callable[[], bytes], tmp_path: Path) -> None:
    here = RollPrinterHere()
    with over_a_line(here) as name:
        printer = RollPrinter(Roll(Kind.DEVICE, name), strip=strip, folder=tmp_path, times=QUICK)
        assert through(printer, handed_over(printer, paper)).state is PrintState.DONE
    assert same_picture(here, paper)


def test_a_small_printer_never_gets_more_than_it_holds(paper: Document, strip: Callable[[], bytes]) -> None:
    here = RollPrinterHere(buffer=4096)
    with at(here, strip) as printer:
        assert through(printer, handed_over(printer, paper)).state is PrintState.DONE
    assert here.most_waiting <= 2 * (len(WHITE) + 16)


def test_a_printer_that_is_not_ready_gets_nothing(paper: Document, strip: Callable[[], bytes]) -> None:
    here = RollPrinterHere(paper_left=0)
    with at(here, strip) as printer:
        for reason, change in (
            ("没纸", {"paper_left": 0}),
            ("盖子", {"paper_left": 9, "cover_open": True}),
            ("切刀", {"cover_open": False, "cutter_stuck": True}),
            ("没有回话", {"cutter_stuck": False, "silent": True}),
        ):
            for name, value in change.items():
                setattr(here, name, value)
            with pytest.raises(PrinterRefused) as refused:
                handed_over(printer, paper)
            assert reason in refused.value.message.zh
            assert refused.value.message.en.isascii()
    assert here.rows == 0


def test_nobody_there_is_told_with_the_systems_reason(
    paper: Document, strip: Callable[[], bytes], tmp_path: Path
) -> None:
    with over_tcp(RollPrinterHere()) as port:
        pass
    for roll in (Roll(Kind.TCP, "127.0.0.1", port), Roll(Kind.DEVICE, "/nowhere/lp0"), Roll(Kind.SERIAL, "/nowhere/S")):
        printer = RollPrinter(roll, strip=strip, folder=tmp_path, times=QUICK)
        with pytest.raises(PrinterRefused, match="cannot be reached"):
            printer.examine()


def test_a_file_of_the_disk_is_no_printer(paper: Document, strip: Callable[[], bytes], tmp_path: Path) -> None:
    slip = tmp_path / "lp0"
    slip.write_bytes(b"precious")
    with pytest.raises(PrinterRefused):
        handed_over(
            RollPrinter(Roll(Kind.DEVICE, str(slip), mute=True), strip=strip, folder=tmp_path, times=QUICK), paper
        )
    assert slip.read_bytes() == b"precious"


@pytest.mark.parametrize(
    "here",
    [
        RollPrinterHere(paper_left=400),
        RollPrinterHere(open_cover_after=400),
        RollPrinterHere(open_cover_after=400, loses_buffer=True),
    ],
)
def test_a_paper_that_stood_still_half_way_begins_anew(
    here: RollPrinterHere, paper: Document, strip: Callable[[], bytes]
) -> None:
    with at(here, strip) as printer:
        spooled = handed_over(printer, paper)
        waits = through(printer, spooled)
        assert waits.state is PrintState.PRINTING
        assert waits.reason is not None
        before = here.rows
        assert through(printer, spooled).reason == waits.reason  # as often as one asks
        assert here.rows == before
        with pytest.raises(PrinterRefused) as refused:
            handed_over(printer, paper, job="another")
        assert waits.reason.zh in refused.value.message.zh
        here.well_again()
        assert through(printer, spooled).state is PrintState.DONE
    assert len(here.papers) == 2
    assert not here.hanging
    torn, _ = here.papers
    assert same_picture(here, paper)
    assert torn.height < 400 + 4 * 24 + 200  # what was there, two pieces it held, and the strip
    sign = raster(strip(), dots=576)
    foot = torn.crop((0, torn.height - sign.height, 576, torn.height))
    assert ImageChops.difference(foot.convert("L"), sign.convert("L")).getbbox() is None


def test_a_paper_begins_anew_a_few_times_and_then_is_given_up(paper: Document, strip: Callable[[], bytes]) -> None:
    here = RollPrinterHere(open_cover_after=100)
    with at(here, strip) as printer:
        spooled = handed_over(printer, paper)
        tries = 0
        while (says := through(printer, spooled)).state is PrintState.PRINTING:
            tries += 1
            here.open_cover_after = here.rows + 400  # behind the strip, in the paper again
            here.well_again()
    assert tries == 4
    assert says.state is PrintState.FAILED
    assert not says.unsure


def test_a_line_that_breaks_leaves_no_valid_half(paper: Document, strip: Callable[[], bytes]) -> None:
    here = RollPrinterHere(cut_line_after=20_000)
    with at(here, strip) as printer:
        assert through(printer, handed_over(printer, paper)) == PrinterSays(PrintState.FAILED, CUT_OFF)
        assert not here.papers
        assert through(printer, handed_over(printer, paper, job="2")).state is PrintState.DONE
    assert len(here.papers) == 2  # the half one above its strip, and the whole one
    assert same_picture(here, paper)


def test_a_paper_printed_again_while_its_printer_is_away_waits_for_it(
    paper: Document, strip: Callable[[], bytes]
) -> None:
    """That it failed the time before is nothing the printer has of it now."""
    here = RollPrinterHere(cut_line_after=20_000)
    with at(here, strip) as printer:
        spooled = handed_over(printer, paper)
        assert through(printer, spooled).state is PrintState.FAILED
        here.cover_open = True
        with pytest.raises(PrinterRefused):
            handed_over(printer, paper)
        assert printer.find("0195a000-1") == ""
        here.well_again()
        assert through(printer, handed_over(printer, paper)) == PrinterSays(PrintState.DONE)
    assert same_picture(here, paper)


def test_a_fault_half_way_leaves_the_printer_free(
    paper: Document, strip: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = RollPrinterHere()
    with at(here, strip) as printer:
        spooled = handed_over(printer, paper)
        with monkeypatch.context() as broken:
            broken.setattr("printing.escpos_paper.RollPaper.step", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                printer.state_of(spooled)
            following = handed_over(printer, paper, job="2")
        assert through(printer, following).state is PrintState.DONE


def test_a_paper_taken_back_does_not_come_out_whole(paper: Document, strip: Callable[[], bytes]) -> None:
    here = RollPrinterHere(paper_left=300)
    with at(here, strip) as printer:
        spooled = handed_over(printer, paper)
        through(printer, spooled)
        printer.let_go(spooled)
        assert printer.state_of(spooled).state is PrintState.FAILED
        here.well_again()
        assert through(printer, handed_over(printer, paper, job="2")).state is PrintState.DONE
    assert len(here.papers) == 2
    assert same_picture(here, paper)


def test_the_answer_behind_the_last_byte_is_what_makes_it_done(paper: Document, strip: Callable[[], bytes]) -> None:
    """A printer that falls silent on the cut has not said that it is done."""
    whole = raster(paper.pdf, dots=576).height
    here = RollPrinterHere(open_cover_after=whole)
    with at(here, strip) as printer:
        spooled = handed_over(printer, paper)
        assert through(printer, spooled).state is PrintState.PRINTING
        here.silent = True
        says = [printer.state_of(spooled) for _ in range(8)]
    assert says[-1].state is PrintState.FAILED
    assert PrinterSays(PrintState.DONE) not in says


def test_a_roll_near_its_end_prints_and_says_so(paper: Document, strip: Callable[[], bytes]) -> None:
    with at(RollPrinterHere(near_end=True), strip) as printer:
        assert through(printer, handed_over(printer, paper)) == PrinterSays(PrintState.DONE, LOW)


@pytest.mark.parametrize("knows", [True, False])
def test_a_process_id_is_waited_for_where_the_settings_say_so(
    knows: bool, paper: Document, strip: Callable[[], bytes]
) -> None:
    with at(RollPrinterHere(knows_ids=knows), strip, proof_by_id=True) as printer:
        spooled = handed_over(printer, paper)
        says = through(printer, spooled)
    assert says.state is (PrintState.DONE if knows else PrintState.FAILED)
    assert says.unsure is not knows


def test_a_mute_printer_is_never_said_to_have_printed(paper: Document, strip: Callable[[], bytes]) -> None:
    here = RollPrinterHere(silent=True)
    with at(here, strip, mute=True) as printer:
        spooled = handed_over(printer, paper)
        assert through(printer, spooled) == PrinterSays(PrintState.PRINTING, MUTE)
        assert printer.state_of(spooled) == PrinterSays(PrintState.PRINTING, MUTE)
        wait_until(lambda: here.papers, what="the paper")
    assert same_picture(here, paper)


def test_a_mute_printer_that_takes_nothing_has_lost_the_paper(
    paper: Document, strip: Callable[[], bytes], tmp_path: Path
) -> None:
    with over_a_line(RollPrinterHere(silent=True, paper_left=100)) as name:
        printer = RollPrinter(Roll(Kind.DEVICE, name, mute=True), strip=strip, folder=tmp_path, times=QUICK)
        assert through(printer, handed_over(printer, paper)) == PrinterSays(PrintState.FAILED, CUT_OFF)


def test_a_name_of_before_the_program_was_closed_is_unsure(paper: Document, strip: Callable[[], bytes]) -> None:
    here = RollPrinterHere()
    with at(here, strip) as printer:
        says = printer.state_of("roll-of-yesterday")
        assert says.state is PrintState.FAILED
        assert says.unsure
        assert through(printer, handed_over(printer, paper)).state is PrintState.DONE
    assert len(here.papers) == 2  # what may hang from it is cut off first


def test_two_papers_come_out_one_after_the_other(paper: Document, strip: Callable[[], bytes]) -> None:
    here = RollPrinterHere()
    with at(here, strip) as printer:
        first = handed_over(printer, paper, job="1")
        assert printer.find("1") == first
        printer.hand_over(paper, job="1", named=pytest.fail, begun=first)  # it has it
        second = handed_over(printer, paper, job="2")
        assert printer.state_of(first).state is PrintState.DONE
        assert through(printer, second).state is PrintState.DONE
        assert printer.find("3") == ""
    assert len(here.papers) == 2


def test_a_row_that_could_not_keep_the_name_has_no_paper(paper: Document, strip: Callable[[], bytes]) -> None:
    def full(_name: str) -> None:
        raise DiskFull

    here = RollPrinterHere()
    with at(here, strip) as printer:
        with pytest.raises(DiskFull):
            printer.hand_over(paper, job="1", named=full)
        assert printer.find("1") == ""
        assert through(printer, handed_over(printer, paper, job="1")).state is PrintState.DONE
    assert len(here.papers) == 1


def test_two_programs_of_one_folder_share_the_printer(
    paper: Document, strip: Callable[[], bytes], tmp_path: Path
) -> None:
    """The second one neither takes the first one's paper for lost nor prints into it."""
    here = RollPrinterHere(paper_left=200)
    with over_tcp(here) as port:
        roll = Roll(Kind.TCP, "127.0.0.1", port)
        one, other = (RollPrinter(roll, strip=strip, folder=tmp_path, times=QUICK) for _ in range(2))
        spooled = handed_over(one, paper)
        through(one, spooled)
        assert other.state_of(spooled) == PrinterSays(PrintState.PRINTING)
        with pytest.raises(PrinterRefused, match="still busy"):
            handed_over(other, paper, job="2")
        one.let_go(spooled)
        assert other.state_of(spooled).unsure
        here.well_again()
        assert through(other, handed_over(other, paper, job="2")).state is PrintState.DONE


def test_a_page_wider_than_the_head_is_refused(paper: Document, strip: Callable[[], bytes]) -> None:
    here = RollPrinterHere(dots=384)
    with at(here, strip, dots=384) as printer, pytest.raises(PrinterRefused) as refused:
        handed_over(printer, paper)
    assert "48.0" in refused.value.message.zh
    assert here.rows == 0


def test_many_papers_do_not_grow(strip: Callable[[], bytes]) -> None:
    here, short = RollPrinterHere(), Document(strip(), "x", Role.RECEIPT, PAPER, 50)
    with at(here, strip) as printer:
        for number in range(60):
            if number == 20:
                gc.collect()
                tracemalloc.start()
            assert through(printer, handed_over(printer, short, job=str(number))).state is PrintState.DONE
            here.papers.clear()
        gc.collect()
        left, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert left < 100_000  # bytes; the dots of forty such papers are 400,000
