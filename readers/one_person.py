"""Whether what a card says of its holder is of one person: the birth date against the number (GB 11643).

Refuses to choose between two facts that cannot both be true, and to judge what the card does not tell. The sex is taken
as it stands: registers hold old mistakes in it, and it makes nobody another person.
"""

from __future__ import annotations

from counter_app.domain.card import ChipData
from counter_app.domain.chip_errors import CardContradictsItself
from counter_app.domain.numbers import birth_date_fits
from readers import layout


def of_one_person(chip: ChipData) -> ChipData:
    """That very `chip`. Raises CardContradictsItself (a CardDamaged), naming the fact."""
    if not birth_date_fits(chip.social_security_number, chip.birth_date):
        raise CardContradictsItself(fact=layout.BIRTH_DATE.title)
    return chip
