"""Whoever comes back with a notice is served at any window, once: two counters are two data folders on one platform."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from counter_app.desk import returning, turning_away
from counter_app.desk.desk import Desk
from counter_app.desk.views import PersonView, VisitView
from counter_app.domain.case import CaseKind, CaseOnWay, NoticeNeedsLine, NoticeUnknown, case_number
from counter_app.domain.errors import NotEligible, VisitOpen
from counter_app.domain.holder import Holder, Person
from counter_app.domain.procedure import FieldKind
from counter_app.procedures import all_procedures
from counter_app.wiring import Counter
from tests.desk.conftest import Office
from tests.desk.papers import checked, document_of
from tests.parts.counting import working
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform

FORMAL = "formal-loss"
_WINDOWS = iter(range(20, 10_000))
"""No two tests share a window, so that no two notices of this platform share a number."""
NOBODY = checked("43990119900101204")
"""Of a newcomer: no record anywhere."""


@dataclass
class Town:
    """Counters of one province. `at(window)` is the program of that window started anew."""

    made: Path
    root: Path
    url: str
    stack: ExitStack

    def window(self) -> str:
        """A window that nobody else has, with a folder of its own."""
        name = str(next(_WINDOWS))
        shutil.copytree(self.made, self.root / name)
        return name

    def at(self, window: str, *, url: str = "") -> tuple[Counter, Desk]:
        sets = (f"window={window}", f"platform.url={url or self.url}")
        counter = self.stack.enter_context(working(self.root / window, *sets))
        counter.courier().pass_once()
        desk = counter.desk()
        desk.sign_in("0317")
        return counter, desk


@pytest.fixture
def town(made_folder: Path, tmp_path: Path, platform: Platform) -> Iterator[Town]:
    with ExitStack() as stack:
        yield Town(made_folder, tmp_path, platform.url, stack)


def given(desk: Desk, person: Person) -> tuple[str, VisitView]:
    """A notice of all papers for a formal loss that was half answered: its number, and the page as it was."""
    opened = desk.open_number(person.holder.number)
    desk.begin(opened.visit_id, FORMAL)
    desk.answer(opened.visit_id, {"reason": "stolen"})
    before = desk.visit(opened.visit_id)
    papers = [name for name, _words in desk.turning_away(opened.visit_id).papers]
    return desk.turn_away(opened.visit_id, "missing", missing=papers).number, before


def told(page: object) -> dict[str, str]:
    assert isinstance(page, VisitView)
    return {one.field.name: one.value for one in page.fields}


def test_given_at_one_window_it_goes_on_at_another_and_nowhere_twice(
    town: Town, stranger: Callable[[], Person], platform: Platform
) -> None:
    here, there = town.window(), town.window()
    counter, desk = town.at(here)
    person = stranger()
    number, before = given(desk, person)
    assert counter.courier().pass_once().trouble == ""
    assert counter.store().cases_to_send() == ()
    elsewhere, other = town.at(there)
    page = other.resume_case(f" {number.lower()} ")
    assert isinstance(page, VisitView)
    assert (page.procedure, page.current, page.person.holder.number) == (FORMAL, before.current, person.holder.number)
    assert told(page) == told(before)
    assert platform.rows("SELECT taken_window FROM notice_case WHERE number = ?", number) == [(there,)]
    other.end(page.visit_id)
    with pytest.raises(NotEligible, match="taken up"):
        other.resume_case(number)
    with pytest.raises(NotEligible) as refused:
        desk.resume_case(number)
    assert f"439901-{there} 窗口" in refused.value.message.zh
    assert desk.resume() is None
    assert all(one.store().verify_audit().whole for one in (counter, elsewhere))


def test_given_without_a_line_it_is_sent_later_also_after_a_kill(town: Town, somebody: Callable[[], Person]) -> None:
    here, there = town.window(), town.window()
    counter, desk = town.at(here, url=NOWHERE)
    number, before = given(desk, somebody())
    assert [one.case.number for one in counter.store().cases_to_send()] == [number]
    _elsewhere, other = town.at(there)
    with pytest.raises(NoticeUnknown):
        other.resume_case(number)
    town.at(here)  # the program started anew, with a line
    assert counter.store().cases_to_send() == ()
    assert told(other.resume_case(number)) == told(before)


def test_another_windows_notice_without_a_line_says_so_and_leaves_nothing_open(
    town: Town, stranger: Callable[[], Person]
) -> None:
    counter, desk = town.at(town.window())
    number, _before = given(desk, stranger())
    counter.courier().pass_once()
    _elsewhere, other = town.at(town.window(), url=NOWHERE)
    with pytest.raises(NoticeNeedsLine) as needs:
        other.resume_case(number)
    assert "别的窗口" in needs.value.message.zh
    assert "按号码查找本人" in needs.value.what_next.zh
    assert other.resume() is None


def test_two_windows_at_once_one_has_it_and_the_other_is_told_where(town: Town, stranger: Callable[[], Person]) -> None:
    """Both have fetched it before either has taken it up; the one that lost has no visit left."""
    counter, desk = town.at(town.window())
    number, before = given(desk, stranger())
    counter.courier().pass_once()
    desks = [town.at(town.window())[1] for _ in range(2)]

    def come(one: Desk) -> VisitView | PersonView | NotEligible:
        try:
            return one.resume_case(number)
        except NotEligible as lost:
            return lost

    with ThreadPoolExecutor(2) as both:
        came = list(both.map(come, desks))
    won = [one for one in came if isinstance(one, VisitView)]
    lost = [one for one in came if isinstance(one, NotEligible)]
    assert [told(one) for one in won] == [told(before)]
    assert ["在别的窗口" in one.message.zh or "窗口接着办" in one.message.zh for one in lost] == [True]
    assert [one.resume() is None for one in desks] == [isinstance(one, NotEligible) for one in came]


def test_a_lost_answer_to_the_taking_up_does_no_harm(
    town: Town, stranger: Callable[[], Person], platform: Platform
) -> None:
    """The platform has written it down, this counter never heard so: asked again it is still its own."""
    counter, desk = town.at(town.window())
    number, before = given(desk, stranger())
    counter.courier().pass_once()
    window = town.window()
    elsewhere, other = town.at(window)
    station = other._station  # noqa: SLF001 - the moment between two calls of one method
    kept = returning._fetched(station, number)  # noqa: SLF001
    assert returning._claim(station, kept)  # noqa: SLF001
    assert told(other.resume_case(number)) == told(before)
    assert elsewhere.store().verify_audit().whole


def test_taken_up_at_home_without_a_line_the_platform_hears_it_later(
    town: Town, stranger: Callable[[], Person]
) -> None:
    window = town.window()
    counter, desk = town.at(window)
    number, before = given(desk, stranger())
    counter.courier().pass_once()
    away, offline = town.at(window, url=NOWHERE)
    assert told(offline.resume_case(number)) == told(before)
    assert [one.taken is not None for one in away.store().cases_to_send()] == [True]
    _elsewhere, other = town.at(town.window())
    town.at(window)
    assert away.store().cases_to_send() == ()
    with pytest.raises(NotEligible):
        other.resume_case(number)


def test_taken_up_twice_because_one_window_had_no_line_is_kept_for_a_supervisor(
    town: Town, stranger: Callable[[], Person]
) -> None:
    window = town.window()
    counter, desk = town.at(window)
    person = stranger()
    number, _before = given(desk, person)
    counter.courier().pass_once()
    _away, offline = town.at(window, url=NOWHERE)
    offline.resume_case(number)
    town.at(town.window())[1].resume_case(number)
    again, seeing = town.at(window)
    assert again.store().times("case.taken_twice", number) == 1
    assert again.store().cases_to_send() == ()
    seeing.sign_in("0318")
    (odd,) = seeing.supervised().odd
    assert (odd.number, odd.twice, odd.title.zh, odd.holder) == (number, True, "正式挂失", person.holder.number)


def test_a_number_the_platform_had_already_is_told_to_a_supervisor(town: Town, stranger: Callable[[], Person]) -> None:
    """The data folder was made anew on the same day and counts from 1 again; found when its holder comes back."""
    window = town.window()
    counter, desk = town.at(window)
    number, _before = given(desk, stranger())
    counter.courier().pass_once()
    shutil.rmtree(town.root / window)
    shutil.copytree(town.made, town.root / window)
    fresh, again = town.at(window)
    again.sign_in("0318")
    assert again.supervised().odd == ()
    assert given(again, stranger())[0] == number
    assert isinstance(again.resume_case(number), VisitView)
    assert [(one.number, one.twice) for one in again.supervised().odd] == [(number, False)]
    assert fresh.store().times("case.sent", number) == 0


def test_what_was_begun_meanwhile_for_the_same_person_is_not_thrown_away(
    office: Office, somebody: Callable[[], Person]
) -> None:
    _counter, desk = office.open()
    person = somebody()
    number, _before = given(desk, person)
    opened = desk.open_number(person.holder.number)
    desk.begin(opened.visit_id, FORMAL)
    desk.answer(opened.visit_id, {"reason": "lost"})
    with pytest.raises(VisitOpen):
        desk.resume_case(number)
    assert told(desk.visit(opened.visit_id))["reason"] == "lost"


def test_a_notice_says_until_when_it_is_good_and_is_not_taken_up_after(
    office: Office, somebody: Callable[[], Person]
) -> None:
    station = office.stand()
    desk = Desk(station)
    station.province = replace(station.province, notice_days=30)
    number, _before = given(desk, somebody())
    kept = station.store.case(number)
    assert kept is not None
    assert kept.notice is not None
    until = (kept.made_at + timedelta(hours=8)).date() + timedelta(days=30)
    assert kept.expires_on == until
    assert until.isoformat() in [row.value.zh for row in kept.notice.rows]
    later = replace(kept, expires_on=date(2026, 1, 1))
    returning._still_good(station, _on_way(station.store.case_on_way(number)))  # noqa: SLF001
    with pytest.raises(NotEligible, match="expired"):
        returning._still_good(station, replace(_on_way(station.store.case_on_way(number)), case=later))  # noqa: SLF001


def _on_way(found: CaseOnWay | None) -> CaseOnWay:
    assert found is not None
    return found


def test_an_expired_case_is_nobodys_at_the_platform(
    town: Town, stranger: Callable[[], Person], platform: Platform
) -> None:
    counter, desk = town.at(town.window())
    number, _before = given(desk, stranger())
    counter.courier().pass_once()
    platform.change("UPDATE notice_case SET expires_on = '2026-01-01' WHERE number = ?", number)
    _elsewhere, other = town.at(town.window())
    with pytest.raises(NotEligible, match="expired"):
        other.resume_case(number)
    assert other.resume() is None


@pytest.mark.parametrize("kind", [CaseKind.REFUSED, CaseKind.GIVEN_UP])
def test_refusals_and_what_was_given_up_reach_the_platform_with_their_reason(
    town: Town, stranger: Callable[[], Person], platform: Platform, kind: CaseKind
) -> None:
    """Hainan art. 11: code in the trail and at the platform; at another window the person is opened, no more."""
    window = town.window()
    counter, desk = town.at(window)
    opened = desk.open_number(stranger().holder.number)
    told_page = desk.turning_away(opened.visit_id, FORMAL)
    code, words = (told_page.reasons if kind is CaseKind.REFUSED else told_page.given_up)[0]
    paper = desk.turn_away(opened.visit_id, kind.value, procedure=FORMAL, reason=code)
    assert words.zh in [row.value.zh for row in paper.draft.rows]
    counter.courier().pass_once()
    body = str(platform.rows("SELECT body FROM notice_case WHERE number = ?", paper.number))
    assert f'"reason": "{code}"' in body
    assert f'"kind": "{kind.value}"' in body
    audited = counter.store().entries("visit.turned_away", since=paper.issued_at - timedelta(minutes=1))
    assert [(one.subject, one.facts["reason"]) for one in audited] == [(paper.number, code)]
    assert isinstance(town.at(town.window())[1].resume_case(paper.number), PersonView)


@pytest.mark.parametrize("line", ["with a line", "without one"])
def test_somebody_without_a_record_comes_back_by_the_name_on_the_notice(town: Town, line: str) -> None:
    """A newcomer's identity card was read; the platform knows nobody of that number, or is not there to be asked."""
    window, number = town.window(), NOBODY
    _counter, desk = town.at(window)
    newcomer = Person(Holder(number, "申小芹", "2", date(1990, 1, 1)))
    opened = desk.open_document(document_of(newcomer))
    desk.begin(opened.visit_id, "application")
    notice = desk.turn_away(opened.visit_id, "missing", missing=["id-card"])
    _again, back = town.at(window, url="" if line == "with a line" else NOWHERE)
    page = back.resume_case(notice.number)
    assert isinstance(page, VisitView)
    assert (page.procedure, page.person.holder.number) == ("application", number)
    assert page.person.holder.name == "申小芹"


def test_it_goes_on_about_the_card_it_was_given_for(office: Office, roles: dict[str, Person]) -> None:
    """Two cards in use: the clerk has chosen the other one before the notice is scanned."""
    counter, desk = office.open()
    mine, other = roles["two-living"].cards
    opened = desk.open_card(mine.number)
    desk.begin(opened.visit_id, FORMAL)
    papers = [name for name, _words in desk.turning_away(opened.visit_id).papers]
    notice = desk.turn_away(opened.visit_id, "missing", missing=papers)
    chosen = desk.open_card(other.number).person.card
    assert chosen is not None
    assert chosen.number == other.number
    page = desk.resume_case(notice.number)
    assert isinstance(page, VisitView)
    assert page.person.card is not None
    assert page.person.card.number == mine.number
    assert counter.store().times("card.chosen", notice.number) == 1


def test_a_step_the_procedure_does_not_have_wedges_nobody(office: Office, somebody: Callable[[], Person]) -> None:
    """Another release at another window had more steps: it goes on at one there is, also after a restart."""
    station = office.stand()
    number, _before = given(Desk(station), somebody())
    own = _on_way(station.store.case_on_way(number)).case
    foreign = case_number("439977", "07", date(2026, 3, 18), 1)
    assert station.platform.keep_case(replace(own, number=foreign, step=99, notice=None, outlet="439977", window="07"))
    assert told(Desk(station).resume_case(foreign))
    _counter, fresh = office.open()
    assert isinstance(fresh.resume(), VisitView)


def test_the_bank_is_chosen_anew_and_the_choice_that_counts_stands_in_the_trail(
    office: Office, somebody: Callable[[], Person]
) -> None:
    """From a new draw: no bank is kept with the case, and it goes on at the page that asks for it."""
    began = datetime.now(UTC)
    counter, desk = office.open()
    opened = desk.open_number(somebody().holder.number).visit_id
    banks = next(one.field for one in desk.begin(opened, "bank-change").fields if one.field.name == "bank")
    free = [one.value for one in banks.choices if one.refused is None]
    desk.answer(opened, {"bank": free[0]})
    assert isinstance(desk.forward(opened), VisitView)
    papers = [name for name, _words in desk.turning_away(opened).papers]
    notice = desk.turn_away(opened, "missing", missing=papers)
    kept = counter.store().case(notice.number)
    assert kept is not None
    assert "bank" not in dict(kept.answers)
    assert kept.step > 0
    page = desk.resume_case(notice.number)
    assert isinstance(page, VisitView)
    assert (page.missing, told(page)["bank"]) == ("bank", "")
    desk.answer(page.visit_id, {"bank": free[-1]})
    chosen = counter.store().entries("bank.chosen", since=began)
    assert [one.facts["chosen"] for one in chosen] == [free[0], free[-1]]
    assert chosen[0].subject != chosen[1].subject


def test_visit_and_case_are_taken_up_together_or_not_at_all(office: Office, somebody: Callable[[], Person]) -> None:
    """The second of the two fails: no answers of the notice stand in a visit beside an open notice."""
    station = office.stand()
    desk = Desk(station)
    number, _before = given(desk, somebody())
    broken = "CREATE TRIGGER broken BEFORE UPDATE OF resumed_at ON cases BEGIN SELECT RAISE(ABORT, 'broken'); END"
    writing = station.store._database.writing  # type: ignore[attr-defined]  # noqa: SLF001 - past the store
    with writing() as connection:
        connection.exec_driver_sql(broken)
    with pytest.raises(IntegrityError, match="broken"):
        desk.resume_case(number)
    assert [dict(one.answers) for one in station.visits()] == [{}]
    assert _on_way(station.store.case_on_way(number)).case.resumed_at is None


def test_answers_never_hold_a_pin_and_the_notice_says_any_window() -> None:
    kinds = {kind.value for kind in FieldKind}
    assert not {kind for kind in kinds if "pin" in kind or "secret" in kind or "password" in kind}
    assert not [one.id for one in all_procedures() if one.id.startswith("pin-")]
    assert turning_away.NOTICE.zh == "一次性告知单"
