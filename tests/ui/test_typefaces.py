"""Screen and paper take each character from the same face; what no face draws is shown by its code, never as an empty
box.
"""

import random

import pytest
from PySide6.QtGui import QFont, QTextLayout
from pytestqt.qtbot import QtBot

from counter_app.domain.faces import BEYOND, IDEOGRAPHS, RADICALS, Block
from printing.fonts import Fonts
from ui.look import Look
from ui.widgets.words import Words

SAMPLE = 400
OTHERS = "·，。（）《》“”—…0123AZaz é ü Ж ω ① ㄅ ￥ 　々〇﨎"
NOWHERE = "\ue000\uf8ff\U000f0000\u202e\u200b\u2067\x07\ufeff\U000e0100\u0627\U0002ebf0"


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


@pytest.fixture
def look(qtbot: QtBot) -> Look:
    return Look()


@pytest.mark.parametrize("block", [*IDEOGRAPHS, *RADICALS, *BEYOND], ids=lambda block: str(block.name.en))
@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
def test_the_same_face_draws_a_character_on_screen_and_on_paper(
    block: Block, bold: bool, look: Look, fonts: Fonts
) -> None:
    """Both ends of every block and some between, alone and beside a common character, as Qt sets them."""
    codes = list(block.codes())
    chosen = sorted({codes[0], codes[-1], *random.Random(7).sample(codes, min(SAMPLE, len(codes)))})
    font = look.font("bodybold" if bold else "body")
    for character in map(chr, chosen):
        _same(character, font, look, fonts, bold=bold)


def test_the_same_face_for_all_else(look: Look, fonts: Fonts) -> None:
    for character in OTHERS:
        if not character.isspace():
            _same(character, look.font("body"), look, fonts, bold=False)


@pytest.mark.parametrize("character", NOWHERE, ids=lambda character: f"U+{ord(character):04X}")
def test_what_paper_frames_the_screen_says_by_its_code(character: str, look: Look, fonts: Fonts) -> None:
    code = f"U+{ord(character):04X}"
    assert fonts.missing(f"何{character}珍") == (character,)
    assert look.undrawn(f"何{character}珍") == (code,)
    words = Words(look, f"何{character}珍")
    assert words.text() == f"何〔{code}〕珍"


def test_common_words_are_shown_as_they_are(look: Look, fonts: Fonts) -> None:
    for text in ("社会保障卡\n2026-03-18 10:46", "阿依古丽·买买提", "䶮𠮷𪚥", "é"):
        assert look.shown(text) == text
        assert look.undrawn(text) == ()


def test_what_is_called_common_is_drawn_by_every_common_face(look: Look, fonts: Fonts) -> None:
    """The quick way past the fonts holds for what both Noto Sans CJK and LXGW WenKai have; the rest is looked up."""
    from ui.typefaces import _COMMON

    common = [chr(code) for code in range(0x20, 0x10000) if _COMMON.fullmatch(chr(code))]
    assert len(common) > 21_000
    odd = [c for c in common if not look._typefaces.draws(c)]  # noqa: SLF001 - the slow way
    assert not odd, " ".join(f"U+{ord(c):04X}" for c in odd)


def _same(character: str, font: QFont, look: Look, fonts: Fonts, *, bold: bool) -> None:
    name = f"U+{ord(character):04X}"
    (run,) = fonts.runs(character, bold=bold)
    if run.font is None:
        assert look.shown(character) == f"〔{name}〕"
        return
    assert look.shown(character) == character
    for text in (character, f"林{character}"):
        face = _on_screen(text, font)
        paper = run.font.fontName.split("@")[0]
        assert paper.replace("-Regular", "").replace("-Bold", "") == face, name


def _on_screen(text: str, font: QFont) -> str:
    """The face of the last character as Qt lays it out, by the name paper has for it."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    ahead, own = len(text[:-1].encode("utf-16-le")) // 2, len(text[-1].encode("utf-16-le")) // 2
    (run,) = layout.glyphRuns(ahead, own)
    assert 0 not in run.glyphIndexes()
    family = run.rawFont().familyName()
    return _NAMES.get(family, family)


_NAMES = {"Noto Sans CJK SC": "NotoSansCJKsc", "BabelStone Han": "BabelStoneHan", "LXGW WenKai": "LXGWWenKai"}
