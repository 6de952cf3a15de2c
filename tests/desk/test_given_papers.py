"""Papers on A4 from a real visit: the notice says all that the roll says and more, the refusal says what can be done
against it, the notice of a changed account comes with the operations that change one; each is masked.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counter_app.desk import account_notice, given_papers
from counter_app.desk.paper_kinds import KINDS
from counter_app.desk.station import Station
from counter_app.domain.errors import NotFound
from counter_app.domain.form_papers import MissingNotice, RefusalNotice
from counter_app.domain.holder import Person
from counter_app.domain.print_job import Role
from tests.contracts.samples import entry
from tests.desk.conftest import Office
from tests.desk.test_ordering import carry
from tests.printing.samples import blankless
from tests.printing.test_pages import read


@pytest.fixture
def station(office: Office) -> Station:
    return office.stand()


def test_the_notice_says_of_each_paper_as_what_from_where_and_why_and_what_was_seen(
    office: Office, somebody: Callable[[], Person], station: Station
) -> None:
    person = somebody()
    _counter, desk = office.open()
    opened = desk.open_number(person.holder.number)
    desk.begin(opened.visit_id, "cancellation")
    papers = desk.turning_away(opened.visit_id).papers
    assert len(papers) > 1
    missing, *brought = papers
    number = desk.turn_away(opened.visit_id, "missing", missing=[missing[0]]).number
    made, case = given_papers.notice(station, number), given_papers.case_of(station, number)
    assert isinstance(made, MissingNotice)
    assert case.notice is not None
    assert [one.name.zh for one in made.missing] == [missing[1].zh]
    assert all(one.form.zh and one.where.zh and one.basis.zh for one in made.missing)
    assert [words.zh for words in made.seen] == [words.zh for _name, words in brought]
    assert made.frame.number == number
    assert number in made.frame.code  # signed where this counter has a key, else the number alone
    assert len(made.shares) == 2
    document = desk.paper_document("notice", number)
    assert (document.role, document.pages) == (Role.FORM, 2)
    text = blankless("".join(words for _size, words in read(document.pdf)))
    for words in ("一次性告知书", "注销", missing[1].zh, "任一窗口", "第一联", "第二联", "12333", number):
        assert blankless(words) in text
    until = next(row.value.zh for row in case.notice.rows if row.label.zh == "有效期至")
    assert f"有效期至 {until}（含当日）" in " ".join(words.zh for words in made.again), "the day the roll names"
    assert person.holder.number not in text
    assert person.holder.name not in text
    assert desk.paper_document("notice", number.lower()).pdf == document.pdf


def test_a_refusal_names_reason_facts_and_remedies_and_what_was_given_up_has_none(
    office: Office, somebody: Callable[[], Person], station: Station
) -> None:
    person = somebody()
    _counter, desk = office.open()
    opened = desk.open_number(person.holder.number)
    desk.begin(opened.visit_id, "formal-loss")
    reason = desk.turning_away(opened.visit_id).reasons[0]
    number = desk.turn_away(opened.visit_id, "refused", reason=reason[0]).number
    made = given_papers.notice(station, number)
    assert isinstance(made, RefusalNotice)
    assert made.reason == reason[1]
    said = " ".join(row.value.zh for row in made.remedies)
    for words in ("60 日", "6 个月", "《行政复议法》第二十条", "《行政诉讼法》第四十六条", "12333"):
        assert words in said
    opened = desk.open_number(person.holder.number)
    desk.begin(opened.visit_id, "formal-loss")
    given_up = desk.turning_away(opened.visit_id).given_up[0][0]
    other = desk.turn_away(opened.visit_id, "given-up", reason=given_up).number
    with pytest.raises(NotFound):
        desk.paper_document("notice", other)


def test_the_changed_account_is_told_with_the_receipt_and_only_where_it_changes(
    office: Office, somebody: Callable[[], Person], station: Station
) -> None:
    _counter, desk = office.open()
    keeps = next(p for p in iter(somebody, None) if p.cards[0].bank and p.cards[0].bank.bank == "B01")
    visit = desk.open_number(keeps.holder.number).visit_id
    kept = carry(desk, visit, "replacement", keep_account="yes", reason="damaged")
    assert "account-notice" not in [kind for kind, _title in desk.outcome(visit).papers]
    with pytest.raises(NotFound):
        account_notice.make(station, kept.receipt.number)
    desk.end(visit)

    person = next(p for p in iter(somebody, None) if p.cards[0].bank and p.cards[0].bank.bank == "B01")
    visit = desk.open_number(person.holder.number).visit_id
    done = carry(desk, visit, "replacement", keep_account="no", bank="B02", reason="damaged", told_payers="yes")
    assert [kind for kind, _title in desk.outcome(visit).papers] == ["account-notice"]
    made = account_notice.make(station, done.work.operation.id)
    bank = person.cards[0].bank
    assert bank is not None
    said = " ".join(row.value.zh for row in made.moves)
    assert bank.tail in said
    assert bank.bank_name in said
    assert made.frame.number == done.receipt.number
    assert len(made.errands) >= 5
    text = blankless(
        "".join(words for _s, words in read(desk.paper_document("account-notice", done.receipt.number).pdf))
    )
    assert person.holder.number not in text
    assert person.cards[0].number not in text

    station.store.withdraw(done.work.operation.id, "不办了", entry("operation.withdrawn"))
    with pytest.raises(NotFound):
        account_notice.make(station, done.receipt.number)


def test_a_guide_on_a4_takes_one_page_for_every_procedure(office: Office) -> None:
    _counter, desk = office.open()
    for name, title in desk.guide().titles:
        document = desk.paper_document("guide-sheet", name)
        assert document.pages == 1, name
        assert blankless(title.zh) in blankless("".join(words for _s, words in read(document.pdf)))


def test_every_kind_of_these_papers_is_for_the_printer_of_forms() -> None:
    for kind in ("notice", "guide-sheet", "account-notice", "custody", "day-end"):
        assert KINDS[kind].role is Role.FORM
