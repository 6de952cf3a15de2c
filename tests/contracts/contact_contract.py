"""What every `Store` must keep of the platform being there, of time and of work tried alone. A subclass gives the
fixture `store`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from counter_app.contact import Trial, WhyAside
from counter_app.domain.operation import OperationId, Verdict
from counter_app.ports import Store
from tests.contracts.samples import NOON, answer, entry
from tests.contracts.store_contract import LATER, record


class ContactContract:
    """Nothing of it is forgotten over a restart, and nothing of it is guessed."""

    def test_the_last_greeting_and_the_offset_are_kept(self, store: Store) -> None:
        before = store.contact()
        assert before.offset is None
        store.keep_contact(NOON, -12.5)
        store.keep_contact(LATER, 3.25)
        known = store.contact()
        assert (known.heard, known.offset, known.unsent) == (LATER, 3.25, 0)

    def test_unsent_counts_what_nobody_has_answered_for(self, store: Store) -> None:
        waiting, sent, done = (record(store, holder=n, card=n) for n in (1, 2, 3))
        store.hand_over([sent, done], LATER)
        store.apply(answer(done), entry())
        assert store.contact().unsent == 2
        assert waiting in {work.operation.id for work in store.next_batch(9)}

    def test_the_last_moment_is_the_latest_of_accepted_audited_and_heard(self, store: Store) -> None:
        begun = store.last_moment()
        assert begun is None or begun > NOON  # a folder that was migrated counts from then
        record(store)
        assert (store.last_moment() or NOON) >= NOON
        far = NOON + timedelta(days=9000)
        store.note(entry("holder.searched", at=far))
        assert store.last_moment() == far
        store.keep_contact(far + timedelta(seconds=1), 0.0)
        assert store.last_moment() == far + timedelta(seconds=1)
        store.keep_contact(NOON, 0.0)
        assert store.contact().heard == NOON
        assert store.last_moment() == far + timedelta(seconds=1), "heard again under a clock that was set back"

    def test_a_clock_that_was_far_ahead_is_taken_back_once(self, store: Store) -> None:
        """What was recorded stays as it is; the last moment is the platform's, and what is recorded from then on."""
        far, now = LATER + timedelta(days=9000), LATER + timedelta(days=2)
        assert store.clock_taken_back() is None
        made = record(store, at=far)
        store.keep_contact(far, -2.0)
        back = entry("clock.taken_back", at=now)
        assert not store.take_clock_back(far, back), "nothing lies beyond that"
        assert store.take_clock_back(now, back)
        assert not store.take_clock_back(now, back), "another program was here first"
        assert (store.last_moment(), store.contact().heard) == (now, now)
        work, taken = store.work(made), store.clock_taken_back()
        assert work is not None
        assert taken is not None
        assert (taken.at, taken.accepted(work), work.operation.accepted_at) == (now, now, far)
        later = store.work(record(store, at=now + timedelta(minutes=9)))
        assert later is not None
        assert taken.accepted(later) == later.operation.accepted_at
        assert (store.times("clock.taken_back", back.subject), store.verify_audit().whole) == (1, True)

    def test_the_first_hand_over_is_a_fact_that_stays(self, store: Store) -> None:
        made = record(store)
        assert self._sent(store, made) is None
        store.hand_over([made], LATER)
        store.hand_over([made], LATER + timedelta(hours=1))
        assert self._sent(store, made) == LATER
        store.apply(answer(made, Verdict.ACCEPTED), entry())
        assert self._sent(store, made) == LATER

    def test_what_is_tried_alone_is_kept_changed_and_forgotten(self, store: Store) -> None:
        first, second = (record(store, holder=n, card=n) for n in (1, 2))
        one = Trial(first, WhyAside.ANSWER, 1, NOON, LATER, others_passed=False)
        two = Trial(second, WhyAside.PICTURE, 3, NOON, LATER, others_passed=True)
        store.keep_trials([one, two])
        assert set(store.trials()) == {one, two}
        store.keep_trials([replace(one, failures=2, others_passed=True)], ended=[second])
        assert store.trials() == (replace(one, failures=2, others_passed=True),)

    @staticmethod
    def _sent(store: Store, made: OperationId) -> object:
        work = store.work(made)
        assert work is not None
        return work.sent_at
