"""What was put off is told again for a month, and keeping it costs the same however much was put off before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from practice.platform import again, database
from practice.platform.connection import Connection


def _put_off(connection: Connection, operation_id: str, now: datetime) -> None:
    with database.writing(connection):
        again.keep(connection, {"operation_id": operation_id, "verdict": "not-now"}, None, now)


def test_what_was_put_off_is_forgotten_after_a_month(platform_database: Path | str) -> None:
    connection, now = database.opened(platform_database), datetime.now(UTC)
    _put_off(connection, "first", now)
    _put_off(connection, "second", now + again.KEPT)
    assert again.told(connection, "first", now) is not None
    _put_off(connection, "third", now + again.KEPT + timedelta(seconds=1))
    kept = [again.told(connection, one, now) is not None for one in ("first", "second", "third")]
    assert kept == [False, True, True]
    connection.close()


def test_what_is_to_be_forgotten_is_found_by_its_index(tmp_path: Path) -> None:
    """By the database's own plans."""
    asked: list[str] = []
    connection: Any = database.open_database(tmp_path / "platform.db")
    connection.set_trace_callback(asked.append)
    _put_off(connection, "first", datetime.now(UTC))
    connection.set_trace_callback(None)
    questions = [one for one in asked if one.startswith("DELETE")]
    plans = [row[3] for one in questions for row in connection.execute(f"EXPLAIN QUERY PLAN {one}").fetchall()]
    connection.close()
    assert plans
    assert [plan for plan in plans if plan.startswith("SCAN")] == []
