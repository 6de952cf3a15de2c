"""A form to sign: every word and box on it, inside its cell and its page, signatures with their declaration."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pypdfium2 import PdfDocument

from counter_app.domain.filled_form import Block, FilledForm
from counter_app.domain.receipt import Row, Ticks
from counter_app.domain.text import Language, Text, same
from printing.flow import COPY
from printing.fonts import Fonts
from printing.form_a4 import EMPTY, STAMP, TICK, lay_out_signed
from printing.maker import PaperMaker
from printing.pages import FOOT, HEIGHT, SIDE, WIDTH
from printing.setting import set_words
from printing.sheet import Box, Sheet, Squares, Words
from tests.printing.forms import form
from tests.printing.samples import blankless
from tests.printing.test_signed_code import code_text

LONG_NAME = ("阿卜杜热合曼·买买提依明江·" * 5)[:50]
RARE = ("𠀀𪛖㐀䶵𪜀𫜴𫝀𫠝𫠠𬺡𬺰𮯠龦鿋鿯" * 4)[:50]
NOTE = Text(
    "银行账户没有停用，要停用请拨 95500；" * 30, "The bank account is NOT stopped; to stop it call 95500. " * 30
)
MANY = Ticks(same("选一项"), tuple(same(f"第{at}项，说明较长的一项选择") for at in range(8)), (3,))

SAMPLES = {
    "of the mock-up": form(),
    "not submitted": form(number="", practice=True),
    "fifty characters": form(name=LONG_NAME),
    "fifty rare characters": form(name=RARE),
    "a note of 300 words": form(told=(NOTE, NOTE)),
    "many choices": form(blocks=(Block(same("事项"), (), (MANY, MANY)),)),
    "one choice wider than the cell": form(blocks=(Block(same("事项"), (), (Ticks(same("项"), (NOTE,), (0,)),)),)),
    "nothing asked": form(blocks=(), told=(), basis=(), hotline=same("")),
    "turned round and ringing": form(name="李\u202e明\x07\u200f芳"),
    "a value longer than a page": form(blocks=(Block(same("说明"), (Row(same("说明"), same("字" * 3000)),)),)),
    "money and a day far away": form(
        blocks=(
            Block(same("事项"), (Row(same("费用"), same("123,456,789.00 元")), Row(same("至"), same("9999-12-31")))),
        )
    ),
}


def _pages(name: str, fonts: Fonts, *, bilingual: bool = False, copy: int = 0) -> tuple[Sheet, ...]:
    return lay_out_signed(SAMPLES[name], language=Language.ZH, fonts=fonts, copy=copy, bilingual=bilingual)


@pytest.mark.parametrize("bilingual", [False, True])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_word_is_on_it_and_none_leaves_its_page(name: str, fonts: Fonts, *, bilingual: bool) -> None:
    sheets = _pages(name, fonts, bilingual=bilingual, copy=2)
    words = [mark for sheet in sheets for mark in sheet.marks if isinstance(mark, Words)]
    for sheet in sheets:
        assert (sheet.width, sheet.height) == (WIDTH, HEIGHT)
    for mark in words:
        hung = 0.45 * mark.size if mark.text[0] in "（《「『【" else 0
        assert mark.x + hung >= SIDE - 0.01, mark
        assert mark.x + mark.width(fonts) <= WIDTH - SIDE + 0.6, mark
        assert mark.size <= mark.y <= HEIGHT - FOOT + 0.1, mark
    said = blankless("".join(mark.text for mark in words))
    for text in _told(SAMPLES[name]):
        for part in text.split("，"):
            assert blankless(part) in said or len(sheets) > 1, part


def _told(paper: FilledForm) -> list[str]:
    rows = [row for block in (*paper.blocks, paper.official) for row in block.rows]
    ticks = [text for block in paper.blocks for one in block.ticks for text in (one.label, *one.choices)]
    said = [paper.title, paper.heading, *paper.told, paper.declaration, *paper.signers, *paper.basis, *ticks]
    said += [text for row in rows for text in (row.label, row.value)]
    return [set_words(text, Language.ZH) for text in said]


@pytest.mark.parametrize("name", SAMPLES)
def test_words_stay_in_their_cell(name: str, fonts: Fonts) -> None:
    """Words that begin in a cell end in it, above its lower rule."""
    for sheet in _pages(name, fonts, bilingual=True):
        cells = [mark for mark in sheet.marks if isinstance(mark, Box) and mark.line == 0.4]
        for words in (mark for mark in sheet.marks if isinstance(mark, Words)):
            around = [c for c in cells if c.x <= words.x <= c.x + c.width and c.y < words.y < c.y + c.height]
            if not around:
                continue
            cell = min(around, key=lambda one: one.width * one.height)
            assert words.x + words.width(fonts) <= cell.x + cell.width + 0.1, words
            assert words.y - 0.88 * words.size >= cell.y - 0.1, words
            assert words.y + 0.12 * words.size <= cell.y + cell.height + 0.1, words


@pytest.mark.parametrize("name", ["of the mock-up", "fifty rare characters", "turned round and ringing"])
def test_the_ink_stays_on_the_page(name: str, fonts: Fonts) -> None:
    made = PaperMaker(language=Language.ZH, fonts=fonts).signed_form(SAMPLES[name], bilingual=True)
    document = PdfDocument(made.pdf)
    try:
        assert len(document) == made.pages
        for page in document:
            words = page.get_textpage()
            for at in range(words.count_chars()):
                left, bottom, right, top = words.get_charbox(at)
                if right > left:
                    assert left >= SIDE - 1
                    assert right <= WIDTH - SIDE + 1
                    assert 20 < bottom < top < HEIGHT - 20
    finally:
        document.close()


def test_what_was_chosen_is_ticked_and_the_rest_is_an_empty_box(fonts: Fonts) -> None:
    """The tick lies over the box of its own choice: 被盗, and 社保与银行一起挂."""
    sheet = _pages("of the mock-up", fonts)[0]
    words = [mark for mark in sheet.marks if isinstance(mark, Words)]
    ticks = [mark for mark in words if mark.text == TICK]
    assert len(ticks) == 2
    for tick, chosen in zip(ticks, ("社保与银行一起挂", "被盗"), strict=True):
        line = next(mark for mark in words if chosen in mark.text and mark.y == tick.y)
        before = line.text[: line.text.index(chosen)]
        box_end = line.x + fonts.width(before, line.size)
        assert box_end - 2 * line.size < tick.x < box_end
    assert sum(mark.text.count(EMPTY) for mark in words) == 11


def test_a_line_for_every_signer_under_the_declaration_on_one_page(fonts: Fonts) -> None:
    """However much stands before them."""
    for notes in range(0, 40, 3):
        paper = form(told=(Text("银行账户没有停用", "x"),) * notes)
        sheets = lay_out_signed(paper, language=Language.ZH, fonts=fonts)
        held = [
            {mark.text for mark in sheet.marks if isinstance(mark, Words)} & {"持卡人签名", "代办人签名", "声明"}
            for sheet in sheets
        ]
        assert [one for one in held if one] == [{"持卡人签名", "代办人签名", "声明"}], notes
        assert sum(any(isinstance(m, Words) and m.text == STAMP.zh for m in sheet.marks) for sheet in sheets) == 1


@pytest.mark.parametrize("bilingual", [False, True])
def test_code_stamp_and_date_stay_in_their_box_however_much_stands_before(fonts: Fonts, *, bilingual: bool) -> None:
    one, two = same("银行账户没有停用"), Text("银行账户没有停用", "x")  # of two heights: together steps of a millimetre
    for notes in range(5 * 14, 5 * 26):
        paper = form(blocks=(), told=(one,) * (notes // 5) + (two,) * (notes % 5), code=code_text(1))
        sheets = lay_out_signed(paper, language=Language.ZH, fonts=fonts, bilingual=bilingual)
        page = next(sheet for sheet in sheets if any(isinstance(mark, Squares) for mark in sheet.marks))
        code = next(mark for mark in page.marks if isinstance(mark, Squares))
        stamp = next((m for m in page.marks if isinstance(m, Words) and m.text.startswith(STAMP.zh)), None)
        assert stamp is not None, f"{notes}: the stamp is on another page than the code"
        around = [
            mark
            for mark in page.marks
            if isinstance(mark, Box) and mark.line == 0.4 and mark.y < stamp.y < mark.y + mark.height
        ]
        box = min(around, key=lambda one: one.width * one.height)
        assert box.y <= code.y, notes
        assert code.y + code.height <= box.y + box.height <= HEIGHT - FOOT, notes
        inside = [m for m in page.marks if isinstance(m, Words) and box.x < m.x and box.y < m.y < box.y + box.height]
        beside = [m for m in inside if m.x > stamp.x and abs(m.y - stamp.y) < stamp.size]
        assert all(stamp.x + stamp.width(fonts) < other.x for other in beside), "the stamp's words over the date"


def test_a_draft_says_so_and_has_no_number(fonts: Fonts) -> None:
    draft = "".join(m.text for m in _pages("not submitted", fonts)[0].marks if isinstance(m, Words))
    taken = "".join(m.text for m in _pages("of the mock-up", fonts, copy=2)[0].marks if isinstance(m, Words))
    assert "待提交" in draft
    assert "待提交" not in taken
    assert COPY.format(copy=2).zh in taken
    assert form().number in taken
    assert form().number not in draft


def test_same_form_same_bytes(fonts: Fonts) -> None:
    maker = PaperMaker(language=Language.ZH, fonts=fonts)
    assert maker.signed_form(form()).pdf == maker.signed_form(replace(form())).pdf
    assert len(maker.signed_form(form()).pdf) < 120_000
