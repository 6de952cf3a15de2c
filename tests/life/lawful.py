"""What is lawful of somebody's cards, written out by hand from the code list of AAZ502 (0 封存 1 正常 2 正式挂失 3 应用锁定
4 临时挂失 9 注销) and from what the regulations say of a card's life; states and moves are plain words here.

Refuses to import the table that the counter or the practice platform goes by: a mistake in theirs must show here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_ANY_ACCOUNT = ("", "inactive", "normal", "temporary-loss", "formal-loss", "frozen", "closed")
_STANDS_BEHIND: Mapping[str, tuple[str, ...]] = {
    "0": ("", "inactive", "normal", "frozen", "closed"),  # normal or frozen: one that is kept; nobody can have lost it
    "1": _ANY_ACCOUNT,
    "2": _ANY_ACCOUNT,
    "3": _ANY_ACCOUNT,
    "4": _ANY_ACCOUNT,
    "9": ("", "inactive", "normal", "frozen", "closed"),  # no loss is left behind a card that is gone
}
CARDS = frozenset((ssc, bank) for ssc, accounts in _STANDS_BEHIND.items() for bank in accounts)
"""Every lawful pair of a card's halves; "" for a card without an account."""
CARDS_OF_THE_DEAD = frozenset(("9", bank) for bank in _ANY_ACCOUNT)
"""After a death the account stays as it is; heirs and bank see to it."""

ORDERS = frozenset(
    [
        # state of the order, of the card it made, of the card it replaces ("" for none)
        *(("making", "", old) for old in ("", "1", "2", "3", "4", "9")),
        *(("failed", "", old) for old in ("", "1", "2", "3", "4", "9")),
        *(("ready", "0", old) for old in ("", "1", "2", "3", "4", "9")),
        *(("collected", new, old) for new in ("1", "2", "3", "4", "9") for old in ("", "9")),
        *(("stopped", new, old) for new in ("", "9") for old in ("", "1", "2", "3", "4", "9")),
    ]
)
"""9 as replaced: a card that went missing before it was ever enabled is void at once. A card that was never enabled
replaces none, and none is replaced twice.
"""

_GONE = [("ssc", ssc, "9") for ssc in ("1", "2", "3", "4")]
_ACCOUNT_GONE = [("bank", bank, "closed") for bank in ("inactive", "normal", "temporary-loss", "formal-loss")]
BROUGHT_ABOUT: Mapping[str, frozenset[tuple[str, str, str]]] = {
    "temporary-loss": frozenset([("ssc", "1", "4"), ("bank", "normal", "temporary-loss")]),
    "formal-loss": frozenset(
        [
            *(("ssc", before, "2") for before in ("1", "4")),
            *(("bank", before, "formal-loss") for before in ("normal", "temporary-loss")),
        ]
    ),
    "release": frozenset(
        [
            *(("ssc", before, "1") for before in ("4", "2")),
            *(("bank", before, "normal") for before in ("temporary-loss", "formal-loss")),
        ]
    ),
    "activation": frozenset([("ssc", "0", "1"), ("bank", "inactive", "normal"), *_GONE, *_ACCOUNT_GONE]),
    "cancellation": frozenset([*(("ssc", before, "9") for before in ("0", "1", "2", "4")), *_ACCOUNT_GONE]),
    "replacement": frozenset([("ssc", "0", "9"), ("bank", "inactive", "closed")]),
}
"""Which changes of a half each procedure may bring about, (half, before, after); the others bring none about. 3 应用锁定
is set and lifted by nobody at a counter: it only ends with a new card in its place.
"""


@dataclass(frozen=True, slots=True)
class Stands:
    """How the platform's records stand of one person: (number, ssc, bank) of cards, (state, new, replaced) of orders by
    card number, (procedure, half, before, after) of what was changed, oldest first.
    """

    cards: Sequence[tuple[str, str, str]]
    orders: Sequence[tuple[str, str, str]]
    changes: Sequence[tuple[str, str, str, str]]
    dead: bool = False


def faults(stands: Stands) -> list[str]:
    """What is unlawful in it, in words; none where everything is lawful."""
    found = [*_of_cards(stands), *_of_orders(stands)]
    for procedure, half, before, after in stands.changes:
        if (half, before, after) not in BROUGHT_ABOUT.get(procedure, frozenset()):
            found.append(f"{procedure} has brought {half} from {before} to {after}")
    return found


def _of_cards(stands: Stands) -> list[str]:
    lawful = CARDS | (CARDS_OF_THE_DEAD if stands.dead else frozenset())
    found = [f"a card stands at {ssc} with {bank}" for _, ssc, bank in stands.cards if (ssc, bank) not in lawful]
    for what, states in (("in use", "1234"), ("waiting to be handed over", "0")):
        if sum(ssc in states for _, ssc, _ in stands.cards) > 1:
            found.append(f"two cards are {what}")
    if stands.dead and any(ssc == "0" for _, ssc, _ in stands.cards):
        found.append("a card waits for somebody who died")
    return found


def _of_orders(stands: Stands) -> list[str]:
    state = {number: ssc for number, ssc, _ in stands.cards} | {"": ""}
    rows = [(order, state.get(new, "?"), state.get(old, "")) for order, new, old in stands.orders]
    found = [
        f"an order {row[0]} for a card at {row[1]} in place of one at {row[2]}" for row in rows if row not in ORDERS
    ]
    if sum(order in ("making", "failed", "ready") for order, _, _ in rows) > 1:
        found.append("two cards are under way")
    return found
