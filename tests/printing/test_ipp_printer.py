"""Real jobs through a real print server and a real driverless printer, and every way they can refuse or wait."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from counter_app import settings
from counter_app.domain.errors import NoPagePrinter, NoPrinter, PrinterRefused
from counter_app.domain.print_job import Document, PrinterSays, PrintState, Role
from counter_app.domain.text import Language
from printing.fonts import Fonts
from printing.ipp_printer import IppPrinter, address, queue
from printing.maker import PaperMaker
from printing.media import chosen
from printing.printers import printers_of
from tests.parts.driverless import Driverless, driverless, switched_on
from tests.parts.printer import Printer as Queue
from tests.parts.processes import program, wait_until
from tests.printing.samples import receipt
from tests.printing.test_pages import paper as long_paper

ENDED = (PrintState.DONE, PrintState.FAILED)


@pytest.fixture(scope="module")
def everywhere() -> Iterator[Driverless]:
    with driverless() as printer:
        yield printer


@pytest.fixture(scope="module")
def paper(fonts: Fonts) -> Document:
    return PaperMaker(language=Language.ZH, fonts=fonts).receipt_paper(receipt(name="𠮷*"), copy=1)


@pytest.fixture(scope="module")
def form(fonts: Fonts) -> Document:
    return PaperMaker(language=Language.ZH, fonts=fonts).long_paper(long_paper(entries=3))


def handed(printer: IppPrinter, document: Document, job: str) -> str:
    """Its name at the printer, told before it went out."""
    names: list[str] = []
    printer.hand_over(document, job=job, named=names.append)
    assert len(names) == 1
    return names[0]


def ended(printer: IppPrinter, name: str) -> PrinterSays:
    def look() -> PrinterSays | None:
        said = printer.state_of(name)
        return said if said.state in ENDED else None

    return wait_until(look, what="the printer to end the job")


def words(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))


def test_a_receipt_and_a_form_come_out_of_a_driverless_printer(
    everywhere: Driverless, paper: Document, form: Document
) -> None:
    """By its address alone, without a queue; what comes out is byte for byte what the counter made."""
    printer = address(everywhere.uri)
    assert printer.examine() is None
    came = []
    for at, one in enumerate((paper, form)):
        name = handed(printer, one, f"job-{at}")
        assert ended(printer, name) == PrinterSays(PrintState.DONE)
        came.append(everywhere.folder / f"{name.partition('.')[0]}.pdf")
        assert came[-1].read_bytes() == one.pdf
    assert "补打 1" in words(came[0])
    assert "个人信息" in words(came[1])


def test_out_of_paper_it_waits_and_goes_on_by_itself(everywhere: Driverless, paper: Document) -> None:
    printer = address(everywhere.uri)
    with everywhere.without_paper():
        name = handed(printer, paper, "waits")
        said = wait_until(lambda: printer.state_of(name).reason, what="the printer to say why")
        assert (said.zh, said.en.split(":")[0]) == ("缺纸：加纸后自动继续", "Out of paper")
        assert printer.state_of(name).state is PrintState.PRINTING
        assert printer.examine() == said
    assert ended(printer, name).state is PrintState.DONE


def test_a_job_that_never_got_its_paper_goes_on_under_its_name(everywhere: Driverless, paper: Document) -> None:
    """The crash between naming and handing over: no second job, and nothing comes out twice."""
    printer = address(everywhere.uri)

    class Crash(Exception):
        pass

    def crash(_name: str) -> None:
        raise Crash

    with pytest.raises(Crash):
        printer.hand_over(paper, job="half", named=crash)
    before = set(everywhere.folder.glob("*.pdf"))
    name = printer.find("half")
    assert printer.state_of(name).state is PrintState.QUEUED
    printer.hand_over(paper, job="half", named=crash, begun=name)
    assert ended(printer, name).state is PrintState.DONE
    assert len(set(everywhere.folder.glob("*.pdf")) - before) == 1
    assert printer.find("half") == name
    with pytest.raises(PrinterRefused) as refused:
        printer.hand_over(paper, job="half", named=crash, begun=name)
    assert "没有打印队列" not in refused.value.message.zh, "the printer is there, it is the job that has ended"
    assert printer.find("never heard of") == ""


def test_a_printer_that_was_switched_off_forgets_and_nobody_says_printed(
    everywhere: Driverless, paper: Document
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        uri = f"ipp://localhost:{free.getsockname()[1]}/ipp/print"
    other = replace(everywhere, uri=uri, folder=everywhere.folder.parent / "other")
    printer = address(uri)
    with pytest.raises(PrinterRefused, match="cannot be reached"):
        handed(printer, paper, "off")
    other.folder.mkdir()
    with other.without_paper(), switched_on(other):
        assert printer.find("off") == "", "it has nothing of a job it was never asked for"
        name = handed(printer, paper, "lost")
        wait_until(lambda: printer.state_of(name).reason, what="the printer to begin")
    with pytest.raises(PrinterRefused, match="goes on by itself"):
        printer.state_of(name)
    with switched_on(other):
        said = printer.state_of(name)
    assert (said.state, said.unsure) == (PrintState.FAILED, True)
    assert said.reason is not None
    assert "请看打印机" in said.reason.zh


def test_a_size_it_has_not_is_refused_with_those_it_has(everywhere: Driverless, paper: Document) -> None:
    wide = Document(paper.pdf, "wide", Role.RECEIPT, 500, 500)
    with pytest.raises(PrinterRefused) as refusal:
        handed(address(everywhere.uri), wide, "wide")
    assert "没有 176×176 毫米的纸；它有：" in refusal.value.message.zh
    assert "210×297" in refusal.value.message.en


def test_a_job_arrives_at_a_queue_as_the_same_pdf(cups: Queue, paper: Document) -> None:
    printer = queue(cups.queue, server=cups.server)
    name = handed(printer, paper, "same")
    assert ended(printer, name) == PrinterSays(PrintState.DONE)
    number = name.partition(".")[0]
    assert (cups.jobs / f"{number}.job").read_bytes() == paper.pdf
    size = f"{round(paper.width * 2540 / 72) / 100:g}x{round(paper.height * 2540 / 72) / 100:g}mm"
    assert f"media=custom_receipt_{size}" in (cups.jobs / f"{number}.options").read_text(), (
        "the roll is cut where the receipt ends"
    )


def test_settings_choose_queue_server_and_printer_by_role(cups: Queue, tmp_path: Path, paper: Document) -> None:
    chosen = settings.load(tmp_path).with_values({"printers.receipt": cups.queue, "printers.server": cups.server})
    printers, names = printers_of(chosen, tmp_path), list[str]()
    printers.hand_over(paper, job="by-role", named=names.append)
    wait_until(lambda: printers.state_of(names[0]).state is PrintState.DONE, what="the job to end")
    assert names[0].endswith(f"@{cups.queue}")
    assert printers.find("by-role", Role.RECEIPT) == names[0]
    with pytest.raises(NoPagePrinter):
        printers.examine(Role.FORM)
    with pytest.raises(NoPrinter):
        printers_of(settings.load(tmp_path), tmp_path).examine(Role.RECEIPT)


@pytest.mark.parametrize("name", ["nobody", "-d", "a b", "网点", "a/b?c"])
def test_a_queue_that_does_not_exist(name: str, cups: Queue, paper: Document) -> None:
    for ask in (lambda: handed(queue(name, server=cups.server), paper, "x"), queue(name, server=cups.server).examine):
        with pytest.raises(PrinterRefused) as refusal:
            ask()
        assert refusal.value.message.zh == f"打印机没有接收：没有打印队列 {name}"


def test_a_queue_that_takes_no_jobs_now(cups: Queue, paper: Document) -> None:
    printer = queue(cups.queue, server=cups.server)
    with _turned(cups, "cupsreject", "cupsaccept"):
        for ask in (lambda: handed(printer, paper, "closed"), printer.examine):
            with pytest.raises(PrinterRefused, match="takes no jobs now"):
                ask()
    assert printer.examine() is None


def test_a_stopped_queue_keeps_the_job_and_says_who_starts_it(cups: Queue, paper: Document) -> None:
    printer = queue(cups.queue, server=cups.server)
    with _turned(cups, "cupsdisable", "cupsenable"):
        name = handed(printer, paper, "stopped")
        said = printer.state_of(name)
        assert said.state is PrintState.PRINTING
        assert said.reason is not None
        assert said.reason.zh.startswith("打印队列停了")
        assert "cupsenable" in said.reason.en
    assert ended(printer, name).state is PrintState.DONE


def test_a_cancelled_job_failed_and_one_the_server_forgot_nobody_knows(cups: Queue, paper: Document) -> None:
    printer = queue(cups.queue, server=cups.server)
    with _turned(cups, "cupsdisable", "cupsenable"):
        name = handed(printer, paper, "cancelled")
        printer.let_go(name)
        printer.let_go(name)
        said = printer.state_of(name)
        assert printer.find("cancelled") == "", "it takes no paper any more: a new one is begun"
    assert (said.state, said.unsure) == (PrintState.FAILED, False)
    forgotten = printer.state_of("99999.nothing")
    assert (forgotten.state, forgotten.unsure) == (PrintState.FAILED, True)
    assert printer.state_of(f"{name.partition('.')[0]}.somebody-else's") == forgotten, "a number that was used again"


def test_a_server_that_is_not_there(paper: Document) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = f"127.0.0.1:{taken.getsockname()[1]}"
    printer = queue("receipts", server=server)
    for ask in (lambda: handed(printer, paper, "x"), printer.examine, lambda: printer.state_of("1.x")):
        with pytest.raises(PrinterRefused, match="cannot be reached"):
            ask()


def test_a_server_that_never_answers_is_given_up() -> None:
    """It takes the connection and then says nothing: the lane of paper must not stand still for ever."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(PrinterRefused) as refusal:
            queue("receipts", server=server, patience=0.4).examine()
    assert "0.4 秒没有答复" in refusal.value.message.zh
    assert isinstance(refusal.value.__cause__, subprocess.TimeoutExpired)


def test_what_makes_no_sense_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that cannot be read, no room for the question, lengths that are none: never a fault of the program."""
    with pytest.raises(PrinterRefused):
        address("ipp://[fe80::1/ipp/print")
    with pytest.raises(PrinterRefused):
        queue("receipts", server="[fe80::1")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(PrinterRefused, match="gone"):
        address("ipp://localhost:9/ipp/print").examine()
    odd = [{"x-dimension": "wide", "y-dimension": None}, {"x-dimension": "1-", "y-dimension": 5}]
    assert chosen({"media-size-supported": odd}, width=226, height=500) is None


def test_without_the_command_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PrinterRefused, match="cups-ipp-utils"):
        queue("receipts").examine()


def test_words_of_another_language_change_nothing(cups: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert queue(cups.queue, server=cups.server).examine() is None


@pytest.mark.parametrize(
    ("uri", "encrypted"),
    [
        ("ipp://127.0.0.1:631/printers/x", False),
        ("ipp://localhost/ipp/print", False),
        ("ipp://[::1]:631/ipp/print", False),
        ("ipp://print.example/ipp/print", True),
        ("ipp://print.example:631/ipp/print", True),
        ("ipp://[2001:db8::1]:631/ipp/print", True),
        ("ipps://print.example/ipp/print", False),  # TLS by its name
    ],
)
def test_a_job_goes_to_another_machine_by_tls_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, uri: str, encrypted: bool
) -> None:
    """The command stands for CUPS here and says what it was asked: no job leaves this machine in a test."""
    command = tmp_path / "ipptool"
    command.write_text('#!/bin/sh\necho "$*" > "$0.asked"\n', encoding="utf-8")
    command.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(PrinterRefused, match="makes no sense"):
        address(uri).examine()
    asked = (tmp_path / "ipptool.asked").read_text(encoding="utf-8").split()
    assert ("-E" in asked) is encrypted
    assert uri in asked


@contextmanager
def _turned(cups: Queue, off: str, on: str) -> Iterator[None]:
    _admin(off, cups)
    try:
        yield
    finally:
        _admin(on, cups)


def _admin(command: str, cups: Queue) -> None:
    path = program(command, package="cups-client")
    subprocess.run([path, "-h", cups.server, cups.queue], check=True, timeout=30, capture_output=True)
