"""Forms on A4: each says all it was given, nothing leaves its page or its column whatever stands in it, long ones go on
over pages with their columns named again and sums carried, and the same form gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from counter_app.domain import form_papers as f
from counter_app.domain.numerals import capital
from counter_app.domain.text import Language, Text, same
from printing import day_end_sheet, missing_notice
from printing.bar_chart import bar_chart
from printing.fonts import Fonts
from printing.form import FormPages
from printing.form_a4 import TICK
from printing.forms import lay_out_form
from printing.maker import PaperMaker
from printing.pages import FOOT, HEIGHT, INNER, SIDE, WIDTH
from printing.setting import set_words
from printing.sheet import Box, Sheet, Words
from tests.printing import form_samples as s
from tests.printing.samples import blankless
from tests.printing.test_pages import read

_SLACK = 0.6  # points: an opening mark is hung out at the left, by less than half of its size
ALL: dict[str, Callable[[], f.FormPaper]] = {
    "missing": s.missing,
    "refusal": s.refusal,
    "account": s.account,
    "guide": s.guide,
    "custody": lambda: s.custody(cards=3),
    "day-end": s.day_end,
}
BAD: dict[str, Callable[[], f.FormPaper]] = {
    "missing, a note of 300 words": lambda: s.missing(papers=4, words=s.BAD, name=s.LONG_NAME),
    "missing, rare": lambda: s.missing(words=same(s.RARE_NAME), name=s.RARE_NAME),
    "missing, empty": lambda: s.missing(words=same(""), name=""),
    "refusal, a note of 300 words": lambda: s.refusal(words=s.BAD, name=s.LONG_NAME),
    "account, a note of 300 words": lambda: s.account(words=s.BAD, name=s.LONG_NAME),
    "guide, a note of 300 words": lambda: s.guide(words=s.BAD),
    "custody, names of 50 characters": lambda: s.custody(cards=30, name=s.LONG_NAME),
    "custody, rare": lambda: s.custody(cards=5, name=s.RARE_NAME),
    "custody, none": lambda: s.custody(cards=0),
    "day-end, a task with a long name": lambda: s.day_end(name="补换卡" * 40),
    "day-end, nothing done": lambda: s.day_end(kinds=0),
}


def drawn(
    paper: f.FormPaper, fonts: Fonts, *, language: Language = Language.ZH, bilingual: bool = False
) -> list[Sheet]:
    return list(lay_out_form(paper, language=language, fonts=fonts, bilingual=bilingual))


def assert_on_the_page(sheets: list[Sheet], fonts: Fonts) -> None:
    for sheet in sheets:
        for mark in sheet.marks:
            if isinstance(mark, Words):
                wide = fonts.width(mark.text, mark.size, bold=mark.bold) + mark.spread * max(len(mark.text) - 1, 0)
                assert mark.x >= SIDE - mark.size * 0.45, mark
                assert mark.x + wide <= WIDTH - SIDE + _SLACK, mark
                assert 0 < mark.y <= HEIGHT - FOOT + _SLACK, mark
            elif isinstance(mark, Box):
                assert mark.x >= SIDE - _SLACK, mark
                assert mark.x + mark.width <= WIDTH - SIDE + _SLACK, mark
                assert 0 <= mark.y, mark
                assert mark.y + mark.height <= HEIGHT - FOOT, mark


def said_by(paper: object, language: Language) -> list[str]:
    """Every word somewhere in a paper, as it is set, without blanks."""
    if isinstance(paper, Text):
        return [blankless(set_words(paper, language))]
    if isinstance(paper, (tuple, list)):
        return [words for one in paper for words in said_by(one, language)]
    names = [name for name in getattr(type(paper), "__dataclass_fields__", {}) if name not in ("numbered", "code")]
    return [words for name in names for words in said_by(getattr(paper, name), language)]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", ALL)
def test_all_it_was_given_is_on_it(fonts: Fonts, name: str, language: Language) -> None:
    paper = ALL[name]()
    pages = read(PaperMaker(language=language, fonts=fonts).form_paper(paper).pdf)
    whole = blankless("".join(text for _size, text in pages))
    missing = [words for words in said_by(paper, language) if words and not _found(words, whole)]
    assert not missing
    if paper.frame.number:
        assert all(blankless(set_words(same(paper.frame.number), language)) in blankless(text) for _s, text in pages)


def _found(words: str, whole: str) -> bool:
    """Whole, or cell by cell: beside other columns a reader of PDF meets the lines of a cell apart."""
    if words in whole:
        return True
    return all(words[at : at + 3] in whole for at in range(0, max(len(words) - 2, 1), 3))


@pytest.mark.parametrize("bilingual", [False, True])
@pytest.mark.parametrize("name", [*ALL, *BAD])
def test_nothing_leaves_the_page(fonts: Fonts, name: str, bilingual: bool) -> None:
    paper = {**ALL, **BAD}[name]()
    assert_on_the_page(drawn(paper, fonts, bilingual=bilingual), fonts)
    if not bilingual:
        assert_on_the_page(drawn(paper, fonts, language=Language.EN), fonts)


def test_columns_stay_apart(fonts: Fonts) -> None:
    """No word of a line reaches the next one to its right."""
    for name in (*ALL, *BAD):
        for sheet in drawn({**ALL, **BAD}[name](), fonts):
            lines: dict[float, list[Words]] = {}
            for mark in sheet.marks:
                if isinstance(mark, Words) and mark.text.strip() and mark.text != TICK:  # drawn over its box
                    lines.setdefault(round(mark.y, 2), []).append(mark)
            for line in lines.values():
                for left, right in pairwise(sorted(line, key=lambda mark: mark.x)):
                    ends = left.x + fonts.width(left.text, left.size, bold=left.bold)
                    assert ends <= right.x + right.size * 0.45, (name, left.text, right.text)


@pytest.mark.parametrize("cards", [1, 40, 400])
def test_a_custody_list_of_any_length_names_its_columns_and_carries_its_sums(fonts: Fonts, cards: int) -> None:
    paper = s.custody(cards=cards)
    sheets = drawn(paper, fonts)
    assert_on_the_page(sheets, fonts)
    said = [blankless("".join(mark.text for mark in sheet.marks if isinstance(mark, Words))) for sheet in sheets]
    assert (len(sheets) > 1) is (cards > 30)
    for at, text in enumerate(said, 1):
        assert f"第{at}页，共{len(sheets)}页" in text
    lines = [text for text in said if "序号" in text]
    assert len(lines) >= (cards + 45) // 50
    for before, after in pairwise(lines):
        carried = before.split("过次页：")[1].split("张")[0]
        assert f"承前页：{carried}张（{capital(int(carried))}张）" in after
        assert _receipt(int(carried)) in before
        assert _receipt(int(carried) + 1) in after
    whole = "".join(said)
    for at in range(1, cards + 1):
        assert whole.count(_receipt(at)) == 1
    assert f"{cards}张{capital(cards)}张" in whole
    for words in ("移交人", "接收人", "监交人"):
        assert whole.count(words) == 1


def _receipt(at: int) -> str:
    return blankless(f"439901-01-260318-{at:04}-3")


@pytest.mark.parametrize("papers", [1, 40])
def test_the_notice_comes_once_for_each_who_keeps_one(fonts: Fonts, papers: int) -> None:
    sheets = drawn(s.missing(papers=papers), fonts)
    assert_on_the_page(sheets, fonts)
    half = len(sheets) // 2
    said = [blankless("".join(m.text for m in sheet.marks if isinstance(m, Words))) for sheet in sheets]
    assert all("第一联" in text and "第二联" not in text for text in said[:half])
    assert all("第二联" in text and "第一联" not in text for text in said[half:])
    boxes = "".join(said[:half])
    assert boxes.count("□") - boxes.count(TICK) == papers
    assert said[0].replace("第一联：申请人留存", "") == said[half].replace("第二联：经办机构留存", "")


def test_a_guide_takes_one_page_and_goes_on_where_it_cannot(fonts: Fonts) -> None:
    assert len(drawn(s.guide(), fonts)) == 1
    assert len(drawn(s.guide(lines=9), fonts)) > 1


@pytest.mark.parametrize("name", ALL)
def test_the_same_form_gives_the_same_bytes(fonts: Fonts, name: str) -> None:
    maker = PaperMaker(language=Language.ZH, fonts=fonts)
    assert maker.form_paper(ALL[name]()).pdf == maker.form_paper(ALL[name]()).pdf


@pytest.mark.parametrize("make", [s.missing, s.refusal, s.account, s.guide, s.day_end])
def test_practice_says_so_on_every_page_and_nothing_else_does(fonts: Fonts, make: Callable[..., f.FormPaper]) -> None:
    for practice in (True, False):
        for sheet in drawn(make(practice=practice), fonts):
            said = "".join(mark.text for mark in sheet.marks if isinstance(mark, Words))
            assert ("练习" in said) is practice


def test_a_copy_says_which_one_it_is(fonts: Fonts) -> None:
    maker = PaperMaker(language=Language.ZH, fonts=fonts)
    text = "".join(words for _size, words in read(maker.form_paper(s.refusal(), copy=2).pdf))
    assert "补打" in text
    assert "补打" not in "".join(words for _size, words in read(maker.form_paper(s.refusal()).pdf))


@pytest.mark.parametrize("language", [Language.ZH, Language.EN])
def test_the_words_behind_the_longest_bar_end_before_the_margin(fonts: Fonts, language: Language) -> None:
    paper = s.day_end(kinds=1)
    flow = FormPages(fonts, language, paper.frame)
    bar_chart(flow, (f.Bar(same("甲"), 1093, 115, 112), f.Bar(same("乙"), 1, 0, 0)))
    for mark in flow.marks:
        if isinstance(mark, Words):
            assert mark.x + fonts.width(mark.text, mark.size, bold=mark.bold) <= SIDE + INNER + 0.01, mark.text


def test_bars_are_as_long_as_what_they_count_and_say_it(fonts: Fonts) -> None:
    paper = s.day_end(kinds=8)
    assert isinstance(paper, f.DayEndSheet)
    flow = FormPages(fonts, Language.ZH, paper.frame)
    flow.marks.clear()
    bars = (f.Bar(same("甲"), 10, 0, 0), f.Bar(same("乙"), 5, 3, 2), f.Bar(same("丙"), 0, 1, 0))
    bar_chart(flow, bars)
    words = [mark for mark in flow.marks if isinstance(mark, Words)]
    ends = {mark.text: mark.x for mark in words if mark.bold}
    assert set(ends) == {"10", "10，等 3，退 2", "1，等 1"}
    assert ends["10"] == pytest.approx(ends["10，等 3，退 2"])
    start = max(m.x + fonts.width(m.text, m.size) for m in words if m.text in "甲乙丙")
    assert (ends["1，等 1"] - start) < (ends["10"] - start) / 4


@pytest.mark.parametrize("bilingual", [False, True])
@pytest.mark.parametrize("kinds", range(1, 25, 2))
def test_nobody_signs_a_page_that_says_nothing(fonts: Fonts, kinds: int, *, bilingual: bool) -> None:
    *_before, last = drawn(s.day_end(kinds=kinds), fonts, bilingual=bilingual)
    said = "".join(mark.text for mark in last.marks if isinstance(mark, Words))
    assert "复核（第二人）" in said
    assert "链头" in said


def test_what_is_not_equal_says_so_beside_its_figure(fonts: Fonts) -> None:
    sheet = drawn(s.day_end(), fonts)[0]
    said = [mark for mark in sheet.marks if isinstance(mark, Words)]
    wrong = [mark for mark in said if mark.text == day_end_sheet.DIFFERS.zh]
    assert len(wrong) == 1
    assert wrong[0].bold
    paper = s.day_end()
    assert isinstance(paper, f.DayEndSheet)
    short = next(one for one in paper.balances if not one.equal)
    assert any(mark.text == str(short.figure) and mark.x == pytest.approx(wrong[0].x) for mark in said)


def test_sums_are_of_what_stands_above_them(fonts: Fonts) -> None:
    paper = s.day_end(kinds=8)
    assert isinstance(paper, f.DayEndSheet)
    table = paper.tables[0]
    *rows, last = table.totalled()
    for at in table.figures:
        assert int(last[at].zh) == sum(int(row[at].zh) for row in rows)
    said = blankless("".join(m.text for sheet in drawn(paper, fonts) for m in sheet.marks if isinstance(m, Words)))
    assert blankless("合计" + "".join(words.zh for words in last[1:])) in said


def test_what_is_missing_stands_in_a_row_with_its_box(fonts: Fonts) -> None:
    sheet = drawn(s.missing(papers=1), fonts)[0]
    said = [mark for mark in sheet.marks if isinstance(mark, Words)]
    box, name = (next(mark for mark in said if mark.text == text) for text in ("□", "监护关系的证明"))
    assert box.y == pytest.approx(name.y)
    assert any(mark.text == missing_notice.STATE.format(count="1").zh for mark in said)
