"""The text block of an identity document, read (UTF-16LE, padded with spaces; `readers.identity.layout`).

Refuses a document whose number fails its rules or contradicts its birth date or sex, that has no name, or whose last
day of validity cannot be read; any other field that cannot be read is left out, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from counter_app.domain.chip_errors import NotAnIdentityCard
from counter_app.domain.document import DocumentType, IdentityDocument
from counter_app.domain.errors import CardTrouble
from counter_app.domain.names import name_fault
from counter_app.domain.numbers import birth_date_fits, identity_fault
from counter_app.domain.text import Text
from readers.coding import characters_named_later
from readers.identity.layout import ADDRESS_SIZE, FIELDS, FOREVER, LETTER_AT, LETTERS, SIZE, Place
from readers.identity.troubles import IdCardContradictsItself, IdCardDamaged

_PADDING = " \0\uffff\u3000"
_BIRTH_DATE = Text("出生日期", "date of birth")
_SEXES = {"1": "1", "2": "2", "0": "0", "9": "9", "男": "1", "女": "2", "M": "1", "F": "2"}


@dataclass(frozen=True, slots=True)
class Blocks:
    """What is used of one read: the text block and a new address (b"" for none). The photo is left at the reader: there
    is nothing here that could show one.
    """

    text: bytes
    address: bytes = b""


def blocks_of(data: bytes, address: bytes = b"") -> Blocks:
    """Take the answer to a read apart: lengths of text and photo, and of fingerprints where the reader gives them
    (2 bytes each, big-endian). Raises CardDamaged.
    """
    text, photo, prints = (int.from_bytes(data[at : at + 2], "big") for at in (0, 2, 4))
    head = 6 if len(data) == 6 + text + photo + prints else 4
    if text < SIZE or len(data) < head + text + photo:
        raise IdCardDamaged(what=Text("长度", "its length"))
    return Blocks(data[head : head + SIZE], _newest(address))


def document_of(blocks: Blocks, *, today: date) -> IdentityDocument:
    """The document in a text block. A new address takes the place of the printed one.

    Raises CardDamaged (number, name, last day of validity, a fact that the number contradicts), NotAnIdentityCard (an
    unknown type letter).
    """
    kind = LETTERS.get(_text(blocks.text, LETTER_AT).upper())
    if kind is None:
        raise NotAnIdentityCard
    layout = FIELDS[kind]
    fields = {field: _text(blocks.text, place) for field, place in layout.items()}
    number, sex, born = _of_one_person(fields, kind, today=today)
    name, foreign = _names(blocks.text, layout)
    valid_from, valid_to = _validity(fields["from"], fields["to"])
    return IdentityDocument(
        document_type=kind,
        name=name,
        foreign_name=foreign,
        sex=sex,
        nation=_shaped(fields.get("nation", ""), r"[0-9]{2}"),
        birth_date=born,
        address=_text(blocks.address, (0, ADDRESS_SIZE)) or fields.get("address", ""),
        id_number=number,
        issuer=fields.get("issuer", ""),
        valid_from=valid_from,
        valid_to=valid_to,
        long_term=fields["to"].startswith(FOREVER),
        pass_number=_shaped(fields.get("pass", ""), r"[0-9A-Z]{1,9}"),
        nationality=_shaped(fields.get("nationality", ""), r"[A-Z]{3}"),
    )


def _raw(block: bytes, place: Place) -> str | None:
    """One field with its padding, None when it is not UTF-16."""
    begin, size = place
    try:
        return characters_named_later(block[begin : begin + size].decode("utf-16-le"))
    except UnicodeDecodeError:
        return None


def _text(block: bytes, place: Place) -> str:
    """One field without its padding, "" when it is blank or cannot be read."""
    return (_raw(block, place) or "").strip(_PADDING)


def _names(block: bytes, layout: Mapping[str, Place]) -> tuple[str, str]:
    """Name and foreign name; one of them is there. Raises CardDamaged."""
    raw = {field: _raw(block, layout[field]) for field in ("name", "foreign", "foreign_rest") if field in layout}
    if None in raw.values():
        raise _wrong_name()
    whole = {field: value or "" for field, value in raw.items()}
    name = whole["name"].strip(_PADDING)
    rest = whole.get("foreign_rest", "").rstrip(_PADDING)
    # A name that goes on in the second field fills the first: a space at its end belongs to the name.
    foreign = (whole.get("foreign", "") + rest if rest else whole.get("foreign", "")).strip(_PADDING)
    if any(each and name_fault(each) not in (None, "long") for each in (name, foreign)) or not (name or foreign):
        raise _wrong_name()
    return name, foreign


def _wrong_name() -> CardTrouble:
    return IdCardDamaged(what=Text("姓名", "the name"))


def _of_one_person(fields: Mapping[str, str], kind: DocumentType, *, today: date) -> tuple[str, str, date | None]:
    """Number, sex and birth date. Raises CardDamaged, IdCardContradictsItself where the number says another thing; the
    numbers of 2017 are of a form of their own and say neither.
    """
    number = _number(fields["number"], kind, today=today)
    sex, born = _SEXES.get(fields["sex"], ""), _day(fields["birth"])
    if kind is not DocumentType.FOREIGNER_2017 and not birth_date_fits(number, born):
        raise IdCardContradictsItself(fact=_BIRTH_DATE)
    return number, sex, born


def _number(number: str, kind: DocumentType, *, today: date) -> str:
    """The number, by the rules of its document. Raises CardDamaged."""
    number = number.upper()
    if kind is DocumentType.FOREIGNER_2017:
        good = re.fullmatch(r"[A-Z]{3}[0-9]{12}", number, flags=re.ASCII) is not None
    else:
        good = identity_fault(number, today=today) is None
        good = good and number.startswith("9") is (kind is DocumentType.FOREIGNER_2023)
    if not good:
        raise IdCardDamaged(what=Text("证件号码", "the number"))
    return number


def _validity(first: str, last: str) -> tuple[date | None, date | None]:
    """First and last day; None for the last where there is none (长期), or where the document leaves it blank.

    Raises CardDamaged when the last day cannot be read: it would look as if there were none.
    """
    ends = _day(last)
    if ends is None and last and not last.startswith(FOREVER):
        raise IdCardDamaged(what=Text("有效期", "its validity"))
    return _day(first), ends


def _day(digits: str) -> date | None:
    """YYYYMMDD; None when it is no day."""
    if not _shaped(digits, r"[0-9]{8}"):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _shaped(value: str, pattern: str) -> str:
    """The value when it has that shape, else ""."""
    return value if re.fullmatch(pattern, value, flags=re.ASCII) else ""


def _newest(address: bytes) -> bytes:
    """The last of the addresses that were written later; some readers put a length before them."""
    if len(address) % ADDRESS_SIZE and int.from_bytes(address[:2], "big") == len(address) - 2:
        address = address[2:]
    parts = [address[at : at + ADDRESS_SIZE] for at in range(0, len(address), ADDRESS_SIZE)]
    return next((part for part in reversed(parts) if _text(part, (0, ADDRESS_SIZE))), b"")
