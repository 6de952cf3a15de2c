"""What the screen shows of a card: the platform's last word plus the work that waits. A pure function.

Refuses to claim more than is known: a waiting change is shown as the new state *and* as waiting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.card import BankState, Card, CardState, Half, state_of
from counter_app.domain.operation import Verdict, Work, WorkState


@dataclass(frozen=True, slots=True)
class HalfView:
    """One half as shown: `shown` state, `confirmed` state with its `as_of`, the work that makes them differ, a refusal.

    `waiting` is the latest unanswered work on this half. `refused` is work turned down for this half and not settled
    yet. `ends`: when a temporary loss that is shown lapses, as the platform said.
    """

    half: Half
    confirmed: CardState | BankState
    shown: CardState | BankState
    as_of: datetime | None
    waiting: Work | None = None
    refused: Work | None = None
    ends: datetime | None = None

    def due_lapsed(self, now: datetime) -> bool:
        """True when the minute of the lapse has passed and the platform has not been heard: it should be over. The
        state stays as the platform said it last; this counter's clock changes nothing.
        """
        return self.ends is not None and self.ends <= now


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as shown; `card` is None for a person the counter knows only by what was typed.

    `under_way`: unanswered work of this person that changes no half by itself (applications ...), by order.
    """

    card: Card | None
    ssc: HalfView
    bank: HalfView
    under_way: tuple[Work, ...] = ()

    def half(self, half: Half) -> HalfView:
        return self.ssc if half is Half.SSC else self.bank

    @property
    def waits(self) -> bool:
        """True when anything on this card waits for the platform."""
        return self.ssc.waiting is not None or self.bank.waiting is not None


UNKNOWN = "?"


def project(card: Card | None, work: Sequence[Work]) -> CardView:
    """Platform state and unsettled work of this card (any order) -> what to show.

    Work on the halves of another card of the same holder is left out; work recorded without a card number counts for
    every card, and so does work without halves: it is the person's.
    """
    under_way = sorted((w for w in work if is_open(w) and not w.operation.changes), key=lambda w: w.order)
    mine = sorted(
        (w for w in work if w.operation.card_number is None or card is None or w.operation.card_number == card.number),
        key=lambda w: w.order,
    )
    ssc, bank = (_project_half(half, card, mine) for half in (Half.SSC, Half.BANK))
    return CardView(card=card, ssc=ssc, bank=bank, under_way=tuple(under_way))


def _project_half(half: Half, card: Card | None, work: Sequence[Work]) -> HalfView:
    confirmed = card.state_of(half) if card else state_of(half, "?")
    open_work = [w for w in work if is_open(w) and half in w.operation.changes and not decided(w, half)]
    standing = [w for w in work if w.state is not WorkState.SETTLED]
    refused = [w for w in standing if half in w.operation.changes and was_refused(w, half)]
    shown = state_of(half, open_work[-1].operation.changes[half]) if open_work else confirmed
    return HalfView(
        half=half,
        confirmed=confirmed,
        shown=shown,
        as_of=card.as_of_half(half) if card and confirmed.value != UNKNOWN else None,
        waiting=open_work[-1] if open_work else None,
        refused=refused[-1] if refused else None,
        ends=card.lapse_of(half) if card and shown is confirmed else None,
    )


def is_open(work: Work) -> bool:
    """True while the platform has not answered for the whole operation."""
    return work.state in (WorkState.WAITING, WorkState.IN_FLIGHT)


def verdict_on(work: Work, half: Half) -> Verdict | None:
    """The platform's own word on this half; None when it said nothing of it."""
    halves = work.answer.halves if work.answer else ()
    return next((a.verdict for a in halves if a.half is half), None)


def decided(work: Work, half: Half) -> bool:
    """True when the platform has accepted or refused this half, be the other one still open."""
    return verdict_on(work, half) in (Verdict.ACCEPTED, Verdict.REFUSED)


def was_refused(work: Work, half: Half) -> bool:
    """True when this half of answered work was not done: turned down, or turned down as a whole. Done needs an explicit
    word."""
    if work.answer is None:
        return False
    said = verdict_on(work, half)
    return said is Verdict.REFUSED or (work.answer.verdict is Verdict.REFUSED and said is not Verdict.ACCEPTED)
