"""Which region issued a card, and whether it is served in a province; what an outlet in another region may do.

The first six digits of 卡识别码 are the issuing region (GB/T 2260), followed by D156 (LD/T 32; seen on every sample).
Refuses to guess: an identifier of another form belongs to no region, and nobody is turned away for it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from counter_app.domain.province import Abroad, Province
from counter_app.domain.text import Text

_IDENTIFIER = re.compile(r"([0-9]{6})D156[0-9A-F]{22}")
_ELSEWHERE = Text("外地", "Another region")
_MADE_UP = "4399"
"""The county that never was: its cards are practice cards and at home in every province."""


def region_of(identifier: str) -> str:
    """Six digits of the issuing region; "" where the identifier (32 hex digits) does not say."""
    found = _IDENTIFIER.fullmatch(identifier.upper())
    return found[1] if found else ""


def at_home(province: Province, identifier: str) -> bool:
    """False only for a card that says it was issued in another province."""
    region = region_of(identifier)
    return not region or region[:2] == province.code[:2] or region.startswith(_MADE_UP)


def agreement(province: Province, identifier: str) -> Abroad | None:
    """What the pack says of the region a card comes from, the narrowest region first; None where it says nothing."""
    region = region_of(identifier)
    return _narrowest(province, region, there=False) if region else None


def at_outlet(province: Province, region: str) -> Province:
    """The rules an outlet works by that stands in that region (six digits, "" for the province's own): abroad only what
    the pack's agreement names (粤港澳大湾区, 广东条例 art. 4(2)), nothing where there is none.
    """
    if not region or region[:2] == province.code[:2] or region.startswith(_MADE_UP):
        return province
    agreed = _narrowest(province, region, there=True)
    served = agreed.procedures if agreed is not None else frozenset[str]()
    rules = {key: replace(one, allowed=one.allowed and key in served) for key, one in province.procedures.items()}
    return replace(province, procedures=rules, outlet_in=agreed.name if agreed is not None else _ELSEWHERE)


def _narrowest(province: Province, region: str, *, there: bool) -> Abroad | None:
    listed = [one for one in province.abroad if one.there is there and region.startswith(one.prefix)]
    return max(listed, key=lambda one: len(one.prefix), default=None)
