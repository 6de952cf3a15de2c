"""A paper of several pages on A4: everything it says is on it, in order, each page says which one it is of how many."""

from __future__ import annotations

import pypdfium2
import pytest

from counter_app.domain.long_paper import LongPaper, Part
from counter_app.domain.receipt import Row
from counter_app.domain.text import Language, Text, same
from printing.fonts import Fonts
from printing.maker import PaperMaker
from printing.pages import FOOT, HEIGHT, SIDE, WIDTH, lay_out_pages
from printing.setting import set_words
from printing.sheet import Words
from tests.printing.samples import NUMBER, blankless

LONG = Text(
    "；".join(f"持卡人 林*岚 第{at}项" for at in range(400)), "; ".join(f"Holder item {at}" for at in range(400))
)


def paper(*, entries: int, practice: bool = True) -> LongPaper:
    """Of that many entries, one of them longer than a page."""
    used = tuple(Row(same(f"2026-11-22 {at:05}"), Text(f"查看个人信息 {at}", f"Looked {at}")) for at in range(entries))
    return LongPaper(
        number=NUMBER,
        title=Text("个人信息副本", "Copy of personal data"),
        heading=Text("湖南·示例网点", "Hunan, sample outlet"),
        given=Text("2026-11-22 19:20 工号 0317", "2026-11-22 19:20, clerk 0317"),
        lead=(Row(Text("申请人", "Asked by"), Text("本人", "The holder")),),
        parts=(
            Part(Text("办理过的业务", "What was done"), (Row(same("2026-11-22"), LONG),), Text("没有", "None")),
            Part(Text("通知单", "Notices"), (), Text("没有", "None")),
            Part(Text("谁使用过这些信息", "Who has used it"), used, Text("没有", "None")),
        ),
        notes=(Text("省平台保存的信息另行查询", "What the province keeps is asked there"),),
        basis=(Text("《个人信息保护法》第四十五条第一款", "Personal Information Protection Law, art. 45(1)"),),
        hotline=Text("社保咨询 12333", "Social security 12333"),
        signed=Text("申请人签收", "Received by"),
        practice=practice,
    )


def read(pdf: bytes) -> list[tuple[tuple[float, float], str]]:
    """Size and text of each page, as another program reads them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [(page.get_size(), page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("language", Language)
def test_every_word_is_on_it_in_order_and_pages_are_numbered(fonts: Fonts, language: Language) -> None:
    made = paper(entries=150)
    pages = read(PaperMaker(language=language, fonts=fonts).pages(made))
    assert len(pages) > 4
    assert {tuple(round(side) for side in size) for size, _text in pages} == {(595, 842)}
    for at, (_size, text) in enumerate(pages, start=1):
        numbered = f"第 {at} 页，共 {len(pages)} 页" if language is Language.ZH else f"Page {at} of {len(pages)}"
        assert blankless(numbered) in blankless(text)
        assert blankless(NUMBER) in blankless(text)
        assert ("练习" in text) or ("Practice" in text)
    whole = blankless("".join(text for _size, text in pages))
    last = -1
    for part in made.parts:
        said = [part.title, *(row.value for row in part.rows if row.value is not LONG)]
        for words in said or [part.nothing]:
            found = whole.find(blankless(set_words(words, language)), last + 1)
            assert found > last, words
            last = found
    for item in (0, 199, 399):
        assert blankless(f"第{item}项" if language is Language.ZH else f"item {item}") in whole
    for words in (made.title, made.given, *made.notes, *made.basis, made.hotline, made.signed):
        assert blankless(set_words(words, language)) in whole


def test_nothing_leaves_its_page_and_no_heading_stands_alone_at_its_foot(fonts: Fonts) -> None:
    for entries in range(0, 60, 7):
        for sheet in lay_out_pages(paper(entries=entries), language=Language.ZH, fonts=fonts):
            words = [mark for mark in sheet.marks if isinstance(mark, Words)]
            body = [word for word in words if word.y < HEIGHT - FOOT]
            for word in words:
                assert SIDE <= word.x
                assert word.x + fonts.width(word.text, word.size, bold=word.bold) <= WIDTH - SIDE + 0.5
                assert word.y <= HEIGHT - FOOT
            assert "".join(word.text for word in body if word.y == max(one.y for one in body)) not in {
                "办理过的业务",
                "通知单",
                "谁使用过这些信息",
            }


def test_the_same_paper_gives_the_same_bytes_and_only_practice_says_so(fonts: Fonts) -> None:
    maker, made = PaperMaker(language=Language.ZH, fonts=fonts), paper(entries=3, practice=False)
    assert maker.pages(made) == maker.pages(made)
    assert all("练习" not in text for _size, text in read(maker.pages(made)))
