"""Somebody puts yesterday's copy of the data in the place of today's, by hand: it is told, and no number comes
twice.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter_app import anchoring
from counter_app.anchoring import OTHER_COPY
from counter_app.auditing import RESTORED, Anchor
from counter_app.ports import Store
from local_store.folder import STORE_NAME, OpenFolder
from tests.contracts.samples import draft, entry, operation
from tests.parts import under_passphrase

EVER = datetime(2020, 1, 1, tzinfo=UTC)


def _record(store: Store) -> str:
    now = datetime.now(UTC)
    return store.record(operation(at=now), draft(), entry(at=now)).number


def _anchored(there: OpenFolder) -> None:
    """The platform takes the head of the trail: it is kept beside the keys."""
    found = there.store.audit_head("439901", "01")
    assert found is not None
    anchoring.keep_last(there.secrets, Anchor(found[0], datetime.now(UTC)))


@pytest.fixture
def yesterday(tmp_path: Path) -> bytes:
    """The store with one receipt, before another one was given and the platform heard of it."""
    there = under_passphrase.made(tmp_path)
    _record(there.store)
    there.store.close()
    return (tmp_path / STORE_NAME).read_bytes()


def _today(folder: Path) -> str:
    there = under_passphrase.opened(folder)
    number = _record(there.store)
    _anchored(there)
    there.store.close()
    return number


def test_no_number_is_given_twice_after_an_old_copy_was_put_in_place(tmp_path: Path, yesterday: bytes) -> None:
    given = _today(tmp_path)
    (tmp_path / STORE_NAME).write_bytes(yesterday)
    there = under_passphrase.opened(tmp_path)
    assert _record(there.store) != given
    there.store.close()


def test_it_is_on_record_once_and_stays_a_fault_of_the_trail(tmp_path: Path, yesterday: bytes) -> None:
    _today(tmp_path)
    (tmp_path / STORE_NAME).write_bytes(yesterday)
    for _ in range(2):
        there = under_passphrase.opened(tmp_path)
        known = anchoring.last_kept(there.secrets)
        assert known is not None
        said = there.store.entries(OTHER_COPY, since=EVER)
        report = there.store.verify_audit(known=[known.head])
        asked = [one.asked for one in there.store.restorations()]
        there.store.close()
        assert (len(said), said[0].facts["length"], asked) == (1, str(known.head.length), [False])
        assert not report.whole


def test_what_was_left_and_what_was_restored_by_an_administrator_are_no_other_copy(
    tmp_path: Path, yesterday: bytes
) -> None:
    _today(tmp_path)
    under_passphrase.opened(tmp_path).store.close()
    (tmp_path / STORE_NAME).write_bytes(yesterday)
    there = under_passphrase.opened(tmp_path)
    before = len(there.store.entries(OTHER_COPY, since=EVER))
    there.store.note(entry(RESTORED, at=datetime.now(UTC) + timedelta(seconds=1)))
    _record(there.store)
    there.store.close()
    again = under_passphrase.opened(tmp_path)
    assert (before, len(again.store.entries(OTHER_COPY, since=EVER))) == (1, 1)
    again.store.close()


def test_a_head_beside_the_keys_that_cannot_be_read_keeps_nobody_out(tmp_path: Path, yesterday: bytes) -> None:
    assert yesterday
    there = under_passphrase.opened(tmp_path)
    there.secrets.put(anchoring.NAME, "{")
    there.store.close()
    under_passphrase.opened(tmp_path).store.close()
