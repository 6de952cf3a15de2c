"""A card is read by the last day known at the counter, and not by a machine's clock that was reset to before it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter_app.domain.errors import CardDamaged
from counter_app.domain.holder import Person
from counter_app.domain.numbers import identity_check_digit
from practice import identity
from practice.population import cast
from tests.contracts.samples import entry
from tests.parts.counting import working

NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=800)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A practice folder whose identity card reader is ended with the test."""
    yield tmp_path
    identity.unplug(tmp_path)


@pytest.fixture
def born_later() -> Person:
    """Somebody born after the day the machine's clock shows."""
    person, day = cast(now=NOW)["normal"], (NOW + timedelta(days=400)).date()
    first = f"439914{day:%Y%m%d}071"
    holder = replace(person.holder, number=first + identity_check_digit(first), birth_date=day)
    return replace(person, holder=holder)


def test_an_identity_card_of_somebody_born_after_the_day_the_clock_shows(folder: Path, born_later: Person) -> None:
    with working(folder) as counter:
        counter.store()
        identity.put(identity.document_of(born_later), folder)
        with pytest.raises(CardDamaged):
            counter.id_reader().read()
        counter.store().note(entry("holder.searched", at=LATER))
    with working(folder) as counter:
        counter.store()
        identity.put(identity.document_of(born_later), folder)
        assert counter.id_reader().read().birth_date == born_later.holder.birth_date
