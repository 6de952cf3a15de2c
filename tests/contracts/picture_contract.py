"""What every `Store` must do with pictures. A subclass gives the fixture `store`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.domain.errors import NotFound
from counter_app.domain.operation import Operation, Settlement, Verdict
from counter_app.domain.photo import DIGEST_FACT, Picture, picture_of
from counter_app.ports import Store, VisitRecord
from tests.contracts.samples import answer, draft, entry, operation, visit
from tests.contracts.store_contract import LATER

SQUARE, CIRCLE = picture_of(b"\xff\xd8 a square \xff\xd9"), picture_of(b"\xff\xd8 a circle \xff\xd9")


def asking(*pictures: Picture) -> VisitRecord:
    """The sample visit with these pictures among its answers."""
    return replace(visit(), answers=tuple((f"picture{n}", one.digest) for n, one in enumerate(pictures)))


def pictured(store: Store, picture: Picture = SQUARE) -> Operation:
    """An operation recorded with a picture."""
    made = operation(facts={DIGEST_FACT: picture.digest})
    store.keep_visit(replace(asking(picture), operation_id=made.id), picture=picture)
    store.record(made, draft(), entry(), visit_id="v1")
    return made


class PictureContract:
    """A picture lives as long as it is needed, and no longer."""

    def test_a_picture_is_kept_with_the_answer_that_names_it(self, store: Store) -> None:
        store.keep_visit(asking(SQUARE), picture=SQUARE)
        store.keep_visit(asking(SQUARE))
        assert store.pictures("v1") == {SQUARE.digest: SQUARE.body}
        store.keep_visit(asking(SQUARE), picture=SQUARE)
        assert store.pictures("v1") == {SQUARE.digest: SQUARE.body}, "again is harmless"
        assert store.pictures("v2") == {}

    def test_another_picture_takes_its_place(self, store: Store) -> None:
        store.keep_visit(asking(SQUARE), picture=SQUARE)
        store.keep_visit(asking(CIRCLE), picture=CIRCLE)
        assert store.pictures("v1") == {CIRCLE.digest: CIRCLE.body}

    def test_what_no_answer_names_is_not_kept(self, store: Store) -> None:
        store.keep_visit(asking(CIRCLE), picture=SQUARE)
        assert store.pictures("v1") == {}

    @pytest.mark.parametrize("how", ["ended", "procedure left"])
    def test_a_visit_that_is_given_up_leaves_none_behind(self, store: Store, how: str) -> None:
        store.keep_visit(asking(SQUARE), picture=SQUARE)
        if how == "ended":
            store.end_visit("v1")
        else:
            store.keep_visit(replace(visit(), state="person", answers=()))
        assert store.pictures("v1") == {}

    def test_it_goes_with_its_operation_and_the_visit_may_end(self, store: Store) -> None:
        made = pictured(store)
        assert store.pictures("v1") == {}
        store.end_visit("v1")
        assert store.picture_of(made.id) == SQUARE

    def test_a_page_that_comes_late_takes_nothing_from_a_recorded_operation(self, store: Store) -> None:
        made = operation(facts={DIGEST_FACT: SQUARE.digest})
        begun = replace(asking(SQUARE), operation_id=made.id)
        store.keep_visit(begun, picture=SQUARE)
        store.record(made, draft(), entry(), visit_id="v1")
        store.keep_visit(replace(begun, answers=(("picture0", CIRCLE.digest),)), picture=CIRCLE)
        assert store.picture_of(made.id) == SQUARE
        assert store.pictures("v1") == {}

    def test_no_operation_stands_without_its_picture(self, store: Store) -> None:
        store.keep_visit(asking(SQUARE), picture=SQUARE)
        for visit_id, picture in (("v1", CIRCLE), ("v2", SQUARE), ("", SQUARE)):
            with pytest.raises(NotFound):
                store.record(operation(facts={DIGEST_FACT: picture.digest}), draft(), entry(), visit_id=visit_id)
        assert store.works() == ()
        assert store.verify_audit().entries == 0
        assert store.pictures("v1") == {SQUARE.digest: SQUARE.body}

    def test_it_stays_while_nobody_has_answered_and_when_it_was_refused(self, store: Store) -> None:
        made = pictured(store)
        store.hand_over([made.id], LATER)
        store.apply(answer(made.id, Verdict.NOT_NOW), entry())
        store.apply(answer(made.id, Verdict.REFUSED), entry())
        assert store.picture_of(made.id) == SQUARE
        store.settle(made.id, Settlement.CLOSED, "重办", entry())
        assert store.picture_of(made.id) is None

    def test_once_accepted_or_withdrawn_it_is_gone_and_the_trail_is_whole(self, store: Store) -> None:
        accepted = pictured(store)
        store.hand_over([accepted.id], LATER)
        store.apply(answer(accepted.id), entry())
        assert store.picture_of(accepted.id) is None
        withdrawn = pictured(store, CIRCLE)
        store.withdraw(withdrawn.id, "误录", entry("operation.withdrawn", at=LATER))
        assert store.picture_of(withdrawn.id) is None
        work = store.work(accepted.id)
        assert work is not None
        assert work.operation.facts[DIGEST_FACT] == SQUARE.digest
        assert store.verify_audit().whole

    def test_the_same_picture_for_two_operations_is_two(self, store: Store) -> None:
        first, second = pictured(store), pictured(store)
        store.withdraw(first.id, "误录", entry("operation.withdrawn", at=LATER))
        assert store.picture_of(second.id) == SQUARE
