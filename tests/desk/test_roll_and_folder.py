"""A receipt from the desk to a roll and to a folder: the row says done when the printer did, and not before."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import zxingcpp

from counter_app.commands.papers import pressed as until_ended
from counter_app.desk.desk import Desk
from counter_app.desk.pressing import Pressed
from counter_app.desk.station import Station
from counter_app.domain.holder import Person
from counter_app.domain.print_job import PrintState, Role
from counter_app.domain.text import Text
from counter_app.settings import Settings, load
from printing.printers import printers_of
from tests.desk.conftest import Office
from tests.parts.counting import working
from tests.parts.processes import wait_until
from tests.parts.roll_printer import RollPrinterHere, over_tcp

Somebody = Callable[..., Person]


def prints_to(station: Station, folder: Path, value: str) -> Settings:
    settings = load(folder).with_values({"printers.receipt": value, "printers.a4": ""})
    station.printer = printers_of(settings, folder)
    return settings


def pressed(desk: Desk, *, times: int = 60) -> Pressed:
    """As the paper lane does it: again at once while something moves."""
    for _ in range(times):
        if not (found := desk.press()).soon:
            return found
    raise AssertionError("it moves for ever")


def test_a_receipt_is_done_when_the_roll_has_said_so(desk: Desk, station: Station, folder: Path, number: str) -> None:
    here = RollPrinterHere(paper_left=300)
    with over_tcp(here) as port:
        prints_to(station, folder, f"escpos:tcp:127.0.0.1:{port}")
        job = desk.print_paper("receipt", number)
        copy = desk.print_paper("receipt", number, copy=True)
        waits = {one.id: one for one in pressed(desk).jobs}
        assert waits[job.id].state is PrintState.PRINTING
        assert "没纸" in str(waits[job.id].reason)
        assert waits[copy.id].state is PrintState.QUEUED
        here.well_again()
        wait_until(lambda: not desk.press().jobs, what="both papers")
    assert [one.state for one in desk.paper_jobs("receipt", number)] == [PrintState.DONE] * 2
    torn, *whole = here.papers  # the torn one is cut off under its strip
    assert torn.height < min(paper.height for paper in whole)
    said = [{code.text for code in zxingcpp.read_barcodes(paper.convert("L"))} for paper in whole]
    assert [number in texts for texts in said] == [True, True]


def test_a_command_stays_with_its_paper_on_a_roll_and_begins_no_other(
    desk: Desk, station: Station, folder: Path, number: str
) -> None:
    """The line to the printer ends with the program: gone half way, the paper would be torn."""
    here = RollPrinterHere(paper_left=300)
    with over_tcp(here) as port:
        prints_to(station, folder, f"escpos:tcp:127.0.0.1:{port}")
        other = desk.print_paper("receipt", number)
        mine, told = desk.print_paper("receipt", number, copy=True), list[Text]()

        def put_paper_in(why: Text) -> None:
            told.append(why)
            here.well_again()

        ended = until_ended(desk, mine, rolls={Role.RECEIPT}, say=put_paper_in)
        assert ended.state is PrintState.DONE
    assert "没纸" in told[0].zh
    assert [(one.id, one.state) for one in desk.print_jobs()] == [(other.id, PrintState.QUEUED)]


def test_a_receipt_whose_program_died_is_the_clerks_to_judge(
    office: Office, desk: Desk, folder: Path, number: str
) -> None:
    """kill -9 with the paper under way: nobody says printed, nothing is printed twice unsaid."""
    here = RollPrinterHere()
    with over_tcp(here) as port:
        sets = (f"printers.receipt=escpos:tcp:127.0.0.1:{port}", f"platform.url={office.url}")
        command = [sys.executable, "-m", "tests.parts.dying_press", str(folder), number, "handed", *sets]
        died = subprocess.run(command, check=False, timeout=60, capture_output=True)
        assert died.returncode == -9, died.stderr.decode(errors="replace")[-2000:]
        with working(folder, *sets) as counter:
            desk = counter.desk()
            desk.sign_in("0317")
            (job,) = desk.print_jobs()
            (left,) = pressed(desk).jobs
            assert (left.id, left.state, left.unsure) == (job.id, PrintState.FAILED, True)
            assert here.rows == 0
            assert desk.retry_print(job.id).copy == 1
            wait_until(lambda: not desk.press().jobs, what="the copy")
    torn, whole = here.papers  # what may hang from the printer is cut off under its strip
    assert torn.height < whole.height
    assert number in {code.text for code in zxingcpp.read_barcodes(whole.convert("L"))}


def test_a_receipt_stands_in_the_folder_and_waits_for_one_that_is_away(
    desk: Desk, station: Station, folder: Path, number: str, tmp_path: Path
) -> None:
    away = tmp_path / "stick"
    prints_to(station, folder, f"folder:{away}")
    job = desk.print_paper("receipt", number)
    waits = pressed(desk).jobs
    assert [one.id for one in waits] == [job.id]
    assert "不在了" in str(waits[0].reason)
    away.mkdir()
    pressed(desk)
    assert pressed(desk).jobs == ()
    assert desk.paper_jobs("receipt", number)[0].state is PrintState.DONE
    (file,) = away.iterdir()
    document = pypdfium2.PdfDocument(file)
    assert number in document[0].get_textpage().get_text_range()
    document.close()
