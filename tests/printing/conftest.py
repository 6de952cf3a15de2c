"""The fonts of this machine, opened once for all tests of paper."""

import pytest

from printing.fonts import Fonts


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """The chain as a counter uses it."""
    return Fonts()
