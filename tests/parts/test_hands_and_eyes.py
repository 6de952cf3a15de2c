"""The two ends of every journey: keys and mouse reach a window, and the accessibility bus tells what it shows."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts.atspi import Reader, screen_reader
from tests.parts.keys import Hands
from tests.parts.processes import begin, end

_PROGRAM = """
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
app = QApplication([]); app.setApplicationName("made-up counter")
page = QWidget(); page.setWindowTitle("练习窗口")
field, button, label, hidden = QLineEdit(), QPushButton("提交"), QLabel("还没有"), QLabel("看不见")
field.setAccessibleName("身份证号码")
column = QVBoxLayout(page)
for part in (field, button, label, hidden): column.addWidget(part)
hidden.hide()
button.clicked.connect(lambda: label.setText("已提交：" + field.text()))
field.returnPressed.connect(lambda: label.setText("按了回车：" + field.text()))
page.resize(400, 200); page.show(); app.exec()
"""


@pytest.fixture
def reader(window_env: dict[str, str], tmp_path: Path) -> Iterator[Reader]:
    """The tiny program above, running as a process of its own, and a screen reader for it."""
    process = begin([sys.executable, "-c", _PROGRAM], log=tmp_path / "log", env=window_env)
    try:
        with screen_reader(window_env, program="made-up counter") as eyes:
            yield eyes
    finally:
        end(process)


def test_keys_arrive_and_words_are_read(reader: Reader, xvfb: str) -> None:
    hands = Hands(xvfb)
    hands.take_window("练习窗口")
    field = reader.wait_for(role="text", name="身份证号码")
    assert {"editable", "focused", "showing"} <= field.states
    hands.write("439900")
    assert reader.wait_for(role="text", text="439900").box.width > 100
    hands.key("Return")
    reader.wait_for(role="label", name="按了回车：439900")
    assert reader.find(name="看不见") is None, "what is hidden is not told"


def test_the_mouse_presses_what_was_found(reader: Reader, xvfb: str) -> None:
    hands = Hands(xvfb)
    hands.take_window("练习窗口")
    hands.click(reader.wait_for(name="提交"))
    reader.wait_for(name="已提交：")
    focused = reader.focused()
    assert focused is not None
    assert focused.name == "提交"


def test_another_program_on_the_bus_is_not_read(reader: Reader, window_env: dict[str, str]) -> None:
    reader.wait_for(name="提交")
    with screen_reader(window_env, program="nobody") as other:
        assert other.tree() == ()


def test_a_failure_tells_what_was_there_instead(reader: Reader) -> None:
    reader.wait_for(name="提交")
    with pytest.raises(AssertionError, match="还没有"):
        reader.wait_for(name="已提交", seconds=0.1)


def test_the_screen_is_as_large_as_a_counter(xvfb: str) -> None:
    answer = subprocess.run(
        ["xdotool", "getdisplaygeometry"],
        env={"DISPLAY": xvfb, "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == ["1366", "768"]
