"""The practice platform's database, on each kind it runs on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts.postgres import Peopled


@pytest.fixture(params=["sqlite", "postgresql"])
def platform_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """Where a platform's database of this test's own is: a new file, or the address of one at PostgreSQL."""
    if request.param == "sqlite":
        yield tmp_path / "platform.db"
        return
    at: Peopled = request.getfixturevalue("postgresql")
    with at.new_database() as address:
        yield address
