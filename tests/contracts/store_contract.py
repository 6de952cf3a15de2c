"""What every `Store` must do. A subclass gives the fixture `store`; nothing here knows what is behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from counter_app.domain.card import CardState
from counter_app.domain.errors import NotEligible, NotFound
from counter_app.domain.making import MakingState
from counter_app.domain.operation import OperationId, Settlement, Verdict, Work, WorkState
from counter_app.domain.receipt import receipt_number, receipt_number_checks
from counter_app.domain.text import Text
from counter_app.ports import Line, LineKind, Store
from tests.contracts.samples import (
    NOON,
    answer,
    card_of,
    draft,
    entry,
    number_of,
    operation,
    order,
    person,
    visit,
)

LATER = NOON + timedelta(minutes=5)


def record(store: Store, **kind: object) -> OperationId:
    """Record a sample; its id."""
    made = operation(**kind)  # type: ignore[arg-type]
    store.record(made, draft(), entry())
    return made.id


def ids(work: tuple[Work, ...]) -> list[OperationId]:
    return [one.operation.id for one in work]


class StoreContract:
    """Recording, sending order, answers, the mirror, visits, the trail."""

    def test_recorded_work_reads_back_as_it_was(self, store: Store) -> None:
        made = operation()
        receipt = store.record(made, draft(), entry())
        work = store.work(made.id)
        assert work == Work(made, work.order if work else -1, WorkState.WAITING, NOON, receipt.number)
        assert receipt.number == receipt_number("439901", "01", datetime(2026, 3, 18, tzinfo=UTC).date(), 1)
        assert store.receipt(made.id) == store.receipt(receipt.number) == receipt
        assert receipt.draft == draft()
        assert receipt.issued_at == NOON

    def test_recording_twice_is_recording_once(self, store: Store) -> None:
        made = operation()
        first = store.record(made, draft(), entry())
        again = store.record(made, draft("other words"), entry())
        assert again == first
        assert len(store.works()) == 1
        assert store.verify_audit().entries == 1

    def test_recording_marks_the_visit(self, store: Store) -> None:
        store.keep_visit(visit())
        store.record(operation(), draft(), entry(), visit_id="v1")
        assert store.visits() == (replace(visit(), state="recorded"),)

    def test_a_page_that_comes_late_does_not_reopen_a_recorded_visit(self, store: Store) -> None:
        """The same act asked again stays recorded; another act of the same visit is a new beginning."""
        made = operation()
        store.keep_visit(visit(operation_id=made.id))
        store.record(made, draft(), entry(), visit_id="v1")
        store.keep_visit(replace(visit(operation_id=made.id), step=0))
        assert [one.state for one in store.visits()] == ["recorded"]
        store.keep_visit(visit(operation_id="another"))
        assert [one.state for one in store.visits()] == ["asking"]

    def test_recording_without_its_visit_records_all_the_same(self, store: Store) -> None:
        made = operation()
        store.record(made, draft(), entry(), visit_id="gone")
        assert store.work(made.id) is not None
        assert store.visits() == ()

    def test_receipt_numbers_have_no_gap_for_a_window_and_a_local_day(self, store: Store) -> None:
        """A day begins at midnight in China, 16:00 UTC; each window counts for itself."""
        evening = datetime(2026, 3, 18, 15, 59, tzinfo=UTC)
        numbers = [
            store.record(operation(at=at, window=window), draft(), entry(window=window)).number
            for at, window in (
                (NOON, "01"),
                (evening, "01"),
                (evening + timedelta(minutes=1), "01"),
                (NOON, "02"),
                (NOON, "01"),
            )
        ]
        assert [number.rsplit("-", 1)[0] for number in numbers] == [
            "439901-01-260318-0001",
            "439901-01-260318-0002",
            "439901-01-260319-0001",
            "439901-02-260318-0001",
            "439901-01-260318-0003",
        ]
        assert all(receipt_number_checks(number) for number in numbers)

    def test_a_moment_of_another_zone_is_the_same_moment(self, store: Store) -> None:
        there = NOON.astimezone(timezone(timedelta(hours=8)))
        made = record(store, at=there)
        work = store.work(made)
        assert work is not None
        assert work.since == there
        assert work.operation.accepted_at.utcoffset() == timedelta(0)

    def test_nothing_is_found_where_nothing_is(self, store: Store) -> None:
        assert store.work(OperationId("none")) is None
        assert store.receipt("439901-01-260318-0001-3") is None
        assert store.person(number_of(9)) is None
        assert store.person_by_card(card_of(9)) is None
        assert not any((store.next_batch(10), store.works(), store.visits(), store.find("林")))
        assert store.waiting().oldest is None
        assert store.verify_audit().whole

    def test_accepted_work_is_settled_and_its_person_is_in_the_mirror(self, store: Store) -> None:
        made = record(store)
        store.hand_over([made], NOON)
        lost = person(state=CardState.TEMPORARY_LOSS, as_of=LATER)
        store.apply(answer(made, person=lost), entry("platform.answered", at=LATER))
        work = store.work(made)
        assert work is not None
        assert (work.state, work.settlement, work.since) == (WorkState.SETTLED, Settlement.ACCEPTED, LATER)
        assert work.answer == answer(made)
        assert store.person(number_of(1)) == lost
        assert ids(store.works_of(number_of(1), settled=True)) == [made]
        assert store.works_of(number_of(1)) == ()

    def test_the_same_answer_twice_changes_nothing(self, store: Store) -> None:
        made = record(store)
        store.hand_over([made], NOON)
        for at in (NOON, LATER):
            store.apply(answer(made), entry("platform.answered", at=at))
        work = store.work(made)
        assert work is not None
        assert work.since == NOON
        assert store.verify_audit().entries == 2

    def test_refused_work_stays_until_a_clerk_settles_it(self, store: Store) -> None:
        made = record(store)
        store.hand_over([made], NOON)
        store.apply(answer(made, Verdict.REFUSED), entry("platform.answered"))
        store.apply(answer(made, Verdict.ACCEPTED), entry("platform.answered"))
        work = store.work(made)
        assert work is not None
        assert work.state is WorkState.REFUSED
        assert work.answer == answer(made, Verdict.REFUSED)
        assert store.next_batch(10) == ()
        store.settle(made, Settlement.CLOSED, "已电话告知", entry("work.settled", at=LATER))
        work = store.work(made)
        assert work is not None
        assert (work.state, work.settlement, work.settled_reason) == (
            WorkState.SETTLED,
            Settlement.CLOSED,
            "已电话告知",
        )
        assert work.answer == answer(made, Verdict.REFUSED)

    def test_only_refused_work_is_settled_by_a_clerk(self, store: Store) -> None:
        made = record(store)
        with pytest.raises(NotEligible):
            store.settle(made, Settlement.CLOSED, "why", entry())
        with pytest.raises(NotFound):
            store.settle(OperationId("none"), Settlement.CLOSED, "why", entry())
        assert store.verify_audit().entries == 1

    def test_not_now_leaves_work_in_flight(self, store: Store) -> None:
        made = record(store)
        store.hand_over([made], NOON)
        store.apply(replace(answer(made, Verdict.NOT_NOW, person=person()), halves=()), entry())
        work = store.work(made)
        assert work is not None
        assert (work.state, work.answer) == (WorkState.IN_FLIGHT, None)
        assert store.person(number_of(1)) == person()
        assert store.verify_audit().entries == 1

    def test_a_half_that_was_decided_is_kept_while_the_other_is_put_off(self, store: Store) -> None:
        """The first word on it and its moment stand, whatever is said of it later; said again it is nothing new."""
        made = record(store)
        store.hand_over([made], NOON)
        first = answer(made, Verdict.NOT_NOW)
        store.apply(first, entry("platform.answered_partly"))
        store.apply(
            answer(made, Verdict.NOT_NOW, at=LATER, person=person(as_of=LATER)), entry("platform.answered_partly")
        )
        work = store.work(made)
        assert work is not None
        assert work.answer is not None
        assert (work.state, work.since, work.answer.halves) == (WorkState.IN_FLIGHT, NOON, first.halves[:1])
        assert store.person(number_of(1)) == person(as_of=LATER)
        assert store.verify_audit().entries == 2
        store.apply(answer(made, at=LATER), entry("platform.answered"))
        work = store.work(made)
        assert work is not None
        assert work.answer is not None
        assert work.settlement is Settlement.ACCEPTED
        assert [half.effective_at for half in work.answer.halves] == [NOON, None]

    def test_a_later_refusal_does_not_take_back_a_half(self, store: Store) -> None:
        for halves in (answer(OperationId("x"), Verdict.REFUSED).halves, ()):
            made = record(store)
            store.hand_over([made], NOON)
            store.apply(answer(made, Verdict.NOT_NOW), entry("platform.answered_partly"))
            store.apply(replace(answer(made, Verdict.REFUSED, at=LATER), halves=halves), entry("platform.answered"))
            work = store.work(made)
            assert work is not None
            assert work.answer is not None
            assert (work.state, work.answer.verdict) == (WorkState.REFUSED, Verdict.REFUSED)
            assert (work.answer.halves[0].verdict, work.answer.halves[0].effective_at) == (Verdict.ACCEPTED, NOON)

    def test_an_answer_nobody_asked_for_changes_nothing(self, store: Store) -> None:
        store.apply(answer(OperationId("none"), person=person()), entry())
        assert store.person(number_of(1)) is None
        assert store.verify_audit().entries == 0

    def test_handing_over_again_keeps_the_moment(self, store: Store) -> None:
        made = record(store)
        store.hand_over([made], LATER)
        store.hand_over([made], LATER + timedelta(hours=1))
        work = store.work(made)
        assert work is not None
        assert (work.state, work.since) == (WorkState.IN_FLIGHT, LATER)
        assert ids(store.next_batch(10)) == [made]

    def test_the_strip_counts_what_nobody_answered_for(self, store: Store) -> None:
        refused, flying = record(store, holder=1, card=1), record(store, holder=2, card=2, at=LATER)
        record(store, holder=3, card=3, at=LATER + timedelta(seconds=1))
        store.hand_over([refused, flying], LATER)
        store.apply(answer(refused, Verdict.REFUSED), entry())
        counts = store.waiting()
        assert (counts.waiting, counts.in_flight, counts.refused, counts.unsent) == (1, 1, 1, 2)
        assert counts.oldest == LATER

    def test_done_since_counts_from_the_moment_on(self, store: Store) -> None:
        for minutes in (0, 1, 2):
            record(store, at=NOON + timedelta(minutes=minutes))
        assert [store.done_since(NOON + timedelta(minutes=minutes)) for minutes in (0, 1, 3)] == [3, 2, 0]

    def test_works_come_in_sending_order_and_settled_ones_newest_first(self, store: Store) -> None:
        normal, urgent = record(store, holder=1, card=1, urgent=False), record(store, holder=2, card=2)
        old, new = record(store, holder=3, card=3), record(store, holder=4, card=4)
        store.hand_over([old, new], NOON)
        for made in (old, new):
            store.apply(answer(made), entry())
        assert ids(store.works()) == [urgent, normal, new, old]
        assert ids(store.works(states=[WorkState.SETTLED], limit=1)) == [new]
        assert ids(store.works(states=[WorkState.WAITING])) == [urgent, normal]

    def test_a_row_waits_behind_an_earlier_one_of_the_card_or_the_holder(self, store: Store) -> None:
        first = record(store, holder=1, card=1, urgent=False)
        same_card = record(store, holder=2, card=1, urgent=False)
        same_holder = record(store, holder=1, card=None, urgent=False)
        free = record(store, holder=3, card=3, urgent=False)
        held = {work.operation.id: work.held_by for work in store.works()}
        assert held == {first: None, same_card: first, same_holder: first, free: None}
        assert ids(store.next_batch(10)) == [first, free]
        assert ids(store.next_batch(1)) == [first]

    def test_a_loss_report_passes_everything_but_work_in_flight(self, store: Store) -> None:
        refused, held = record(store, urgent=False), record(store, urgent=False)
        store.hand_over([refused], NOON)
        during = record(store)
        work = store.work(during)
        assert work is not None
        assert work.held_by == refused
        assert ids(store.next_batch(10)) == [refused]
        store.apply(answer(refused, Verdict.REFUSED), entry())
        second = record(store)
        assert ids(store.next_batch(10)) == [during, second]
        still = store.work(held)
        assert still is not None
        assert still.held_by == refused

    def test_the_mirror_gives_back_what_the_platform_told(self, store: Store) -> None:
        told = (person(1, cards=(1, 11)), person(2, name="何秀珍"), person(3, name="无卡人", cards=()))
        store.keep_people(told)
        assert tuple(store.person(number_of(n)) for n in (1, 2, 3)) == told
        assert store.person_by_card(card_of(2)) == told[1]

    def test_the_mirror_keeps_cards_being_made_and_who_is_dead(self, store: Store) -> None:
        orders = (order(), order("Z00000002", state=MakingState.FAILED))
        told = replace(person(1), orders=orders, life="dead")
        store.keep_people([told])
        assert store.person(number_of(1)) == told
        later = replace(told, orders=(), life="", as_of=LATER)
        store.keep_people([later])
        assert store.person(number_of(1)) == later

    def test_a_later_word_replaces_all_cards_of_a_person(self, store: Store) -> None:
        store.keep_people([person(1, cards=(1, 5))])
        fresh = person(1, cards=(5, 6), as_of=LATER)
        store.keep_people([fresh])
        assert store.person(number_of(1)) == fresh
        assert store.person_by_card(card_of(1)) is None
        assert store.person_by_card(card_of(6)) == fresh

    def test_a_card_has_one_holder(self, store: Store) -> None:
        store.keep_people([person(1, cards=(7,))])
        store.keep_people([person(2, cards=(7,))])
        owner = store.person_by_card(card_of(7))
        assert owner is not None
        assert owner.holder.number == number_of(2)

    def test_an_overtaken_answer_undoes_nothing_but_a_clock_set_back_is_believed(self, store: Store) -> None:
        fresh = person(state=CardState.TEMPORARY_LOSS, as_of=LATER)
        store.keep_people([fresh])
        store.keep_people([person(as_of=LATER - timedelta(seconds=3))])
        assert store.person(number_of(1)) == fresh
        store.keep_people([person(as_of=LATER - timedelta(hours=3))])
        assert store.person(number_of(1)) == person(as_of=LATER - timedelta(hours=3))

    def test_the_mirror_refuses_people_the_platform_never_told_of(self, store: Store) -> None:
        with pytest.raises(ValueError, match="platform"):
            store.keep_people([replace(person(), as_of=None)])

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            (number_of(1), [1]),
            (number_of(1).lower(), [1]),
            (f" {number_of(1)[:6]} {number_of(1)[6:]} ", [1]),
            ("439901", [1, 2, 3, 4, 5]),
            ("43990", []),
            (card_of(2), [2]),
            (card_of(2).lower(), [2]),
            ("林", [1, 2]),
            ("林晓岚", [1]),
            ("晓岚", []),
            ("阿依古丽•买", [3]),
            ("lxl", [1]),
            ("LX", [1]),
            ("ay", [3]),
            ("zxx", [4]),
            ("吉", []),
            ("𠮷", [5]),
            ("%", []),
            ("_", []),
            ("", []),
            ("  ", []),
            ("' or 1=1 --", []),
        ],
    )
    def test_people_are_found_by_number_card_name_and_initials(self, store: Store, text: str, found: list[int]) -> None:
        names = {1: "林晓岚", 2: "林一", 3: "阿依古丽·买买提", 4: "曾小贤", 5: "𠮷田"}
        store.keep_people([person(n, name=name) for n, name in names.items()])
        assert sorted(hit.number for hit in store.find(text)) == sorted(number_of(n) for n in found)

    def test_a_hit_says_who_it_is(self, store: Store) -> None:
        store.keep_people([person(1, cards=(1, 2))])
        (hit,) = store.find(card_of(1))
        assert (hit.number, hit.name, hit.card_number, hit.birth_year, hit.as_of) == (
            number_of(1),
            "林晓岚",
            card_of(1),
            1980,
            NOON,
        )

    def test_a_search_gives_twenty_at_most(self, store: Store) -> None:
        store.keep_people([person(n) for n in range(1, 31)])
        assert len(store.find("林")) == len(store.find("林", limit=100)) == 20
        assert len(store.find("439901", limit=3)) == 3

    def test_a_visit_reopens_as_it_was_until_it_ends(self, store: Store) -> None:
        store.keep_visit(visit("v2", at=LATER))
        store.keep_visit(visit("v1"))
        changed = replace(visit("v1"), step=2, answers=(("name", "𠮷"),))
        store.keep_visit(changed)
        assert store.visits() == (changed, visit("v2", at=LATER))
        store.end_visit("v1")
        store.end_visit("v1")
        assert store.visits() == (visit("v2", at=LATER),)

    def test_the_line_is_kept(self, store: Store) -> None:
        assert store.line().kind is LineKind.UNTRIED
        for detail in (None, Text("证书不对", "Wrong certificate")):
            line = Line(LineKind.NO_PLATFORM, NOON, LATER, detail)
            store.keep_line(line)
            assert store.line() == line

    def test_the_trail_holds_every_act_in_a_chain_for_each_window(self, store: Store) -> None:
        record(store)
        store.note(entry("clerk.signed_in"))
        store.note(entry("clerk.signed_in", window="02"))
        report = store.verify_audit()
        assert (report.entries, report.whole) == (3, True)
