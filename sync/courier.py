"""The courier: greets the platform, hands over what may go, applies what was answered. One pass at a time.

Refuses to decide: order is the store's, the next try is `pace`'s, right and wrong are the platform's. It never raises
for a platform in trouble, and nothing it logs names a person.
"""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

from counter_app.contact import Greeting, WhyAside, greeted
from counter_app.domain import period
from counter_app.domain.enrolment_errors import NotEnrolled
from counter_app.domain.errors import NoNetwork, NoPlatform, NotEligible, NotNow, PlatformTrouble
from counter_app.domain.operation import Answer, AuditEntry, OperationId, Verdict, Work, WorkState
from counter_app.domain.text import Text
from counter_app.lapsing import lapsed
from counter_app.ports import Clock, Line, LineKind, PassReport, Platform, Store
from sync import aside, pace, troubles
from sync.attaching import NOT_HERE, Attaching, Loaded
from sync.cases import CaseCourier
from sync.repeated import answers_to
from sync.resting import Resting
from sync.standing import Standing
from sync.tally import Tally
from sync.waking import Waking
from sync.whole import is_whole

ANSWERED, ANSWERED_PARTLY = "platform.answered", "platform.answered_partly"
LAPSED, LAPSED_AGAIN = "operation.lapsed_unsent", "operation.lapsed_before_sent_again"
NOT_WHOLE = Text("省平台的答复不完整", "an answer of the platform is not whole")
COURIER = "courier"
GREETED_EVERY = 5.0  # seconds, while a queue goes on
MOST_AT_ONCE = 100  # maxItems of Batch in docs/platform.openapi.yaml
MOST_RESTING = 500  # looked through for work without a picture, while the platform wants none
_log = logging.getLogger(__name__)


class LineCourier:
    """The `Courier` port.

    `lock` gives a context manager whose value is True when this process may be courier, False when another one is.
    `longest_wait` seconds between tries, `batch` operations at once, `draw` dice from 0 to 1. `moments`: the clock of
    what goes on record, `clock` where none is given; `clock` is the machine's, as it is set. `standing`: asked how this
    counter stands where a pass had no work.
    """

    def __init__(
        self,
        *,
        store: Store,
        platform: Platform,
        clock: Clock,
        lock: Callable[[], AbstractContextManager[bool]],
        longest_wait: float,
        batch: int = 50,
        draw: Callable[[], float] = random.random,
        moments: Clock | None = None,
        waking: Waking | None = None,
        standing: Standing | None = None,
    ) -> None:
        self._store = store
        self._platform = platform
        self._clock = clock
        self._lock = lock
        self._longest = longest_wait
        self._batch = self._room = min(batch, MOST_AT_ONCE)
        self._draw = draw
        self._moments = moments or clock
        self._waking = waking or Waking(draw=draw)
        self._standing = standing
        self._aside = aside.Aside(store, longest=longest_wait)
        self._resting = Resting(longest=longest_wait)
        self._cases = CaseCourier(store=store, platform=platform, clock=clock, longest=longest_wait)
        self._attaching = Attaching(store, platform, clock, self._moments)
        self._said = self._greeted = clock.now()
        self._goes_on = False
        self._failures = 0

    def pass_once(self) -> PassReport:
        """Greet, send a batch, apply the answers, keep how the line was found. Raises StoreTrouble only."""
        with self._lock() as mine:
            if not mine:
                self._waking.plan(self._longest)
                return PassReport(line=self._store.line(), busy=True)
            return self._pass()

    def delay_after(self, report: PassReport) -> float:  # noqa: ARG002 - the plan of the last pass is kept
        """Seconds until the next pass should start: what is left of the wait planned with the last one, by a clock
        nobody sets, and less where the machine has slept or the network has changed since. To be asked every few
        seconds.
        """
        return self._waking.left()

    def _pass(self) -> PassReport:
        tally = Tally()
        greeting: Greeting | None = None
        trouble: PlatformTrouble | None
        self._aside.recall()
        try:
            if not self._just_greeted():
                greeting = greeted(self._platform.greet, machine=self._clock)
                self._said, self._greeted = greeting.said, self._clock.now()
            reached = True
            trouble = self._work(tally) or self._stands(tally)
            tally.more |= self._cases.carry() or tally.under_way
        except PlatformTrouble as error:
            trouble, reached = error, False
        self._goes_on = tally.more and tally.accepted + tally.refused > 0 and trouble is None
        reached = reached and (greeting is not None or trouble is None)
        if greeting is not None:
            greeting.keep(self._store, None if isinstance(trouble, NotEnrolled) else self._clock.now())
        if trouble is not None:
            _log.info("line: %s", trouble.code)
        line = self._line(trouble, tally)
        return PassReport(
            line,
            tally.handed_over,
            tally.accepted,
            tally.refused,
            more=tally.more,
            trouble=trouble.code if trouble is not None else "",
            reached=reached,
            asked=troubles.said_seconds(trouble) if trouble is not None else 0.0,
        )

    def _just_greeted(self) -> bool:
        """Whether the platform was greeted a moment ago, and has answered what was sent since: a long queue goes on."""
        return self._goes_on and 0 <= (self._clock.now() - self._greeted).total_seconds() < GREETED_EVERY

    def _work(self, tally: Tally) -> NoPlatform | None:
        """The trouble that ended the work of a pass, where it may be the work's own: what comes after the work goes on.
        Raises any other PlatformTrouble, StoreTrouble.
        """
        try:
            self._carry(tally)
        except NoPlatform as error:
            return error
        return None

    def _stands(self, tally: Tally) -> PlatformTrouble | None:
        """What is wrong with this counter's place at the platform, where nothing was sent that would have told. Raises
        NotNow, TooOld.
        """
        if self._standing is None or tally.handed_over:
            return None
        return self._standing(anew=self._failures > 0)

    def _carry(self, tally: Tally) -> None:
        """What may go, in up to four requests: `sync.aside`, `sync.resting`. Raises PlatformTrouble, StoreTrouble."""
        batch = self._may_go()
        while self._turned_back(batch, tally):
            batch = self._may_go()
        most = self._most()
        if len(batch) <= most:
            self._resting.forget_others(batch)
        others = self._others(batch[:most])
        now = others[: self._batch + len(self._aside)]
        first = aside.fresh_losses(now)
        second = [work for work in now if work not in first]
        if first:
            self._exchange(first[: self._room], tally)
        if second and len(first) <= tally.asked:
            self._exchange(second[: self._room], tally)
        if len(self._resting) and len(others) <= tally.asked:
            self._ask_again(alone=not others, tally=tally)
        if len(self._aside) and len(others) <= tally.asked:
            while (due := self._aside.due(self._may_go(), self._clock.now())) and self._try_alone(due, tally):
                pass
        if len(batch) > most and not len(self._aside):  # no need to look once more to know that there is more
            tally.more = tally.moved
            return
        left = self._may_go()
        more = {work.operation.id for work in self._others(left)} - tally.undecided
        if self._aside.due(left, self._clock.now()) is not None or more or (tally.woken and len(self._resting)):
            tally.more = tally.moved

    def _ask_again(self, *, alone: bool, tally: Tally) -> None:
        """Once more for what was put off, at most one request a pass, and behind everybody else."""
        free = self._aside.others(self._may_go())
        due = self._resting.due(free, self._clock.now(), alone=alone, most=self._room)
        if due:
            self._exchange(due, tally)

    def _turned_back(self, batch: Sequence[Work], tally: Tally) -> bool:
        """Whether any of it is a temporary loss whose period was over before it was sent, for the first time or once
        more: that is a clerk's to settle, and by both clocks, ours and the platform's.
        """
        now = min(self._clock.now(), self._said)
        over = lapsed(self._store, [work for work in batch if work.state is WorkState.WAITING], now)
        for work in over:
            answer = period.lapsed_answer(work, self._moments.now())
            what = LAPSED if work.sent_at is None else LAPSED_AGAIN
            self._store.apply(answer, self._audit(work, answer, what=what))
            tally.refused += 1
        return bool(over)

    def _most(self) -> int:
        """How many are looked at: what is set aside or rests must not hide the others."""
        return self._batch + len(self._aside) + len(self._resting) + (MOST_RESTING if self._attaching.rests() else 0)

    def _may_go(self) -> tuple[Work, ...]:
        """What may go, and one more where there is more."""
        return self._store.next_batch(self._most() + 1)

    def _others(self, batch: Sequence[Work]) -> list[Work]:
        """`batch` without what is set aside, rests, or has a picture nobody wants yet, and what waits behind that."""
        others = self._aside.others(aside.without(batch, self._resting.of(batch)))
        return aside.without(others, [work for work in others if self._attaching.is_resting(work)])

    def _try_alone(self, work: Work, tally: Tally) -> bool:
        """Once more for one that was set aside; True when it was answered at last.

        The line is not in trouble where others were answered since it first failed.
        """
        try:
            self._exchange([work], tally)
        except NoPlatform as error:
            if not self._aside.alone_at_fault(work.operation.id):
                raise
            _log.warning("left aside again: %s, %s", work.operation.id, error.code)
        return work.operation.id not in tally.undecided and work.operation.id not in self._aside

    def _exchange(self, batch: Sequence[Work], tally: Tally) -> None:
        """One request and its answers, pictures before it. Raises PlatformTrouble, also when an answer was not
        whole.
        """
        try:
            batch = self._loaded(batch, tally)
            answers = self._send(batch, tally) if batch else ()
        except NotEligible:  # one of them was withdrawn meanwhile: nothing was sent, the next pass goes without it
            tally.overtaken = True
            return
        works = {work.operation.id: work for work in batch}
        whole = [answer for answer in answers if is_whole(answer, works[answer.operation_id].operation)]
        self._take(whole, works, tally)
        put_off = {
            answer.operation_id for answer in whole if answer.verdict is Verdict.NOT_NOW and answer.code != NOT_HERE
        }
        tally.rested += self._resting.put_off(put_off, self._clock.now())
        decided = {answer.operation_id for answer in whole if answer.verdict is not Verdict.NOT_NOW}
        tally.asked += len(batch)
        tally.undecided |= set(works) - decided
        tally.woken |= self._resting.ended(decided) > 0
        self._judge_answers(works.keys(), answers, whole)

    def _judge_answers(self, asked: Set[OperationId], answers: Sequence[Answer], whole: Sequence[Answer]) -> None:
        """Set aside what was passed over while others of the batch were answered, and what came garbled. Raises
        NoPlatform where an answer was garbled, or none came.
        """
        told, usable = ({answer.operation_id for answer in some} for some in (answers, whole))
        passed_over = asked - told if told or len(asked) == 1 else set()
        for operation_id in sorted(passed_over):
            self._aside.failed(operation_id, self._clock.now())
        self._aside.answered(usable)
        for operation_id in sorted(told - usable):
            self._aside.failed(operation_id, self._clock.now())
            _log.warning("an answer that is not whole was left out: %s", operation_id)
        if asked and not told:
            self._room = max(1, len(asked) // 2)
        if told != usable or (asked and not told):
            raise NoPlatform(why=NOT_WHOLE, handed_over=True)

    def _loaded(self, batch: Sequence[Work], tally: Tally) -> Sequence[Work]:
        """What of `batch` has its picture at the platform. Raises PlatformTrouble, NotEligible."""
        loaded = self._attaching.load(batch)
        tally.under_way |= bool(loaded.under_way) and loaded.trouble is None
        for operation_id in sorted(loaded.left - loaded.under_way):
            if operation_id not in loaded.resting or operation_id in self._aside:
                self._aside.failed(operation_id, self._clock.now(), why=_why(loaded, operation_id))
        tally.asked += len(loaded.left)
        tally.undecided |= loaded.left
        ready = aside.without(loaded.ready, [work for work in batch if work.operation.id in loaded.left])
        if loaded.trouble is not None and not ready:
            raise loaded.trouble
        return ready

    def _send(self, batch: Sequence[Work], tally: Tally) -> tuple[Answer, ...]:
        """The answers to what was asked, one each. A lost answer halves the next batch: the line may be slow, or one
        operation may be what the platform fails on.
        """
        fresh = [one.operation.id for one in batch if one.state is WorkState.WAITING or one.carried is not None]
        handed_over = False

        def hand_over() -> None:
            nonlocal handed_over
            if fresh:
                self._store.hand_over(fresh, self._moments.now())
            tally.handed_over += len(batch)
            handed_over = True

        try:
            operations = [work.operation for work in batch]
            answers = answers_to(self._platform, operations, on_hand_over=hand_over)
        except PlatformTrouble as error:
            if handed_over:
                self._room = max(1, min(self._room, len(batch)) // 2)
            if handed_over and len(batch) == 1 and isinstance(error, NoPlatform):
                self._aside.failed(batch[0].operation.id, self._clock.now())
            raise
        self._room = min(self._batch, self._room * 2)
        return _asked_for(answers, {work.operation.id for work in batch})

    def _take(self, answers: Sequence[Answer], works: Mapping[OperationId, Work], tally: Tally) -> None:
        """Apply them. Where a half is undecided the row stays in flight and goes again under the same id."""
        self._store.apply_all([(answer, self._audit(works[answer.operation_id], answer)) for answer in answers])
        verdicts = Counter(answer.verdict for answer in answers)
        tally.accepted += verdicts[Verdict.ACCEPTED]
        tally.refused += verdicts[Verdict.REFUSED]
        tally.put_off |= verdicts[Verdict.NOT_NOW] > 0
        for answer in answers:
            if answer.verdict is Verdict.NOT_NOW and answer.code == NOT_HERE:
                self._attaching.lacking(works[answer.operation_id])

    def _audit(self, work: Work, answer: Answer, *, what: str = ANSWERED) -> AuditEntry:
        halves = {f"half.{half.half.value}": f"{half.verdict.value} {half.code}".strip() for half in answer.halves}
        return AuditEntry(
            what=ANSWERED_PARTLY if answer.verdict is Verdict.NOT_NOW else what,
            at=self._moments.now(),
            clerk=COURIER,
            outlet=work.operation.outlet,
            window=work.operation.window,
            subject=answer.operation_id,
            facts={"verdict": answer.verdict.value, "code": answer.code, "known": str(answer.known).lower(), **halves},
        )

    def _line(self, trouble: PlatformTrouble | None, tally: Tally) -> Line:
        """How the line was found and when it is tried next; kept when that says something new."""
        put_off = tally.put_off or len(self._resting) > 0
        at_once = tally.more and trouble is None
        if not at_once:
            self._failures = self._failures + 1 if trouble is not None or put_off else 0
        asked = troubles.said_seconds(trouble) if trouble is not None else 0.0
        history = pace.History(failures=0 if at_once else self._failures, retry_after=asked, more=tally.more)
        planned = pace.next_wait(history, longest=self._longest, draw=self._draw())
        self._waking.plan(planned, asked=asked > 0)
        now, before = self._clock.now(), self._store.line()
        kind = _kind(trouble, put_off=put_off)
        line = Line(
            kind=kind,
            since=before.since if before.kind is kind else now,
            next_try=now + timedelta(seconds=planned),
            detail=troubles.in_words(trouble) if trouble is not None else None,
        )
        # An untroubled heartbeat changes nothing worth a write to disk every few seconds.
        if kind is not LineKind.ONLINE or replace(before, next_try=None) != replace(line, next_try=None):
            self._store.keep_line(line)
        return line


def _why(loaded: Loaded, operation_id: OperationId) -> WhyAside:
    if operation_id in loaded.refused:
        return WhyAside.PICTURE
    return WhyAside.GONE if operation_id in loaded.gone else WhyAside.ANSWER


def _asked_for(answers: Sequence[Answer], ids: set[OperationId]) -> tuple[Answer, ...]:
    """The first answer to each operation that was asked about."""
    first: dict[OperationId, Answer] = {}
    for answer in answers:
        if answer.operation_id in ids:
            first.setdefault(answer.operation_id, answer)
        else:
            _log.warning("an answer to an operation that was not sent was left out: %s", answer.operation_id)
    return tuple(first.values())


def _kind(trouble: PlatformTrouble | None, *, put_off: bool) -> LineKind:
    if trouble is None:
        return LineKind.NOT_NOW if put_off else LineKind.ONLINE
    if isinstance(trouble, NotNow):
        return LineKind.NOT_NOW
    return LineKind.NO_NETWORK if isinstance(trouble, NoNetwork) else LineKind.NO_PLATFORM
