"""Whatever is laid on a reader meets the desk: an identity document or a card opens its person when nobody is served,
adds proof when it is of the person who is, and is called another one's when it is not.

Refuses to change the person of a visit: who is served stays, whatever lies on the readers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from counter_app.desk.views import OutcomeView, PersonView, VisitView
from counter_app.domain.card import ChipData
from counter_app.domain.document import IdentityDocument
from counter_app.domain.errors import CardTrouble, CounterError
from counter_app.domain.names import mask_name
from counter_app.domain.text import Text
from ui.standing import ReaderState

if TYPE_CHECKING:
    from counter_app.desk.desk import Desk
    from ui.serving import Open, Serving

Laid = ChipData | IdentityDocument
SOON_MS = 100  # a person known here is found and drawn by then; whoever is asked for at the platform may take seconds
OTHER_CARD = Text("读到另一张卡", "Another card was read")
OTHER_DOCUMENT = Text("读到另一个人的证件", "Another person's document was read")
WHOSE = Text(
    "是{other}的，正在办{served}；先办结或结束再放", "It is {other}'s; {served} is being served. End that first"
)


class Meeting:
    """What lies on both readers, for `Serving`. The desk hears of it once a clerk has signed in."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._chip: ChipData | None = None
        self._unread: CardTrouble | None = None
        self._document: IdentityDocument | None = None
        self._unmet: list[type[Laid]] = []  # came while a move was on its way
        self._card_stands = ReaderState.STARTING
        self._id_stands: ReaderState | None = None
        self._served = ""

    # --- what the readers tell -----------------------------------------------------------------------------------

    def card_stands(self, state: ReaderState) -> None:
        """How the card reader stands. While a move is on its way it is drawn with what that brings, or soon after."""
        self._card_stands = state
        if self._serving.moving:
            QTimer.singleShot(SOON_MS, self._serving, self.judge)
        else:
            self.judge()

    def id_stands(self, state: ReaderState | None) -> None:
        """How the identity card reader stands."""
        self._id_stands = state
        self.judge()

    def card_read(self, chip: ChipData) -> None:
        """A card was laid on and read."""
        self._chip, self._unread = chip, None
        self._came(chip)

    def card_unread(self, trouble: CounterError) -> None:
        """What lies there cannot be read: whoever asks the desk for a card hears why."""
        if self._card_stands is ReaderState.UNREAD and isinstance(trouble, CardTrouble):
            self._unread = trouble
            if self._serving.standing.session is not None:
                self._tell_unread(trouble)

    def card_taken(self) -> None:
        """The card was lifted."""
        self._chip = self._unread = None
        self._went(ChipData, lambda desk: desk.card_here(None))

    def document_read(self, document: IdentityDocument) -> None:
        """An identity document was laid on and read."""
        self._document = document
        self._came(document)

    def document_gone(self) -> None:
        """It is known to have left; many readers cannot tell."""
        self._document = None
        self._went(IdentityDocument, lambda desk: desk.document_here(None))

    # --- what comes of it ----------------------------------------------------------------------------------------

    def signed_in(self, *, serving_goes_on: bool) -> bool:
        """The desk hears what lies there; whether somebody is opened by it."""
        if self._unread is not None:
            self._tell_unread(self._unread)
        lie = [one for one in (self._chip, self._document) if one is not None]
        if serving_goes_on:
            for one in lie:
                self._tell(one)
            return False
        self._unmet = [type(one) for one in lie[1:]]
        if lie:
            self._open(lie[0])
        return bool(lie)

    def late(self) -> None:
        """A move has arrived: now for what came meanwhile."""
        self.judge()
        while self._unmet and not (self._serving.moving or self._serving.duty.locked):
            kind = self._unmet.pop(0)
            one = self._chip if kind is ChipData else self._document
            if one is not None:
                self._meet(one)

    def same_person(self) -> None:
        """The clerk says that the differing name on the document is that of the person of the visit."""
        desk, visit = self._serving.desk, self._serving.visit
        if desk is not None and isinstance(visit, PersonView):
            self._prove(lambda: desk.same_person(visit.visit_id))

    def judge(self) -> None:
        """Tell how both readers stand beside the visit that is open: whose it is that lies there."""
        serving, visit = self._serving, self._serving.visit
        served = visit.visit_id if visit is not None else ""
        if self._served not in ("", served):
            self._another_visit(visit)
        self._served = served
        card, paper = self._card_stands, self._id_stands
        settled = visit if not serving.moving else None  # while a visit begins or ends, nobody's is another one's
        if settled is not None and card is ReaderState.CARD and not _is_of(self._chip, settled):
            card = ReaderState.OTHER
        if settled is not None and paper is ReaderState.CARD and not _is_of(self._document, settled):
            paper = ReaderState.OTHER
        if (card, paper) != (serving.standing.reader, serving.standing.id_reader):
            why = serving.standing.unread if card is ReaderState.UNREAD else None
            serving.set_standing(reader=card, id_reader=paper, unread=why)

    def _another_visit(self, visit: Open | None) -> None:
        """A visit is over, and what was read of a document with it, unless it is of the person who is served now."""
        if visit is not None and self._document is not None and _is_of(self._document, visit):
            self._unmet = [*self._unmet, IdentityDocument]
            return
        self._document = None
        if self._id_stands is ReaderState.CARD:
            self._id_stands = ReaderState.EMPTY

    def _came(self, one: Laid) -> None:
        self.judge()
        if self._serving.standing.session is not None:
            self._tell(one)
            self._meet(one)

    def _went(self, kind: type[Laid], tell: Callable[[Desk], None]) -> None:
        self._unmet = [waiting for waiting in self._unmet if waiting is not kind]
        self.judge()
        desk = self._serving.desk
        if desk is not None and self._serving.standing.session is not None:
            self._in_desk(lambda: tell(desk))

    def _tell(self, one: Laid) -> None:
        desk = self._serving.desk
        if desk is None:
            return
        if isinstance(one, ChipData):
            self._in_desk(lambda: desk.card_here(one))
        else:
            self._in_desk(lambda: desk.document_here(one))

    def _tell_unread(self, trouble: CardTrouble) -> None:
        desk = self._serving.desk
        if desk is not None:
            self._in_desk(lambda: desk.card_here(None, why=trouble))

    def _in_desk(self, job: Callable[[], None]) -> None:
        self._serving.lanes.desk.run(job, lambda _none: self._serving.news(), self._serving.tell)

    def _meet(self, one: Laid) -> None:
        """After the move that is on its way has arrived, and not under a covered window."""
        serving, visit, kind = self._serving, self._serving.visit, type(one)
        if serving.moving or serving.duty.locked:
            self._unmet = [*(waiting for waiting in self._unmet if waiting is not kind), kind]
        elif visit is None:
            self._open(one)
        elif _is_of(one, visit):
            self._add(one, visit)
        elif isinstance(one, IdentityDocument) and isinstance(visit, VisitView):
            serving.carrying.document_of_actor(one, nobodys=partial(self._tell_other, one, visit))
        else:
            self._tell_other(one, visit)

    def _tell_other(self, one: Laid, visit: Open) -> None:
        said = OTHER_CARD if isinstance(one, ChipData) else OTHER_DOCUMENT
        served = mask_name(visit.person.holder.name)
        self._serving.said.emit(said, WHOSE.format(other=_masked(one), served=served))

    def _open(self, one: Laid) -> None:
        if isinstance(one, ChipData):
            self._serving.finding.open_chip(one)
        else:
            self._serving.finding.open_document(one)

    def _add(self, one: Laid, visit: Open) -> None:
        """One more proof of the person who is served. A procedure that has begun keeps its card."""
        desk = self._serving.desk
        if desk is None or isinstance(visit, OutcomeView):
            return
        if isinstance(one, IdentityDocument):
            self._prove(lambda: desk.open_document(one))
        elif not isinstance(visit, VisitView):
            self._prove(lambda: desk.open_chip(one))

    def _prove(self, job: Callable[[], PersonView]) -> None:
        self._serving.lanes.desk.run(job, self._proved, self._serving.tell)

    def _proved(self, view: PersonView) -> None:
        """The page of the PIN too may ask less now."""
        self._serving.refreshed(view)
        self._serving.pin.refresh()
        self._serving.carrying.look_again()


def _is_of(one: Laid | None, visit: Open) -> bool:
    number = visit.person.holder.number
    if isinstance(one, IdentityDocument):
        return one.belongs_to(number) or one.belongs_to(_acts(visit))
    return one is None or one.social_security_number == number


def _acts(visit: Open) -> str:
    """The number of whoever acts for the holder, once that document was read; "" for nobody."""
    if isinstance(visit, OutcomeView):
        return visit.work.operation.facts.get("actor_number", "")
    return visit.actor_number if isinstance(visit, VisitView) else ""


def _masked(one: Laid) -> str:
    name = one.name or (one.foreign_name if isinstance(one, IdentityDocument) else "")
    return mask_name(name)
