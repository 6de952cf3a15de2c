"""What ruling on one operation needs at hand at the practice platform, and how it is turned down as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from practice.platform import cards, rules
from practice.platform import database as db
from practice.platform.connection import Connection
from practice.platform.enrolment import Caller
from practice.platform.forms import OperationForm

Row = cards.Row


class Turned(Exception):
    """The operation as a whole is refused, or put off, with a code. `number`: the holder it is about, empty when
    unknown; `state`: of the half that stands in the way, for the words.
    """

    def __init__(self, code: str, number: str = "", *, state: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.number = number
        self.state = state


@dataclass(frozen=True, slots=True)
class Bench:
    """`switches`: the trainer's, as they stand; `caller`: the counter that recorded the operation."""

    connection: Connection
    form: OperationForm
    now: datetime
    switches: Mapping[str, str]
    caller: Caller

    @property
    def silent_bank(self) -> str:
        """Code of the bank that does not answer now, "" for none."""
        return self.switches.get(db.BANK_SILENT, "")

    @property
    def number(self) -> str:
        return self.form.holder.number

    def fact(self, name: str) -> str:
        """A fact without blanks around it, "" where it was not told."""
        return self.form.facts.get(name, "").strip()

    def turned(self, code: str, *, state: str = "") -> Turned:
        """Turned down; the holder is known."""
        return Turned(code, self.number, state=state)

    def holder(self) -> Row:
        """The holder's row. Raises Turned."""
        row = self.connection.execute("SELECT * FROM person WHERE number = ?", (self.number,)).fetchone()
        if row is None:
            raise Turned(rules.UNKNOWN_HOLDER)
        if row["name"] != self.form.holder.name:
            raise Turned(rules.OTHER_NAME)
        return dict(row)

    def cards(self) -> list[Row]:
        """All cards of the holder as they stand now, oldest first."""
        return cards.of_holder(self.connection, self.number, db.say_moment(self.now))

    def card_in_question(self) -> Row:
        """The card named, else the one in use, else the one that was made and not enabled yet. Raises Turned."""
        cards = self.cards()
        if self.form.card_number is not None:
            named = [card for card in cards if card["number"] == self.form.card_number]
            if not named:
                raise self.turned(rules.UNKNOWN_CARD)
            return named[0]
        living = [card for card in cards if card["state"] != "9"]
        in_use = [card for card in living if card["state"] != "0"] or living
        if len(in_use) != 1:
            raise self.turned(rules.SEVERAL_CARDS if in_use else rules.NO_CARD_IN_USE)
        return in_use[0]

    def change(self, half: str, card: Row, *, after: str, until: str | None = None) -> None:
        """Let one half of a card stand otherwise, and keep what changed it. Raises cards.Overtaken."""
        before = card["state"] if half == "ssc" else card["bank_state"]
        stands: cards.Row = {"state": after, "loss_until": until}
        cards.change(self.connection, card, **{half: stands})
        row = (self.form.id, card["number"], half, before, after, db.say_moment(self.now))
        self.connection.execute(
            "INSERT INTO effect (operation_id, card, half, before, after, at) VALUES (?,?,?,?,?,?)", row
        )
