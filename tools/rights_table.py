"""`python tools/rights_table.py`: the table of docs/rights.md, made from the program. A test compares both.

Refuses to know a rule itself: it draws what `counter_app.rights` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counter_app.clerks import Role
from counter_app.rights import GRANTED, RIGHT_NAMES, ROLE_NAMES, Right


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |".replace("  ", " ")


def roles() -> Iterator[str]:
    """Which role has which right."""
    yield _row(["right", "lets", *(ROLE_NAMES[role].en for role in Role)])
    yield _row(["---"] * (2 + len(Role)))
    for right in Right:
        given = ["yes" if role in GRANTED[right] else "" for role in Role]
        yield _row([f"`{right}`", RIGHT_NAMES[right].en, *given])


if __name__ == "__main__":
    print("\n".join(roles()))
