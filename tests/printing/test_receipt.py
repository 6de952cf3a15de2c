"""The receipt on paper says what it was to say, in fonts that travel with it, inside its page, the same each time."""

import io
import re
import zlib
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain.receipt import Receipt, Row
from counter_app.domain.text import Language, Text, same
from printing.fonts import Fonts
from printing.receipt import MARGIN, lay_out, receipt_pdf
from printing.sheet import Box, Words
from tests.printing.samples import NUMBER, blankless, expected, read, receipt

LONG = "阿卜杜热合曼·买买提依明江·" * 3 + "艾合买提江阿卜杜拉"
RARE = "𠀀𪛖㐀䶵𪜀𫜴𫝀𫠝𫠠𬺡𬺰𮯠龦鿋鿯"
NOBODY_HAS = "\U000323b0"  # extension H/I: no font here covers it
SENTENCE = "平台收到后生效。此前别处可能还能刷卡；要立即生效，请拨 12333（社保）和银行客服电话 95500 办理。" * 4

SAMPLES = {
    "as in the picture": receipt(),
    "practice": receipt(practice=True),
    "void": replace(receipt(), void=True),
    "middle dot": receipt(name="阿**丽·买*提"),
    "beyond the basic plane": receipt(name="𠮷*", rows=(Row(same("姓名"), same("𠮷野𠮷"), strong=True),)),
    "extensions A to F": receipt(name=RARE),
    "bold extensions": receipt(rows=(Row(same("姓名"), same(RARE), strong=True),)),
    "no glyph anywhere": receipt(name=f"李{NOBODY_HAS}明"),
    "private use": receipt(name="王\ue000芳"),
    "fifty characters": receipt(name=LONG[:50]),
    "long notes": receipt(notes=(same(SENTENCE), same(SENTENCE))),
    "no basis, no notes, no hotline": receipt(basis=(), notes=(), hotline=same("")),
    "long labels": receipt(rows=(Row(Text("卡在读卡器上为什么还要挂失的原因", "Why it is lost"), same("借给别人")),)),
    "two lines in one": receipt(notes=(same("第一行\n第二行"),)),
    "a word wider than the paper": receipt(notes=(same("x" * 120 + "https://a.example/" + "y" * 90),)),
    "long outlet": receipt(number="439901ABCDEFGHJK-WINDOW12-260318-1000000-3"),
    "control character": receipt(name="李\x07明"),
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("copy", [0, 1, 12])
@pytest.mark.parametrize("name", SAMPLES)
def test_the_paper_says_what_it_was_to_say(name: str, copy: int, language: Language, fonts: Fonts) -> None:
    pdf = receipt_pdf(SAMPLES[name], language=language, fonts=fonts, copy=copy)
    assert blankless(read(pdf).text) == expected(SAMPLES[name], language=language, fonts=fonts, copy=copy)


HAN = st.one_of(
    *(
        st.integers(first, last).map(chr)
        for first, last in [
            *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B739)),
            *((0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0)),
        ]
    )
)
LATIN = st.characters(codec="ascii", categories=("L", "N", "P"))
MARK = st.sampled_from("，。（）《》“”·—…、 ")
WORDS = st.text(st.one_of(HAN, HAN, LATIN, MARK), min_size=1, max_size=120).filter(lambda words: words.strip())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(HAN, min_size=1, max_size=50), label=WORDS, value=WORDS, note=WORDS, strong=st.booleans())
def test_any_words_come_out_whole_and_inside_the_page(
    name: str, label: str, value: str, note: str, *, strong: bool, fonts: Fonts
) -> None:
    rows = (Row(same("持卡人"), same(name)), Row(same(label), same(value), strong=strong))
    paper = receipt(rows=rows, notes=(same(note),), state=same(name), title=same(label))
    page = read(receipt_pdf(paper, language=Language.ZH, fonts=fonts))
    told, wanted = blankless(page.text), expected(paper, language=Language.ZH, fonts=fonts)
    assert told == wanted
    _assert_inside(page.characters + page.shapes, page.size, edge=0)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", SAMPLES)
def test_no_ink_leaves_the_part_a_receipt_printer_can_print(name: str, language: Language, fonts: Fonts) -> None:
    """The ink of every character stays inside the side margins, the page is 80 mm wide and as long as what it says."""
    page = read(receipt_pdf(SAMPLES[name], language=language, fonts=fonts, copy=3))
    _assert_inside(page.characters, page.size, edge=MARGIN - 1.5)
    _assert_inside(page.shapes, page.size, edge=0)
    assert page.size[0] == pytest.approx(80 * 72 / 25.4, abs=0.01)
    lowest = min(box[1] for box in page.characters if box[2] > box[0])
    assert 10 < lowest < 30, "blank paper at the end"


def _assert_inside(
    boxes: tuple[tuple[float, float, float, float], ...], size: tuple[float, float], *, edge: float
) -> None:
    for left, bottom, right, top in boxes:
        if right > left:
            assert edge <= left, (left, bottom)
            assert right <= size[0] - edge, (right, bottom)
            assert bottom >= 0, bottom
            assert top <= size[1], top


def test_state_stays_in_its_box(fonts: Fonts) -> None:
    """A long state makes the box taller; the words stay inside it and off its line."""
    paper = receipt(state=same("已受理，社保功能待平台确认，银行账户须由持卡人自行向银行挂失"))
    sheet = lay_out(paper, language=Language.ZH, fonts=fonts)
    box = next(mark for mark in sheet.marks if isinstance(mark, Box) and mark.line)
    inside = [m for m in sheet.marks if isinstance(m, Words) and box.y < m.y < box.y + box.height]
    assert "".join(words.text for words in inside) == paper.draft.state.zh
    for words in inside:
        assert words.x > box.x
        assert words.x + fonts.width(words.text, words.size, bold=True) < box.x + box.width
        assert words.y - words.size * 0.88 > box.y
        assert words.y + words.size * 0.12 < box.y + box.height


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_font_is_truetype_and_travels_with_the_page(name: str, language: Language, fonts: Fonts) -> None:
    """No built-in font of a reader (Helvetica, STSong-Light), no font by name only, each with a map back to Unicode."""
    pdf = receipt_pdf(SAMPLES[name], language=language, fonts=fonts)
    roots = re.findall(rb"/Subtype /(Type\d|TrueType)\b", pdf)
    assert roots
    assert set(roots) == {b"Type0"}
    assert pdf.count(b"/Subtype /CIDFontType2") == pdf.count(b"/FontFile2 ") == pdf.count(b"/ToUnicode ") == len(roots)
    assert b"STSong" not in pdf
    assert b"Helvetica" not in pdf
    names = re.findall(rb"/FontName /([A-Z]{6})\+", pdf)
    assert len(names) == len(set(names)) == len(roots)


@pytest.mark.parametrize("name", ["as in the picture", "extensions A to F", "long notes"])
def test_embedded_fonts_are_well_formed(name: str, fonts: Fonts) -> None:
    """Another reader of fonts finds every glyph with the outline and width it was given."""
    pdf = receipt_pdf(SAMPLES[name], language=Language.ZH, fonts=fonts)
    programs = [zlib.decompress(s) for s in re.findall(rb"/Length1 .*?stream\r?\n(.*?)endstream", pdf, re.DOTALL)]
    assert programs
    for program in programs:
        font = TTFont(io.BytesIO(program))
        names = font.getGlyphOrder()
        glyf, metrics = font["glyf"], font["hmtx"]
        drawn = [glyf[glyph] for glyph in names]
        for glyph in drawn:
            glyph.expand(glyf)
        assert font["maxp"].numGlyphs == len(drawn) > 1
        assert max(len(glyph.coordinates) for glyph in drawn[1:] if glyph.numberOfContours) <= font["maxp"].maxPoints
        assert all(metrics[glyph][0] > 0 for glyph in names)


@pytest.mark.parametrize("name", SAMPLES)
def test_same_receipt_same_bytes(name: str, fonts: Fonts) -> None:
    """Also from fonts opened anew, and after other receipts were drawn with them."""
    first = receipt_pdf(SAMPLES[name], language=Language.ZH, fonts=fonts)
    receipt_pdf(SAMPLES["extensions A to F"], language=Language.EN, fonts=fonts, copy=2)
    assert receipt_pdf(SAMPLES[name], language=Language.ZH, fonts=fonts) == first


def test_same_bytes_from_fonts_opened_anew(fonts: Fonts) -> None:
    paper = SAMPLES["beyond the basic plane"]
    assert receipt_pdf(paper, language=Language.ZH, fonts=Fonts()) == receipt_pdf(
        paper, language=Language.ZH, fonts=fonts
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_small_enough_to_send_anywhere(name: str, fonts: Fonts) -> None:
    assert len(receipt_pdf(SAMPLES[name], language=Language.ZH, fonts=fonts)) < 80_000


@pytest.mark.parametrize(
    ("name", "characters"),
    [
        ("as in the picture", ()),
        ("extensions A to F", ()),
        ("no glyph anywhere", (NOBODY_HAS,)),
        ("private use", ("\ue000",)),
    ],
)
def test_missing_glyphs_are_named(name: str, characters: tuple[str, ...], fonts: Fonts) -> None:
    marks = lay_out(SAMPLES[name], language=Language.ZH, fonts=fonts).marks
    assert fonts.missing("".join(mark.text for mark in marks if isinstance(mark, Words))) == characters


def test_a_missing_glyph_is_a_framed_code_point(fonts: Fonts) -> None:
    """The digits can be read, and a rectangle is drawn round them, apart from their neighbours."""
    page = read(receipt_pdf(SAMPLES["no glyph anywhere"], language=Language.ZH, fonts=fonts))
    assert "李323B0明" in blankless(page.text)
    at = page.text.index("323B0")
    left, bottom = page.characters[at][0], min(box[1] for box in page.characters[at : at + 5])
    right, top = page.characters[at + 4][2], max(box[3] for box in page.characters[at : at + 5])
    assert any(s[0] < left and s[1] < bottom and s[2] > right and s[3] > top and s[3] - s[1] < 15 for s in page.shapes)


def test_the_number_is_printed_with_its_dashes(fonts: Fonts) -> None:
    assert NUMBER in read(receipt_pdf(receipt(), language=Language.ZH, fonts=fonts)).text


def test_practice_copy_and_void_are_told(fonts: Fonts) -> None:
    """Three things nobody may overlook, each only when it holds."""
    plain = read(receipt_pdf(receipt(), language=Language.ZH, fonts=fonts)).text
    marked: Receipt = replace(receipt(practice=True), void=True)
    told = read(receipt_pdf(marked, language=Language.ZH, fonts=fonts, copy=2)).text
    for words in ("练习", "已作废", "补打 2"):
        assert words not in plain
        assert words in told
