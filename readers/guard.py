"""Is this the very card? Asked right before a PIN is touched or a byte is written, in the same transaction.

A clerk serves two people at once, and a card can be changed for another in a second. Refuses to be convinced by less
than the card's identifier: a chip that does not tell it is nobody's.
"""

from __future__ import annotations

from counter_app.domain.card import CardIdentity
from counter_app.domain.chip_errors import WrongPerson
from counter_app.domain.errors import CardDamaged, CardSaid, NeedsAuthentication, WrongCard
from readers import coding, layout
from readers.apdu import Channel
from readers.authentication import AskingCard, Authenticate
from readers.layout import EF05, EF06, ElementaryFile
from readers.ssc import select_environment
from readers.traits import algorithm_of, historical_bytes, traits_of
from readers.ways import FileReader


def make_sure(
    channel: Channel, expected: CardIdentity, *, atr: str = "", authenticate: Authenticate | None = None
) -> AskingCard:
    """The card on `channel`, its SSSE freshly selected, when it is the one `expected`; else WrongPerson.

    `atr` (hex): how the card answered to reset this time. Compared are the identifier (EF05 record 1), the holder's
    number (EF06 record 1, where it can be read without authentication) and the answer to reset, each where both sides
    know it. The identifier must be known on both sides, the number in `expected`. A card that keeps even its
    identifier protected is opened by `authenticate` first. Raises WrongPerson, NeedsAuthentication, what
    `authenticate` raises, and what the channel raises.
    """
    if not expected.card_identifier or not expected.social_security_number:
        raise WrongPerson(what="unknown")
    if not _same_reset(expected.atr.upper(), atr.upper()):
        raise WrongPerson(what="atr")
    fci = _select(channel)
    files = FileReader(channel, traits_of(atr))
    try:
        issuer = files.read(EF05)
    except NeedsAuthentication:
        if authenticate is None:
            raise
        authenticate(AskingCard(channel, atr, "", algorithm_of(fci)))
        issuer = _values(files, EF05)
    except (CardDamaged, CardSaid) as error:
        raise WrongPerson(what="identifier") from error
    identifier = issuer.get(layout.IDENTIFIER.tag, b"")
    if coding.is_blank(identifier) or coding.hex_text(identifier) != expected.card_identifier.upper():
        raise WrongPerson(what="identifier")
    number = _values(files, EF06).get(layout.NUMBER.tag, b"")
    if not coding.is_blank(number) and _text(number) != expected.social_security_number.upper():
        raise WrongPerson(what="number")
    select_environment(channel, fetch=False)  # reading may have led elsewhere, and a PIN belongs to what is selected
    generation = _text(issuer.get(layout.SPEC_VERSION.tag, b""))[:1]
    identifier_text = coding.hex_text(identifier)
    algorithm = algorithm_of(fci, identifier=identifier_text, generation=generation)
    return AskingCard(channel, atr, identifier_text, algorithm, generation)


def _same_reset(known: str, atr: str) -> bool:
    """Whether a card may have answered so; the maker's driver tells the end of the historical bytes only."""
    return not known or not atr or known == atr or historical_bytes(bytes.fromhex(atr)).hex().upper().endswith(known)


def _select(channel: Channel) -> bytes:
    """SELECT the SSSE; its FCI. WrongPerson where the card has none."""
    try:
        return select_environment(channel)
    except (WrongCard, NeedsAuthentication) as error:
        raise WrongPerson(what="application") from error


def _values(files: FileReader, file: ElementaryFile) -> dict[int, bytes]:
    """What the file tells by tag; nothing where it is protected or not as it should be."""
    try:
        return files.read(file)
    except (NeedsAuthentication, CardDamaged, CardSaid):
        return {}


def _text(value: bytes) -> str:
    """As text; "?" where it cannot be read, which is nobody's number."""
    try:
        return coding.ascii_text(value).upper()
    except coding.Unreadable:
        return "?"
