"""Real jobs through a real print server, and every way it can refuse."""

import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics

from counter_app import settings
from counter_app.domain.errors import NoPrinter, PrinterRefused
from counter_app.domain.text import Language
from printing.fonts import Fonts
from printing.spool import CupsPrinter, receipt_printer
from tests.parts.printer import Printer as Queue
from tests.parts.processes import program, wait_until
from tests.printing.samples import NUMBER, read, receipt


def test_a_job_arrives_as_the_same_pdf(cups: Queue, fonts: Fonts) -> None:
    """What the server hands its printer is byte for byte what the counter made; the job id is the server's own."""
    printer = CupsPrinter(cups.queue, server=cups.server, fonts=fonts)
    job = printer.send(receipt(name="𠮷*"), copy=1)
    assert job.startswith(f"{cups.queue}-")
    came_out = _job(cups, job)
    assert came_out == printer.pdf(receipt(name="𠮷*"), copy=1)
    assert "补打 1" in read(came_out).text


def test_the_printer_is_told_how_long_the_paper_is(cups: Queue, fonts: Fonts) -> None:
    printer = CupsPrinter(cups.queue, server=cups.server, fonts=fonts)
    job = printer.send(receipt())
    _job(cups, job)
    options = (cups.jobs / f"{job.rpartition('-')[2]}.options").read_text()
    length = round(read(printer.pdf(receipt())).size[1] * 25.4 / 72)
    assert f"Custom.80x{length}mm" in options


def test_settings_choose_queue_server_and_language(cups: Queue, tmp_path: Path, fonts: Fonts) -> None:
    chosen = settings.load(tmp_path).with_values(
        {"printers.receipt": cups.queue, "printers.server": cups.server, "language": "en"}
    )
    printer = receipt_printer(chosen, fonts=fonts)
    came_out = _job(cups, printer.send(receipt()))
    assert "Accepted, waiting" in read(came_out).text


def test_two_jobs_have_two_ids(cups: Queue, fonts: Fonts) -> None:
    printer = CupsPrinter(cups.queue, server=cups.server, fonts=fonts)
    assert printer.send(receipt()) != printer.send(receipt())


def test_no_queue_set(fonts: Fonts) -> None:
    with pytest.raises(NoPrinter):
        CupsPrinter("  ", fonts=fonts).send(receipt())


@pytest.mark.parametrize("queue", ["nobody", "-d", "a b", "网点"])
def test_a_queue_that_does_not_exist(queue: str, cups: Queue, fonts: Fonts) -> None:
    with pytest.raises(PrinterRefused) as refusal:
        CupsPrinter(queue, server=cups.server, fonts=fonts).send(receipt())
    assert refusal.value.message.zh == f"打印机没有接收：没有打印队列 {queue}"
    with pytest.raises(PrinterRefused) as asked:
        CupsPrinter(queue, server=cups.server, fonts=fonts).examine()
    assert asked.value.message == refusal.value.message


def test_a_queue_that_takes_no_jobs_now(cups: Queue, fonts: Fonts) -> None:
    printer = CupsPrinter(cups.queue, server=cups.server, fonts=fonts)
    printer.examine()
    with _closed(cups):
        for ask in (lambda: printer.send(receipt()), printer.examine):
            with pytest.raises(PrinterRefused) as refusal:
                ask()
            assert "暂不收件" in refusal.value.message.zh
    assert _job(cups, printer.send(receipt()))


def test_a_server_that_is_not_there(fonts: Fonts) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = f"127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(PrinterRefused) as refusal:
        CupsPrinter("receipts", server=server, fonts=fonts).send(receipt())
    assert refusal.value.message == PrinterRefused(why=refusal.value.facts["why"]).message
    assert "连不上打印服务" in refusal.value.message.zh
    assert "cannot be reached" in refusal.value.message.en
    with pytest.raises(PrinterRefused, match="cannot be reached"):
        CupsPrinter("receipts", server=server, fonts=fonts).examine()


def test_a_server_that_never_answers_is_given_up(fonts: Fonts) -> None:
    """It takes the connection and then says nothing: the lane of paper must not stand still for ever."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(PrinterRefused) as refusal:
            CupsPrinter("receipts", server=server, fonts=fonts, patience=0.4).send(receipt())
    assert "0.4 秒没有答复" in refusal.value.message.zh
    assert isinstance(refusal.value.__cause__, subprocess.TimeoutExpired)


def test_without_the_command_it_says_what_to_install(fonts: Fonts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PrinterRefused) as refusal:
        CupsPrinter("receipts", fonts=fonts).send(receipt())
    assert "cups-client" in refusal.value.message.zh


def test_words_of_another_language_are_not_needed(cups: Queue, fonts: Fonts, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's own language does not hide the job id from us."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert CupsPrinter(cups.queue, server=cups.server, fonts=fonts).send(receipt())


def test_saved_file_is_the_pdf_and_nothing_else_is_left(tmp_path: Path, fonts: Fonts) -> None:
    printer = CupsPrinter("", fonts=fonts, language=Language.ZH)
    target = tmp_path / f"{NUMBER}.pdf"
    target.write_text("an older one")
    printer.save(receipt(), target)
    assert target.read_bytes() == printer.pdf(receipt())
    assert list(tmp_path.iterdir()) == [target]


def test_lanes_and_commands_may_ask_at_once() -> None:
    """Four threads, fonts not yet opened: each PDF is the one a single thread makes."""
    names = ["何*珍", "𠮷*", "李\U000323b0明", "𫠠*", "阿**丽·买*提", "㐂*"]
    alone = CupsPrinter("", fonts=Fonts())
    wanted = [alone.pdf(receipt(name=name)) for name in names]
    shared = CupsPrinter("", fonts=Fonts())
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda name: shared.pdf(receipt(name=name)), names * 4))
    assert made == wanted * 4


def test_a_second_printer_of_this_process_leaves_no_second_set_of_fonts_behind() -> None:
    """reportlab's table of fonts is never emptied: a window that opens its data again would keep 20 MiB each time."""
    CupsPrinter("").pdf(receipt(name="𠮷*"))
    before = set(pdfmetrics.getRegisteredFontNames())
    CupsPrinter("").pdf(receipt(name="𠮷*"))
    assert set(pdfmetrics.getRegisteredFontNames()) == before


def _job(queue: Queue, job: str) -> bytes:
    file = queue.jobs / f"{job.rpartition('-')[2]}.job"
    wait_until(file.exists, what=f"job {job} to come out")
    return file.read_bytes()


@contextmanager
def _closed(queue: Queue) -> Iterator[None]:
    _admin("cupsreject", queue)
    try:
        yield
    finally:
        _admin("cupsaccept", queue)


def _admin(command: str, queue: Queue) -> None:
    path = program(command, package="cups-client")
    subprocess.run([path, "-h", queue.server, queue.queue], check=True, timeout=30, capture_output=True)


@pytest.mark.parametrize(
    ("server", "encrypted"),
    [
        ("", False),
        ("127.0.0.1:631", False),
        ("localhost", False),
        ("/run/cups/cups.sock", False),
        ("print.example", True),
        ("print.example:631", True),
        ("[2001:db8::1]:631", True),
    ],
)
def test_a_job_goes_to_another_machine_by_tls_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: str, encrypted: bool
) -> None:
    """The command stands for CUPS here and says what it was asked: no job leaves this machine in a test."""
    command = tmp_path / "lpstat"
    command.write_text('#!/bin/sh\necho "queue accepting: $*"\necho "$*" > "$0.asked"\n', encoding="utf-8")
    command.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    CupsPrinter("queue", server=server).examine()
    asked = (tmp_path / "lpstat.asked").read_text(encoding="utf-8").split()
    assert ("-E" in asked) is encrypted
    assert asked[-1] == "-a"
