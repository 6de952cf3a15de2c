"""What a card last told of the tries of its PIN, kept beyond its being lifted and the program's end.

Some cards tell it only in the answer to a wrong PIN: forgotten, such a card would be tried again without a warning.
Kept under a digest of the card's identifier. Refuses to keep what a card did not say, and to let anything but the card
itself, a right PIN, a reset or an unblocking take it back.
"""

from __future__ import annotations

from hashlib import sha256

from counter_app.domain.card import CardIdentity, PinState
from counter_app.ports import Store

FEW = 2  # tries left at which a page warns


def keep(store: Store, card: CardIdentity, state: PinState | None) -> None:
    """What the card said just now, if it says anything of its tries."""
    left = None if state is None else 0 if state.blocked else state.tries_left
    if left is not None and store.tries(_digest(card)) != left:
        store.keep_tries(_digest(card), left)


def doubt(store: Store, card: CardIdentity) -> None:
    """A PIN command whose answer was lost, or did not tell: how many tries are left is no longer known. That they were
    few stays a warning.
    """
    left = store.tries(_digest(card))
    if left is not None and left > FEW:
        store.keep_tries(_digest(card), None)


def settle(store: Store, card: CardIdentity) -> None:
    """A right PIN, a reset or an unblocking: all tries are there again, however many that are."""
    if store.tries(_digest(card)) is not None:
        store.keep_tries(_digest(card), None)


def recall(store: Store, card: CardIdentity) -> PinState | None:
    """What was last heard; None where nothing is known."""
    left = store.tries(_digest(card))
    return None if left is None else PinState(left, blocked=left == 0)


def _digest(card: CardIdentity) -> str:
    """Of the identifier, else of the number, of which no digit is to stand there."""
    return sha256((card.card_identifier or card.social_security_number).upper().encode()).hexdigest()
