"""Whether the social security card on the reader is evidence of who its holder is, where the pack accepts it.

Refuses to take a card number somebody typed, a card of somebody else, one that cannot be used any more, or, where the
pack wants that, a chip that did not pass authentication. Never stands for the identity document where one is needed.
Sources: 湖南条例草案 art. 11, 广东条例 art. 9, 重庆条例 art. 8, 广西条例草案 art. 9.
"""

from __future__ import annotations

from counter_app.desk.station import Station
from counter_app.domain.card import CardState
from counter_app.domain.holder import Person
from counter_app.domain.projection import CardView
from counter_app.ports import VisitRecord


def proves(station: Station, record: VisitRecord, person: Person, view: CardView) -> bool:
    """True while this very person's card in question lies on the reader, normal as projected, and the pack accepts it.

    A card reported lost proves nothing, also while the report waits: whoever brings it may have found it. Nor does one
    the records say nothing of.
    """
    rule, chip, card = station.province.card_as_id, station.chip, person.card
    if rule is None or chip is None or card is None or record.proof == "typed":
        return False
    if chip.social_security_number != record.holder_number or chip.card_number != card.number:
        return False
    return view.ssc.shown is CardState.NORMAL and (bool(chip.authenticated_by) or not rule.authenticated)
