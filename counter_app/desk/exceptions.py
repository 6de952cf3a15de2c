"""Work that was turned down, told in full: what this counter did and what the world did, in the order of time; what it
means for the holder; and the lawful ways on, by the code of the refusal.

Refuses to settle anything, and to claim of the world more than the platform has said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from counter_app.desk import results
from counter_app.desk.heard import title_of
from counter_app.desk.station import Station
from counter_app.desk.views_exceptions import ExceptionView, Happening, Settling
from counter_app.domain.card import STATE_NAMES, Half, state_of
from counter_app.domain.holder import Holder, Person
from counter_app.domain.operation import HalfAnswer, OperationId, Verdict, Work, WorkState
from counter_app.domain.period import said_here
from counter_app.domain.projection import was_refused
from counter_app.domain.settlement import CHOICES, Step, Way, already_so, code_of, known_of, lawful
from counter_app.domain.text import Text
from counter_app.feed import Heard

REDO = Settling(
    Way.REDO.value,
    Text("改正后重办", "Do it anew"),
    Text("打开这位持卡人，重新办理", "Open the holder and begin again"),
    "refresh",
)
ALREADY = Settling(
    Way.ALREADY.value,
    Text("别处已办，销案", "Done elsewhere"),
    Text("所求已成，换给接替回执", "It holds already; give the successor receipt"),
    "circle-check",
)
ESCALATE = Settling(
    Way.ESCALATE.value,
    Text("转人工核查", "Escalate"),
    Text("转主管或省平台，仍列在这里", "To a supervisor or the platform; it stays here"),
    "user-cog",
    tuple(CHOICES[Way.ESCALATE].items()),
)
CALL = Settling(
    Way.CALL.value,
    Text("电话告知持卡人", "Call the holder"),
    Text("记下接通没有、说了什么", "Note whether reached and what was said"),
    "phone",
    tuple(CHOICES[Way.CALL].items()),
)
CLOSE = Settling(
    Way.CLOSE.value,
    Text("撤销并告知", "Close as not done"),
    Text("须写明理由，收回回执", "Needs a reason; take the receipt back"),
    "file-x",
)
WAYS: Mapping[Way, Settling] = {Way(one.id): one for one in (REDO, ALREADY, ESCALATE, CALL, CLOSE)}


def told(station: Station, works: Sequence[Work], waits: Sequence[Work]) -> tuple[ExceptionView, ...]:
    """Each refused operation in full, and so each that a clerk has settled since; others are left out. `waits`: what
    has not been answered.
    """
    steps: dict[str, list[Step]] = {}
    for step in station.store.steps([work.operation.id for work in works]):
        steps.setdefault(step.operation_id, []).append(step)
    behind: dict[str, list[str]] = {}
    for work in waits:
        if work.held_by is not None:
            behind.setdefault(work.held_by, []).append(work.receipt_number)
    return tuple(
        _told(station, work, steps.get(work.operation.id, []), behind.get(work.operation.id, []))
        for work in works
        if work.state is WorkState.REFUSED or work.operation.id in steps
    )


def _told(station: Station, work: Work, steps: Sequence[Step], behind: Sequence[str]) -> ExceptionView:
    known = station.store.person(work.operation.holder_number)
    person = known or Person(Holder(work.operation.holder_number, work.operation.holder_name))
    lawfully = lawful(work)
    heard = station.store.heard(work.operation.holder_number)
    course = sorted((*_here(work), *_taken(steps), *_there(work, known), *_heard(work, heard)), key=_in_time)
    escalated = next((s for s in reversed(steps) if s.way is Way.ESCALATE), None)
    return ExceptionView(
        operation_id=work.operation.id,
        ways=tuple(WAYS[way] for way in lawfully.ways) if work.state is WorkState.REFUSED else (),
        course=tuple(course),
        means=means(station, work, person),
        following=lawfully.following,
        behind=tuple(behind),
        escalated=CHOICES[Way.ESCALATE][escalated.choice] if escalated is not None else None,
    )


def _in_time(one: Happening) -> tuple[datetime, bool]:
    """What the platform found comes before the answer that tells it."""
    return one.at, one.here


def means(station: Station, work: Work, person: Person) -> tuple[Text, ...]:
    """What it means for the holder, half by half: nothing is left to do, or what is not done and whom to call; for
    the whole where the platform holds it as done, or nobody here knows.
    """
    if already_so(work):
        return (Text("要办的事别处已经办成，卡就是这样", "It was done elsewhere already: the card stands so"),)
    calls = results.not_stopped(person, station.province, work)
    if known_of(work) in results.FOUND:
        return (results.FOUND[known_of(work)], *calls)
    done = [half.words for half in Half if half in work.operation.changes and not was_refused(work, half)]
    failed = [half.words for half in Half if half in work.operation.changes and was_refused(work, half)]
    said = [Text(f"{half.zh}没有办成", f"Not done: {half.en.lower()}") for half in failed]
    said += [Text(f"{half.zh}已办成", f"Done: {half.en.lower()}") for half in done]
    return (*(said or [Text("这笔业务没有办成", "It was not done")]), *calls)


def _here(work: Work) -> Iterable[Happening]:
    """What this counter did: took it, handed it over, heard the answer."""
    operation, answer = work.operation, work.answer
    tail = work.receipt_number[-6:]
    given = Text(f"{operation.clerk} 受理，给回执 …{tail}", f"Taken by {operation.clerk}, receipt …{tail}")
    yield Happening(operation.accepted_at, True, "check", given)
    if work.sent_at is not None:
        yield _left(work.sent_at, work.carried)
    if answer is None:
        return
    code = code_of(work)
    reason = results.refusal_reason(work)
    if said_here(code):
        yield Happening(answer.answered_at, True, "alert-circle", reason)
        return
    tagged = Text(f"，编码 {code}", f", code {code}") if code else Text("", "")
    words = Text(f"平台退回：{reason.zh}{tagged.zh}", f"Turned down: {reason.en}{tagged.en}")
    yield Happening(answer.answered_at, True, "alert-circle", words)


def _left(at: datetime, file: int | None) -> Happening:
    """Over the line, or in a file of that number: nobody knows whether that arrives."""
    if file is None:
        return Happening(at, True, "cloud-up", Text("交给平台", "Handed to the platform"))
    return Happening(at, True, "file-export", Text(f"导出（第 {file} 号文件）", f"Taken out in file {file}"))


def _taken(steps: Sequence[Step]) -> Iterable[Happening]:
    """What clerks here did about it since."""
    for step in steps:
        chosen = CHOICES.get(step.way, {}).get(step.choice)
        title = WAYS[step.way].title
        what = Text(f"{title.zh}：{chosen.zh}", f"{title.en}: {chosen.en.lower()}") if chosen is not None else title
        words = Text(f"{step.clerk} {what.zh}", f"{step.clerk}: {what.en}")
        yield Happening(step.at, True, WAYS[step.way].icon, words, note=step.reason)


def _there(work: Work, person: Person | None) -> Iterable[Happening]:
    """What the platform found or did, by its answer; and how the card stands by its last word since."""
    answer = work.answer
    if answer is None:
        return
    for half in answer.halves:
        words = _found(half)
        if words is not None:
            yield Happening(half.effective_at or answer.answered_at, False, "database", words)
    number = answer.card_number or work.operation.card_number
    card = next((c for c in person.cards if c.number == number), None) if person is not None else None
    found = {half.half: half.state for half in answer.halves}
    news = card is not None and any(card.state_of(half).value != found.get(half) for half in Half)
    if card is not None and news and card.as_of > answer.answered_at:
        now = "，".join(f"{half.words.zh}{STATE_NAMES[card.state_of(half)].zh}" for half in Half)
        now_en = ", ".join(f"{half.words.en.lower()} {STATE_NAMES[card.state_of(half)].en.lower()}" for half in Half)
        yield Happening(card.as_of, False, "database", Text(f"平台记录：{now}", f"On record: {now_en}"))


def _heard(work: Work, changes: Sequence[Heard]) -> Iterable[Happening]:
    """What others did to the holder's card meanwhile, as the platform's news told it."""
    card = work.operation.card_number
    for change in changes:
        other_card = card is not None and change.card_number not in ("", card)
        if change.heard_at >= work.operation.accepted_at and not other_card:
            who, what = change.source, title_of(change)
            words = Text(f"{who.zh}：{what.zh}", f"{who.en}: {what.en.lower()}")
            yield Happening(change.at, False, "world", words)


def _found(half: HalfAnswer) -> Text | None:
    """The state the platform found one half in, or brought it to."""
    if not half.state:
        return None
    state, name = STATE_NAMES[state_of(half.half, half.state)], half.half.words
    if half.verdict is Verdict.ACCEPTED:
        return Text(f"{name.zh}已是{state.zh}", f"{name.en}: {state.en.lower()} now")
    return Text(f"平台查到{name.zh}为{state.zh}", f"{name.en} found: {state.en.lower()}")


def successors(station: Station, settled: Sequence[Work]) -> tuple[tuple[str, str], ...]:
    """Of settled operations, the number of the paper that took the place of their receipt."""
    found: dict[str, str] = {}
    for step in station.store.steps([work.operation.id for work in settled]):
        number = step.number or _receipt_of(station, step.replaced_by)
        if number:
            found[step.operation_id] = number
    return tuple(found.items())


def _receipt_of(station: Station, operation_id: OperationId | None) -> str:
    receipt = station.store.receipt(operation_id) if operation_id is not None else None
    return receipt.number if receipt is not None else ""
