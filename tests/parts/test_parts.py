"""Each part is what it says it is: proven by using it once as the program will."""

import subprocess
import sys
from pathlib import Path

from tests.parts.pcscd import VirtualReader, answers
from tests.parts.printer import Printer
from tests.parts.processes import wait_until


def test_the_service_answers(pcscd: Path) -> None:
    assert answers(pcscd)


def test_the_virtual_reader_is_there_and_empty(virtual_reader: VirtualReader) -> None:
    """Seen through pyscard in a process of its own, as a program started later sees it."""
    program = "from smartcard.System import readers; print([str(r) for r in readers()])"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30)
    assert virtual_reader.name in answer.stdout


def test_the_keyring_keeps_and_gives_back(keyring_service: dict[str, str]) -> None:
    program = (
        "import keyring; keyring.set_password('test', 'key', 'made up'); print(keyring.get_password('test', 'key'))"
    )
    command = [sys.executable, "-c", program]
    answer = subprocess.run(command, env=keyring_service, capture_output=True, text=True, check=False, timeout=30)
    assert answer.stdout == "made up\n", answer.stderr


def test_the_printer_keeps_the_very_bytes(cups: Printer, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4 \x00\xff made up")
    before = set(cups.jobs.glob("*.job"))
    subprocess.run(["lp", "-h", cups.server, "-d", cups.queue, str(paper)], check=True, capture_output=True, timeout=30)
    [job] = wait_until(lambda: set(cups.jobs.glob("*.job")) - before, what="the job to come out")
    assert job.read_bytes() == paper.read_bytes()
