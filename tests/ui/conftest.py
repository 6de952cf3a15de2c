"""One window a test, on a practice folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.counter_window import Clerk, at_window


@pytest.fixture
def clerk(qtbot: QtBot, tmp_path: Path) -> Iterator[Clerk]:
    """A clerk at home, signed in, the line standing."""
    with at_window(qtbot, tmp_path / "counter") as clerk:
        clerk.sign_in()
        yield clerk
