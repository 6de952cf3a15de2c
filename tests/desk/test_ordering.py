"""Ordering and handing over a card at the desk: the lot of banks, steps left out, and the whole life over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView, PersonView, VisitView
from counter_app.domain.card import BankState, CardState
from counter_app.domain.errors import ForbiddenOffline, NeedsDocument, NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.making import MakingState
from tests.desk.conftest import Office
from tests.desk.papers import document_of
from tests.local_store.raw import opened
from tests.parts import practice_platform
from tests.parts.consenting import agreed
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform
from tests.parts.seen import SEEN

Somebody = Callable[[], Person]


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Platform]:
    """A platform of this test's own that makes cards at once and never fails."""
    with practice_platform.running(tmp_path / "platform.db") as running:
        running.switch("making_seconds", "0")
        running.switch("making_fails", "never")
        yield running


@pytest.fixture
def shop(folder: Path, workshop: Platform) -> Iterator[Office]:
    """Desks whose platform is the workshop."""
    with ExitStack() as stack:
        yield Office(folder, workshop.url, stack)


def carry(desk: Desk, visit: str, procedure: str, **answers: str) -> OutcomeView:
    """Carry a procedure out; each answer is given on the page that asks for it."""
    page: VisitView | OutcomeView = desk.begin(visit, procedure)
    answers = {**SEEN, **answers}
    while isinstance(page, VisitView):
        asked = {f.field.name for f in page.fields}
        page = agreed(desk, desk.answer(visit, {name: value for name, value in answers.items() if name in asked}))
        assert page.missing is None, (page.missing, [f.fault for f in page.fields if f.field.name == page.missing])
        page = desk.forward(visit)
    return page


def lawful(view: PersonView) -> set[str]:
    return {a.procedure for a in view.actions if a.lawful}


def bank_order(page: VisitView | OutcomeView) -> list[str]:
    assert isinstance(page, VisitView)
    return [c.value for f in page.fields if f.field.name == "bank" for c in f.field.choices]


def test_banks_keep_their_order_while_the_page_is_open_and_after_a_restart(office: Office, somebody: Somebody) -> None:
    """The order and the choice are audited each time the choice changes, and only then."""
    _, desk = office.open()
    visit = desk.open_number(somebody().holder.number).visit_id
    drawn = bank_order(desk.begin(visit, "bank-change"))
    free = next(
        [c.value for c in f.field.choices if c.refused is None]
        for f in desk.visit(visit).fields
        if f.field.name == "bank"
    )
    for chosen in (free[0], free[0], free[1]):
        assert bank_order(desk.answer(visit, {"bank": chosen})) == drawn
    again_counter, again = office.open()
    assert bank_order(again.visit(visit)) == drawn
    key = again_counter.secrets().get("store-key")
    assert key is not None
    with opened(office.folder, key) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = "\n".join(repr(row) for name in tables for row in connection.execute(f"SELECT * FROM {name}"))
    assert ",".join(drawn) in kept, "the order the holder saw"
    assert kept.count("'bank.chosen'") == 2


def test_one_visit_after_another_shows_other_orders(office: Office, somebody: Somebody) -> None:
    _, desk = office.open()
    visit = desk.open_number(somebody().holder.number).visit_id
    seen = set()
    for _ in range(12):
        seen.add(tuple(bank_order(desk.begin(visit, "bank-change"))))
        desk.back(visit)
    assert len(seen) > 1, "one in six to the eleventh that all twelve are alike"


def test_a_step_that_asks_nothing_is_left_out_and_back_goes_over_it(office: Office, somebody: Somebody) -> None:
    _, desk = office.open()
    who = next(p for p in iter(somebody, None) if p.cards[0].bank and p.cards[0].bank.bank == "B01")
    visit = desk.open_number(who.holder.number).visit_id
    desk.begin(visit, "replacement")
    page = desk.answer(visit, {"keep_account": "yes", "reason": "damaged"})
    assert [t.zh for t in page.steps] == ["核实本人", "补换信息", "本人确认", "办结"]
    confirm = desk.forward(visit)
    assert isinstance(confirm, VisitView)
    assert (confirm.current, confirm.steps[confirm.current].zh, confirm.next_label.zh) == (2, "本人确认", "提交补换卡")
    back = desk.back(visit)
    assert isinstance(back, VisitView)
    assert {f.field.name: f.value for f in back.fields}["keep_account"] == "yes"
    moved = desk.answer(visit, {"keep_account": "no"})
    assert [t.zh for t in moved.steps] == ["核实本人", "补换信息", "选银行", "本人确认", "办结"]
    assert moved.next_label.zh == "下一步：选银行"


def test_from_application_to_a_card_in_the_hand_and_from_a_lost_card_to_the_next_one(
    shop: Office, roles: dict[str, Person]
) -> None:
    """Applied for, made, handed over and enabled; then lost, replaced, handed over: the old one stops."""
    who = roles["adult-no-card"]
    counter, desk = shop.open()
    visit = desk.open_number(who.holder.number).visit_id
    assert "application" in lawful(desk.refresh(visit))
    applied = carry(desk, visit, "application", ground="live", bank="B01", photo="file", mobile="13900000046")
    assert applied.work.operation.card_number is None
    waiting = desk.person(desk.open_number(who.holder.number).visit_id)
    assert not {"application", "replacement", "activation"} & lawful(waiting), "an order waits for the platform"
    counter.courier().pass_once()
    assert desk.outcome(visit).kind == "ok"
    desk.end(visit)

    first = _hand_over(shop, desk, who, bank_side="taken")
    assert (first.ssc, first.bank) == (CardState.NORMAL, BankState.NORMAL)

    visit = desk.open_number(who.holder.number).visit_id
    carry(desk, visit, "formal-loss", scope="both", reason="lost", when="today")
    counter.courier().pass_once()
    desk.end(visit)
    visit = desk.open_number(who.holder.number).visit_id
    carry(desk, visit, "replacement", keep_account="no", bank="B02", told_payers="yes")
    counter.courier().pass_once()
    assert desk.outcome(visit).kind == "ok"
    desk.end(visit)

    second = _hand_over(shop, desk, who, bank_side="declined")
    assert (second.ssc, second.bank) == (CardState.NORMAL, BankState.INACTIVE)
    person = counter.store().person(who.holder.number)
    assert person is not None
    states = {c.number: c.state for c in person.cards}
    assert states == {first.number: CardState.CANCELLED, second.number: CardState.NORMAL}
    assert {o.state for o in person.orders} == {MakingState.COLLECTED}


class _Handed:
    def __init__(self, number: str, ssc: CardState, bank: BankState) -> None:
        self.number, self.ssc, self.bank = number, ssc, bank


def _hand_over(shop: Office, desk: Desk, who: Person, *, bank_side: str) -> _Handed:
    """Look the holder up, hand the ready card over, let the platform answer."""
    counter, _ = shop.open(seat="command-2")
    visit = desk.open_number(who.holder.number).visit_id
    view = desk.refresh(visit)
    sealed = view.person.sealed
    assert sealed is not None, view.person.orders
    assert "activation" in lawful(view)
    done = carry(desk, visit, "activation", bank_side=bank_side)
    assert done.work.operation.card_number == sealed.number
    assert done.kind == "wait"
    counter.courier().pass_once()
    result = desk.outcome(visit)
    assert result.kind == "ok", result.lines.happened
    card = next(c for c in result.person.cards if c.number == sealed.number)
    desk.end(visit)
    assert card.bank is not None
    return _Handed(card.number, card.state, card.bank.state)


def test_a_failed_making_is_resumed_as_the_same_order(
    shop: Office, workshop: Platform, roles: dict[str, Person]
) -> None:
    workshop.switch("making_fails", "all")
    who = roles["adult-no-card"]
    counter, desk = shop.open()
    visit = desk.open_number(who.holder.number).visit_id
    carry(desk, visit, "application", ground="work", bank="B03", photo="file", mobile="13900000046")
    counter.courier().pass_once()
    desk.end(visit)
    visit = desk.open_number(who.holder.number).visit_id
    failed = desk.refresh(visit)
    assert failed.person.order is not None
    assert failed.person.order.state is MakingState.FAILED
    assert lawful(failed) & {"application", "activation", "resume-making"} == {"resume-making"}
    carry(desk, visit, "resume-making")
    counter.courier().pass_once()
    assert desk.outcome(visit).kind == "ok"
    desk.end(visit)
    after = desk.refresh(desk.open_number(who.holder.number).visit_id).person
    assert [o.number for o in after.orders] == [failed.person.order.number]
    assert after.orders[0].state is MakingState.READY


def test_offline_a_finished_card_goes_only_to_whoever_shows_the_identity_card_here(
    shop: Office, roles: dict[str, Person]
) -> None:
    who = roles["card-ready"]
    _, online = shop.open()
    assert "activation" in lawful(online.refresh(online.open_number(who.holder.number).visit_id))
    _, desk = shop.open(url=NOWHERE, seat="command-3")
    visit = desk.open_number(who.holder.number).visit_id
    with pytest.raises(ForbiddenOffline) as refused:
        desk.begin(visit, "activation")
    assert isinstance(refused.value, NeedsDocument)
    assert "身份证" in refused.value.message.zh
    visit = desk.open_document(document_of(who)).visit_id
    assert carry(desk, visit, "activation", bank_side="declined").kind == "wait"


def test_a_dead_holder_orders_nothing(office: Office, roles: dict[str, Person]) -> None:
    _, desk = office.open()
    visit = desk.open_number(roles["dead"].holder.number).visit_id
    assert not {"application", "replacement", "bank-change", "activation"} & lawful(desk.person(visit))
    with pytest.raises(NotEligible, match="dead"):
        desk.begin(visit, "replacement")


def test_a_child_applies_with_a_guardian_whose_number_is_checked(shop: Office, roles: dict[str, Person]) -> None:
    child, parent = roles["minor-no-card"], roles["guardian-of-minor"]
    counter, desk = shop.open()
    visit = desk.open_number(child.holder.number).visit_id
    page = desk.begin(visit, "application")
    said = {f.field.name: f for f in desk.answer(visit, {"actor_number": child.holder.number}).fields}
    fault = said["actor_number"].fault
    assert fault is not None
    assert fault.zh == "监护人不能是持卡人本人"
    assert next(f.value for f in page.fields if f.field.name == "actor") == "guardian"
    guardian = {"actor_name": parent.holder.name, "actor_number": parent.holder.number, "relation": "parent"}
    carry(
        desk,
        visit,
        "application",
        **guardian,
        relation_proof="birth",
        ground="live",
        bank="B01",
        mobile="13900000046",
    )
    counter.courier().pass_once()
    assert desk.outcome(visit).kind == "ok"


def test_what_was_ordered_elsewhere_while_the_page_was_open_is_not_ordered_again(
    shop: Office, roles: dict[str, Person]
) -> None:
    """Another window ordered the card; this one hears of it before its last key, and says what can be done."""
    who = roles["adult-no-card"]
    given = {"ground": "live", "bank": "B01", "photo": "file", "mobile": "13900000046"}
    _, desk = shop.open()
    visit = desk.open_number(who.holder.number).visit_id
    desk.begin(visit, "application")
    desk.answer(visit, given)
    desk.forward(visit)
    desk.answer(visit, given)
    desk.forward(visit)
    there, other = shop.open(seat="command-4")
    carry(other, other.open_number(who.holder.number).visit_id, "application", **given)
    there.courier().pass_once()
    with pytest.raises(NotEligible) as refused:
        desk.forward(visit)
    assert refused.value.message.zh in ("正在制卡", "新卡已制好待领", "已有卡待启用")
    assert refused.value.what_next.zh


def test_a_death_on_record_is_the_first_thing_told(shop: Office, roles: dict[str, Person]) -> None:
    _, desk = shop.open()
    view = desk.refresh(desk.open_number(roles["dead"].holder.number).visit_id)
    assert view.notice is not None
    assert view.notice.zh.startswith("平台记录持卡人已死亡")
    assert lawful(view) <= {"cancellation", "status-proof", "data-copy"}
