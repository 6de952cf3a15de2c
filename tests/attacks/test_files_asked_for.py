"""A file somebody asks for by name never takes the place of what the counter keeps, nor goes where a link leads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.commands.talk import UsedWrongly, write_file


def _paper(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7")


@pytest.mark.parametrize("name", ["store.db", "practice.key", "settings.toml", "folder.json", "counter.log", ".bashrc"])
def test_no_paper_is_written_over_what_the_counter_keeps(tmp_path: Path, name: str) -> None:
    kept = tmp_path / name
    kept.write_bytes(b"kept")
    with pytest.raises(UsedWrongly, match="pdf"):
        write_file(kept, _paper)
    assert kept.read_bytes() == b"kept"


def test_a_link_is_replaced_and_never_followed(tmp_path: Path) -> None:
    kept, link = tmp_path / "store.db", tmp_path / "paper.pdf"
    kept.write_bytes(b"kept")
    link.symlink_to(kept)
    write_file(link, _paper)
    assert (kept.read_bytes(), link.read_bytes(), link.is_symlink()) == (b"kept", b"%PDF-1.7", False)


def test_nobody_else_reads_it_and_half_of_it_is_never_there(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    write_file(paper, _paper)
    assert paper.stat().st_mode & 0o077 == 0
    with pytest.raises(UsedWrongly):
        write_file(paper, _broken_off(OSError(28, "full")))
    assert (paper.read_bytes(), list(tmp_path.iterdir())) == (b"%PDF-1.7", [paper])


def _broken_off(error: OSError) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(b"%P")
        raise error

    return write
