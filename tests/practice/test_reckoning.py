"""What the practice platform holds for reconciliation: one row beside each answer, on either database."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from practice.platform import database, ledger, reckoning
from practice.platform.forms import OperationForm
from practice.population import cast
from sync import wire
from tests.parts import signing
from tests.parts.whole_life import ask


def raw_operation(**changed: object) -> dict[str, object]:
    """An operation as it comes over the wire."""
    person = cast(now=datetime.now(UTC))["normal"]
    raw: dict[str, object] = json.loads(wire.write_batch([ask(person, "status-proof")]))["operations"][0]
    return raw | changed


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-18T15:59:59.999999Z", "2026-03-18"),
        ("2026-03-18T16:00:00Z", "2026-03-19"),
        ("9999-12-31T23:59:59Z", "9999-12-31"),
        ("2026-13-45T99:99:99Z", "2026-13-45"),
    ],
    ids=["before midnight in China", "midnight", "past all days", "of no calendar"],
)
def test_the_day_is_that_of_the_clock_in_china_and_no_moment_makes_the_platform_fail(
    tmp_path: Path, moment: str, day: str
) -> None:
    connection = database.open_database(tmp_path / "platform.db")
    form = OperationForm.model_validate(raw_operation(accepted_at=moment))
    with database.writing(connection):
        reckoning.keep(connection, form, {"verdict": "accepted", "code": ""}, body="0" * 64)
    assert [one.operation_id for one in reckoning.of_book(connection, form.outlet, form.window, day)] == [form.id]
    connection.close()


def test_answers_of_before_get_their_row_when_the_database_is_opened(platform_database: Path | str) -> None:
    connection = database.opened(platform_database)
    at = raw_operation()["accepted_at"]
    batch = [raw_operation(accepted_at=at) for _ in range(3)]  # of one day, whatever the clock says
    ledger.take(connection, batch, datetime.now(UTC), caller=signing.CALLER)
    outlet, window = str(batch[0]["outlet"]), str(batch[0]["window"])
    [day] = {str(row[0]) for row in connection.execute("SELECT DISTINCT day FROM reckoned").fetchall()}
    held = reckoning.of_book(connection, outlet, window, day)
    assert [one.operation_id for one in held] == sorted(str(raw["id"]) for raw in batch)
    with database.writing(connection):
        connection.execute("DELETE FROM reckoned")
    connection.close()
    again = database.opened(platform_database)
    assert reckoning.of_book(again, outlet, window, day) == held
    again.close()
