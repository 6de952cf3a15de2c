"""Pictures in the encrypted file: killed at any border, damaged, and never to be found in clear on the disk."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from counter_app.domain.operation import OperationId
from counter_app.domain.photo import picture_of
from counter_app.ports import Store
from local_store.folder import open_or_make
from tests.contracts.picture_contract import SQUARE, asking, pictured
from tests.contracts.samples import draft, entry
from tests.local_store import workers
from tests.local_store.processes import ended, started
from tests.local_store.raw import opened


@pytest.mark.parametrize(
    ("border", "statement"), [*(("statement", n) for n in range(0, 13, 2)), ("before commit", 0), ("after commit", 0)]
)
def test_killed_at_a_border_picture_and_operation_stand_together(folder: Path, border: str, statement: int) -> None:
    """Both or neither: before, the picture is the visit's, so it goes on; after, it is the operation's."""
    process = started(workers.record_picture_and_die, folder, border, statement)
    assert ended(process) == -signal.SIGKILL
    store = open_or_make(folder, practice=True).store
    made = OperationId("018f0000-0000-7000-8000-000000000001")
    stands = border == "after commit"
    assert (store.work(made) is not None) is stands
    assert (store.picture_of(made) is not None) is stands
    assert bool(store.pictures("v1")) is not stands
    store.record(workers.with_picture(), draft(), entry(), visit_id="v1")
    assert store.picture_of(made) == workers.PICTURE
    assert (store.verify_audit().entries, store.verify_audit().whole) == (1, True)
    store.close()


def test_a_damaged_picture_is_none(folder: Path, store: Store, key: str) -> None:
    made = pictured(store)
    store.close()
    with opened(folder, key) as connection:
        connection.execute("UPDATE attachments SET body = ?", (b"something else",))
    again = open_or_make(folder, practice=True).store
    assert again.picture_of(made.id) is None
    again.close()


def test_no_file_of_the_folder_holds_a_picture_in_clear(folder: Path, store: Store) -> None:
    """Neither its bytes nor its digest, while it is kept and after."""
    loud = picture_of(b"\xff\xd8" + b"PLAIN-TO-SEE" * 2000 + b"\xff\xd9")
    store.keep_visit(asking(SQUARE), picture=SQUARE)
    store.keep_visit(asking(loud), picture=loud)
    files = [Path(place, name) for place, _, names in os.walk(folder) for name in names]
    assert files
    for file in files:
        content = file.read_bytes()
        assert b"PLAIN-TO-SEE" not in content
        assert loud.digest.encode() not in content
