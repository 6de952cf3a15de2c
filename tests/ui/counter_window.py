"""A window over real parts: encrypted store, desk, courier and practice platform; only the reader is a hand-written
one.
"""

import atexit
import gc
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from counter_app.devices import CardPin, IdEvent, IdEventKind
from counter_app.domain.card import CardIdentity, ChipApplications, ChipData
from counter_app.domain.document import IdentityDocument
from counter_app.domain.errors import CardTrouble, NoCard
from counter_app.domain.holder import Person
from counter_app.domain.text import Text, same
from counter_app.ports import LineKind, ReaderEvent, ReaderEventKind
from counter_app.wiring import Counter, open_counter
from practice.supervisor import PracticePlatform
from ui.app import Front
from ui.pages.home import HomePage
from ui.pages.page import Page
from ui.pages.person import PersonPage
from ui.window import Window

NUMBERS_MS = 15_000


class HandReader:
    """A reader whose card a test lays on and takes away, at the edge of the program."""

    in_process = True

    def __init__(self) -> None:
        self.chip: ChipData | None = None
        self.trouble: CardTrouble | None = None
        self._tell: Callable[[ReaderEvent], None] | None = None

    def read(self) -> ChipData:
        if self.trouble is not None:
            raise self.trouble
        if self.chip is None:
            raise NoCard
        return self.chip

    def applications(self, expected: CardIdentity | None = None) -> ChipApplications:
        self.read()
        return ChipApplications()

    def watch(self, tell: Callable[[ReaderEvent], None]) -> None:
        self._tell = tell
        tell(ReaderEvent(ReaderEventKind.NO_CARD, "hand"))

    @property
    def watched(self) -> bool:
        """Whether a laying-on would be heard."""
        return self._tell is not None

    def lay_on(self, chip: ChipData) -> None:
        self.chip = chip
        assert self._tell is not None
        self._tell(ReaderEvent(ReaderEventKind.CARD, "hand"))

    def lay_on_bad(self, trouble: CardTrouble) -> None:
        """A card that cannot be read."""
        self.trouble = trouble
        assert self._tell is not None
        self._tell(ReaderEvent(ReaderEventKind.CARD, "hand"))

    def take(self) -> None:
        self.chip = self.trouble = None
        assert self._tell is not None
        self._tell(ReaderEvent(ReaderEventKind.NO_CARD, "hand"))

    def stop(self) -> None:
        self._tell = None

    def describe(self) -> Text:
        return same("hand")


class HandIdReader:
    """An identity card reader whose document a test lays on and takes away, at the edge of the program."""

    def __init__(self) -> None:
        self._tell: Callable[[IdEvent], None] | None = None

    def read(self) -> IdentityDocument:
        raise NoCard

    def watch(self, tell: Callable[[IdEvent], None]) -> None:
        self._tell = tell
        self.say(IdEventKind.READER)

    def say(
        self, kind: IdEventKind, document: IdentityDocument | None = None, trouble: CardTrouble | None = None
    ) -> None:
        """One event, as a reader tells it."""
        assert self._tell is not None
        self._tell(IdEvent(kind, "hand", document, trouble))

    def lay_on(self, document: IdentityDocument) -> None:
        self.say(IdEventKind.READ, document)

    def take(self) -> None:
        self.say(IdEventKind.GONE)

    def stop(self) -> None:
        self._tell = None

    def describe(self) -> Text:
        return same("hand")


def chip_of(person: Person) -> ChipData:
    """What that person's card would say."""
    card = person.card
    assert card is not None
    holder = person.holder
    return ChipData(
        social_security_number=holder.number,
        name=holder.name,
        sex=holder.sex,
        nation="01",
        birthplace=holder.number[:6],
        birth_date=holder.birth_date,
        card_number=card.number,
        card_identifier=card.identifier,
        card_class="3",
        spec_version="2.00",
        issuing_agency="0" * 24,
        issued_on=card.issued_on,
        expires_on=card.expires_on,
    )


class Clerk:
    """A clerk at the window: keys, and what stands on the screen. Every wait is on a condition."""

    def __init__(
        self, qtbot: QtBot, counter: Counter, front: Front, reader: HandReader, id_reader: HandIdReader
    ) -> None:
        self.qtbot, self.counter, self.front, self.reader, self.id_reader = qtbot, counter, front, reader, id_reader
        self.actions = 0

    @property
    def window(self) -> Window:
        return self.front.window

    @property
    def page(self) -> Page:
        return self.window.page

    def on(self, kind: type[Page]) -> None:
        """Wait until that page is in front and takes Enter."""
        self.until(lambda: isinstance(self.page, kind) and self.page.takes_enter() and not self.front.serving.moving)

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=NUMBERS_MS)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key press, counted."""
        self.actions += 1
        QTest.keyClick(self.target, key, modifier)

    def write(self, words: str) -> None:
        """Type into the field that has the focus; not counted, it is the number of the person."""
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        field.insert(words)
        field.textEdited.emit(field.text())

    @property
    def target(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def sign_in(self) -> None:
        """From the first page to home, with the line known to stand."""
        serving = self.front.serving
        self.until(lambda: serving.desk is not None and serving.standing.line is not None)
        self.until(lambda: serving.standing.line is not None and serving.standing.line.kind is LineKind.ONLINE)
        self.key(Qt.Key.Key_Return)
        self.on(HomePage)

    def open(self, number: str) -> None:
        """Find somebody by the whole number."""
        self.window.focus_search()
        self.write(number)
        self.key(Qt.Key.Key_Return)
        self.on(PersonPage)

    def person(self, name: str) -> Person:
        """Somebody of the practice province."""
        return next(p for p in self.counter.trainer().people(name) if p.holder.name == name)

    def cut(self, cut: bool) -> None:
        """Cut or join the line, and wait until the strip has noticed."""
        self.counter.trainer().cut_line(cut)
        self.front.serving.line.urge()
        line = self.front.serving

        def noticed() -> bool:
            known = line.standing.line
            return known is not None and (known.kind is LineKind.ONLINE) is not cut

        self.until(noticed)


@contextmanager
def at_window(
    qtbot: QtBot, folder: Path, *pairs: str, papers: bool = False, pin: CardPin | None = None
) -> Iterator[Clerk]:
    """A window on a practice folder nobody has worked in, shown and opening. `papers`: with an identity card reader;
    `pin`: the way to the card's PIN.
    """
    if not folder.exists():
        shutil.copytree(_made_folder(), folder)
    counter = open_counter(folder, ["readers.ssc=off", *pairs])
    with window_of(qtbot, counter, papers=papers, pin=pin) as clerk:
        yield clerk


@cache
def _made_folder() -> Path:
    """A practice folder and its province as a first start leaves them: 1,200 people are not made up for each window."""
    folder = Path(tempfile.mkdtemp(prefix="counter-window-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    counter = open_counter(folder / "data", ["readers.ssc=off"])
    counter.store()
    with PracticePlatform(folder / "data").database():
        pass
    counter.close()
    return folder / "data"


@contextmanager
def window_of(qtbot: QtBot, counter: Counter, *, papers: bool = False, pin: CardPin | None = None) -> Iterator[Clerk]:
    """The same on any counter, which is closed with it."""
    reader, id_reader = HandReader(), HandIdReader()
    opens = (lambda: id_reader) if papers else None
    parts = replace(counter.parts(), open_reader=lambda: reader, open_id_reader=opens)
    if pin is not None:
        parts = replace(parts, open_desk=lambda: counter.desk(pin=lambda: pin))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    front = Front(application, parts)
    front.window.show()
    front.window.activateWindow()
    front.window.page.focus_first()
    front.serving.start()
    try:
        yield Clerk(qtbot, counter, front, reader, id_reader)
    finally:
        front.close()
        front.window.close()
        counter.close()
        for part in (front.window, front.serving, front):
            part.deleteLater()
        del front
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()  # the program sweeps by itself while its event loop runs, which has ended here
