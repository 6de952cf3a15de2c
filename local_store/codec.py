"""Domain data as text for a column and back, moments as text that sorts, salted SM3 digests of personal facts.

Refuses to guess: text that does not read back into its type is a damaged store.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from json.encoder import encode_basestring as _quoted
from typing import Any, TypeVar

from cryptography.hazmat.primitives.hashes import SM3, Hash
from pydantic import TypeAdapter, ValidationError

from counter_app.domain.card import Card
from counter_app.domain.case import Case
from counter_app.domain.errors import Damaged
from counter_app.domain.making import CardOrder
from counter_app.domain.operation import Answer
from counter_app.domain.receipt import ReceiptDraft
from counter_app.ports import Line, VisitRecord

T = TypeVar("T")
_NOTHING = Hash(SM3())  # copied: making one anew takes half as long again
_PLAIN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

_ADAPTERS: dict[type, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Answer, Card, Case, Line, ReceiptDraft, VisitRecord)
}

_ORDERS: TypeAdapter[tuple[CardOrder, ...]] = TypeAdapter(tuple[CardOrder, ...])


def to_text(thing: Answer | Card | Case | Line | ReceiptDraft | VisitRecord) -> str:
    """The thing as JSON."""
    return _ADAPTERS[type(thing)].dump_json(thing).decode()


def orders_to_text(orders: tuple[CardOrder, ...]) -> str:
    """Cards being made as JSON; empty for none, which is the rule."""
    return _ORDERS.dump_json(orders).decode() if orders else ""


def orders_from_text(text: str) -> tuple[CardOrder, ...]:
    """What `orders_to_text` wrote. Raises Damaged."""
    try:
        return _ORDERS.validate_json(text) if text else ()
    except ValidationError as error:
        raise Damaged from ValueError(f"CardOrder: {error.error_count()} faults")


def from_text(kind: type[T], text: str) -> T:
    """The thing that `to_text` wrote. Raises Damaged."""
    try:
        thing: T = _ADAPTERS[kind].validate_json(text)
    except ValidationError as error:
        # The cause is left out: it would carry personal data into a log.
        raise Damaged from ValueError(f"{kind.__name__}: {error.error_count()} faults")
    return thing


def stamp(moment: datetime) -> str:
    """An aware moment as UTC text of fixed length."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.fromisoformat(text)


def plain(thing: object) -> str:
    """JSON in one form only, so that its digest is always the same."""
    return _PLAIN.encode(thing)


def words(text: str | None) -> dict[str, str]:
    """A mapping of strings written by `plain`; empty when it was erased."""
    return dict(json.loads(text)) if text else {}


def plain_row(values: Iterable[str | int | None]) -> str:
    """`plain` of a list of such values, in a third of the time."""
    return f"[{','.join([_quoted(one) if type(one) is str else plain(one) for one in values])}]"


@dataclass(frozen=True, slots=True)
class Sealed:
    """Personal facts as text, with the salt and the digest that covers both. Without facts all three are empty."""

    text: str | None
    salt: str | None
    digest: str


def seal(text: str) -> Sealed:
    """Cover `text` by a digest that tells nothing once text and salt are erased."""
    salt = os.urandom(16).hex()
    return Sealed(text, salt, salted(salt, text))


def seal_facts(facts: Mapping[str, str]) -> Sealed:
    """Cover named facts; nothing to cover when there are none."""
    return seal(plain(dict(facts))) if facts else Sealed(None, None, "")


def seal_holds(text: str | None, salt: str | None, digest: str) -> bool:
    """True when text and salt fit their digest, or both were erased."""
    if text is None or salt is None:
        return text is None and salt is None
    return salted(salt, text) == digest


def salted(salt: str, text: str) -> str:
    """SM3 (GB/T 32905) of salt and text, 64 hex digits."""
    return sm3(salt + text)


def sm3(text: str) -> str:
    """SM3 (GB/T 32905) of UTF-8 text, 64 hex digits."""
    digest = _NOTHING.copy()
    digest.update(text.encode())
    return digest.finalize().hex()
