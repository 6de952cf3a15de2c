"""A simulated identity document as JSON, and the bytes its chip gives.

```
{"document_type": "resident",          "resident", "hmt-permit", "foreigner-2017", "foreigner-2023"
 "name": "..", "foreign_name": "..", "sex": "1", "nation": "01", "birth_date": "1990-01-02", "address": "..",
 "id_number": "4399..", "issuer": "..", "valid_from": "2015-01-01", "valid_to": "2035-01-01" or "long_term": true,
 "pass_number": "..", "nationality": "..",
 "new_address": "",                    an address that was written later
 "photo": ""}                          1,024 bytes in base64; left out: a pattern that no decoder takes for a face
```
The keys are those of `counter read id --full`. Raises ValueError, naming the key, for one of the wrong form. Refuses to
judge a number: a wrong one is what a test may want.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from counter_app.domain.document import DocumentType
from readers.identity.layout import ADDRESS_SIZE, FIELDS, FOREVER, LETTER_AT, LETTERS, SIZE, Place
from readers.simulator import hidden

PHOTO_SIZE = 1024
_NO_FACE = b"WLf\0" + bytes(PHOTO_SIZE - 4)
_KEYS = {
    "name": "name", "foreign": "foreign_name", "sex": "sex", "nation": "nation", "address": "address",
    "number": "id_number", "issuer": "issuer", "pass": "pass_number", "nationality": "nationality",
}  # fmt: skip
_DAYS = {"birth": "birth_date", "from": "valid_from", "to": "valid_to"}


@dataclass(frozen=True, slots=True)
class Paper:
    """What the chip gives: text block, photo, and the new address (b"" when none was written)."""

    text: bytes
    photo: bytes
    address: bytes


def load(path: Path) -> Paper:
    """The document of a JSON file. Raises OSError, ValueError."""
    return checked(json.loads(hidden.read(path)))


def checked(raw: object) -> Paper:
    """A document as its chip gives it. Raises ValueError naming the key that is wrong."""
    if not isinstance(raw, dict):
        raise ValueError("a document is a JSON object")  # noqa: TRY004  every wrong form is one kind of error here
    kind = _kind(raw)
    values = {field: str(raw.get(key) or "") for field, key in _KEYS.items()}
    values |= {field: _day(raw, key) for field, key in _DAYS.items()}
    if raw.get("long_term"):
        values["to"] = FOREVER
    return Paper(_block(kind, values), _photo(raw), _new_address(raw))


def _kind(raw: Mapping[str, object]) -> DocumentType:
    try:
        return DocumentType(str(raw.get("document_type", "resident")))
    except ValueError as error:
        raise ValueError(f"document_type: one of {', '.join(DocumentType)}") from error


def _block(kind: DocumentType, values: dict[str, str]) -> bytes:
    places = FIELDS[kind]
    if "foreign_rest" in places:
        most = places["foreign"][1] // 2
        values |= {"foreign": values["foreign"][:most], "foreign_rest": values["foreign"][most:]}
    text = bytearray(" ".encode("utf-16-le") * (SIZE // 2))
    for field, place in places.items():
        _write(text, place, values[field], key=_KEYS.get(field) or _DAYS.get(field) or "foreign_name")
    _write(text, LETTER_AT, next(letter for letter, each in LETTERS.items() if each is kind), key="document_type")
    return bytes(text)


def _write(block: bytearray, place: Place, value: str, *, key: str) -> None:
    begin, size = place
    written = value.encode("utf-16-le")
    if len(written) > size:
        raise ValueError(f"{key}: at most {size // 2} characters")
    block[begin : begin + len(written)] = written


def _day(raw: Mapping[str, object], key: str) -> str:
    said = str(raw.get(key) or "")
    try:
        return date.fromisoformat(said).strftime("%Y%m%d") if said else ""
    except ValueError as error:
        raise ValueError(f"{key}: a date such as 1990-01-02") from error


def _new_address(raw: Mapping[str, object]) -> bytes:
    said = str(raw.get("new_address") or "")
    if not said:
        return b""
    block = bytearray(" ".encode("utf-16-le") * (ADDRESS_SIZE // 2))
    _write(block, (0, ADDRESS_SIZE), said, key="new_address")
    return bytes(block)


def _photo(raw: Mapping[str, object]) -> bytes:
    try:
        photo = base64.b64decode(str(raw.get("photo") or ""), validate=True) or _NO_FACE
    except binascii.Error as error:
        raise ValueError("photo: base64") from error
    if len(photo) != PHOTO_SIZE:
        raise ValueError(f"photo: {PHOTO_SIZE} bytes")
    return photo
