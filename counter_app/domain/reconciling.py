"""Reconciliation (对账): what a counter and the platform hold of one day, compared by count and digest. Pure.

Refuses to call work that still waits a difference, and to know how a difference is mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.domain import signature
from counter_app.domain.operation import OperationId, Settlement, Verdict, Work, WorkState
from counter_app.domain.text import Text

PLATFORM_REFUSED = "counter.platform-refused"
PLATFORM_ACCEPTED = "counter.platform-accepted"
OTHER_BODY = "counter.other-body"
NOT_RESENDABLE = "counter.not-resendable"
_OWN_WORD, _NOT_OF_THE_FORM, _ID_TAKEN = "counter.", "1400", "1409"


class Gap(StrEnum):
    """What a difference is.

    MISSING confirmed here, unknown at the platform · UNKNOWN the platform has it, this counter has not · OTHER_ANSWER
    answered differently · OTHER_BODY the platform holds another operation under that id · NOT_RESENDABLE missing, and
    it cannot be sent again · REFUSAL_FORGOTTEN refused here, unknown at the platform: nothing was done on either side.
    """

    MISSING = "missing"
    UNKNOWN = "unknown"
    OTHER_ANSWER = "other-answer"
    OTHER_BODY = "other-body"
    NOT_RESENDABLE = "not-resendable"
    REFUSAL_FORGOTTEN = "refusal-forgotten"


GAP_OF_CODE: Mapping[str, Gap] = {
    PLATFORM_REFUSED: Gap.OTHER_ANSWER,
    PLATFORM_ACCEPTED: Gap.OTHER_ANSWER,
    OTHER_BODY: Gap.OTHER_BODY,
    _ID_TAKEN: Gap.OTHER_BODY,
    NOT_RESENDABLE: Gap.NOT_RESENDABLE,
}
"""Codes under which a difference stands on the exceptions page already, or stood there until a clerk settled it."""

GAP_WORDS: Mapping[Gap, Text] = {
    Gap.MISSING: Text("平台没有这件，可以重送", "The platform has not got it; it can be sent again"),
    Gap.UNKNOWN: Text(
        "平台有，本机没有：本机数据可能恢复过，或密钥被人用过；核查后写明缘由",
        "The platform has it, this counter has not: were the data restored, was the key used elsewhere? Say why",
    ),
    Gap.OTHER_ANSWER: Text("两边结果不同，已转例外", "Answered differently; it stands among the exceptions"),
    Gap.OTHER_BODY: Text("两边内容不同，已转例外", "Another content there; it stands among the exceptions"),
    Gap.NOT_RESENDABLE: Text(
        "平台没有这件，不能重送，已转例外", "Missing there and not to be sent again: an exception"
    ),
    Gap.REFUSAL_FORGOTTEN: Text(
        "退回过，平台没有留下；没有办成，不用处理", "Refused, and forgotten there: nothing to do"
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What is counted together: operations of one procedure that were answered alike (accepted or refused)."""

    procedure: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Entry:
    """One answered operation. `body`: digest of the operation as it was sent; `code` of the answer."""

    operation_id: OperationId
    kind: Kind
    body: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class KindTotal:
    """How many of a kind, and the digest over them; see `digest_of`."""

    kind: Kind
    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class DayBook:
    """What is compared at once: the work one window recorded on one day (in China, by `accepted_at`)."""

    outlet: str
    window: str
    day: date


@dataclass(frozen=True, slots=True)
class Difference:
    """One operation the two do not hold alike. `receipt` "" for one this counter has not; `here` and `there`: how it
    was answered, None where it is not known. `explained`: a clerk has settled it since, or said why it is so.
    """

    operation_id: OperationId
    receipt: str
    procedure: str
    gap: Gap
    here: Verdict | None = None
    there: Verdict | None = None
    code: str = ""
    explained: bool = False

    @property
    def matters(self) -> bool:
        """False when nothing is left to be done about it."""
        return not self.explained and self.gap is not Gap.REFUSAL_FORGOTTEN


class Outcome(StrEnum):
    """EQUAL all of it is settled and equal · DIFFERENT something differs · OPEN nothing differs, not all is settled."""

    EQUAL = "equal"
    DIFFERENT = "different"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What came out of comparing one book at `at` (UTC), asked for by `clerk`. `works`: recorded in it by then;
    `under_way`: of them unanswered; `to_settle`: refused, and no clerk has settled them.
    """

    book: DayBook
    at: datetime
    clerk: str
    works: int
    under_way: tuple[OperationId, ...] = ()
    to_settle: int = 0
    differences: tuple[Difference, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What it comes to."""
        if any(one.matters for one in self.differences):
            return Outcome.DIFFERENT
        return Outcome.OPEN if self.under_way or self.to_settle else Outcome.EQUAL

    @property
    def missing(self) -> tuple[OperationId, ...]:
        """What the platform has not got and could be sent again."""
        return tuple(one.operation_id for one in self.differences if one.gap is Gap.MISSING)

    @property
    def unknown(self) -> tuple[Difference, ...]:
        """What only the platform has."""
        return tuple(one for one in self.differences if one.gap is Gap.UNKNOWN)


def kind_of(work: Work) -> Kind | None:
    """What a recorded operation is counted as. None: not answered by the platform, or by an answer it keeps no record
    of (not of the form, an id that was taken, withdrawn, the counter's own word).
    """
    answer = work.answer
    if answer is None or is_under_way(work) or work.settlement is Settlement.WITHDRAWN:
        return None
    if answer.code in (_NOT_OF_THE_FORM, _ID_TAKEN) or answer.code.startswith(_OWN_WORD):
        return None
    return Kind(work.operation.procedure, answer.verdict)


def is_under_way(work: Work) -> bool:
    """Whether nobody has answered for it yet."""
    return work.state in (WorkState.WAITING, WorkState.IN_FLIGHT)


def totals(entries: Iterable[Entry]) -> tuple[KindTotal, ...]:
    """Counts and digests by kind."""
    by_kind: dict[Kind, list[Entry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    return tuple(KindTotal(kind, len(of_kind), digest_of(of_kind)) for kind, of_kind in sorted(by_kind.items()))


def digest_of(entries: Sequence[Entry]) -> str:
    """SM3 over one line for each: id, blank, body digest, blank, verdict, line feed; sorted by id."""
    ordered = sorted(entries, key=lambda entry: entry.operation_id)
    lines = [f"{entry.operation_id} {entry.body} {entry.kind.verdict.value}\n" for entry in ordered]
    return signature.sm3("".join(lines).encode("ascii"))


def compare(
    works: Sequence[Work], entries: Mapping[OperationId, Entry], there: Iterable[Entry], unequal: Iterable[Kind]
) -> tuple[Difference, ...]:
    """What differs, in the order it was recorded; what this counter has not comes last.

    `works`: all of a book; `entries`: what is counted of them; `there`: what the platform holds of the `unequal`
    kinds.
    """
    left, kinds = {one.operation_id: one for one in there}, set(unequal)
    found: list[Difference] = []
    for work in works:
        here, other = entries.get(work.operation.id), left.pop(work.operation.id, None)
        gap = _gap(work, here, other, asked=here is not None and here.kind in kinds)
        if gap is not None:
            found.append(_difference(work, gap, here, other))
    return (*found, *(_unknown(one) for one in left.values()))


def _gap(work: Work, here: Entry | None, there: Entry | None, *, asked: bool) -> Gap | None:
    if is_under_way(work):
        return None
    if work.answer is not None and work.answer.code in GAP_OF_CODE:
        now = _told_now(work.answer.code, there)
        return Gap.REFUSAL_FORGOTTEN if now == PLATFORM_REFUSED and there is None else GAP_OF_CODE[now]
    if here is None:  # a refusal the platform keeps nothing of, or withdrawn: it must not have taken effect there
        return Gap.OTHER_ANSWER if there is not None and there.kind.verdict is Verdict.ACCEPTED else None
    if there is not None:
        differs = Gap.OTHER_ANSWER if there.kind != here.kind else None
        return differs if there.body == here.body else Gap.OTHER_BODY
    lost = Gap.MISSING if here.kind.verdict is Verdict.ACCEPTED else Gap.REFUSAL_FORGOTTEN
    return lost if asked else None


def _told_now(code: str, there: Entry | None) -> str:
    """The code of GAP_OF_CODE that fits what the platform says now of work that stands under `code`. Such work is in no
    total of this counter, so its kind is never equal where the platform has it: `there` None is a platform without it.
    """
    if there is None:
        return NOT_RESENDABLE if code in (PLATFORM_ACCEPTED, OTHER_BODY) else code
    if code in (OTHER_BODY, _ID_TAKEN):
        return code
    return PLATFORM_ACCEPTED if there.kind.verdict is Verdict.ACCEPTED else PLATFORM_REFUSED


def _difference(work: Work, gap: Gap, here: Entry | None, there: Entry | None) -> Difference:
    code = work.answer.code if work.answer is not None else ""
    told = code in GAP_OF_CODE and _told_now(code, there) == code
    return Difference(
        operation_id=work.operation.id,
        receipt=work.receipt_number,
        procedure=work.operation.procedure,
        gap=gap,
        here=here.kind.verdict if here is not None else None,
        there=there.kind.verdict if there is not None else None,
        code=there.code if there is not None else "",
        explained=told and work.state is WorkState.SETTLED,
    )


def _unknown(entry: Entry) -> Difference:
    kind = entry.kind
    return Difference(entry.operation_id, "", kind.procedure, Gap.UNKNOWN, there=kind.verdict, code=entry.code)
