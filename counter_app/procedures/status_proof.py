"""Status query and printed proof 查询与证明: what the platform's records said of a card, and when. Always offered.

Refuses to claim more than that: the state is the confirmed one with its as-of time, work that waits is named and not
counted in, and the platform's answer to the request itself adds nothing to what is proven.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from counter_app.domain.card import STATE_NAMES, Half
from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.functions import functions
from counter_app.domain.moments import say_full, say_moment
from counter_app.domain.operation import Answer
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Outcome, Procedure, Situation, Step
from counter_app.domain.projection import is_open
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same
from counter_app.procedures import _acting as acting
from counter_app.procedures import _halves as h
from counter_app.procedures import _pages as pages

TITLE = Text("查询与证明", "Status and proof")
PAPER = Text("社会保障卡状态证明", "Proof of the state of a social security card")
DONE = Text("按所列时间的平台记录", "As the platform's records stood then")
_WHAT = (
    Choice(
        "status", Text("状态证明", "State"), Text("各功能的状态和时间", "Each function, and since when it is known")
    ),
    Choice(
        "card", Text("持卡证明", "Holding a card"), Text("卡号、发卡日期和状态", "Card number, day of issue and state")
    ),
)


def _unlawful(situation: Situation) -> Refused | None:
    if situation.person.as_of is not None:
        return acting.refusal(situation, living=False)
    how = Text("联网后再查，或核对号码", "Ask when there is a line, or compare the number")
    return NotEligible(why=Text("本机没有这个人的平台记录", "Nothing of this person is on record here"), how=how)


def as_of(situation: Situation) -> datetime | None:
    """The earliest moment for which everything on the proof was known (UTC)."""
    card, told = situation.person.card, situation.person.as_of
    moments = [card.as_of_half(half) for half in Half] if card is not None else []
    known = [moment for moment in (*moments, told) if moment is not None]
    return min(known) if known else None


def _fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    what = Field("what", Text("证明什么", "What to prove"), FieldKind.TILES, choices=_WHAT, initial="status")
    return (what, *acting.fields(situation, answers), *acting.identity_fields(situation, answers))


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    moment = as_of(situation)
    told = {"what": answers["what"], **({"as_of": f"{moment:%Y-%m-%dT%H:%M:%SZ}"} if moment else {})}
    return told | acting.facts(situation, answers)


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    moment = as_of(situation)
    since = same(say_full(moment)) if moment else Text("没有记录", "Not on record")
    taken = Row(Text("数据时间", "As of"), Text(f"{since.zh}（平台记录）", f"{since.en} (platform)"), strong=True)
    asked_by = acting.rows(situation, answers)
    return (*_who(situation, answers), *asked_by, *_what_is_known(situation, answers), taken)


def _who(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    if situation.person.card is not None:
        return h.holder_rows(situation, answers)
    none = Text("平台记录中没有卡", "No card on the platform's records")
    return (*h.holder_rows(situation, answers)[:2], Row(Text("卡号", "Card number"), none, strong=True))


def _what_is_known(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    card = situation.person.card
    if card is None:
        return ()
    states = tuple(Row(half.words, STATE_NAMES[card.state_of(half)], strong=True) for half in Half)
    if answers.get("what") != "card":
        return (*states, *(Row(name, how) for name, how in functions(card)))
    days = (
        (Text("发卡日期", "Issued on"), card.issued_on),
        (Text("有效期至", "Valid until"), card.expires_on),
    )
    return (*(Row(label, same(f"{day:%Y-%m-%d}")) for label, day in days if day is not None), *states)


def _warnings(situation: Situation, _answers: Answers) -> tuple[Text, ...]:
    said = [Text("只说明所列时间平台的记录，不作其他证明", "It tells what the records held then, and nothing more")]
    waiting = sum(is_open(work) and bool(work.operation.changes) for work in situation.work)
    if waiting:
        zh = f"另有 {waiting} 笔业务待平台确认，没有计入"
        said.append(Text(zh, f"{waiting} more waiting for the platform, not counted in"))
    return tuple(said)


def _outcome(situation: Situation, _answers: Answers) -> Outcome:
    moment = as_of(situation)
    said = say_moment(moment, now=situation.now) if moment else Text("不详", "not known")
    return Outcome(
        happened=(
            Text("证明已出具", "The proof is made out"),
            Text(f"内容是平台 {said.zh} 的记录", f"It tells the platform's records of {said.en}"),
        ),
        means=(
            Text("只说明当时的记录", "It tells the records of that time"),
            Text("此后的变动不在上面", "What changed since is not on it"),
        ),
        next=(
            Text("打印证明，交给持卡人", "Print it and give it to the holder"),
            Text("要更新的，联网后重新出具", "For a newer one, make it out again with a line"),
        ),
    )


def _confirmed(situation: Situation, answers: Answers, _answer: Answer) -> Outcome:
    return _outcome(situation, answers)


PROCEDURE = Procedure(
    id="status-proof",
    title=TITLE,
    hint=Text("查状态，打印证明；离线也可办", "The state, on paper; offline too"),
    key="F10",
    icon="printer",
    urgent=False,
    steps=(
        Step(
            id="confirm",
            title=Text("核对并出具", "Check and print"),
            question=Text("卡的状态，请持卡人核对", "The state of the card: the holder checks"),
            hint=Text("看清数据时间，再出具证明", "Look at the as-of time, then make it out"),
            fields=_fields,
            confirms=True,
        ),
    ),
    unlawful=_unlawful,
    changes=pages.no_changes,
    facts=_facts,
    rows=_rows,
    warnings=_warnings,
    pending=pages.no_words,
    outcome=_outcome,
    confirmed=_confirmed,
    example={"what": "status"},
    paper_title=PAPER,
    done_here=DONE,
)
