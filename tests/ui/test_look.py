"""Colours, words and icons of the window by themselves."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from ui import icons, tokens
from ui.widgets.code128 import widths

UI = Path(tokens.__file__).parent
ENGLISH = UI / "translations" / "counter_en.ts"


@pytest.mark.parametrize("theme", tokens.THEMES)
def test_every_text_stands_out_seven_to_one_and_every_border_three_to_one(theme: str) -> None:
    """WCAG 2.2, 1.4.6 and 1.4.11, computed from the hex values."""
    colours = tokens.THEMES[theme]
    weak = [(a, b) for a, b in tokens.TEXT_PAIRS if tokens.contrast(colours[a], colours[b]) < 7]
    faint = [(a, b) for a, b in tokens.BORDER_PAIRS if tokens.contrast(colours[a], colours[b]) < 3]
    assert (weak, faint) == ([], [])


def test_contrast_is_the_one_of_the_standard() -> None:
    """Black on white is 21, a colour on itself 1, #767676 on white the well-known 4.54."""
    assert tokens.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert tokens.contrast("#123456", "#123456") == pytest.approx(1)
    assert tokens.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_no_widget_holds_a_colour_of_its_own() -> None:
    """Hex values stand among the tokens only."""
    with_hex = [
        p.name
        for p in UI.rglob("*.py")
        if p.name != "tokens.py" and re.search(r"#[0-9A-Fa-f]{6}\b", p.read_text("utf-8"))
    ]
    assert with_hex == []


def test_every_icon_named_in_the_window_is_there() -> None:
    """Names in quotes after `icon` or in icon tables are files of the set or the counter's own."""
    named: set[str] = set()
    for path in UI.rglob("*.py"):
        named |= set(
            re.findall(
                r'(?:Sign|Disc|ListRow|Slot|_Point|_CheckRow)\((?:self\.)?_?look, "([a-z0-9-]+)"',
                path.read_text("utf-8"),
            )
        )
        named |= set(re.findall(r'icon="([a-z0-9-]+)"', path.read_text("utf-8")))
    own = {"emblem", "circle-pause", "circle-play"}
    missing = sorted(n for n in named - own if not (icons.folder() / f"{n}.svg").is_file())
    assert len(named) > 20
    assert missing == []


def messages(path: Path) -> dict[tuple[str, str], str]:
    """(context, source) -> translation, "" for one that is missing or unfinished."""
    found = {}
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") is None
            found[name, message.findtext("source") or ""] = (
                (translation.text or "") if done and translation is not None else ""
            )
    return found


def test_the_english_of_the_window_is_complete(tmp_path: Path) -> None:
    """What lupdate finds in the sources now has a finished translation with the same places to fill."""
    fresh = tmp_path / "fresh.ts"
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    sources = sorted(str(p) for p in UI.rglob("*.py"))
    subprocess.run([str(tool), *sources, "-ts", str(fresh)], check=True, capture_output=True)
    there = messages(ENGLISH)
    missing = [key for key in messages(fresh) if not there.get(key)]
    assert missing == []
    places = re.compile(r"\{\w+\}")
    unlike = [key for key, words in there.items() if set(places.findall(key[1])) != set(places.findall(words))]
    assert unlike == []


def test_the_barcode_has_the_widths_of_the_standard() -> None:
    """Start B 211214, A 111323, B 131123, check 102 (104 + 33 + 68 mod 103), stop 2331112: eleven modules a sign."""
    assert widths("AB") == tuple(int(c) for c in "211214" + "111323" + "131123" + "411131" + "2331112")
    assert sum(widths("439901-01-261121-0007-3")) == 11 * (23 + 2) + 13
