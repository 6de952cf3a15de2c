"""Who is meant by what was typed or scanned: a number of any paper, a card number, a name or its initials; here first,
at the platform when there is a line.

Refuses to open anybody, and to choose where a number has two meanings: a passport's may be that of a card, a pass's the
start of another number, and then all who are known are listed. Each finished search is audited, and so is
everybody who is shown in a list.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from counter_app.desk import seeing
from counter_app.desk.station import Station
from counter_app.desk.views import SearchView
from counter_app.domain import identity
from counter_app.domain.errors import PlatformTrouble
from counter_app.domain.holder import Hit, Person, Source
from counter_app.domain.moments import local
from counter_app.domain.names import normalise_name
from counter_app.domain.numbers import card_number_checks, looks_like_card_number, tidy
from counter_app.domain.text import Text

log = logging.getLogger(__name__)
SHORTEST_SEARCH = 2
SUGGESTED, LISTED = "person.suggested", "person.listed"
RESIDENT_LENGTH = 18


def number_fault(station: Station, number: str) -> Text | None:
    """Why a tidied number is that of no paper a person can show, in words; None when it is of one."""
    return identity.number_fault(number, today=local(station.moment()).date())


def suggest(station: Station, typed: str) -> SearchView:
    """People of the mirror while it is still being typed: nobody is asked, nothing is opened. Whoever is listed for the
    first time since somebody was last looked for in earnest is on record.
    """
    text = typed.strip()
    if len(text) < SHORTEST_SEARCH:
        return SearchView((), exact=False, live=False)
    hits = seeing.among(station, _begun(station, text))
    _on_record(station, SUGGESTED, hits)
    return SearchView(hits, exact=False, live=False)


def known_here(station: Station, typed: str) -> bool:
    """Whether the mirror alone answers a finished search for it, so that the platform need not be asked."""
    text = typed.strip()
    number = tidy(text)
    if not _askable(station, number):
        return bool(_begun(station, text))
    return any(_is_whole(hit, number) for hit in _here(station, number, text))


def search(station: Station, typed: str) -> SearchView:
    """People for what was typed: a number of any paper, a card number, a name or its pinyin initials (at least two
    characters).
    """
    text = typed.strip()
    if len(text) < SHORTEST_SEARCH:
        return SearchView((), exact=False, live=False, fault=Text("至少输入两个字", "Type at least two characters"))
    station.store.note(station.entry("person.searched", facts={"text": text}))
    number = tidy(text)
    named = not (number.isascii() and any(c.isdigit() for c in number)) and not looks_like_card_number(number)
    found = _seen(station, _search_name(station, text) if named else _search_number(station, number, text))
    station.listed.clear()
    _on_record(station, LISTED, found.hits)
    return found


def _seen(station: Station, found: SearchView) -> SearchView:
    """What whoever is signed in may see of it."""
    hits = seeing.among(station, found.hits)
    if len(hits) == len(found.hits):
        return found
    return replace(found, hits=hits, exact=found.exact and bool(hits), fault=None if hits else seeing.HIDDEN)


def _on_record(station: Station, what: str, hits: Iterable[Hit]) -> None:
    """Who is shown in a list, each once a search: a list that gets shorter as more is typed shows nobody new."""
    fresh = [one.number for one in hits if one.number not in station.listed]
    if fresh:
        facts = {"shown": ",".join(fresh), "people": str(len(fresh))}
        station.store.note(station.entry(what, facts=facts))
        station.listed.update(fresh)


def _search_name(station: Station, text: str) -> SearchView:
    hits, live = _begun(station, text), station.online
    name = normalise_name(text)[0]
    whole = not name.isascii() or " " in name  # else it is initials, which the platform does not know
    if not hits and live and whole:
        try:
            people = station.platform.people_by_name(name, clerk=station.clerk)
        except PlatformTrouble as trouble:
            log.info("look-up at the platform failed: %s", trouble.code)
        else:
            station.store.keep_people(people)
            hits = tuple(_hit(p, Source.PLATFORM) for p in people)
    return SearchView(hits, exact=False, live=live)


def _search_number(station: Station, number: str, text: str) -> SearchView:
    fault = number_fault(station, number)
    if fault is not None and len(number) == RESIDENT_LENGTH:
        return SearchView((), exact=False, live=station.online, fault=fault)
    hits, answered = _here(station, number, text), True
    if _askable(station, number) and not any(_is_whole(hit, number) for hit in hits):
        people, answered = _ask(station, number)
        hits = _each_once((*(_hit(p, Source.PLATFORM, number) for p in people), *hits))
    unknown = not answered and fault is None
    day = local(station.moment()).date()
    return SearchView(
        hits,
        exact=len(hits) == 1 and number in (hits[0].number, hits[0].card_number),
        live=station.online if hits else answered and station.online,
        unknown_number=number if unknown else "",
        unknown_kinds=tuple(kind.words for kind in identity.kinds_of(number, today=day)) if unknown else (),
        fault=fault if not hits and not looks_like_card_number(number) else None,
    )


def _askable(station: Station, number: str) -> bool:
    """Whether the platform can be asked for it as a number: that of a paper or of a card."""
    return number_fault(station, number) is None or looks_like_card_number(number)


def _begun(station: Station, text: str) -> tuple[Hit, ...]:
    """Whose number, card, name or initials begin so, of the mirror."""
    number = tidy(text)
    if not number.isascii():
        return station.store.find(normalise_name(text)[0])
    letters = "".join(c for c in number if c.isalpha())  # of a name in Latin letters commas and dots are no part
    return station.store.find(number if any(c.isdigit() for c in number) else letters)


def _here(station: Station, number: str, text: str) -> tuple[Hit, ...]:
    """Everybody of the mirror it may mean: whose number or card it is, first, and whose begins so."""
    whole = (station.store.person(one) for one in identity.same_paper(number))
    known = tuple(_hit(person, Source.MIRROR) for person in whole if person is not None)
    return known if len(number) == RESIDENT_LENGTH else _each_once((*known, *_begun(station, text)))


def _each_once(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    once: dict[str, Hit] = {}
    for hit in hits:
        once.setdefault(hit.number, hit)
    return tuple(once.values())


def _is_whole(hit: Hit, number: str) -> bool:
    """Whether the whole number of this person's paper or card was typed, and not the beginning of one."""
    return number == hit.card_number or hit.number in identity.same_paper(number)


def _ask(station: Station, number: str) -> tuple[tuple[Person, ...], bool]:
    """Whom the platform knows by that number, as a paper's and as a card's, and whether it answered every question."""
    papers = identity.same_paper(number) if number_fault(station, number) is None else ()
    cards = (number,) if looks_like_card_number(number) else ()
    questions = [*((ask_number, one) for one in papers), *((ask_card, one) for one in cards)]
    if card_number_checks(number):
        questions.reverse()  # more likely a card's; both are asked all the same
    found: list[Person] = []
    for ask, one in questions:
        person, answered = ask(station, one)
        if not answered:
            return tuple(found), False
        found += [person] if person is not None else []
    return tuple(found), True


def ask_number(station: Station, number: str) -> tuple[Person | None, bool]:
    """Whom the platform knows by that number, and whether it answered at all; without a line it is not asked."""
    if not station.online:
        return None, False
    try:
        person = station.platform.person_by_number(number, clerk=station.clerk)
    except PlatformTrouble as trouble:
        log.info("look-up at the platform failed: %s", trouble.code)
        return None, False
    return _heard(station, person), True


def ask_card(station: Station, number: str) -> tuple[Person | None, bool]:
    """Whose card it is by the platform's word, and whether it answered at all; without a line it is not asked."""
    if not number or not station.online:
        return None, False
    try:
        person = station.platform.person_by_card(number, clerk=station.clerk)
    except PlatformTrouble as trouble:
        log.info("look-up at the platform failed: %s", trouble.code)
        return None, False
    return _heard(station, person), True


def registered(station: Station, number: str) -> tuple[Person | None, bool]:
    """Who is registered under the number of that paper, here or at the platform, and whether everybody was asked."""
    numbers = identity.same_paper(number)
    for one in numbers:
        if (person := station.store.person(one)) is not None:
            return person, False
    for one in numbers:
        person, answered = ask_number(station, one)
        if person is not None or not answered:
            return person, answered
    return None, True


def _heard(station: Station, person: Person | None) -> Person | None:
    if person is not None:
        station.store.keep_people((person,))
        station.heard[person.holder.number] = station.clock.now()
    return person


def _hit(person: Person, source: Source, number: str = "") -> Hit:
    """`number`: what was asked for; where it is that of one of several cards, the hit is about that card."""
    chosen = replace(person, chosen=number) if number else person
    asked = next((card for card in person.cards if card.number == number), None)
    born, card = person.holder.birth_date, asked or chosen.card
    return Hit(
        number=person.holder.number,
        name=person.holder.name,
        card_number=card.number if card else "",
        birth_year=born.year if born else None,
        as_of=person.as_of,
        source=source,
    )
