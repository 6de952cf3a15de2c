"""The chain of faces: what it covers, what it says of the rest, and that converted outlines keep their shape."""

import io
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from counter_app.domain.errors import NoFont
from printing.embedding import EmbeddedFont
from printing.face import Face
from printing.fonts import Fonts, font_folders
from printing.truetype import assemble


def test_common_text_comes_from_one_face(fonts: Fonts) -> None:
    """Words of a receipt are one run: digits, Latin and Chinese look as on the screen."""
    runs = list(fonts.runs("社会保障卡业务回执 439901-01，何*珍（免费）"))
    assert len(runs) == 1
    assert runs[0].font is not None
    assert "NotoSansCJKsc-Regular" in runs[0].font.fontName


def test_bold_has_a_face_of_its_own_and_rare_characters_are_thickened(fonts: Fonts) -> None:
    common, rare = fonts.runs("挂失𫠠", bold=True)
    assert common.font is not None
    assert "Bold" in common.font.fontName
    assert not common.thicken
    assert rare.thicken


def test_private_use_is_never_drawn(fonts: Fonts) -> None:
    """Some fonts here do have a glyph there, each another one."""
    assert fonts.missing("\ue000\uf8ff\U000f0000甲") == ("\ue000", "\uf8ff", "\U000f0000")


def test_without_any_font_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoFont):
        Fonts([tmp_path]).width("回执", 10)


def test_only_rare_fonts_are_not_enough(tmp_path: Path) -> None:
    (tmp_path / "HanaMinB.ttf").symlink_to(_file("HanaMinB.ttf"))
    with pytest.raises(NoFont):
        Fonts([tmp_path]).warming()[-1]()


def test_with_one_truetype_font_alone_it_still_prints(tmp_path: Path) -> None:
    """A machine with nothing but LXGW WenKai: other looks, no bold of its own, the same words."""
    (tmp_path / "LXGWWenKai-Regular.ttf").symlink_to(_file("LXGWWenKai-Regular.ttf"))
    fonts = Fonts([tmp_path])
    (run,) = fonts.runs("回执", bold=True)
    assert run.thicken
    assert fonts.missing("回执𫠠") == ("𫠠",)


@pytest.mark.parametrize(
    "name",
    ["NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "HanaMinA.ttf", "BabelStoneHan.ttf", "LXGWWenKai-Regular.ttf"],
)
def test_outlines_keep_shape_and_width(name: str) -> None:
    """Every glyph keeps its box, its ink and its advance within a unit or three percent."""
    face = Face(_file(name), family="Noto Sans CJK SC")
    number = 2 if name.endswith(".ttc") else -1
    source = TTFont(_file(name), fontNumber=number)
    with source:
        characters = [c for c in "社会保障卡回执永的一龘鬱09Agéü，（·" if ord(c) in source.getBestCmap()]
        assert len(characters) > 5
        glyphs = [face.glyph(c) for c in characters]
        program = assemble(glyphs, ascent=face.ascent, descent=face.descent, units=face.units)
        made, scale = _opened(program, count=len(characters)), 1
        shapes = source.getGlyphSet()
        for number_of, character in enumerate(characters, start=1):
            before, after = shapes[source.getBestCmap()[ord(character)]], made[number_of]
            assert after.width == pytest.approx(before.width * scale, abs=1)
            assert _box(after, made) == pytest.approx([edge * scale for edge in _box(before, shapes)], abs=1.5)
            ink = abs(_area(before, shapes)) * scale * scale
            assert abs(_area(after, made)) == pytest.approx(ink, rel=0.03)
            assert _area(after, made) <= 0, "TrueType fills to the right of the path"


def test_a_small_font_with_a_composite_glyph(tmp_path: Path) -> None:
    """A character map of format 4, short offsets, one advance for the rest, and a glyph made of another one, moved."""
    builder = FontBuilder(2048, isTTF=True)
    builder.setupGlyphOrder([".notdef", "bar", "moved"])
    builder.setupCharacterMap({ord("一"): "bar", ord("丨"): "moved"})
    bar, moved = TTGlyphPen(None), TTGlyphPen({"bar": None})
    for move, point in (
        (bar.moveTo, (0, 0)),
        (bar.lineTo, (0, 1024)),
        (bar.lineTo, (512, 1024)),
        (bar.lineTo, (512, 0)),
    ):
        move(point)
    bar.closePath()
    moved.addComponent("bar", (1, 0, 0, 1, 1024, 0))
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "bar": bar.glyph(), "moved": moved.glyph()})
    builder.setupHorizontalMetrics({".notdef": (2048, 0), "bar": (2048, 0), "moved": (2048, 1024)})
    builder.setupHorizontalHeader(ascent=1800, descent=-248)
    builder.setupNameTable({"familyName": "Small", "styleName": "Regular", "psName": "Small-Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(tmp_path / "small.ttf")
    face = Face(tmp_path / "small.ttf")
    assert (face.covers("一"), face.covers("丨"), face.covers("丶")) == (True, True, False)
    made = _opened(assemble([face.glyph("一"), face.glyph("丨")], ascent=face.ascent, descent=face.descent), count=2)
    assert [made[number].width for number in (1, 2)] == [2048, 2048]
    assert _box(made[1], made) == [0, 0, 512, 1024]
    assert _box(made[2], made) == [1024, 0, 1536, 1024]


def test_face_of_a_collection_is_the_simplified_chinese_one() -> None:
    """A collection begins with the Japanese forms; 骨 and 直 would look foreign."""
    assert Face(_file("NotoSansCJK-Regular.ttc"), family="Noto Sans CJK SC").name == "NotoSansCJKsc-Regular"


def test_width_is_the_sum_of_advances(fonts: Fonts) -> None:
    font = EmbeddedFont(Face(_file("NotoSansCJK-Regular.ttc"), family="Noto Sans CJK SC"), name="alone")
    assert font.stringWidth("回执", 10) == 20
    assert fonts.width("回执", 10) == 20
    assert fonts.width("回\ue000", 10) > 20


def _file(name: str) -> Path:
    found = next((path for folder in font_folders() for path in folder.rglob(name)), None)
    assert found is not None, f"{name} is not here; run tools/set-up.sh run"
    return found


def _opened(program: bytes, *, count: int) -> dict[int, Any]:
    """The glyphs of an assembled font by number."""
    font = TTFont(io.BytesIO(program))
    glyphs, names = font.getGlyphSet(), font.getGlyphOrder()
    assert len(names) == count + 1
    return {number: glyphs[name] for number, name in enumerate(names)}


def _box(glyph: Any, glyphs: Any) -> list[float]:
    pen = BoundsPen(glyphs)
    glyph.draw(pen)
    return list(pen.bounds)


def _area(glyph: Any, glyphs: Any) -> float:
    pen = AreaPen(glyphs)
    glyph.draw(pen)
    return float(pen.value)
