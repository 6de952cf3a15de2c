"""A desk at which the PIN of a card is dealt with: the desk, the person, their card in the hand."""

from collections.abc import Callable

from counter_app.desk.desk import Desk
from counter_app.desk.views import PersonView, PinTask, PinView
from counter_app.domain.card import ChipData
from counter_app.domain.holder import Person
from counter_app.wiring import Counter
from tests.readers.pin_desk import InHand
from tests.ui.counter_window import chip_of

SEEN = "card-seen"


class AtDesk:
    """A desk, a person of the practice province, and their card with a PIN in the hand."""

    def __init__(self, counter: Counter, desk: Desk, person: Person, line: InHand) -> None:
        self.counter, self.desk, self.person, self.line = counter, desk, person, line
        self.card = line.card
        self.chip = chip_of(person)
        self.visit = ""

    @staticmethod
    def chip_of(person: Person) -> ChipData:
        """What another person's card would say."""
        return chip_of(person)

    def told(self, *what: str) -> dict[str, int]:
        """How often the audit says each of these."""
        return {one: self.counter.store().times(one, "") for one in what}

    def lay_on(self) -> PersonView:
        self.desk.card_here(self.chip)
        view = self.desk.open_chip(self.chip)
        self.visit = view.visit_id
        return view

    def task(self, name: str, view: PinView | None = None) -> PinTask:
        return next(t for t in (view or self.desk.pin_page(self.visit)).tasks if t.id == name)


Make = Callable[..., AtDesk]
