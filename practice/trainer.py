"""What a trainer moves in the practice province: whose card and identity card lie on the readers, what goes wrong with
them, the PSAM, and whether the line stands.

Refuses to work on anything but made-up people. It is made before the first paint, so its parts are imported where they
are used.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.domain.errors import NotFound
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from counter_app.domain.declaration import Declaration
    from counter_app.domain.holder import Person
    from practice.hard_cards import HardCard
    from practice.life_cast import LifeCase
    from practice.making import Making
    from practice.supervisor import PracticePlatform


NEW = "new"
"""The word for the card that waits to be handed over."""

_WELL = "none"


class PracticeTrainer:
    """The practice province of one data folder, for the practice page and `counter practice`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = threading.Lock()
        self._made: PracticePlatform | None = None
        self._trouble, self._waits = _WELL, False

    def platform_url(self) -> str:
        """Where the practice platform listens, started when none runs; nowhere while the line is cut. Raises
        NoPlatform."""
        return self._platform().url()

    # --- people ------------------------------------------------------------------------------------------------------

    def people(self, text: str) -> tuple[Person, ...]:
        """Practice people whose name, identity or card number, or whose case, contains `text`; the cast first, then
        those of the hard cards and of the whole life of a card; all when it is empty.
        """
        return tuple(p for p in self._people if not text or _matches(p, text) or self._case_has(p, text))

    def case(self, number: str) -> Text | None:
        """What is hard about that person's card, or to be practised with the person; None when nothing is."""
        found = self._cases.get(number) or self._lives.get(number)
        return found.title if found else None

    def lives(self) -> tuple[tuple[str, Text, Person], ...]:
        """Role, what is to be practised of the whole life of a card, and with whom."""
        by_number = {person.holder.number: person for person in self._people}
        return tuple((case.part.role, case.title, by_number[number]) for number, case in self._lives.items())

    def hard_cards(self) -> tuple[tuple[str, Text, Person], ...]:
        """Role, what is hard, and whose card it is."""
        by_number = {person.holder.number: person for person in self._people}
        return tuple((case.part.role, case.title, by_number[number]) for number, case in self._cases.items())

    # --- the card ----------------------------------------------------------------------------------------------------

    def put(self, number: str, *, fresh: bool = False, card: str = "") -> None:
        """Lay that person's card on the reader, with the trouble that was planned; `fresh`: as it was issued.

        `card`: the number of one of several, or NEW for the one that waits to be handed over; else the one in use.
        Raises CardTrouble, NotFound, StoreTrouble.
        """
        from practice import reader
        from practice.troubles import Trouble

        description = reader.card_description(self._with_card(self._person(number), card))
        trouble = Trouble(self._trouble) if self._waits else Trouble.NONE
        reader.put(description, self._folder, fresh=fresh, trouble=trouble)
        self._trouble, self._waits = trouble.value, False

    def take(self) -> None:
        """Take the card away."""
        from practice import reader

        reader.take(self._folder)
        if not self._waits:
            self._trouble = _WELL

    def lying(self) -> str:
        """Number of the person whose practice card lies on the reader, "" when none does."""
        from practice import reader

        return reader.lying(self._folder)

    def troubles(self) -> tuple[tuple[str, Text], ...]:
        """What can go wrong with the next reading: word and title."""
        from practice.troubles import Trouble

        return tuple((one.value, one.meaning) for one in Trouble)

    def plan(self, trouble: str) -> bool:
        """Let the next reading go wrong ("none", "slow", "silent", "pulled", "status"): of the card that lies there
        (True), else of the card that is put next. Raises ValueError, CardTrouble.
        """
        from practice import reader
        from practice.troubles import Trouble

        self._trouble = Trouble(trouble)
        self._waits = not (self.lying() and reader.plan(self._folder, self._trouble))
        return not self._waits

    def trouble(self) -> str:
        """The trouble that was planned for the card that lies there, or waits for the one that is put next."""
        return self._trouble

    # --- PSAM and identity card --------------------------------------------------------------------------------------

    def psam(self) -> str:
        """ "in" its slot, "auto": it comes with a card that asks for it, "out": taken out."""
        from practice import psam

        return psam.standing(self._folder).value

    def put_psam(self) -> None:
        """Put the PSAM in for good. Raises CardTrouble."""
        from practice import reader

        reader.put_psam(self._folder)

    def take_psam(self) -> None:
        """Take the PSAM out, and leave it out."""
        from practice import reader

        reader.take_psam(self._folder)

    def put_document(self, number: str) -> None:
        """Lay that person's identity card on the identity card reader. Raises CardTrouble, NotFound."""
        from practice import identity

        identity.put(identity.document_of(self._person(number)), self._folder)

    def take_document(self) -> None:
        """Take the identity card away."""
        from practice import identity

        identity.take(self._folder)

    def document_lying(self) -> str:
        """Number of the person whose identity card lies there, "" when none does."""
        from practice import identity

        return identity.lying(self._folder)

    # --- cards being made --------------------------------------------------------------------------------------------

    def making(self) -> Making:
        """How the making of cards stands at the practice platform. Raises StoreTrouble."""
        from practice import making

        with self._platform().database() as connection:
            return making.standing(connection)

    def cards_made(self) -> Making | None:
        """The same for a page that only looks: None before the platform has run for the first time."""
        return self.making() if self._platform().has_database() else None

    def finish_making(self) -> int:
        """Let everything that is being made end now; how many. Raises StoreTrouble."""
        from practice import making

        with self._platform().database() as connection:
            return making.finish(connection)

    def set_making(self, seconds: int | None) -> None:
        """Let cards be made in so many seconds, None for the usual time. Raises StoreTrouble."""
        from practice import making

        with self._platform().database() as connection:
            making.take_seconds(connection, seconds)

    def fail_making(self, whose: str) -> None:
        """Let makings fail: "all", "never", a bank's code, a holder's number; "" as usual. Raises StoreTrouble."""
        from practice import making

        with self._platform().database() as connection:
            making.fail(connection, whose)

    def take_review(self, *, wanted: bool) -> None:
        """Whether orders of cards are reviewed before they are made. Raises StoreTrouble."""
        from practice import making

        with self._platform().database() as connection:
            making.take_review(connection, wanted=wanted)

    def review(self, *, passed: bool) -> int:
        """The reviewer's word on all orders in review; how many. Raises StoreTrouble."""
        from practice import making

        with self._platform().database() as connection:
            return making.review(connection, passed=passed)

    # --- what the platform signs about rule packs ---------------------------------------------------------------------

    def declare(self, said: Declaration) -> None:
        """Have the practice platform sign and publish what it says of a pack. Raises StoreTrouble."""
        from practice.platform import packs

        with self._platform().database() as connection:
            packs.publish(connection, said)

    def take_back(self, pack: str) -> None:
        """Let it publish nothing about a pack any more. Raises StoreTrouble."""
        from practice.platform import packs

        with self._platform().database() as connection:
            packs.put(connection, pack, None)

    def signing_key(self) -> str:
        """The practice platform's key for this, as PEM. Raises StoreTrouble."""
        from practice.platform import packs

        with self._platform().database() as connection:
            return packs.public_key(connection)

    # --- whom the platform lets in -----------------------------------------------------------------------------------

    def enrolment_code(self) -> str:
        """A one-time code for one counter of the practice outlet. Raises StoreTrouble."""
        from counter_app.enrolment import Scope, ScopeKind
        from practice.platform import enrolment
        from practice.population import OUTLET

        with self._platform().database() as connection:
            return enrolment.issue_code(connection, Scope(ScopeKind.OUTLET, OUTLET), datetime.now(UTC))

    def revoke_counter(self, counter_id: str) -> int:
        """Let the platform take nothing more from that counter; how many keys it had. Raises StoreTrouble."""
        from practice.platform import enrolment

        with self._platform().database() as connection:
            return enrolment.revoke(connection, counter_id, datetime.now(UTC))

    # --- the line ----------------------------------------------------------------------------------------------------

    def line_cut(self) -> bool:
        return self._platform().line_cut()

    def cut_line(self, cut: bool) -> None:
        self._platform().cut_line(cut)

    def module_refuses(self) -> bool:
        """Whether the platform's security module says no to every card. Raises StoreTrouble."""
        return self._platform().module_refuses()

    def refuse_authentication(self, refuse: bool) -> None:
        """Let the platform's security module say no, or answer again. Raises StoreTrouble."""
        self._platform().refuse_authentication(refuse)

    def close(self) -> None:
        """End the platform this process started."""
        if self._made is not None:
            self._made.stop()

    def _platform(self) -> PracticePlatform:
        from practice.supervisor import PracticePlatform

        with self._turn:
            if self._made is None:
                self._made = PracticePlatform(self._folder)
            return self._made

    def _person(self, number: str) -> Person:
        person = next((p for p in self._people if p.holder.number == number), None)
        if person is None:
            raise NotFound(what=Text("这位练习人员", "This practice person"))
        return person

    def _with_card(self, person: Person, wanted: str) -> Person:
        """The person with the cards the platform knows by now, the wanted one chosen. Raises NotFound, StoreTrouble."""
        from practice import making

        if self._platform().has_database():
            with self._platform().database() as connection:
                person = making.as_it_stands(connection, person.holder.number) or person
        number = (person.sealed.number if person.sealed else "") if wanted == NEW else wanted
        card = next((one for one in person.cards if one.number == number), None) if wanted else person.card
        if card is None:
            raise NotFound(what=Text("这张卡", "This card"))
        return replace(person, cards=(card,))

    def _case_has(self, person: Person, text: str) -> bool:
        title = self.case(person.holder.number)
        return title is not None and (text in title.zh or text.lower() in title.en.lower())

    @cached_property
    def _cases(self) -> dict[str, HardCard]:
        from practice.population import hard_cards

        return hard_cards()

    @cached_property
    def _lives(self) -> dict[str, LifeCase]:
        from practice.population import life_cases

        return life_cases()

    @cached_property
    def _people(self) -> tuple[Person, ...]:
        from practice.cast import CAST
        from practice.population import outlet_people

        people = outlet_people(now=datetime.now(UTC))
        near = len(people) - len(self._cases) - len(self._lives)
        return people[: len(CAST)] + people[near:] + people[len(CAST) : near]


def _matches(person: Person, text: str) -> bool:
    return text in person.holder.name or text in person.holder.number or any(text in c.number for c in person.cards)
