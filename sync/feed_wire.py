"""JSON of `/v1/news` and `/v1/snapshot` in `docs/platform.openapi.yaml` <-> what `counter_app.feed` speaks of.

Refuses an answer that does not keep the contract, and one to another question than was asked (NoPlatform).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from counter_app.domain.errors import NoPlatform
from counter_app.domain.holder import Person
from counter_app.domain.text import Text
from counter_app.enrolment import Scope
from counter_app.feed import Change, News, Page, ScopeRefused
from sync.body import GARBAGE, read, write
from sync.shapes import CardNumber, Moment, OperationKey, PersonShape, Shape, Words

MOST_PEOPLE = 1000
CURSOR_GONE = "urn:ssc-platform:cursor-gone"
_Number = Annotated[str, Field(pattern=r"^([0-9]{17}[0-9X]|[A-Z]{3}[0-9]{12}|[0-9A-Z]{5,12})$")]
_Cursor = Annotated[str, Field(pattern=r"^[0-9A-Za-z._-]{0,80}$")]


class _Change(Shape):
    holder_number: _Number
    kind: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    channel: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,19}$")
    at: Moment
    source: Words
    card_number: CardNumber | None
    operation_id: OperationKey | None
    in_scope: bool

    def domain(self) -> Change:
        return Change(
            holder_number=self.holder_number,
            kind=self.kind,
            channel=self.channel,
            at=self.at,
            source=self.source.domain(),
            card_number=self.card_number or "",
            operation_id=self.operation_id or "",
            in_scope=self.in_scope,
        )


class _News(Shape):
    after: _Cursor
    cursor: _Cursor
    changes: list[_Change] = Field(max_length=500)
    people: list[PersonShape] = Field(max_length=500)
    more: bool


class _Page(Shape):
    people: list[PersonShape] = Field(max_length=MOST_PEOPLE)
    cursor: _Cursor
    next: _Number | None
    digest: str = Field(pattern=r"^([0-9a-f]{64})?$")


class _Refusal(Shape):
    reason: Words


class _Problem(Shape):
    type: str = Field(max_length=200)


def write_news(cursor: str, scope: Scope, besides: tuple[str, ...], limit: int) -> bytes:
    """The body of `POST /v1/news`."""
    return write({"cursor": cursor, "scope": _scope(scope), "besides": list(besides), "limit": limit})


def write_snapshot(scope: Scope, after: str, limit: int) -> bytes:
    """The body of `POST /v1/snapshot`."""
    return write({"scope": _scope(scope), "after": after, "limit": limit})


def read_news(body: bytes, *, cursor: str) -> News:
    """What came after that cursor. Raises NoPlatform."""
    told = read(_News, body)
    people = tuple(one.domain() for one in told.people)
    changes = tuple(one.domain() for one in told.changes)
    _must(told.after == cursor, "after")
    _must(not (told.more and told.cursor == cursor), "cursor")
    _must({one.holder_number for one in changes} == _numbers(people), "people")
    return News(told.after, told.cursor, changes, people, told.more)


def read_page(body: bytes, *, after: str, limit: int) -> Page:
    """The people behind that place. Raises NoPlatform."""
    told = read(_Page, body)
    people = tuple(one.domain() for one in told.people)
    _must(len(people) <= limit and after not in _numbers(people), "people")
    _must(len(people) == len(_numbers(people)), "people")
    _must(told.next is None or (told.next in _numbers(people) and told.next != after), "next")
    _must((told.next is None) is bool(told.digest), "digest")
    return Page(people, told.cursor, told.next, told.digest)


def read_refusal(body: bytes) -> Exception:
    """Why an area is not given. NoPlatform where that cannot be read."""
    try:
        return ScopeRefused(why=read(_Refusal, body).reason.domain(), handed_over=True)
    except NoPlatform as error:
        return error


def says_gone(body: bytes) -> bool:
    """Whether a 410 says that the platform no longer has the cursor. Raises NoPlatform."""
    return read(_Problem, body).type == CURSOR_GONE


def _numbers(people: tuple[Person, ...]) -> set[str]:
    return {one.holder.number for one in people}


def _must(holds: bool, field: str) -> None:
    if not holds:
        raise NoPlatform(why=GARBAGE, fields=(field,), handed_over=True)


def _scope(scope: Scope) -> dict[str, str]:
    return {"kind": scope.kind.value, "code": scope.code}


def words_of(why: object) -> Text:
    """The reason of a refused area as it is kept."""
    return why if isinstance(why, Text) else GARBAGE
