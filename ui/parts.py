"""What the window is handed by the wiring: doors to the desk, the courier and the reader, and what it may keep.

Refuses to open anything itself: the doors are called in a lane, after the first page is painted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from counter_app.desk.views import Place
from counter_app.devices import IdReader
from counter_app.domain.holder import Person
from counter_app.domain.text import Text
from counter_app.ports import CardReader, Courier
from counter_app.settings import Settings

if TYPE_CHECKING:  # the desk is heavy to import, and nothing heavy comes before the first paint
    from pathlib import Path

    from counter_app.by_hand import ByHand
    from counter_app.desk.desk import Desk
    from counter_app.domain.cells import Sheet
    from counter_app.domain.password import Password
    from counter_app.signing_in import SigningIn
    from ui.repairing import Repair


class Making(Protocol):
    """How many cards are being made, ready to be collected, failed; `fails`: "" as the platform does, else whose."""

    @property
    def making(self) -> int: ...
    @property
    def ready(self) -> int: ...
    @property
    def failed(self) -> int: ...
    @property
    def fails(self) -> str: ...


class Trainer(Protocol):
    """The practice province as the practice page needs it. Every method may block: call it in a lane."""

    def people(self, text: str) -> tuple[Person, ...]:
        """Practice people whose name or number contains `text`; some of them when it is empty."""
        ...

    def case(self, number: str) -> Text | None:
        """What is hard about that person's card, None when nothing is."""
        ...

    def put(self, number: str) -> None:
        """Lay that person's card on the reader, with the trouble that was planned. Raises CardTrouble."""
        ...

    def take(self) -> None:
        """Take the card away."""
        ...

    def lying(self) -> str:
        """Identity number of the person whose practice card lies on the reader; empty when none does."""
        ...

    def put_document(self, number: str) -> None:
        """Lay that person's identity card on the identity card reader. Raises CardTrouble."""
        ...

    def take_document(self) -> None:
        """Take the identity card away."""
        ...

    def document_lying(self) -> str:
        """Identity number of the person whose identity card lies there; empty when none does."""
        ...

    def troubles(self) -> tuple[tuple[str, Text], ...]:
        """What can go wrong with the next reading: word and title, first "none"."""
        ...

    def plan(self, trouble: str) -> bool:
        """Let it happen: at once to the card that lies there (True), else to the one that is put next."""
        ...

    def trouble(self) -> str:
        """What was planned last and not given up since."""
        ...

    def psam(self) -> str:
        """ "in" its slot, "auto" (it comes with a card that asks for it) or "out"."""
        ...

    def put_psam(self) -> None:
        """Put the PSAM in. Raises CardTrouble."""
        ...

    def take_psam(self) -> None:
        """Take the PSAM out, and leave it out."""
        ...

    def cards_made(self) -> Making | None:
        """How the making of cards stands, None before the platform has run."""
        ...

    def finish_making(self) -> int:
        """Let everything that is being made end now; how many."""
        ...

    def fail_making(self, whose: str) -> None:
        """Let makings fail: "all", or "" as the platform does."""
        ...

    def line_cut(self) -> bool:
        """True while the way to the platform is cut for practice."""
        ...

    def cut_line(self, cut: bool) -> None:
        """Cut the way to the platform, or join it again."""
        ...


def _nothing() -> None:
    """No backup is due."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything the window needs from outside. `place_guess` is drawn until the desk is open and knows better.

    `line_steps` load what the courier works with, a short piece each; `keep_setting(name, value)` writes one setting of
    this counter; `courier_stays` whether what waits goes on when the window is closed; `open_by_hand` carries work on a
    stick; `unlock` says the passphrase of data that stand under one; `back_up` makes a backup where one is due;
    `open_repair` puts damaged data back to the last one.
    `printer_set`, `pages_printed`: there is a printer for receipts, and one for A4.
    `open_id_reader` None: settings say that this counter reads no identity documents.
    """

    settings: Settings
    place_guess: Place
    open_desk: Callable[[], Desk]
    open_courier: Callable[[], Courier]
    line_steps: Sequence[Callable[[], object]]
    open_reader: Callable[[], CardReader]
    open_by_hand: Callable[[], ByHand]
    keep_setting: Callable[[str, str], None]
    open_signing_in: Callable[[], SigningIn]
    unlock: Callable[[Password], None]
    verify_trail: Callable[[], Sequence[Text]]
    save_sheet: Callable[[Sheet, Path], None]
    trainer: Trainer | None = None
    printer_set: bool = False
    pages_printed: bool = False
    open_id_reader: Callable[[], IdReader] | None = None
    courier_stays: Callable[[], bool] = bool
    back_up: Callable[[], object] = _nothing
    open_repair: Callable[[], Repair] | None = None
