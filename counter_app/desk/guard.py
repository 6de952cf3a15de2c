"""The wrong-card guard of the desk: visit, identity document and chip must be of one person before a PIN is touched or
anything is written on a chip.

Asked anew right before each such step: a clerk serves two people at once, and a card may have been lifted and another
one laid on since. What comes back names the one card that may be touched; the card side checks it once more inside the
same exclusive use of the reader, because what the desk was told may be older than what lies there. Refuses to touch a
card itself.
"""

from __future__ import annotations

from counter_app.desk.station import Station
from counter_app.domain.card import CardIdentity, ChipData
from counter_app.domain.chip_errors import WrongPerson
from counter_app.domain.errors import NeedsAuthentication, NoCard, NotFound
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord

OTHER_HOLDER = Text("读卡器上是另一个人的社保卡", "The card on the reader is another person's")
OTHER_CARD = Text("这是本人的另一张社保卡", "This is another card of the same holder")
OTHER_CHIP = Text("这张卡的卡识别码与记录不符", "The identification code of this card is not the recorded one")
NOT_RECORDED = Text("这张卡不在本人名下的记录里", "This card is not among those recorded for the holder")
NOT_CHECKED = Text("还没有向平台核对这张卡是不是本人的", "Nobody could be asked yet whether this card is the holder's")
OTHER_DOCUMENT = Text("身份证是另一个人的", "The identity document is another person's")
NAMES_ASKED = Text("证件姓名与记录不同，还没有确认", "The name on the document differs and was not settled")

_HOW = {  # where putting the holder's own card on is not what helps
    OTHER_DOCUMENT: Text("放上本人的证件，或结束后重新打开", "Lay the holder's document on, or end and open anew"),
    NOT_RECORDED: Text(
        "联网后重新放卡核对；仍不在的，不要动这张卡", "Lay it on again with a line; if it stays, leave it"
    ),
    NAMES_ASKED: Text("先在办理页确认是不是同一人", "Say on the person's page whether it is the same person"),
}


def make_sure(station: Station, visit: VisitRecord) -> CardIdentity:
    """Which card may be touched for this visit now.

    Raises NotFound when the visit is over, NoCard when no chip was read, or what is wrong with one that lies there,
    NeedsAuthentication when the chip has not said whose it is, WrongPerson naming what differs.
    """
    if visit.id not in {open_.id for open_ in station.visits()}:
        raise NotFound(what=Text("这位持卡人的办理", "This visit"))
    chip = station.chip
    if chip is None:
        raise NoCard if station.unread is None else station.unread.with_traceback(None)
    if not chip.card_identifier or not chip.social_security_number:
        raise NeedsAuthentication
    differs = _documents_differ(station, visit) or _chip_differs(station, visit, chip)
    if differs is not None:
        raise WrongPerson(differs=differs, how=_HOW.get(differs))
    return chip.identity


def _documents_differ(station: Station, visit: VisitRecord) -> Text | None:
    """The document read for the visit, and the one that lies there now."""
    for document in (station.documents.get(visit.id), station.document):
        if document is not None and not document.belongs_to(visit.holder_number):
            return OTHER_DOCUMENT
    return NAMES_ASKED if visit.id in station.names_asked else None


def _chip_differs(station: Station, visit: VisitRecord, chip: ChipData) -> Text | None:
    if chip.social_security_number != visit.holder_number:
        return OTHER_HOLDER
    if visit.card_number and chip.card_number and chip.card_number != visit.card_number:
        return OTHER_CARD
    recorded = station.store.person_by_card(chip.card_number) if chip.card_number else None
    if recorded is None:
        return NOT_RECORDED if _known_without(station, visit, chip.card_number) else None
    if recorded.holder.number != visit.holder_number:
        return OTHER_HOLDER
    codes = {card.identifier.upper() for card in recorded.cards if card.number == chip.card_number and card.identifier}
    return OTHER_CHIP if codes and chip.card_identifier.upper() not in codes else None


def notice(station: Station, visit: VisitRecord) -> Text | None:
    """What the clerk must know of the card this visit is about: nobody has recorded it for this holder."""
    number = visit.card_number
    if not number or station.store.person_by_card(number) is not None:
        return None
    return NOT_RECORDED if _known_without(station, visit, number) else NOT_CHECKED


def _known_without(station: Station, visit: VisitRecord, number: str) -> bool:
    """Of a card no row here knows: the holder's cards are known and it is none of them, or the platform knows nobody
    who has it. A chip whose two files are of two people looks like this where only the one of them is known.
    """
    return number in station.nobodys or station.store.person(visit.holder_number) is not None
