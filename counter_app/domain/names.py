"""Names of people: the middle dot, masking, and characters that need a second look.

Refuses to change a name silently: `normalise_name` says whether it changed anything.
Rules: 民委发〔2016〕33号 (name separator U+00B7, fields of at least 50 characters); GB 18030.
"""

from __future__ import annotations

import re
import unicodedata

MIDDLE_DOT = "\u00b7"
LONGEST_NAME = 50
_DOT_LOOKALIKES = dict.fromkeys(map(ord, "\u2022\u30fb\u2027\uff0e.\u25cf\uff65"), MIDDLE_DOT)


def normalise_name(typed: str) -> tuple[str, bool]:
    """The name with every look-alike of the middle dot made U+00B7, and whether a dot or the blanks beside one changed.

    Outer blanks go, inner ones become one plain blank, none stay beside a dot (it is written without).
    """
    stripped = " ".join(typed.split())
    name = re.sub(f" ?{MIDDLE_DOT} ?", MIDDLE_DOT, stripped.translate(_DOT_LOOKALIKES))
    return name, name != stripped


def name_fault(name: str) -> str | None:
    """Why `name` cannot be a name: "empty", "long" (over 50 characters), "control" (control or format characters);
    None if it can.
    """
    if not name.strip(MIDDLE_DOT + " "):
        return "empty"
    if len(name) > LONGEST_NAME:
        return "long"
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in name):
        return "control"
    return None


def has_private_use(name: str) -> bool:
    """True when a character lies in a private use area: its look depends on the font, so a person must check it."""
    return any(unicodedata.category(c) == "Co" for c in name)


def mask_name(name: str) -> str:
    """A name as lists and paper show it: 林晓岚 -> 林*岚, 张三 -> 张*, 阿依古丽·买买提 -> 阿**丽·买*提 (each part on its own).

    Parts of one character would all stay, so then only the first does: 阿·买 -> 阿·*.
    """
    first, *others = name.split(MIDDLE_DOT)
    masked = [_mask_part(part) for part in others]
    if len(first) <= 1 and masked == others:
        masked = ["*" * len(part) for part in others]
    return MIDDLE_DOT.join([_mask_part(first), *masked])


def _mask_part(part: str) -> str:
    if len(part) <= 1:
        return part
    if len(part) == 2:
        return part[0] + "*"
    return part[0] + "*" * (len(part) - 2) + part[-1]
