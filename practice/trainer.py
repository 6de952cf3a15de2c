"""What a trainer moves in the practice province: whose card lies on the reader, and whether the line stands.

Refuses to work on anything but made-up people. It is made before the first paint, so its parts are imported where they
are used.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.domain.errors import NotFound
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from counter_app.domain.holder import Person
    from practice.supervisor import PracticePlatform


class PracticeTrainer:
    """The practice province of one data folder, for the practice page and `counter practice`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = threading.Lock()
        self._made: PracticePlatform | None = None

    def platform_url(self) -> str:
        """Where the practice platform listens, started when none runs; nowhere while the line is cut. Raises
        NoPlatform."""
        return self._platform().url()

    def people(self, text: str) -> tuple[Person, ...]:
        """Practice people whose name, identity or card number contains `text`, the cast first; all when it is empty."""
        return tuple(p for p in self._people if not text or _matches(p, text))

    def put(self, number: str) -> None:
        """Lay that person's card on the reader. Raises CardTrouble, NotFound."""
        person = next((p for p in self._people if p.holder.number == number), None)
        if person is None:
            raise NotFound(what=Text("这位练习人员", "This practice person"))
        from practice import reader

        reader.put(reader.card_description(person), self._folder)

    def take(self) -> None:
        """Take the card away."""
        from practice import reader

        reader.take(self._folder)

    def lying(self) -> str:
        """Number of the person whose practice card lies on the reader, "" when none does."""
        from practice import reader

        return reader.lying(self._folder)

    def line_cut(self) -> bool:
        return self._platform().line_cut()

    def cut_line(self, cut: bool) -> None:
        self._platform().cut_line(cut)

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

    @cached_property
    def _people(self) -> tuple[Person, ...]:
        from practice.population import outlet_people

        return outlet_people(now=datetime.now(UTC))


def _matches(person: Person, text: str) -> bool:
    return text in person.holder.name or text in person.holder.number or any(text in c.number for c in person.cards)
