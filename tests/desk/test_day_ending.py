"""The end of a real day: what the desk recorded, the platform answered and clerks settled comes to the same; what was
taken out of the store is named; the papers say it and name nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView
from counter_app.domain.day_end import Count, DayEnd, Standing
from counter_app.domain.errors import BadInput, NeedsSecond, NotFound
from counter_app.domain.holder import Person
from counter_app.domain.moments import today_in_china
from counter_app.wiring import Counter
from tests.desk.conftest import Office
from tests.desk.test_ordering import carry
from tests.desk.test_second_person import typed
from tests.local_store.raw import opened
from tests.parts.practice_folder import NOWHERE
from tests.printing.samples import blankless
from tests.printing.test_pages import read


def loss(desk: Desk, person: Person) -> str:
    visit = desk.open_number(person.holder.number).visit_id
    done = carry(desk, visit, "temporary-loss", scope="both")
    desk.end(visit)
    return done.receipt.number


def said(desk: Desk, kind: str, key: str) -> str:
    return blankless("".join(words for _size, words in read(desk.paper_document(kind, key).pdf)))


def equal(end: DayEnd) -> dict[Count, bool]:
    return {one.count: one.equal for one in end.checks}


def take_out(office: Office, counter: Counter, number: str, *, whole: bool) -> None:
    """Behind the program's back: a receipt, or the operation with it, is gone from the file."""
    key = counter.secrets().get("store-key")
    assert key is not None
    with opened(office.folder, key) as connection:
        found = connection.execute("SELECT operation_id FROM receipts WHERE number = ?", (number,)).fetchone()[0]
        connection.execute("DELETE FROM receipts WHERE number = ?", (number,))
        if whole:
            connection.execute("DELETE FROM outbox WHERE operation_id = ?", (found,))
            connection.execute("DELETE FROM operations WHERE id = ?", (found,))


def test_a_day_comes_to_the_same_and_says_what_still_waits(office: Office, somebody: Callable[[], Person]) -> None:
    counter, desk = office.open()
    today = today_in_china()
    before = desk.day_end(today)
    people = [somebody() for _ in range(3)]
    numbers = [loss(desk, one) for one in people]
    end = desk.day_end(today)
    assert end.works == before.works + 3
    assert end.balanced
    assert end.provisional
    assert end.receipts.last == numbers[-1]
    assert end.told.link
    text = said(desk, "day-end", today.isoformat())
    for words in ("日终报表", "暂定", "缺号0", "临时挂失", "0317", "链头", "第二人", "12333"):
        assert blankless(words) in text, words
    for one in people:
        assert one.holder.number not in text
        assert one.holder.name not in text
    counter.courier().pass_once()
    after = desk.day_end(today)
    assert after.balanced
    assert after.all_of(Standing.CONFIRMED) >= 3
    assert after.all_of(Standing.WAITING) < end.all_of(Standing.WAITING)


def test_notices_given_up_work_and_withdrawn_work_are_counted(office: Office, somebody: Callable[[], Person]) -> None:
    _counter, desk = office.open(url=NOWHERE)
    today = today_in_china()
    person = somebody()
    visit = desk.open_number(person.holder.number).visit_id
    done = carry(desk, visit, "temporary-loss", scope="both")
    desk.settle(done.work.operation.id, "withdraw", "打错了")
    desk.end(visit)
    visit = desk.open_number(person.holder.number).visit_id
    desk.begin(visit, "formal-loss")
    missing = desk.turning_away(visit).papers[0][0]
    notice = desk.turn_away(visit, "missing", missing=[missing]).number
    end = desk.day_end(today)
    assert end.balanced
    assert end.all_of(Standing.WITHDRAWN) == 1
    assert end.void == (done.receipt.number,)
    assert end.notices.last == notice


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("which", [1, 2])
def test_what_is_gone_from_the_store_is_told(
    office: Office, somebody: Callable[[], Person], which: int, whole: bool
) -> None:
    """Of three, the middle one or the last one; its receipt alone, or all of it but its entry in the trail."""
    counter, desk = office.open()
    today = today_in_china()
    numbers = [loss(desk, somebody()) for _ in range(3)]
    assert desk.day_end(today).balanced
    take_out(office, counter, numbers[which], whole=whole)
    end = desk.day_end(today)
    assert not end.balanced
    assert not equal(end)[Count.TRAIL]
    serial = int(numbers[which].split("-")[3])
    if which == 1:
        assert [(hole.first, hole.last) for hole in end.receipts.holes] == [(serial, serial)]
        assert f"缺{serial:04}" in said(desk, "day-end", today.isoformat())
    text = said(desk, "day-end", today.isoformat())
    assert "不相等" in text


def test_a_card_that_was_handed_in_is_on_the_list_of_its_day_masked(
    office: Office, roles: dict[str, Person], somebody: Callable[[], Person]
) -> None:
    _counter, desk = office.open()
    today = today_in_china()
    who = roles["bank-closed"]
    visit = desk.open_number(who.holder.number).visit_id
    with pytest.raises(NeedsSecond):
        carry(desk, visit, "cancellation", ground="abroad", card_handed_in="yes", actor="self")
    desk.agree(visit, "0318", typed())
    done = desk.forward(visit)
    assert isinstance(done, OutcomeView)
    desk.end(visit)
    card = who.cards[0].number
    end = desk.day_end(today)
    assert [move.card for move in end.back] == [card]
    for key in (today.isoformat(), f"{today - timedelta(days=2)}..{today}"):
        text = said(desk, "custody", key)
        assert card not in text
        assert blankless(f"{card[:5]} **{card[-2:]}") in text
        assert blankless(done.receipt.number) in text
        assert "合计1张（大写：壹张）" in text
    assert "没有收回的卡" in said(desk, "custody", (today - timedelta(days=1)).isoformat())


def test_days_to_come_and_what_is_no_day_are_turned_down(office: Office) -> None:
    _counter, desk = office.open()
    today = today_in_china()
    with pytest.raises(BadInput):
        desk.day_end(today + timedelta(days=1))
    for key in ("gestern", f"{today}..x"):
        with pytest.raises(NotFound):
            desk.paper_document("custody", key)
    with pytest.raises(BadInput):
        desk.paper_document("custody", f"{today}..{today - timedelta(days=1)}")
    with pytest.raises(NotFound):
        desk.paper_document("day-end", "x")
