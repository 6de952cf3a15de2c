"""The named colours, sizes and faces of the counter, for the light and the dark theme, with their WCAG contrast.

Refuses to hold a colour without a name or a role: pages never write a hex value. Measured by `contrast`, kept by a
test: text 7:1 (WCAG 2.2, 1.4.6), borders of controls and the focus ring 3:1 (1.4.11).
"""

from __future__ import annotations

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "paper": "#F3F5F7",
    "surface": "#FFFFFF",
    "sunken": "#E8ECF0",
    "ink": "#14202B",
    "ink2": "#384652",
    "brand": "#0B4F6C",
    "onbrand": "#FFFFFF",
    "brandhover": "#093F57",
    "brandpressed": "#062D3F",
    "brandsoft": "#E2EFF5",
    "brandline": "#5B90A8",
    "ok": "#0A5636",
    "oksoft": "#E2F2E9",
    "okline": "#86BFA2",
    "wait": "#653F00",
    "waitsoft": "#FFF1D0",
    "waitline": "#C99A3A",
    "stop": "#8A1A1A",
    "stopsoft": "#FCE9E7",
    "stopline": "#D08A86",
    "edge": "#687683",
    "line": "#D3DAE0",
    "focus": "#0A5BD3",
    "rail": "#0C2F3F",
    "railon": "#1B4A5F",
    "railink": "#E4EEF3",
    "badge": "#FFD480",
    "badgeink": "#3A2600",
    "key": "#F3F5F7",
    "night": "#14202B",
    "nightink": "#EDF2F6",
}
DARK: Mapping[str, str] = {
    "paper": "#10161B",
    "surface": "#19222A",
    "sunken": "#0C1115",
    "ink": "#EDF2F6",
    "ink2": "#BECAD4",
    "brand": "#8CCFE9",
    "onbrand": "#05202C",
    "brandhover": "#A3D9EE",
    "brandpressed": "#BDE4F3",
    "brandsoft": "#14323F",
    "brandline": "#457B93",
    "ok": "#8BDCB2",
    "oksoft": "#123224",
    "okline": "#3C7A5B",
    "wait": "#FFD480",
    "waitsoft": "#382A0B",
    "waitline": "#8F7130",
    "stop": "#FFB9B3",
    "stopsoft": "#43191A",
    "stopline": "#94504D",
    "edge": "#8C9AA7",
    "line": "#2E3B46",
    "focus": "#A6CDFF",
    "rail": "#0A1116",
    "railon": "#1C3442",
    "railink": "#D5E0E8",
    "badge": "#FFD480",
    "badgeink": "#3A2600",
    "key": "#222D36",
    "night": "#EDF2F6",
    "nightink": "#14202B",
}
# A receipt is white paper with black text in both themes.
PAPER: Mapping[str, str] = {"sheet": "#FFFFFF", "print": "#111111", "print2": "#333333", "shade": "#C3CCD4"}
THEMES: Mapping[str, Mapping[str, str]] = {"light": {**LIGHT, **PAPER}, "dark": {**DARK, **PAPER}}

# text on background, each at least 7:1
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(("ink", b) for b in ("paper", "surface", "sunken", "brandsoft", "oksoft", "waitsoft", "stopsoft", "key")),
    *(("ink2", b) for b in ("paper", "surface", "sunken", "brandsoft", "waitsoft", "key")),
    *(("brand", b) for b in ("paper", "surface", "brandsoft")),
    *(("onbrand", b) for b in ("brand", "brandhover", "brandpressed")),
    *(("ok", b) for b in ("paper", "surface", "oksoft")),
    *(("wait", b) for b in ("paper", "surface", "waitsoft")),
    *(("stop", b) for b in ("paper", "surface", "stopsoft")),
    ("railink", "rail"),
    ("railink", "railon"),
    ("badgeink", "badge"),
    ("nightink", "night"),
    ("print", "sheet"),
    ("print2", "sheet"),
)
# border of a control (or the focus ring) on what it stands on, each at least 3:1
BORDER_PAIRS: tuple[tuple[str, str], ...] = (
    *(("edge", b) for b in ("paper", "surface")),
    *(("brandline", b) for b in ("paper", "surface")),
    *(("brand", b) for b in ("paper", "surface", "brandsoft")),
    *(("focus", b) for b in ("paper", "surface", "sunken", "brandsoft", "waitsoft")),
)

# face: size in px at 100 %, bold
FACES: Mapping[str, tuple[int, bool]] = {
    "hero": (32, True),
    "figure": (30, True),
    "name": (26, True),
    "title": (22, True),
    "person": (18, True),
    "section": (16, True),
    "input": (16, False),
    "body": (14, False),
    "bodybold": (14, True),
    "note": (13, False),
    "notebold": (13, True),
    "small": (12, False),
    "smallbold": (12, True),
}
LARGE = 1.35


def contrast(first: str, second: str) -> float:
    """WCAG contrast ratio (1 to 21) of two colours written #RRGGBB."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
