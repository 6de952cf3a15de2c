"""Carries work by hand: takes it out into a sealed file, hands another counter's file in, takes the answers back.

Refuses to hand out what is not in flight by then, to open what is not for this counter, and to believe answers the
platform has not signed. Which order, which answers count: the store's and the courier's own rules. Nothing it logs
names a person.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from counter_app.by_hand import Drive, Exported, Ready, Taken
from counter_app.domain import period, sealed_file, signature
from counter_app.domain.errors import Damaged
from counter_app.domain.operation import Answer, AuditEntry, OperationId, Verdict, Work, WorkState
from counter_app.domain.sealed_file import Header, SealedFile
from counter_app.domain.text import Text
from counter_app.domain.transfer_errors import BadTransferFile, NoTransferKey, NotTheirSignature, OthersAnswers
from counter_app.domain.transfer_key import PlatformKeys
from counter_app.enrolment import CounterKey
from counter_app.lapsing import lapsed
from counter_app.ports import Clock, Platform, Secrets, Store
from counter_app.transfer import HandedIn, TakenOut
from sync import transfer_wire
from sync.courier import ANSWERED, ANSWERED_PARTLY, COURIER, LAPSED, LAPSED_AGAIN
from sync.stick import FreshFile, read_file, stick_trouble
from sync.whole import is_whole

TAKEN_OUT, HANDED_IN, TAKEN_BACK = "transfer.taken_out", "transfer.handed_in", "transfer.answers_taken"
MOST, MOST_BYTES = 2000, 8 * 1024 * 1024  # operations, bytes of pictures: what the platform takes in one file
ANSWER_KEY = "transfer-answer-key"  # in the Secrets port; nothing else is ever opened with it
SUFFIX, ANSWERS_SUFFIX = ".ssct", ".answers.ssct"
_ALL = 1_000_000
_AT_ONCE = 100  # answers in one transaction
_MOVING = (WorkState.WAITING, WorkState.IN_FLIGHT)
_OTHER_KEY = Text("它不是封给本机的", "it is not sealed for this counter")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Transfers:
    """Of one counter, at its `outlet` and `window`. `key` is what it signs with; raises NotEnrolled. `clock` is that of
    what goes on record, `machine` as it is set, `clock` where none is given.
    """

    store: Store
    platform: Platform
    secrets: Secrets
    clock: Clock
    key: Callable[[], CounterKey]
    outlet: str
    window: str
    machine: Clock | None = None

    def ready(self) -> Ready:
        """What one file would take now; nothing changes. Raises StoreTrouble."""
        works, pictures, left = self.store.would_leave(most=MOST, most_bytes=MOST_BYTES)
        return Ready(len(works), sum(one.carried is not None for one in works), pictures, left)

    def drives(self) -> tuple[Drive, ...]:
        """Sticks that are in."""
        from sync.drives import drives

        return drives()

    def take_out(self, where: Path, *, clerk: str) -> Exported:
        """Write all that will go without a clerk into a new file: `where` is that file, or a folder. Raises
        NoTransferKey, NotEnrolled, NothingToTransfer, StickTrouble, StoreTrouble; after the first two nothing has
        changed, after StickTrouble what was taken out may stand in flight and is in the next file again.
        """
        keys, key, answer_key = self._keys(), self.key(), self._answer_pair()[1]
        folder = where if where.is_dir() else where.parent
        if where.exists() and not where.is_dir():
            with stick_trouble(where):
                raise FileExistsError(errno.EEXIST, "exists")
        fresh = FreshFile(folder)
        try:
            self._turn_back()
            taken = self.store.take_out(
                self.clock.now(), most=MOST, most_bytes=MOST_BYTES, audit=self._audit_of_file(clerk)
            )
            name = where / f"ssc-{key.counter_id}-{taken.serial:04d}{SUFFIX}" if where.is_dir() else where
            fresh.keep_as(name, self._sealed(taken, key, keys, answer_key))
        finally:
            fresh.let_go()
        return Exported(name, taken.serial, len(taken.works), len(taken.pictures), taken.left)

    def hand_in(self, file: Path, *, clerk: str) -> HandedIn:
        """Hand in a file, whoever made it; again is harmless. Raises BadTransferFile, StickTrouble, StoreTrouble,
        PlatformTrouble, TransferTurnedDown.
        """
        content = read_file(file)
        header = sealed_file.read(content, kind=sealed_file.WORK).header
        handed = self.platform.hand_in(content)
        counts = {name: str(getattr(handed, name)) for name in ("accepted", "refused", "put_off", "left", "known")}
        self.store.note(self._entry(HANDED_IN, f"{header.counter}/{header.serial}", counts, clerk=clerk))
        return handed

    def keep_answers(self, file: Path, answers: bytes) -> Path:
        """Write the answers to `file` beside it. Raises StickTrouble."""
        beside = answers_beside(file)
        keep_answers(beside, answers)
        return beside

    def take_back(self, file: Path, *, clerk: str) -> Taken:
        """Apply the answers a file brings; again, after the line brought them, or after reconciliation has let the work
        go again, is harmless. Raises BadTransferFile, NotTheirSignature, OthersAnswers, NotEnrolled, NoTransferKey,
        StickTrouble, StoreTrouble.
        """
        sealed = sealed_file.read(read_file(file), kind=sealed_file.ANSWERS)
        content = self._opened(sealed)
        tally = {"accepted": 0, "refused": 0, "put_off": 0, "before": 0, "unread": 0, "older": 0}
        open_now = {work.operation.id: work for work in self.store.works(states=_MOVING, limit=_ALL)}
        taken: list[tuple[Answer, AuditEntry]] = []
        answers, older = transfer_wire.read_answers(content), set[OperationId]()
        for answer in answers:
            work = open_now.get(answer.operation_id)
            if work is not None and is_whole(answer, work.operation):
                taken.append((answer, self._audit_of_answer(work, answer)))
        for start in range(0, len(taken), _AT_ONCE):
            older |= self.store.take_answers(taken[start : start + _AT_ONCE], serial=sealed.header.serial)
        for answer in answers:
            fits = self._fits(answer, open_now.get(answer.operation_id))
            tally["older" if answer.operation_id in older else fits] += 1
        counts = {name: str(count) for name, count in tally.items()}
        self.store.note(self._entry(TAKEN_BACK, str(sealed.header.serial), counts, clerk=clerk))
        return Taken(sealed.header.serial, **tally)

    def _turn_back(self) -> None:
        """A temporary loss whose period was over before it was sent, for the first time or once more, goes to the
        exceptions page, not into a file; by both clocks, ours and the platform's as it was last measured.
        """
        ahead = self.store.contact().offset or 0.0
        now = (self.machine or self.clock).now() + timedelta(seconds=min(ahead, 0.0))
        for work in lapsed(self.store, self.store.works(states=(WorkState.WAITING,), limit=_ALL), now):
            answer = period.lapsed_answer(work, self.clock.now())
            what = LAPSED if work.sent_at is None else LAPSED_AGAIN
            self.store.apply(answer, self._audit_of_answer(work, answer, what=what))

    def _keys(self) -> PlatformKeys:
        keys = self.store.platform_keys()
        if keys is None:
            raise NoTransferKey
        return keys

    def _sealed(self, taken: TakenOut, key: CounterKey, keys: PlatformKeys, answer_key: bytes) -> bytes:
        header = Header(
            kind=sealed_file.WORK,
            counter=key.counter_id,
            signed_with=key.key_id,
            sealed_for=signature.name_of(keys.transfer),
            made_at=self.clock.now(),
            serial=taken.serial,
            count=len(taken.works),
        )
        content = transfer_wire.write_work(taken, answer_key=answer_key)
        return sealed_file.seal(content, header=header, reader=keys.transfer, sign=key.sign)

    def _opened(self, sealed: SealedFile) -> bytes:
        """What is in a file of answers, once it is known to be the platform's word for this counter."""
        header = sealed.header
        if header.counter != self.key().counter_id:
            raise OthersAnswers(counter=header.counter)
        if not sealed.is_signed_by(self._keys().signing):
            raise NotTheirSignature
        private, public = self._answer_pair()
        if header.sealed_for != signature.name_of(public):
            raise BadTransferFile(why=_OTHER_KEY)
        return sealed.opened(private)

    def _answer_pair(self) -> tuple[bytes, bytes]:
        """The pair answers are sealed for, made when first asked for: a key that signs is never used to open."""
        kept = self.secrets.get(ANSWER_KEY)
        if kept is None:
            private, public = signature.new_pair()
            self.secrets.put(ANSWER_KEY, (private + public).hex())
            return private, public
        try:
            both = bytes.fromhex(kept)
        except ValueError as error:
            raise Damaged from error
        return both[: signature.PRIVATE], both[signature.PRIVATE :]

    def _fits(self, answer: Answer, work: Work | None) -> str:
        """Under which count of `Taken` an answer falls; `work` where it is still open."""
        if work is None and self.store.work(answer.operation_id) is not None:
            return "before"
        if work is None or not is_whole(answer, work.operation):
            _log.warning("an answer in a file that is not whole, or not to our work, was left out")
            return "unread"
        return {Verdict.ACCEPTED: "accepted", Verdict.REFUSED: "refused", Verdict.NOT_NOW: "put_off"}[answer.verdict]

    def _audit_of_file(self, clerk: str) -> Callable[[int, int], AuditEntry]:
        return lambda serial, count: self._entry(TAKEN_OUT, str(serial), {"operations": str(count)}, clerk=clerk)

    def _audit_of_answer(self, work: Work, answer: Answer, *, what: str = "") -> AuditEntry:
        halves = {f"half.{half.half.value}": f"{half.verdict.value} {half.code}".strip() for half in answer.halves}
        facts = {"verdict": answer.verdict.value, "code": answer.code, "by": "file", **halves}
        what = what or (ANSWERED_PARTLY if answer.verdict is Verdict.NOT_NOW else ANSWERED)
        place = work.operation
        return AuditEntry(what, self.clock.now(), COURIER, place.outlet, place.window, answer.operation_id, facts)

    def _entry(self, what: str, subject: str, facts: dict[str, str], *, clerk: str) -> AuditEntry:
        return AuditEntry(what, self.clock.now(), clerk, self.outlet, self.window, subject, facts)


def keep_answers(path: Path, answers: bytes) -> None:
    """Write a file of answers whole, in the place of an earlier one. Raises StickTrouble."""
    fresh = FreshFile(path.parent)
    try:
        fresh.keep_as(path, answers)
    finally:
        fresh.let_go()


def answers_beside(file: Path) -> Path:
    """Where the answers to a file stand: beside it, under its name."""
    return file.with_name(file.name.removesuffix(SUFFIX) + ANSWERS_SUFFIX)
