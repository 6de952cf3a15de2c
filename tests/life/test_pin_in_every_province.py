"""Change, reset and unblock of the PIN x every province: online, offline and back, refused by the platform, abandoned.

The card is one in the hand, in this process. Where a province has not decided that a PIN may be typed on the screen it
is taken as if it had: a reader's key pad cannot take the new PIN of a reset over PC/SC (docs/pin.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

import pytest

from counter_app import provinces
from counter_app.desk.desk import Desk
from counter_app.desk.exceptions import CLOSE
from counter_app.desk.pin_records import CHANGE, RESET, TITLES, procedure_of
from counter_app.domain.card import CardState
from counter_app.domain.chip_errors import PinWrong
from counter_app.domain.errors import ForbiddenOffline, NeedsSecond, NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.identity import person_kind
from counter_app.domain.moments import today_in_china
from counter_app.domain.operation import Settlement, Work, WorkState
from counter_app.domain.province import OfflineRule, PersonKind
from counter_app.domain.secret import SecretDigits
from practice.population import residents
from readers.desk_pin import DeskPin
from tests.life.land import Land
from tests.parts.four_eyes import agree_to_pin, two_needed
from tests.readers.pin_card import PACKED, PinCard
from tests.readers.pin_desk import InHand, Module, Reader, card_for, pin_of
from tests.ui.counter_window import chip_of

OLD, NEW = PACKED.hex(), "271828"
SEEN = "card-seen"
TASKS = ("change", "reset", "unblock")
CROWD = 100  # the first people of the province are the cast of other tests
People = Callable[[], Person]
Lands = Callable[[str], Land]
each_task = pytest.mark.parametrize("task", TASKS)
each_province = pytest.mark.parametrize("pack", provinces.available())


@pytest.fixture(scope="module")
def children() -> People:
    """Another child of the province at each call, with a card in order."""
    day = datetime.now(UTC)
    everybody = (one.person for one in residents(now=day))
    crowd = islice(everybody, CROWD, None)
    fit = (p for p in crowd if p.card and p.card.state is CardState.NORMAL)
    today = today_in_china()  # the desk's day: whoever turns 16 on it is no child there
    young = (p for p in fit if person_kind(p.holder, today=today) is PersonKind.MINOR)
    return lambda: next(young)


class AtPin:
    """A window of that land with a person's card in the hand; `blocked` where it is to be unblocked. `second`: the test
    itself looks for a second person, else one agrees wherever the pack asks for it.
    """

    def __init__(self, land: Land, person: Person, task: str, *, second: bool = False) -> None:
        self.land, self.person, self.name = land, person, task
        self.card: PinCard = replace(card_for(chip_of(person)), left=0 if task == "unblock" else 6)
        pin = DeskPin(Reader(InHand(self.card)), authority=Module())
        station = land.new_station()
        name = procedure_of(task)
        province = two_needed(station.province, name) if second else station.province
        rules, self.second = province.procedures[name], second
        station.province = replace(province, pin_typed=True)
        station.pin = lambda: pin
        self.rules, self.desk = rules, Desk(station)
        self.desk.card_here(chip_of(person))
        self.visit = self.desk.refresh(self.desk.open_chip(chip_of(person)).visit_id).visit_id

    @property
    def lawful(self) -> bool:
        return next(t for t in self.desk.pin_page(self.visit).tasks if t.id == self.name).lawful

    def carry(self, old: str = OLD) -> str:
        """The task, as the window asks for it; the number of its receipt."""
        typed = {"change": (old, NEW, NEW), "reset": (NEW, NEW), "unblock": ()}[self.name]
        seen = "" if self.name == "change" else SEEN
        if self.rules.high_risk and not self.second:
            agree_to_pin(self.desk, self.visit, self.name, seen=seen)
        return self.desk.pin_task(self.visit, self.name, *(pin_of(one) for one in typed), seen=seen).receipt

    @property
    def done_on_the_card(self) -> bool:
        pin = OLD if self.name == "unblock" else NEW
        return self.card.pin == bytes.fromhex(pin) and self.card.left > 0

    def work(self) -> Work:
        store, number = self.land.store, self.person.holder.number
        (only,) = (*store.works_of(number), *store.works_of(number, settled=True))
        return only

    def nothing_kept(self) -> bool:
        store, number = self.land.store, self.person.holder.number
        return (store.works_of(number), store.works_of(number, settled=True)) == ((), ())


@each_province
@each_task
def test_online_it_is_done_on_the_card_and_told_to_the_platform(
    task: str, pack: str, lands: Lands, people: People
) -> None:
    land = lands(pack)
    at = AtPin(land, people(), task)
    number = at.carry()
    assert at.done_on_the_card
    land.go_out()
    work = at.work()
    assert (work.settlement, work.receipt_number) == (Settlement.ACCEPTED, number)
    operation = work.operation
    assert (operation.procedure, operation.province, operation.pack) == (
        procedure_of(task),
        pack,
        land.province.version,
    )
    assert operation.basis == tuple(b.words.zh for b in at.rules.basis)
    assert operation.facts["actor"] == "self"
    assert operation.facts["shown_to_holder"] == ("no" if task == "unblock" else "yes")
    rows = "".join(row.value.zh for row in at.desk.receipt(number).draft.rows)
    assert TITLES[procedure_of(task)].zh in rows
    assert at.person.holder.number not in rows
    at.desk.end(at.visit)


@each_province
@each_task
def test_offline_it_is_done_or_refused_with_the_way_and_goes_on_when_the_line_is_back(
    task: str, pack: str, lands: Lands, people: People
) -> None:
    land = lands(pack)
    at = AtPin(land, people(), task)
    land.cut()
    try:
        if at.rules.offline is OfflineRule.NEVER:
            with pytest.raises(ForbiddenOffline):
                at.carry()
            assert at.nothing_kept()
            assert not at.done_on_the_card
        else:
            at.carry()
            assert at.done_on_the_card
            land.go_out()
            assert at.work().state is WorkState.WAITING
    finally:
        land.mend()
    if at.rules.offline is OfflineRule.NEVER:
        at.carry()
        land.go_out()
    assert at.done_on_the_card
    assert at.work().settlement is Settlement.ACCEPTED
    at.desk.end(at.visit)


@each_province
@each_task
def test_refused_by_the_platform_a_clerk_settles_it_and_the_card_stays_as_it_is(
    task: str, pack: str, lands: Lands, people: People
) -> None:
    """The province has the holder under another name since the counter heard last: the chip has done it all the
    same, and the paper says no other.
    """
    land = lands(pack)
    at = AtPin(land, people(), task)
    number = at.person.holder.number
    land.platform.change("UPDATE person SET name = name || '一' WHERE number = ?", number)
    receipt = at.carry()
    land.go_out()
    work = at.work()
    assert work.state is WorkState.REFUSED
    assert at.done_on_the_card
    at.desk.settle(work.operation.id, CLOSE.id, "号码与姓名不符")
    assert land.store.works_of(number) == ()
    assert at.desk.receipt(receipt).draft.state.zh == "已在卡上办好"
    at.desk.end(at.visit)


@each_province
@each_task
def test_abandoned_nothing_is_kept_and_the_card_is_as_it_was(
    task: str, pack: str, lands: Lands, people: People
) -> None:
    """At the page, at the second clerk, with a wrong PIN; then the program dies and starts anew."""
    land = lands(pack)
    at = AtPin(land, people(), task, second=True)
    assert at.lawful
    with pytest.raises(NeedsSecond):
        at.carry()
    at.desk.pin_second_page(at.visit, task, seen="" if task == "change" else SEEN)
    assert at.card.touched == []
    if task == "change":
        at.desk.agree_pin(at.visit, "0318", SecretDigits(bytearray(b"180318")))
        with pytest.raises(PinWrong):
            at.carry("000000")
    at.desk.end(at.visit)
    assert not at.done_on_the_card
    assert at.nothing_kept()


@pytest.mark.parametrize("life", ["dead", "missing"])
@each_task
def test_a_holder_who_does_not_live_has_no_pin_to_see_to(life: str, task: str, lands: Lands, people: People) -> None:
    """Also when the province hears of it while the visit is open."""
    land = lands("hunan")
    at = AtPin(land, people(), task)
    assert at.lawful
    land.platform.change("UPDATE person SET life = ? WHERE number = ?", life, at.person.holder.number)
    at.desk.refresh(at.visit)
    page = at.desk.pin_page(at.visit)
    assert [one.id for one in page.tasks if one.lawful] == []
    assert page.acting == ()
    with pytest.raises(NotEligible) as told:
        at.carry()
    assert told.value.message.zh in ("平台记录持卡人已死亡", "平台记录持卡人失踪")
    assert told.value.what_next.zh
    assert at.card.touched == []
    at.desk.end(at.visit)


def test_the_second_clerk_agrees_to_one_task_once(lands: Lands, people: People) -> None:
    """Not to another task, not to another way of knowing who it is, not to another actor, and not to the next time."""
    land = lands("hainan")
    at = AtPin(land, people(), RESET, second=True)
    page = at.desk.pin_second_page(at.visit, RESET, seen=SEEN)
    assert (page.pin_task, page.task) == (RESET, TITLES[procedure_of(RESET)])
    with pytest.raises(NotEligible):
        at.desk.agree_pin(at.visit, "0317", SecretDigits(bytearray(b"170317")))
    at.desk.agree_pin(at.visit, "0318", SecretDigits(bytearray(b"180318")))
    for seen in ("other-seen", ""):
        with pytest.raises((NeedsSecond, NotEligible)):
            at.desk.pin_task(at.visit, RESET, pin_of(NEW), pin_of(NEW), seen=seen)
    assert at.card.touched == []
    for _ in range(2):  # who acts brings the questions about them
        at.desk.answer_pin(at.visit, {**GUARDIAN, "relation_proof": "guardianship"})
    with pytest.raises(NeedsSecond):
        at.carry()
    at.desk.answer_pin(at.visit, {"actor": "self"})
    at.desk.pin_second_page(at.visit, RESET, seen=SEEN)
    at.desk.agree_pin(at.visit, "0318", SecretDigits(bytearray(b"180318")))
    at.carry()
    assert at.done_on_the_card
    land.go_out()
    assert at.work().operation.facts["second_person"] == "0318"
    with pytest.raises(NeedsSecond):
        at.carry()
    at.desk.end(at.visit)


def test_what_a_second_clerk_cannot_open_is_refused_before_anybody_is_asked(lands: Lands, people: People) -> None:
    land = lands("hainan")
    at = AtPin(land, people(), RESET, second=True)
    before = land.store.times("pin.refused", "")  # the land has seen other tests
    with pytest.raises(NotEligible):
        at.desk.pin_second_page(at.visit, RESET)  # nobody has said how the identity was checked
    assert land.store.times("pin.refused", "") == before + 1
    at.desk.end(at.visit)


GUARDIAN = {
    "actor": "guardian",
    "actor_name": "周文",
    "actor_number": "439901198001010017",
    "relation": "parent",
    "relation_proof": "household-register",
}


@pytest.mark.parametrize("task", [CHANGE, RESET])
def test_a_child_never_acts_alone_and_the_guardian_stands_on_the_paper(
    task: str, lands: Lands, children: People
) -> None:
    land = lands("hunan")
    at = AtPin(land, children(), task)
    page = at.desk.pin_page(at.visit)
    assert page.acting[0].field.name == "actor"
    assert page.unsaid == "actor_name"
    for said in ({}, {"actor": "self"}):
        at.desk.answer_pin(at.visit, said)
        with pytest.raises(NotEligible) as told:
            at.carry()
        assert told.value.what_next.zh
    assert at.card.touched == []
    at.desk.answer_pin(at.visit, GUARDIAN)
    page = at.desk.answer_pin(at.visit, GUARDIAN)
    assert page.unsaid == "", page.acting
    receipt = at.carry()
    land.go_out()
    work = at.work()
    assert work.settlement is Settlement.ACCEPTED
    facts = work.operation.facts
    assert {name: facts[name] for name in GUARDIAN} == GUARDIAN
    assert facts["shown_to_holder"] == "to_actor"
    rows = {row.label.zh: row.value.zh for row in at.desk.receipt(receipt).draft.rows}
    assert rows["监护人"].startswith("周*")
    assert GUARDIAN["actor_number"] not in "".join(rows.values())
    at.desk.end(at.visit)
