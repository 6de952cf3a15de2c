"""The receipt on A5 and the English on a second line: everything is said, inside its page and its box, on each page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pypdfium2 import PdfDocument

from counter_app.domain.receipt import Receipt, Row
from counter_app.domain.text import Language, Text, same
from printing import receipt_a5
from printing.flow import BASIS, COPY
from printing.fonts import Fonts
from printing.receipt import MARGIN, PAPER, SIGNATURE, lay_out, receipt_pdf
from printing.receipt_a5 import AGENT, COLUMN, HEIGHT, SIDE, WIDTH, a5_pdf, lay_out_a5
from printing.setting import set_words
from printing.sheet import Box, Sheet, Words
from tests.printing.samples import blankless, receipt

LONG_NAME = ("阿卜杜热合曼·买买提依明江·" * 5)[:50]
RARE = "𠀀𪛖㐀䶵𪜀𫜴𫝀𫠝𫠠𬺡𬺰𮯠龦鿋鿯"
SIGHT = Text(
    "银行账户没有停用，要停用请拨 95500；" * 30, "The bank account is NOT stopped; to stop it call 95500. " * 30
)
WORDS = [("字" * 37) + "。" for _ in range(300)]

SAMPLES = {
    "as in the picture": receipt(),
    "practice and void": replace(receipt(practice=True), void=True),
    "fifty characters": receipt(name=LONG_NAME),
    "fifty rare characters": receipt(name=(RARE * 4)[:50]),
    "a note of 300 words": receipt(notes=(SIGHT,)),
    "a value longer than a page": receipt(rows=(Row(same("说明"), same("".join(WORDS[:40]))),)),
    "nothing but a number": receipt(rows=(), notes=(), basis=(), hotline=same(""), state=same("")),
    "empty values": receipt(rows=(Row(same("卡号"), same("")), Row(same(""), same("无")))),
    "money": receipt(rows=(Row(Text("费用", "Fee"), Text("123,456,789,012.34 元", "123,456,789,012.34 yuan")),) * 3),
    "dates far away": receipt(rows=(Row(Text("期限", "Until"), same("9999-12-31 23:59")),)),
    "long labels": receipt(rows=(Row(Text("卡在读卡器上为什么还要挂失的原因", "Why it is lost"), same("借")),)),
    "turned round and ringing": receipt(name="李\u202e明\x07\u200f芳", notes=(same("\u2067abc\u2069 \u0634\u0628"),)),
    "long outlet": receipt(number="439901ABCDEFGHJK-WINDOW12-260318-1000000-3"),
    "a word wider than its column": receipt(notes=(same("x" * 400),)),
}


def _inside(sheet: Sheet, fonts: Fonts, *, left: float, right: float) -> None:
    """No words beyond the margins (an opening mark hangs its blank half out), nothing beyond the page."""
    for mark in sheet.marks:
        if isinstance(mark, Words):
            hung = 0.45 * mark.size if mark.text[0] in "（《「『【" else 0
            assert mark.x + hung >= left - 0.01, mark
            assert mark.x + mark.width(fonts) <= right + 0.6, mark
            assert mark.size <= mark.y <= sheet.height, mark
        elif isinstance(mark, Box):
            assert mark.x >= 0, mark
            assert mark.x + mark.width <= sheet.width, mark
            assert mark.y + mark.height <= sheet.height, mark


@pytest.mark.parametrize("bilingual", [False, True])
@pytest.mark.parametrize("name", SAMPLES)
def test_everything_is_on_a5_inside_its_page(name: str, fonts: Fonts, *, bilingual: bool) -> None:
    paper = SAMPLES[name]
    sheets = lay_out_a5(paper, language=Language.ZH, fonts=fonts, copy=2, bilingual=bilingual)
    for sheet in sheets:
        assert (sheet.width, sheet.height) == (WIDTH, HEIGHT)
        _inside(sheet, fonts, left=SIDE, right=WIDTH - SIDE)
    said = "".join(mark.text for sheet in sheets for mark in sheet.marks if isinstance(mark, Words))
    for words in _told(paper):
        assert blankless(set_words(words, Language.ZH)) in blankless(said) or len(sheets) > 1, words
        if bilingual and len(sheets) == 1 and words.zh != words.en:
            assert blankless(words.en) in blankless(said), words


def _told(paper: Receipt) -> list[Text]:
    draft = paper.draft
    rows = [text for row in draft.rows for text in (row.label, row.value)]
    again = COPY.format(copy=2)
    return [draft.title, draft.heading, draft.state, *rows, *draft.notes, draft.hotline, *draft.basis, again, SIGNATURE]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_ink_of_a5_stays_on_it(name: str, fonts: Fonts) -> None:
    """As another program reads the PDF: the box of every character, of every page."""
    document = PdfDocument(a5_pdf(SAMPLES[name], language=Language.ZH, fonts=fonts, bilingual=True))
    try:
        for page in document:
            words = page.get_textpage()
            for at in range(words.count_chars()):
                left, bottom, right, top = words.get_charbox(at)
                if right > left:
                    assert left >= SIDE - 1, words.get_text_range(at, 1)
                    assert right <= WIDTH - SIDE + 1, words.get_text_range(at, 1)
                    assert bottom >= 8
                    assert top <= HEIGHT - 8
    finally:
        document.close()


def test_words_of_the_left_column_do_not_run_into_the_panel(fonts: Fonts) -> None:
    for name in ("a note of 300 words", "fifty characters", "long labels", "a word wider than its column"):
        for sheet in lay_out_a5(SAMPLES[name], language=Language.ZH, fonts=fonts, bilingual=True):
            head = next(mark.y for mark in sheet.marks if isinstance(mark, Box))
            for mark in sheet.marks:
                if isinstance(mark, Words) and head < mark.y < HEIGHT - 22 * 72 / 25.4 and mark.x < SIDE + COLUMN:
                    assert mark.x + mark.width(fonts) <= SIDE + COLUMN + 0.6, mark


def test_signatures_stand_once_at_the_very_end(fonts: Fonts) -> None:
    sheets = lay_out_a5(SAMPLES["a note of 300 words"], language=Language.ZH, fonts=fonts, bilingual=True)
    assert len(sheets) > 1
    signed = [[m.text for m in sheet.marks if isinstance(m, Words)].count(SIGNATURE.zh) for sheet in sheets]
    assert sum(signed) == 0  # bilingual: Chinese and English stand on one line
    both = f"{SIGNATURE.zh} {SIGNATURE.en}"
    assert [sum(isinstance(m, Words) and m.text == both for m in s.marks) for s in sheets] == [0] * (
        len(sheets) - 1
    ) + [1]
    assert any(isinstance(m, Words) and m.text == f"{AGENT.zh} {AGENT.en}" for m in sheets[-1].marks)


def test_english_stands_under_its_chinese_smaller(fonts: Fonts) -> None:
    """Label under label, value under value, on the roll as on A5; grey where there is grey."""
    rows = (Row(Text("停用范围", "What stops"), Text("社保功能", "Social security"), strong=True),)
    roll = lay_out(receipt(rows=rows), language=Language.ZH, fonts=fonts, bilingual=True)
    lying = lay_out_a5(receipt(rows=rows), language=Language.ZH, fonts=fonts, bilingual=True)[0]
    for sheet, grey in ((roll, 0), (lying, 0.38)):
        words = {mark.text: mark for mark in sheet.marks if isinstance(mark, Words)}
        for zh, en in (("停用范围", "What stops"), ("社保功能", "Social security")):
            assert words[en].x == pytest.approx(words[zh].x)
            assert words[zh].y < words[en].y < words[zh].y + 16
            assert words[en].size < words[zh].size
            assert (words[en].grey, words[en].bold) == (grey, False)


@pytest.mark.parametrize("name", SAMPLES)
def test_two_languages_stay_on_the_roll(name: str, fonts: Fonts) -> None:
    _inside(
        lay_out(SAMPLES[name], language=Language.ZH, fonts=fonts, bilingual=True),
        fonts,
        left=MARGIN,
        right=PAPER - MARGIN,
    )


def test_what_is_the_same_in_both_languages_is_said_once(fonts: Fonts) -> None:
    sheet = lay_out(receipt(name="何*珍"), language=Language.ZH, fonts=fonts, bilingual=True)
    assert [m.text for m in sheet.marks if isinstance(m, Words)].count("何*珍") == 1


def test_labels_of_one_column_are_as_wide_as_each_other(fonts: Fonts) -> None:
    """Two, three and four characters from one edge to the other; a longer one stands as it is."""
    labels = ["姓名", "持卡人", "证件号码", "申请人身份证件号码"]
    rows = tuple(Row(same(label), same("0")) for label in labels)
    sheet = lay_out(receipt(rows=rows), language=Language.ZH, fonts=fonts)
    wide = {m.text: m.width(fonts) for m in sheet.marks if isinstance(m, Words) and m.text in labels}
    assert wide["姓名"] == pytest.approx(wide["证件号码"]) == pytest.approx(wide["持卡人"])
    assert all(one.spread == 0 for one in sheet.marks if isinstance(one, Words) and len(one.text) > 4)


def test_figures_are_as_wide_as_each_other(fonts: Fonts) -> None:
    for bold in (False, True):
        assert len({round(fonts.width(digit, 10, bold=bold), 4) for digit in "0123456789"}) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (Text("请拨12333办理", "x"), "请拨 12333 办理"),
        (Text("于 2026-03-18 10:46 生效", "x"), "于 2026年3月18日 10:46 生效"),
        (same("2026-03-18 10:46"), "2026年3月18日 10:46"),
        (Text("2026 年 3 月 18 日前", "x"), "2026年3月18日前"),
        (same("张A三"), "张A三"),
        (same("439901-01-260318-0029-3"), "439901-01-260318-0029-3"),
        (Text("回执 439901-01-260318-0029-3", "x"), "回执 439901-01-260318-0029-3"),
        (Text("合格率100%的", "x"), "合格率 100% 的"),
    ],
)
def test_chinese_is_set_the_chinese_way(text: Text, said: str) -> None:
    assert set_words(text, Language.ZH) == said


def test_same_receipt_same_bytes(fonts: Fonts) -> None:
    for make in (a5_pdf, receipt_pdf):
        made = [make(receipt(), language=Language.ZH, fonts=fonts, copy=1, bilingual=True) for _ in range(2)]
        assert made[0] == made[1]
        assert len(made[0]) < 80_000


def test_basis_is_named_on_a5(fonts: Fonts) -> None:
    sheet = lay_out_a5(receipt(), language=Language.ZH, fonts=fonts)[0]
    assert any(isinstance(m, Words) and m.text.startswith(f"{BASIS.zh}：") for m in sheet.marks)


def test_rows_stand_closer_where_that_saves_a_sheet(fonts: Fonts, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loss report by an agent is one sheet: nobody keeps two together."""
    wide = [
        Row(Text("身份核实", "Identity"), same("看过代办人身份证原件，读卡器读不了，已对照委托书")) for _ in range(12)
    ]
    paper = receipt(rows=tuple(wide))
    assert len(lay_out_a5(paper, language=Language.ZH, fonts=fonts)) == 1
    monkeypatch.setattr(receipt_a5, "_CLOSE", receipt_a5._PAD)  # noqa: SLF001 - what it would be without
    assert len(lay_out_a5(paper, language=Language.ZH, fonts=fonts)) == 2
