"""Whether what a card says of its holder is of one person: birth date and sex against the number (GB 11643).

Refuses to choose between two facts that cannot both be true, and to judge what the card does not tell.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain.card import ChipData
from counter_app.domain.chip_errors import CardContradictsItself
from counter_app.domain.numbers import NumberFact, fact_contradicted
from counter_app.domain.text import Text
from readers import layout

_TITLES: Mapping[NumberFact, Text] = {
    NumberFact.BIRTH_DATE: layout.BIRTH_DATE.title,
    NumberFact.SEX: layout.SEX.title,
}


def of_one_person(chip: ChipData) -> ChipData:
    """That very `chip`. Raises CardContradictsItself (a CardDamaged), naming the fact."""
    fact = fact_contradicted(chip.social_security_number, birth_date=chip.birth_date, sex=chip.sex)
    if fact is not None:
        raise CardContradictsItself(fact=_TITLES[fact])
    return chip
