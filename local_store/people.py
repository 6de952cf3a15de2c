"""The mirror of the platform's people and cards, written from its words only, and search in it.

Refuses to hold anybody the platform has not told of, and to let an overtaken answer undo a later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from counter_app.domain.card import Card, CardState, Half
from counter_app.domain.holder import Hit, Holder, Person
from counter_app.domain.names import normalise_name
from counter_app.domain.numbers import tidy
from counter_app.domain.versions import Course, Versions, course, newest_of_each, versions_of
from local_store import tables
from local_store.codec import from_text, moment_of, orders_from_text, orders_to_text, stamp, to_text
from local_store.late_words import is_late, later, told_at
from local_store.prepared import Prepared

_T = TypeVar("_T")
_HOLDERS, _CARDS = tables.holders, tables.cards
_MOST_HITS = 20
_SHORTEST_NUMBER = 6
_LIST = 400

# Built once: composing a statement costs more than asking it, and these are asked for each card that is laid on.
_FACTS = (
    _HOLDERS.c.number,
    _HOLDERS.c.name,
    _HOLDERS.c.sex,
    _HOLDERS.c.birth_date,
    _HOLDERS.c.nation,
    _HOLDERS.c.mobile,
    _HOLDERS.c.as_of,
    _HOLDERS.c.orders,
    _HOLDERS.c.life,
)
_ONE = Prepared(select(*_FACTS).where(_HOLDERS.c.number == bindparam("of_number")))
_ONE_OF_CARD = Prepared(
    select(*_FACTS)
    .join_from(_CARDS, _HOLDERS, _CARDS.c.holder_number == _HOLDERS.c.number)
    .where(_CARDS.c.number == bindparam("of_card"))
)
_CARDS_OF_ONE = Prepared(
    select(_CARDS.c.body).where(_CARDS.c.holder_number == bindparam("of_number")).order_by(_CARDS.c.place)
)
_HOLDERS_BY_NUMBER = select(*_FACTS).where(_HOLDERS.c.number.in_(bindparam("numbers", expanding=True)))
_CARDS_OF = (
    select(_CARDS.c.holder_number, _CARDS.c.body)
    .where(_CARDS.c.holder_number.in_(bindparam("numbers", expanding=True)))
    .order_by(_CARDS.c.place)
)


_VERSION = func.json_extract(_CARDS.c.body, "$.version")
_VERSIONS_OF = select(_CARDS.c.holder_number, _CARDS.c.number, _VERSION).where(
    _CARDS.c.holder_number.in_(bindparam("numbers", expanding=True))
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the mirror holds of a holder already, as far as keeping them again goes."""

    name: str
    initials: str
    as_of: datetime
    versions: Versions


def keep(connection: Connection, people: Sequence[Person], *, newest_only: bool = False) -> None:
    """Put people with all their cards into the mirror. `newest_only`: a word of the very moment of what stands there is
    left out too. Raises ValueError for a person the platform never told of.

    Of two words on a card the one with the higher version stands, whenever it came; where no version differs the
    moments decide.
    """
    latest: dict[str, Person] = {}
    for one in people:
        latest[one.holder.number] = later(latest.get(one.holder.number), one)
    for chunk in _chunks(list(latest.values())):
        known = _known(connection, [one.holder.number for one in chunk])
        stand = (_standing(connection, one, known.get(one.holder.number), newest_only=newest_only) for one in chunk)
        fresh = [one for one in stand if one is not None]
        if fresh:
            _replace(connection, fresh, known)


def forget_versions(connection: Connection) -> None:
    """What comes now may be of another platform, whose versions begin anew: until it tells its own, moments decide."""
    told = _VERSION.is_not(None)
    connection.execute(update(_CARDS).where(told).values(body=func.json_remove(_CARDS.c.body, "$.version")))


def person(connection: Connection, number: str) -> Person | None:
    """The holder of that social security number."""
    return _with_cards(connection, _ONE.row(connection, {"of_number": number}))


def person_by_card(connection: Connection, card_number: str) -> Person | None:
    """The holder of that card."""
    return _with_cards(connection, _ONE_OF_CARD.row(connection, {"of_card": card_number}))


def _with_cards(connection: Connection, row: tuple[Any, ...] | None) -> Person | None:
    if row is None:
        return None
    cards = _CARDS_OF_ONE.rows(connection, {"of_number": row[0]})
    return _person(row, tuple(from_text(Card, body) for (body,) in cards))


def lapsing(connection: Connection, before: datetime, limit: int) -> tuple[Person, ...]:
    """Holders with a card whose temporary loss ends before that moment, soonest first."""
    until = _CARDS.c.loss_until
    soon = select(_CARDS.c.holder_number).where(until < stamp(before)).order_by(until, _CARDS.c.number).limit(limit)
    return _in_order(connection, soon)


def being_made(connection: Connection, limit: int) -> tuple[Person, ...]:
    """Holders with a card under way, by number."""
    of = select(_HOLDERS.c.number).where(_HOLDERS.c.making.is_not(None)).order_by(_HOLDERS.c.number).limit(limit)
    return _in_order(connection, of)


def of_bank(connection: Connection, code: str, limit: int) -> tuple[Person, ...]:
    """Holders with a card of that bank that is not cancelled, by number. Reads every card: not to be asked often."""
    mine = func.json_extract(_CARDS.c.body, "$.bank.bank") == code
    living = func.json_extract(_CARDS.c.body, "$.state") != CardState.CANCELLED.value
    number = _CARDS.c.holder_number
    return _in_order(connection, select(number).where(mine, living).distinct().order_by(number).limit(limit))


def _in_order(connection: Connection, wanted: Select[Any]) -> tuple[Person, ...]:
    numbers: list[str] = list(dict.fromkeys(connection.execute(wanted).scalars()))
    known = {one.holder.number: one for chunk in _chunks(numbers) for one in _people(connection, chunk)}
    return tuple(known[number] for number in numbers)


def find(connection: Connection, text: str, limit: int) -> tuple[Hit, ...]:
    """Search answers, a whole number first, then by name and number; at most 20."""
    wanted = [*_by_number(tidy(text)), *_by_name(text)]
    if not wanted:
        return ()
    ordered = (_HOLDERS.c.number != tidy(text), _HOLDERS.c.name, _HOLDERS.c.number)
    found = select(_HOLDERS.c.number).where(or_(*wanted)).order_by(*ordered).limit(max(0, min(limit, _MOST_HITS)))
    numbers = list(connection.execute(found).scalars())
    people = {one.holder.number: one for one in _people(connection, numbers)}
    return tuple(_hit(people[number], tidy(text)) for number in numbers)


def _by_number(number: str) -> Iterable[ColumnElement[bool]]:
    if len(number) >= _SHORTEST_NUMBER and number.isascii() and number.isalnum():
        yield _begins(_HOLDERS.c.number, number)
        yield _HOLDERS.c.number.in_(select(_CARDS.c.holder_number).where(_begins(_CARDS.c.number, number)))


def _by_name(text: str) -> Iterable[ColumnElement[bool]]:
    name, _changed = normalise_name(text)
    if name and not name.isdigit():
        yield _begins(_HOLDERS.c.name, name)
    if name.isascii() and name.isalpha():
        yield _begins(_HOLDERS.c.initials, name.lower())


def _begins(column: Column[Any], text: str) -> ColumnElement[bool]:
    """A range of the index; the columns sort by code point."""
    return and_(column >= text, column < text + "\U0010ffff")


def _hit(one: Person, number: str) -> Hit:
    asked = next((card for card in one.cards if card.number == number), None)
    card = asked or one.card
    born = one.holder.birth_date
    return Hit(
        number=one.holder.number,
        name=one.holder.name,
        card_number=card.number if card else "",
        birth_year=born.year if born else None,
        as_of=one.as_of,
    )


def _people(connection: Connection, numbers: Sequence[str]) -> list[Person]:
    wanted = {"numbers": list(numbers)}
    rows = connection.execute(_HOLDERS_BY_NUMBER, wanted).all()
    cards: dict[str, list[Card]] = {}
    for holder_number, body in connection.execute(_CARDS_OF, wanted):
        cards.setdefault(holder_number, []).append(from_text(Card, body))
    return [_person(tuple(row), tuple(cards.get(row.number, ()))) for row in rows]


def _person(row: tuple[Any, ...], cards: tuple[Card, ...]) -> Person:
    """`row` as `_FACTS`."""
    number, name, sex, birth_date, nation, mobile, as_of, orders, life = row
    born = date.fromisoformat(birth_date) if birth_date else None
    holder = Holder(number, name, sex, born, nation, mobile)
    return Person(holder, cards, moment_of(as_of), orders=orders_from_text(orders), life=life)


def _chunks(things: Sequence[_T]) -> Iterable[Sequence[_T]]:
    for start in range(0, len(things), _LIST):
        yield things[start : start + _LIST]


def _known(connection: Connection, numbers: Sequence[str]) -> dict[str, _Known]:
    columns = (_HOLDERS.c.number, _HOLDERS.c.name, _HOLDERS.c.initials, _HOLDERS.c.as_of)
    rows = connection.execute(select(*columns).where(_HOLDERS.c.number.in_(numbers))).all()
    versions: dict[str, dict[str, int | None]] = {row.number: {} for row in rows}
    for holder, card, version in connection.execute(_VERSIONS_OF, {"numbers": list(versions)}) if rows else ():
        versions[holder][card] = version
    return {row.number: _Known(row.name, row.initials, moment_of(row.as_of), versions[row.number]) for row in rows}


def _standing(connection: Connection, one: Person, known: _Known | None, *, newest_only: bool) -> Person | None:
    """What is to stand in the mirror after that word; None where that is what stands there already."""
    at, told = told_at(one), versions_of(one)
    how = course(known.versions, told) if known is not None else Course.NEWER
    if known is None or how is Course.NEWER:
        return one
    if how is Course.OLDER:
        return None
    late = is_late(known.versions, known.as_of, told, at, newest_only=newest_only)
    if how is Course.OPEN:
        return None if late else one
    kept = person(connection, one.holder.number) or one
    return newest_of_each(kept, one) if late else newest_of_each(one, kept)


def _replace(connection: Connection, people: Sequence[Person], known: dict[str, _Known]) -> None:
    numbers = [one.holder.number for one in people]
    card_numbers = [card.number for one in people for card in one.cards]
    connection.execute(delete(_CARDS).where(_CARDS.c.holder_number.in_(numbers)))
    for start in range(0, len(card_numbers), _LIST):
        connection.execute(delete(_CARDS).where(_CARDS.c.number.in_(card_numbers[start : start + _LIST])))
    connection.execute(delete(_HOLDERS).where(_HOLDERS.c.number.in_(numbers)))
    connection.execute(insert(_HOLDERS), [_holder_row(one, known.get(one.holder.number)) for one in people])
    rows = {card.number: _card_row(one, place, card) for one in people for place, card in enumerate(one.cards)}
    if rows:
        connection.execute(insert(_CARDS), list(rows.values()))


def _holder_row(one: Person, known: _Known | None) -> dict[str, object]:
    holder = one.holder
    same_name = known is not None and known.name == holder.name
    return {
        "number": holder.number,
        "name": holder.name,
        "initials": known.initials if known is not None and same_name else _initials(holder.name),
        "sex": holder.sex,
        "birth_date": holder.birth_date.isoformat() if holder.birth_date else None,
        "nation": holder.nation,
        "mobile": holder.mobile,
        "as_of": stamp(one.as_of) if one.as_of else "",
        "life": one.life,
        "orders": orders_to_text(one.orders),
        "making": one.order.state.value if one.order else None,
    }


def _card_row(one: Person, place: int, card: Card) -> dict[str, object]:
    return {
        "number": card.number,
        "holder_number": one.holder.number,
        "place": place,
        "body": to_text(card),
        "loss_until": min((stamp(end) for half in Half if (end := card.lapse_of(half))), default=None),
    }


def _initials(name: str) -> str:
    """First letters of the pinyin, as a clerk types them; imported here because its tables take long to load."""
    from local_store.initials import initials_of

    return initials_of(name)
