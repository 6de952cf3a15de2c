"""The log of a counter says where a fault was, and nothing of anybody."""

import logging
from pathlib import Path

import pytest

from counter_app.log import kept_log, masked

NUMBER, NAME = "439901199001010019", "阿卜杜·买买提"
_LOG = logging.getLogger("tests.log")


def fails() -> None:
    raise ValueError(f"{NAME} {NUMBER}")


def test_a_fault_leaves_its_kind_and_place_and_neither_name_nor_number(tmp_path: Path) -> None:
    """In its words, in the words of the record, and in those of the exception."""
    with kept_log(tmp_path) as path:
        try:
            fails()
        except ValueError:
            _LOG.exception("could not serve %s, card %s", NAME, "B0000001X19")
    kept = path.read_text(encoding="utf-8")
    assert "ValueError at core/test_log.py" in kept
    assert "fails" in kept
    assert not any(word in kept for word in (NUMBER, NAME, "买买提", "0000001", str(tmp_path)))
    assert len(kept.splitlines()) == 1


@pytest.mark.parametrize("words", ["12345", "fault 4F2-A1C: KeyError", "at ui/serving.py:271"])
def test_what_names_nobody_is_left_as_it_is(words: str) -> None:
    assert masked(words) == words


@pytest.mark.parametrize("words", ["ZZ0000054", "C4A1B2D3", "H0000005101", "ZZZ439900000053", "00000052"])
def test_numbers_of_passports_and_passes_are_masked_whole(words: str) -> None:
    assert masked(f"of {words}.") == "of ***."


@pytest.mark.parametrize("words", ["439901 19900101 001X", "ئايگۈل", "འཕྲིན་ལས", "\U00020bb7"])
def test_numbers_in_groups_and_names_in_other_scripts_are_masked(words: str) -> None:
    assert masked(f"of {words}.") == "of ***."


def test_no_word_makes_another_line_or_speaks_to_the_terminal(tmp_path: Path) -> None:
    """What came from outside cannot write a record of its own, nor hide one."""
    with kept_log(tmp_path) as path:
        _LOG.warning("said %s", "x\n2026-11-22 INFO counter all is well\r\x1b[2K\x0b\x0c\x1c\x85\u2028")
    kept = path.read_text(encoding="utf-8")
    assert len(kept.splitlines()) == 1
    assert not any(ord(c) < 32 for c in kept.removesuffix("\n"))


def test_nothing_is_made_for_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with kept_log(tmp_path / "data"):
        _LOG.debug("not worth a line")
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_what_is_logged_later_is_not_kept(tmp_path: Path) -> None:
    with kept_log(tmp_path) as path:
        _LOG.warning("one")
    _LOG.warning("two")
    assert "two" not in path.read_text(encoding="utf-8")


def test_a_folder_that_takes_no_file_stops_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "logs").write_text("", encoding="utf-8")
    with kept_log(tmp_path):
        _LOG.warning("lost")
    assert capfd.readouterr() == ("", "")


def test_the_file_is_turned_over_and_does_not_grow_for_ever(tmp_path: Path) -> None:
    with kept_log(tmp_path) as path:
        for _ in range(30):
            _LOG.warning("a" * 100_000)
    files = sorted(path.parent.iterdir())
    assert len(files) == 4
    assert all(file.stat().st_size < 600_000 for file in files)
