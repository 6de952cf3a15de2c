"""PDFs in a folder: whole or not there, over nobody's file, readable by nobody else."""

import json
import sys
from pathlib import Path

import pytest

from counter_app.domain.errors import PrinterRefused
from counter_app.domain.print_job import Document, PrinterSays, PrintState, Role
from printing.pdf_folder import FolderPrinter
from tests.local_store.test_disk_full import on_own_mounts

JOB = "0195a000-0000-7000-8000-00000000abcd"


def document(pdf: bytes = b"%PDF one", title: str = "回执 439901-01-260318-0029-3") -> Document:
    return Document(pdf, title, Role.RECEIPT, 200, 300)


def handed_over(folder: Path, paper: Document, *, job: str = JOB, begun: str = "") -> str:
    names = [begun]
    FolderPrinter(folder).hand_over(paper, job=job, named=names.append, begun=begun)
    return names[-1]


def test_a_paper_stands_whole_and_is_done(tmp_path: Path) -> None:
    name = handed_over(tmp_path, document())
    assert name == "回执-439901-01-260318-0029-3-00000000abcd.pdf"
    assert (tmp_path / name).read_bytes() == b"%PDF one"
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert FolderPrinter(tmp_path).state_of(name) == PrinterSays(PrintState.DONE)
    assert FolderPrinter(tmp_path).examine() is None


def test_the_same_job_again_is_the_same_file(tmp_path: Path) -> None:
    name = handed_over(tmp_path, document())
    assert handed_over(tmp_path, document(), begun=name) == name
    assert handed_over(tmp_path, document()) == name
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_was_fetched_at_once_is_not_written_again(tmp_path: Path) -> None:
    printer, names = FolderPrinter(tmp_path), list[str]()
    printer.hand_over(document(), job=JOB, named=names.append)
    (tmp_path / names[0]).unlink()
    assert printer.state_of(names[0]) == PrinterSays(PrintState.DONE)


def test_a_name_that_is_taken_gets_a_number_and_is_left_alone(tmp_path: Path) -> None:
    first = handed_over(tmp_path, document())
    second = handed_over(tmp_path, document(b"%PDF two"))
    assert second == first.replace(".pdf", "-2.pdf")
    assert (tmp_path / first).read_bytes() == b"%PDF one"
    assert handed_over(tmp_path, document(b"%PDF three"), begun=first).endswith("-3.pdf")


def test_a_name_that_was_told_but_not_written_is_queued_still(tmp_path: Path) -> None:
    """The power went between the name and the file."""
    assert FolderPrinter(tmp_path).state_of("x.pdf") == PrinterSays(PrintState.QUEUED)
    (tmp_path / ".x.pdf.part").write_bytes(b"%PD")
    assert handed_over(tmp_path, document(), begun="x.pdf") == "x.pdf"
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]


@pytest.mark.parametrize("title", ["../../etc/passwd", "a/b\0c", "", "?" * 300, "回执" * 200, "C:\\x"])
def test_no_title_leads_out_of_the_folder(title: str, tmp_path: Path) -> None:
    name = handed_over(tmp_path, document(title=title))
    assert (tmp_path / name).is_file()
    assert len(name.encode()) < 200


@pytest.mark.parametrize("name", ["../x.pdf", "/etc/passwd", "."])
def test_a_name_from_elsewhere_is_not_followed(name: str, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "x.pdf").write_bytes(b"%PDF one")
    assert FolderPrinter(inner).state_of(name) == PrinterSays(PrintState.QUEUED)
    assert (inner / handed_over(inner, document(), begun=name)).is_file()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["x.pdf"]


def test_a_folder_that_is_gone_is_told_and_not_made(tmp_path: Path) -> None:
    gone = tmp_path / "stick"
    with pytest.raises(PrinterRefused, match="is gone"):
        handed_over(gone, document())
    with pytest.raises(PrinterRefused, match="is gone"):
        FolderPrinter(gone).state_of("x.pdf")
    said = FolderPrinter(gone).examine()
    assert said is not None
    assert "不在了" in said.zh
    assert not gone.exists()


def test_a_full_disk_leaves_nothing_behind_and_a_locked_one_says_so(tmp_path: Path) -> None:
    script = 'mount -t tmpfs -o size=1m tmpfs "$1"; exec "$2" -m tests.printing.full_folder "$1"'
    said = json.loads(on_own_mounts(script, str(tmp_path), sys.executable))
    assert "is full" in said["full"]
    assert said["left"] == []
    assert "cannot be written" in said["read only"]
    assert "cannot be written" in said["examined"]
