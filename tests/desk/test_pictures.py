"""A photo that is taken or brought, at the desk: kept with the visit, shown to the holder, sent, and gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView, VisitView
from counter_app.desk.views_leaving import LeaveView
from counter_app.domain.errors import NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.photo import BadPicture, digest_of
from tests.desk.conftest import Office
from tests.parts.consenting import agreed
from tests.parts.newcomers import newcomer
from tests.parts.pictures import drawn, photo_file, saved
from tests.parts.practice_platform import Platform

GIVEN = {"ground": "live", "mobile": "13900000046"}


def begun(desk: Desk, who: Person, source: str = "brought") -> VisitView:
    """The first page of an application with the source of the photo answered."""
    visit = desk.refresh(desk.open_number(who.holder.number).visit_id).visit_id
    desk.begin(visit, "application")
    return desk.answer(visit, {**GIVEN, "photo": source})


def picture_on(page: VisitView) -> bytes | None:
    return next(f.picture for f in page.fields if f.field.name == "picture")


def submitted(desk: Desk, visit: str) -> OutcomeView:
    """On through bank and confirmation."""
    page: VisitView | OutcomeView = desk.forward(visit)
    while isinstance(page, VisitView):
        names = {f.field.name for f in page.fields}
        given = {"bank": "B01", "told_payers": "yes", "identity_checked": "card-seen"}
        page = agreed(desk, desk.answer(visit, {name: value for name, value in given.items() if name in names}))
        assert page.missing is None, page.missing
        page = desk.forward(visit)
    return page


def test_from_a_file_to_the_platform(office: Office, platform: Platform) -> None:
    """Cropped and shown on the page and to the holder; the receipt names where it came from and no more."""
    counter, desk = office.open()
    page = begun(desk, newcomer(platform))
    visit = page.visit_id
    assert page.missing == "picture"
    page = desk.attach(visit, photo_file())
    kept = picture_on(page)
    assert kept is not None
    assert page.missing is None
    bank = desk.forward(visit)
    assert isinstance(bank, VisitView)
    desk.answer(visit, {"bank": "B01"})
    confirm = desk.forward(visit)
    assert isinstance(confirm, VisitView)
    assert (bank.portrait, confirm.portrait) == (None, kept)
    done = submitted(desk, visit)
    operation = done.work.operation
    assert operation.facts["photo_digest"] == digest_of(kept)
    assert {row.label.zh: row.value.zh for row in done.receipt.draft.rows}["照片"] == "自带照片"
    assert counter.store().picture_of(operation.id) is not None
    assert counter.courier().pass_once().accepted == 1
    assert counter.store().picture_of(operation.id) is None
    (stored,) = platform.rows("SELECT body FROM attachment WHERE operation_id = ?", operation.id)
    assert stored == (kept,)
    desk.end(visit)


def test_the_visit_survives_with_its_picture_and_a_second_try_takes_its_place(
    office: Office, platform: Platform
) -> None:
    """Killed and opened anew, also twice: the same page with the same picture; another file replaces it."""
    first, desk = office.open()
    visit = begun(desk, newcomer(platform)).visit_id
    kept = picture_on(desk.attach(visit, photo_file()))
    first.store().close()
    _, again = office.open()
    page = again.resume()
    assert isinstance(page, VisitView)
    assert (page.visit_id, picture_on(page)) == (visit, kept)
    other = picture_on(again.attach(visit, saved(drawn((500, 700)))))
    assert other not in (kept, None)
    with pytest.raises(BadPicture):
        again.attach(visit, b"no picture")
    assert picture_on(again.visit(visit)) == other, "what was kept stays"
    again.end(visit)


@pytest.mark.parametrize("how", ["ended", "back to the person", "another procedure", "turned away"])
def test_a_visit_that_is_abandoned_keeps_no_picture(office: Office, platform: Platform, how: str) -> None:
    counter, desk = office.open()
    visit = begun(desk, newcomer(platform)).visit_id
    desk.attach(visit, photo_file())
    assert counter.store().pictures(visit)
    if how == "ended":
        desk.end(visit)
    elif how == "back to the person":
        asked = desk.back(visit)
        assert isinstance(asked, LeaveView)
        desk.leave(visit, asked.reasons[0][0])
    elif how == "another procedure":
        desk.begin(visit, "application")
    else:
        desk.turn_away(visit, "missing", missing=["id-card"])
    assert counter.store().pictures(visit) == {}
    desk.end(visit)


def test_a_case_taken_up_again_asks_for_the_picture_once_more(office: Office, platform: Platform) -> None:
    """Nobody's photo lies at a counter while its holder fetches papers."""
    _, desk = office.open()
    visit = begun(desk, newcomer(platform)).visit_id
    desk.attach(visit, photo_file())
    notice = desk.turn_away(visit, "missing", missing=["id-card"])
    page = desk.resume_case(notice.number)
    assert isinstance(page, VisitView)
    assert (page.missing, picture_on(page)) == ("picture", None)
    desk.end(page.visit_id)


def test_a_digest_is_no_picture(office: Office, platform: Platform) -> None:
    """An answer that names one nobody has kept goes nowhere."""
    _, desk = office.open()
    visit = begun(desk, newcomer(platform)).visit_id
    page = desk.answer(visit, {"picture": "ab" * 32})
    assert page.missing == "picture"
    still = desk.forward(visit)
    assert isinstance(still, VisitView)
    assert still.current == page.current
    desk.end(visit)


@pytest.mark.parametrize("source", ["file", "brought"])
def test_a_picture_belongs_to_the_step_that_asks(office: Office, platform: Platform, source: str) -> None:
    """Not where the identity card's is to be used, and not on the page of the banks."""
    _, desk = office.open()
    visit = begun(desk, newcomer(platform), source).visit_id
    if source == "brought":
        desk.attach(visit, photo_file())
        desk.forward(visit)
    with pytest.raises(NotEligible):
        desk.attach(visit, photo_file())
    desk.end(visit)


def test_withdrawn_before_it_was_sent_the_picture_is_gone(office: Office, platform: Platform) -> None:
    who = newcomer(platform)
    _, online = office.open()
    online.end(online.open_number(who.holder.number).visit_id)
    counter, desk = office.open(url="http://127.0.0.1:9")
    visit = desk.open_number(who.holder.number).visit_id
    desk.begin(visit, "application")
    desk.answer(visit, {**GIVEN, "photo": "brought"})
    desk.attach(visit, photo_file())
    done = submitted(desk, visit)
    assert counter.store().picture_of(done.work.operation.id) is not None
    desk.settle(done.work.operation.id, "withdraw", "不办了")
    assert counter.store().picture_of(done.work.operation.id) is None
    desk.end(visit)


def test_the_source_may_change_and_then_no_picture_goes(office: Office, platform: Platform) -> None:
    counter, desk = office.open()
    visit = begun(desk, newcomer(platform)).visit_id
    desk.attach(visit, photo_file())
    desk.answer(visit, {"photo": "file"})
    done = submitted(desk, visit)
    assert "photo_digest" not in done.work.operation.facts
    assert counter.store().picture_of(done.work.operation.id) is None
    assert counter.store().pictures(visit) == {}
    desk.end(visit)


def test_a_changed_photo_goes_with_the_card_that_is_made_anew(
    office: Office, somebody: Callable[[], Person], platform: Platform
) -> None:
    """Data changed: the photo is asked for, kept, sent, and the platform takes the replacement with it."""
    counter, desk = office.open()
    visit = desk.open_number(somebody().holder.number).visit_id
    desk.begin(visit, "replacement")
    page = desk.answer(visit, {"reason": "data", "keep_account": "no"})
    page = desk.answer(visit, {"photo": "brought"})
    assert page.missing == "picture"
    desk.attach(visit, photo_file())
    done = submitted(desk, visit)
    assert counter.courier().pass_once().accepted == 1
    operation = done.work.operation
    named = platform.rows("SELECT digest FROM attachment WHERE operation_id = ?", operation.id)
    assert named == [(operation.facts["photo_digest"],)]
    desk.end(visit)
