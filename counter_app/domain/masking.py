"""Whole numbers of people in running text, masked: for what leaves the window by the clipboard.

Refuses to know whose a number is: what is as long as one of a person is masked, in one piece or in groups.
"""

from __future__ import annotations

import re

from counter_app.domain.numbers import mask_tail

# Seven digits or more (X among them), with single blanks or without, after up to three letters: identity numbers, card
# numbers, passports, telephones. Numbers of receipts stand in groups of six at most, with dashes.
_WHOLE = re.compile(r"[A-Za-z]{0,3}[0-9X](?:[ \u00a0]?[0-9Xx]){6,}")


def without_whole_numbers(text: str) -> str:
    """The text with all but the last two characters of each such number hidden; masked text stays as it is."""
    return _WHOLE.sub(lambda found: mask_tail("".join(found[0].split())), text)
