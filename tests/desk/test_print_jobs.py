"""Papers are rows: kept until their printer has said how they ended, whatever breaks in between."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pypdfium2
import pytest

from counter_app.clerks import Role as ClerkRole
from counter_app.desk.desk import Desk
from counter_app.desk.station import Station
from counter_app.desk.views import Session
from counter_app.domain.errors import NoPagePrinter, NoPrinter, NotEligible, NotFound
from counter_app.domain.holder import Person
from counter_app.domain.print_job import Document, PrinterSays, PrintState
from counter_app.domain.text import Text
from counter_app.rights import NotAllowed
from local_store.courier_lock import paper_lock
from tests.desk.conftest import Office
from tests.desk.tray import Tray
from tests.parts.counting import working
from tests.parts.printer import Printer as Queue
from tests.parts.processes import wait_until

Somebody = Callable[..., Person]
EMPTY = Text("缺纸", "out of paper")


@pytest.fixture
def tray(station: Station) -> Tray:
    station.printer = tray = Tray()
    return tray


def audited(station: Station, number: str, *what: str) -> list[int]:
    return [station.store.times(one, number) for one in what]


def test_printed_is_said_when_the_printer_has_said_so(desk: Desk, tray: Tray, number: str) -> None:
    """Queued, with its printer, done: each step is a row before it happens."""
    tray.says = PrinterSays(PrintState.PRINTING)
    job = desk.print_paper("receipt", number)
    assert (job.state, job.key, job.copy, job.clerk) == (PrintState.QUEUED, number, 0, "0317")
    assert tray.asked == 0
    pressed = desk.press()
    assert [one.state for one in pressed.jobs] == [PrintState.PRINTING]
    assert pressed.soon
    assert desk.press().jobs[0].state is PrintState.PRINTING
    tray.says = PrinterSays(PrintState.DONE)
    assert desk.press().jobs == ()
    kept = desk.print_job(job.id)
    assert kept is not None
    assert (kept.state, kept.closed) == (PrintState.DONE, True)
    assert len(tray.papers) == 1


def test_what_a_printer_cannot_take_is_kept_in_order_and_goes_on_by_itself(desk: Desk, tray: Tray, number: str) -> None:
    tray.off = True
    first, second = desk.print_paper("receipt", number), desk.print_paper("guide", "formal-loss")
    desk.press()
    desk.press()
    pressed = desk.press()
    assert [one.state for one in pressed.jobs] == [PrintState.QUEUED] * 2
    assert pressed.jobs[0].reason is not None
    assert "off" in pressed.jobs[0].reason.en
    assert not pressed.soon
    assert tray.asked == 3, "behind a paper its printer would not take, the next is not tried"
    tray.off = False
    desk.press()
    assert [job for job, _ in tray.papers] == [first.id, second.id]
    assert desk.press().jobs == ()


def test_out_of_paper_says_why_until_there_is_paper(desk: Desk, tray: Tray, number: str) -> None:
    tray.says = PrinterSays(PrintState.PRINTING, EMPTY)
    desk.print_paper("receipt", number)
    desk.press()
    pressed = desk.press()
    assert (pressed.jobs[0].state, pressed.jobs[0].reason, pressed.soon) == (PrintState.PRINTING, EMPTY, False)
    tray.off = True
    assert "off" in (desk.press().jobs[0].reason or EMPTY).en
    tray.off, tray.says = False, PrinterSays(PrintState.DONE)
    assert desk.press().jobs == ()
    assert len(tray.papers) == 1


def test_copies_are_counted_from_the_row_and_a_second_first_paper_is_a_copy(
    desk: Desk, station: Station, tray: Tray, number: str
) -> None:
    """补打 with its number, also where nobody said that it is one; each on record."""
    jobs = [desk.print_paper("receipt", number), desk.print_paper("receipt", number, copy=True)]
    jobs += [desk.print_paper("receipt", number) for _ in range(2)]
    assert [one.copy for one in jobs] == [0, 1, 2, 3]
    assert audited(station, number, "receipt.print_sent", "receipt.reprint_sent") == [1, 3]
    desk.press()
    said = [_words(paper) for _, paper in tray.papers]
    assert ["补打 2" in one for one in said] == [False, False, True, False]
    assert [one.copy for one in desk.paper_jobs("receipt", number)] == [0, 1, 2, 3]
    guides = [desk.print_paper("guide", "formal-loss") for _ in range(2)]
    assert [one.copy for one in guides] == [0, 0], "a guide is nobody's, and no copy"


def test_a_job_that_failed_waits_for_a_clerk_who_prints_it_again_as_it_was(
    desk: Desk, station: Station, tray: Tray, number: str
) -> None:
    job = _failed(desk, tray, number, unsure=False)
    assert audited(station, number, "receipt.not_sent") == [1]
    assert desk.press().jobs[0].state is PrintState.FAILED
    assert desk.retry_print(job).copy == 0
    tray.says = PrinterSays(PrintState.DONE)
    desk.press()
    assert desk.press().jobs == ()
    assert [one for one, _ in tray.papers] == [job, job]
    assert audited(station, number, "print.repeated", "receipt.reprint_sent") == [1, 0]


def test_one_that_may_have_come_out_is_said_to_have_or_printed_as_a_copy(
    desk: Desk, station: Station, tray: Tray, number: str
) -> None:
    job = _failed(desk, tray, number, unsure=True)
    fresh = desk.retry_print(job)
    assert (fresh.copy, fresh.id != job) == (1, True)
    closed = desk.print_job(job)
    assert closed is not None
    assert closed.closed
    desk.press()
    desk.press()
    desk.came_out(fresh.id)
    assert desk.print_jobs() == ()
    assert [one.state for one in desk.paper_jobs("receipt", number)] == [PrintState.FAILED, PrintState.DONE]
    assert audited(station, number, "print.repeated", "print.came_out") == [1, 1]
    with pytest.raises(NotEligible):
        desk.came_out(fresh.id)


def test_one_that_cannot_be_printed_again_stays_as_it_was(
    desk: Desk, station: Station, tray: Tray, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No printer any more, or a crash between the two rows: the paper is still one somebody has to look after."""
    job = _failed(desk, tray, number, unsure=True)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as now:
        now.setattr(tray, "named", lambda _role: "")
        with pytest.raises(NoPrinter):
            desk.retry_print(job)
    with monkeypatch.context() as now:
        now.setattr("local_store.print_jobs._next_copy", crash)
        with pytest.raises(KeyboardInterrupt):
            desk.retry_print(job)
    assert [(one.id, one.state, one.unsure) for one in desk.print_jobs()] == [(job, PrintState.FAILED, True)]
    assert audited(station, number, "print.repeated", "receipt.reprint_sent") == [0, 0]


def test_a_job_given_up_is_taken_from_its_printer_with_the_reason_on_record(
    desk: Desk, station: Station, tray: Tray, number: str
) -> None:
    tray.says = PrinterSays(PrintState.PRINTING, EMPTY)
    job = desk.print_paper("receipt", number)
    desk.press()
    desk.press()
    desk.drop_print(job.id, "持卡人不等了")
    assert tray.cancelled == [f"n-{job.id}"]
    assert desk.press().jobs == ()
    entry = station.store.entries("print.dropped", since=job.queued_at)[-1]
    assert (entry.subject, entry.facts) == (number, {"paper": "receipt", "reason": "持卡人不等了"})
    with pytest.raises(NotEligible):
        desk.retry_print(job.id)


@pytest.mark.parametrize("reached", [True, False])
def test_what_a_printer_had_when_it_was_given_up_counts_as_a_first_paper(
    reached: bool, desk: Desk, tray: Tray, number: str
) -> None:
    """It may come out after all: the next one says 补打."""
    tray.says = PrinterSays(PrintState.PRINTING, EMPTY)
    job = desk.print_paper("receipt", number)
    desk.press()
    tray.off = not reached
    desk.drop_print(job.id, "不等了")
    closed = desk.print_job(job.id)
    assert closed is not None
    assert closed.reason is not None
    assert ("还会出来" in closed.reason.zh) is not reached
    assert desk.print_paper("receipt", number).copy == 1


def test_a_paper_given_up_on_its_way_to_the_printer_does_not_go_out(
    desk: Desk, tray: Tray, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clerk was quicker than the printer's name of the job."""
    job = desk.print_paper("receipt", number)
    real = tray.hand_over

    def slow(document: Document, *, job: str, named: Callable[[str], None], begun: str = "") -> None:
        desk.drop_print(job, "不等了")
        real(document, job=job, named=named, begun=begun)

    monkeypatch.setattr(tray, "hand_over", slow)
    assert desk.press().jobs == ()
    assert tray.papers == []
    assert tray.cancelled == [f"n-{job.id}"]


def test_the_oldest_never_wait_behind_a_hundred_that_failed(desk: Desk, tray: Tray, number: str) -> None:
    tray.off = True
    jobs = [desk.print_paper("guide", "formal-loss") for _ in range(130)]
    assert [one.id for one in desk.print_jobs()] == [one.id for one in jobs]


def test_what_is_printing_is_not_printed_again(desk: Desk, tray: Tray, number: str) -> None:
    tray.says = PrinterSays(PrintState.PRINTING)
    job = desk.print_paper("receipt", number)
    assert desk.retry_print(job.id).state is PrintState.QUEUED
    with pytest.raises(NotEligible):
        desk.came_out(job.id)
    desk.press()
    with pytest.raises(NotEligible):
        desk.retry_print(job.id)
    assert len(tray.papers) == 1


def test_a_paper_that_cannot_be_made_any_more_says_why(
    desk: Desk, station: Station, tray: Tray, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = desk.print_paper("receipt", number)
    monkeypatch.setattr(station.store, "receipt", lambda _key: None)  # erased meanwhile
    pressed = desk.press()
    assert (pressed.jobs[0].id, pressed.jobs[0].state, tray.papers) == (job.id, PrintState.FAILED, [])
    assert pressed.jobs[0].reason is not None


@pytest.mark.parametrize("named", [False, True])
def test_a_paper_that_breaks_the_program_holds_up_no_other(
    named: bool,
    desk: Desk,
    tray: Tray,
    number: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its words go nowhere: they may hold a name. Where it may have gone out, somebody looks."""
    broken, whole = desk.print_paper("receipt", number), desk.print_paper("guide", "formal-loss")
    real = tray.hand_over

    def breaks(document: Document, *, job: str, named: Callable[[str], None], begun: str = "") -> None:
        if job == broken.id:
            if named_first:
                named("n-1")
            raise ValueError("林晓岚")
        real(document, job=job, named=named, begun=begun)

    named_first = named
    monkeypatch.setattr(tray, "hand_over", breaks)
    desk.press()
    (left,) = desk.press().jobs
    assert (left.id, left.state, left.unsure) == (broken.id, PrintState.FAILED, named)
    assert left.reason is not None
    assert "程序出错" in left.reason.zh
    assert [job for job, _ in tray.papers] == [whole.id]
    assert "ValueError" in caplog.text
    assert "林晓岚" not in caplog.text


def test_only_one_process_brings_papers_to_the_printer(
    folder: Path, desk: Desk, station: Station, tray: Tray, number: str
) -> None:
    """Two windows on one folder: the second leaves the rows to the first."""
    desk.print_paper("receipt", number)
    station.pressing = partial(paper_lock, folder)
    with paper_lock(folder) as mine:
        assert mine
        desk.press()
        assert tray.papers == []
    desk.press()
    assert len(tray.papers) == 1


def test_no_printer_no_row_and_rights_are_asked_for_each_kind(office: Office, desk: Desk, number: str) -> None:
    with pytest.raises(NoPrinter):
        desk.print_paper("receipt", number)
    with pytest.raises(NotFound):
        desk.print_paper("nothing", number)
    assert desk.print_jobs() == ()
    assert not issubclass(NoPagePrinter, NoPrinter)


def test_an_auditor_prints_and_drops_no_receipts(desk: Desk, station: Station, tray: Tray, number: str) -> None:
    job = _failed(desk, tray, number, unsure=False)
    station.session = Session("0401", "审计员", roles=(ClerkRole.AUDITOR,))
    for do in (
        lambda: desk.print_paper("receipt", number),
        lambda: desk.paper_document("receipt", number),
        lambda: desk.retry_print(job),
        lambda: desk.drop_print(job, "x"),
        lambda: desk.came_out(job),
    ):
        with pytest.raises(NotAllowed):
            do()
    assert desk.print_paper("guide", "formal-loss").key == "formal-loss"


@pytest.mark.parametrize("moment", ["begun", "named", "handed"])
def test_a_counter_killed_on_the_way_prints_once(
    moment: str, folder: Path, office: Office, number: str, cups: Queue
) -> None:
    """kill -9 between the printer's job, its name and its paper: after a restart one paper comes out, and is done."""
    sets = (f"printers.receipt={cups.queue}", f"printers.server={cups.server}", f"platform.url={office.url}")
    before = set(cups.jobs.glob("*.job"))
    command = [sys.executable, "-m", "tests.parts.dying_press", str(folder), number, moment, *sets]
    died = subprocess.run(command, check=False, timeout=60, capture_output=True)
    assert died.returncode == -9, died.stderr.decode(errors="replace")[-2000:]
    with working(folder, *sets) as counter:
        desk = counter.desk()
        desk.sign_in("0317")
        (job,) = desk.print_jobs()
        assert job.state is PrintState.PRINTING
        assert bool(job.spooled) is (moment != "begun")
        wait_until(lambda: not desk.press().jobs, what="the paper to come out")
        ended = desk.print_job(job.id)
    assert ended is not None
    assert ended.state is PrintState.DONE
    (came,) = set(cups.jobs.glob("*.job")) - before
    with pypdfium2.PdfDocument(came) as paper:
        said = paper[0].get_textpage().get_text_bounded()
    assert number in said
    assert "补打" not in said


def _failed(desk: Desk, tray: Tray, number: str, *, unsure: bool) -> str:
    tray.says = PrinterSays(PrintState.FAILED, EMPTY, unsure=unsure)
    job = desk.print_paper("receipt", number).id
    desk.press()
    desk.press()
    assert [(one.id, one.state, one.unsure) for one in desk.print_jobs()] == [(job, PrintState.FAILED, unsure)]
    return job


def _words(paper: Document) -> str:
    with pypdfium2.PdfDocument(paper.pdf) as document:
        return str(document[0].get_textpage().get_text_bounded())
