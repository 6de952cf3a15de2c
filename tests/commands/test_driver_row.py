"""`counter doctor` names the maker's driver where settings name one, and what is wrong with it."""

from pathlib import Path

from tests.parts.command import Command
from tests.readers.driver.maker import build


def row(inside: Command, library: str) -> list[tuple[str, str, str | None]]:
    said = inside("doctor", "--set", "readers.ssc=off", "--set", f"readers.driver={library}").json
    return [(p["state"], p["what"], p["advice"]) for p in said["parts"] if p["part"] == "driver"]


def test_a_driver_that_loads_is_named_with_what_it_lacks(inside: Command, tmp_path: Path) -> None:
    library = build(tmp_path, "WITHOUT_STEPS")
    [(state, what, advice)] = row(inside, str(library))
    assert (state, advice) == ("ok", None)
    assert what.startswith("libSSCardDriver.so，64 位，Python 3.")
    assert "没有 iReadCardBas_HSM_Step1" in what
    without = what.partition("没有 ")[2]
    assert "iVerifyPIN" not in without
    assert "算有密码键盘（它有 iVerifyPIN）" in what


def test_a_driver_that_is_not_there_is_trouble_with_advice(inside: Command, tmp_path: Path) -> None:
    [(state, what, advice)] = row(inside, str(tmp_path / "libNone.so"))
    assert state == "trouble"
    assert what == "读卡器驱动装不上：没有文件 libNone.so"
    assert advice


def test_a_library_of_something_else_is_trouble(inside: Command) -> None:
    """It loads, and cannot read a card."""
    [(state, what, _)] = row(inside, "libc.so.6")
    assert state == "trouble"
    assert "iReadCardBas" in what


def test_without_a_driver_there_is_no_row(inside: Command) -> None:
    assert row(inside, "") == []
