"""What left in a file is never said to be with the platform: not in the course of an exception."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from counter_app.domain.holder import Person
from counter_app.domain.operation import Answer, AuditEntry, OperationId, Verdict
from tests.desk.conftest import Office
from tests.desk.test_carrying import report
from tests.parts.practice_folder import NOWHERE


def test_the_course_says_taken_out_unless_the_line_has_carried_it_since(
    office: Office, somebody: Callable[[], Person]
) -> None:
    """Two left in one file; the line has carried one of them since; both are refused."""
    counter, desk = office.open(url=NOWHERE)
    filed, sent = (report(desk, somebody()).work.operation.id for _ in range(2))
    store, now = counter.store(), datetime.now(UTC)
    store.take_out(now, most=10, most_bytes=0, audit=lambda _serial, _count: _entry(OperationId("")))
    store.hand_over([sent], now)
    for one in (filed, sent):
        store.apply(Answer(one, Verdict.REFUSED, now, code="2003"), _entry(one))
    course = {told.operation_id: [one.words.zh for one in told.course] for told in desk.waiting().exceptions}
    assert "导出（第 1 号文件）" in course[filed]
    assert "交给平台" not in course[filed]
    assert "交给平台" in course[sent]
    assert "导出（第 1 号文件）" not in course[sent]


def _entry(subject: OperationId) -> AuditEntry:
    return AuditEntry("taken out", datetime.now(UTC), "0317", "439901", "01", subject)
