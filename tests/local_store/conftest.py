"""A practice folder of each test's own, and a look into its file past the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.ports import Store
from local_store.folder import open_or_make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened = open_or_make(folder, practice=True)
    yield opened.store
    opened.store.close()


@pytest.fixture
def key(store: Store, folder: Path) -> str:
    """The key of the practice folder."""
    return str(json.loads((folder / "practice.key").read_text(encoding="utf-8"))["store-key"])
