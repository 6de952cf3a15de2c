"""What was done without a line meets a changed world: two counters and the platform over HTTP.

Each time the refused row tells both courses, offers what is lawful, is settled once, its receipt has a successor, and
what waited behind it goes on in its order.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView, VisitView
from counter_app.desk.views_exceptions import ExceptionView
from counter_app.domain.errors import BadInput, NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.operation import OperationId, Settlement, WorkState
from counter_app.domain.settlement import is_successor_number
from counter_app.ports import Courier, Store
from practice.elsewhere import SOURCES, happen
from practice.platform.database import open_database
from tests.desk.conftest import Office
from tests.desk.test_carrying import frozen, report
from tests.parts.counting import recorded, working
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform
from tests.parts.seen import SEEN

Somebody = Callable[[], Person]


@pytest.fixture
def elsewhere(made_folder: Path, tmp_path: Path, platform: Platform) -> Iterator[_Sending]:
    """Another counter of the province with its own folder; what it records reaches the platform at once."""
    there = shutil.copytree(made_folder, tmp_path / "elsewhere")
    with working(there, f"platform.url={platform.url}", "window=02") as counter:
        counter.courier().pass_once()
        desk = counter.desk()
        desk.sign_in("0318")
        yield _Sending(desk, counter.courier())


class _Sending:
    """A desk whose reports are sent as soon as they are made."""

    def __init__(self, desk: Desk, courier: Courier) -> None:
        self._desk, self._courier = desk, courier

    def reports(self, person: Person, procedure: str) -> None:
        done = report(self._desk, person, procedure)
        self._desk.end(done.visit_id)
        assert self._courier.pass_once().accepted == 1


def _offline_then_back(office: Office, person: Person, procedure: str, meanwhile: Callable[[], object]) -> OutcomeView:
    """Recorded with no line; then the world changes; then the line is back and the platform turns it down."""
    _, offline = office.open(url=NOWHERE)
    made = report(offline, person, procedure)
    offline.end(made.visit_id)
    meanwhile()
    office.open()
    return made


def _told(desk: Desk, made: OutcomeView) -> ExceptionView:
    [told] = [one for one in desk.waiting().exceptions if one.operation_id == made.work.operation.id]
    return told


def _work_behind(desk: Desk, person: Person) -> OutcomeView:
    """Something else for the same holder, which waits behind what was refused."""
    done = report(desk, person, "data-change", mobile="13900001234")
    desk.end(done.visit_id)
    return done


def _paper(desk: Desk, number: str) -> str:
    sheet = pypdfium2.PdfDocument(desk.receipt_pdf(number))
    words = sheet[0].get_textpage().get_text_bounded()
    sheet.close()
    return "".join(words.split())


def _goes_on(store: Store, courier: Courier, behind: OutcomeView) -> None:
    """What waited is sent and answered now."""
    courier.pass_once()
    work = store.work(OperationId(behind.work.operation.id))
    assert work is not None
    assert (work.state, work.settlement) == (WorkState.SETTLED, Settlement.ACCEPTED)


def test_a_loss_that_stands_more_firmly_elsewhere_is_settled_as_done(
    office: Office, somebody: Somebody, elsewhere: _Sending
) -> None:
    """Lost twice: here temporarily with no line, elsewhere formally. The card is stopped; nothing is doubled."""
    person = somebody()
    made = _offline_then_back(office, person, "temporary-loss", lambda: elsewhere.reports(person, "formal-loss"))
    counter, desk = office.open()
    told = _told(desk, made)
    assert [way.id for way in told.ways] == ["already", "escalate", "call", "close"]
    here = [one.words.zh for one in told.course if one.here]
    there = [one.words.zh for one in told.course if not one.here]
    assert here[0].startswith("0317 受理，给回执")
    assert here[1] == "交给平台"
    assert here[-1].startswith("平台退回：")
    assert "平台查到社保功能为正式挂失" in there
    assert [one.at for one in told.course] == sorted(one.at for one in told.course)
    assert told.means[0].zh == "要办的事别处已经办成，卡就是这样"
    with pytest.raises(NotEligible, match="Not a way to settle"):
        desk.redo(made.work.operation.id)
    behind = _work_behind(desk, person)
    assert counter.store().next_batch(10) == ()
    assert _told(desk, made).behind == (behind.receipt.number,)
    number = desk.settle(made.work.operation.id, "already", "持卡人说在别处办过")
    assert is_successor_number(number)
    paper = _paper(desk, number)
    for words in ("社会保障卡接替回执", "别处已办成，这里不再办", made.receipt.number):
        assert words in paper
    _goes_on(counter.store(), counter.courier(), behind)
    assert recorded(office.folder)[0].settlement is Settlement.ELSEWHERE


def test_what_a_bank_refused_is_escalated_told_by_telephone_and_closed(
    office: Office, somebody: Somebody, platform: Platform
) -> None:
    """Two steps leave it on the page; the last takes it off, once, with a paper that says what was not done."""
    person = somebody()
    made = _offline_then_back(office, person, "formal-loss", lambda: frozen(platform, person))
    counter, desk = office.open()
    key = made.work.operation.id
    behind = _work_behind(desk, person)
    with pytest.raises(BadInput):
        desk.settle(key, "escalate", "账户为何冻结")
    with pytest.raises(NotEligible):
        desk.settle(key, "already", "不对")
    assert desk.settle(key, "escalate", "账户为何冻结", "platform") == ""
    assert desk.settle(key, "call", "无人接听，下午再打", "not-reached") == ""
    told = _told(desk, made)
    assert told.escalated is not None
    assert told.escalated.zh == "省平台业务台"
    steps = [(one.words.zh, one.note) for one in told.course if one.note]
    assert steps == [
        ("0317 转人工核查：省平台业务台", "账户为何冻结"),
        ("0317 电话告知持卡人：没有接通", "无人接听，下午再打"),
    ]
    assert counter.store().next_batch(10) == ()
    _, other = office.open(seat="command-2")
    number = other.settle(key, "close", "持卡人自己去银行")
    with pytest.raises(NotEligible, match="0317"):
        desk.settle(key, "close", "再撤一次")
    with pytest.raises(NotEligible):
        desk.settle(key, "call", "再打一次", "reached")
    paper = _paper(desk, number)
    assert "只办成一半" in paper
    assert "金融功能" in paper
    assert "持卡人自己去银行" not in paper, "the clerk's own words stay in the record"
    old = desk.receipt(made.receipt.number)
    assert {row.label.zh: row.value.zh for row in old.draft.rows}["已由新回执接替"] == number
    assert dict(desk.waiting().successors)[key] == number
    assert _told(desk, made).ways == (), "told in full still, with nothing left to do"
    _goes_on(counter.store(), counter.courier(), behind)


def test_what_is_done_anew_names_the_receipt_before_and_goes_first(
    office: Office, somebody: Somebody, platform: Platform
) -> None:
    """Given up midway the refused one stays; recorded, it is settled in the same moment."""
    person = somebody()
    made = _offline_then_back(office, person, "formal-loss", lambda: frozen(platform, person))
    assert person.card is not None
    platform.change("UPDATE account SET state = 'normal' WHERE card = ?", person.card.number)
    counter, desk = office.open()
    key = made.work.operation.id
    behind = _work_behind(desk, person)
    given_up = desk.redo(key)
    assert isinstance(given_up, VisitView)
    desk.leave(given_up.visit_id, "")
    assert counter.store().waiting().refused == 1
    anew = desk.redo(key)
    assert isinstance(anew, VisitView)
    page = _to_the_end(desk, anew)
    rows = {row.label.zh: row.value.zh for row in page.receipt.draft.rows}
    assert rows["接替回执"] == made.receipt.number
    old = {row.label.zh: row.value.zh for row in desk.receipt(made.receipt.number).draft.rows}
    assert old["已由新回执接替"] == page.receipt.number
    assert desk.receipt(made.receipt.number).draft.state.zh == "已重办，看新回执"
    desk.end(page.visit_id)
    _goes_on(counter.store(), counter.courier(), behind)
    assert [w.settlement for w in recorded(office.folder)] == [
        Settlement.REPLACED,
        Settlement.ACCEPTED,
        Settlement.ACCEPTED,
    ]


def test_what_another_clerk_closed_meanwhile_is_not_done_anew(
    office: Office, somebody: Somebody, platform: Platform
) -> None:
    """The clerk who asks the holder is told at the last key; nothing is recorded and nothing overwritten."""
    person = somebody()
    made = _offline_then_back(office, person, "formal-loss", lambda: frozen(platform, person))
    assert person.card is not None
    platform.change("UPDATE account SET state = 'normal' WHERE card = ?", person.card.number)
    _, desk = office.open()
    _, other = office.open(seat="command-2")
    anew = desk.redo(made.work.operation.id)
    assert isinstance(anew, VisitView)
    assert other.sign_out().refused == 1, "whoever comes next is told what is left"
    other.sign_in("0318")
    other.settle(made.work.operation.id, "close", "持卡人不办了")
    with pytest.raises(NotEligible, match="0318 settled this one"):
        _to_the_end(desk, anew)
    assert [w.settlement for w in recorded(office.folder)] == [Settlement.CLOSED]


def _to_the_end(desk: Desk, begun: VisitView) -> OutcomeView:
    page: VisitView | OutcomeView = begun
    while isinstance(page, VisitView):
        before = page.current
        desk.answer(page.visit_id, SEEN)
        page = desk.forward(page.visit_id)
        assert isinstance(page, OutcomeView) or page.current > before, page.missing
    return page


@pytest.mark.parametrize("channel", ["12333", "app", "bank"])
def test_what_was_done_by_telephone_app_or_bank_stands_beside_what_was_done_here(
    office: Office, somebody: Somebody, platform: Platform, channel: str
) -> None:
    """A temporary loss with no line meets a formal one through another channel; the platform's news tells of it."""
    person = somebody()

    def reported() -> None:
        with closing(open_database(platform.database)) as connection:
            assert happen(connection, person.holder.number, "formal-loss", channel, datetime.now(UTC))

    made = _offline_then_back(office, person, "temporary-loss", reported)
    _, desk = office.open()
    told = _told(desk, made)
    course = [(one.here, one.words.zh) for one in told.course]
    told_of = course.index((False, f"{SOURCES[channel]['zh']}：正式挂失"))
    assert 0 < told_of < course.index((True, "交给平台")), "taken here, then done there, then handed over"
    number = desk.settle(made.work.operation.id, "already", "持卡人自己挂失了")
    assert made.receipt.number in _paper(desk, number)
