"""The practice platform's database, on each kind it runs on."""

from pathlib import Path

import pytest

from tests.parts.postgres import Peopled


@pytest.fixture(params=["sqlite", "postgresql"])
def platform_database(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a platform's database of this test's own is: a new file, or the address of one at PostgreSQL."""
    if request.param == "sqlite":
        return tmp_path / "platform.db"
    at: Peopled = request.getfixturevalue("postgresql")
    return at.new_database()
