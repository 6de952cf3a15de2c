"""Lines break where Chinese readers expect it and lose nothing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.text import Language, Text
from printing.lines import balanced, break_lines, unbreakable
from printing.setting import set_words

CLOSING, OPENING = "，。；：？！）》」、·", "（《「“"
WORDS = st.text(st.sampled_from("挂失补换卡，。（）《》“”、·abz09-/. \n"), max_size=80)


def wide(text: str) -> float:
    """A Chinese character is two wide, anything else one: enough to test breaking."""
    return sum(1 if ord(c) < 0x2000 and c != "·" else 2 for c in text)


@given(words=WORDS, width=st.integers(2, 40))
def test_nothing_is_lost_and_no_line_is_too_wide(words: str, width: int) -> None:
    lines = break_lines(words, width=width, measure=wide)
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(wide(line) <= width or len(line) == 1 for line in lines)
    assert all(line == line.strip() for line in lines)


@given(words=st.text(st.sampled_from("挂失补换卡，。（）《》·abz0 "), max_size=60))
def test_no_closing_mark_begins_and_no_opening_mark_ends_a_line(words: str) -> None:
    """Unless a blank stands there, or marks alone fill a whole line."""
    pieces = list(unbreakable(words))
    assert "".join(pieces) == words
    for before, after in pairwise(pieces):
        assert after[0] not in CLOSING or before[-1].isspace()
        assert before[-1] not in OPENING


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("社保功能，银行", ("社保功", "能，", "银行")),
        ("见《办法》第三条", ("见《办", "法》第", "三条")),
        ("请拨12333办理", ("请拨", "12333", "办理")),
        ("call 12333 now", ("call", "12333", "now")),
        ("abcdefghij", ("abcdef", "ghij")),
        ("439901-01-2603", ("439901", "-01-", "2603")),
        ("一\n二", ("一", "二")),
        ("", ("",)),
    ],
)
def test_lines_of_six_half_widths(words: str, lines: tuple[str, ...]) -> None:
    assert break_lines(words, width=6, measure=wide) == lines


def test_centred_lines_are_evened_out() -> None:
    """Not a full line with a lone character under it."""
    words = "已受理待平台确认并答复"
    assert break_lines(words, width=20, measure=wide) == ("已受理待平台确认并", "答复")
    assert balanced(lambda width: break_lines(words, width=width, measure=wide), width=20) == (
        "已受理待平台",
        "确认并答复",
    )


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("等待平台确认……", ("等待平台", "确认……")),
        ("可以——但是", ("可以——", "但是")),
        ("须等 5 个工作日", ("须等", "5 个工", "作日")),
        ("按照第 21 条", ("按照", "第 21 条")),
        ("费用 10.00 元", ("费用", "10.00 元")),
        ("于2026年3月18日", ("于2026年", "3月18日")),
        ("他说：“已经好了”", ("他说：", "“已经", "好了”")),
    ],
)
def test_what_belongs_together_stays_together(words: str, lines: tuple[str, ...]) -> None:
    """Ellipsis and dash are one mark each; a number keeps its unit, with a blank between or without."""
    assert break_lines(words, width=8, measure=wide) == lines


@given(words=st.text(st.sampled_from("挂失补换卡，。"), min_size=12, max_size=80), width=st.integers(12, 40))
def test_no_character_stands_alone_on_the_last_line(words: str, width: int) -> None:
    """But where marks alone fill what stands before it."""
    lines = break_lines(words, width=width, measure=wide)
    if len(lines) > 1 and "，，" not in words and "。" not in words and "，" not in words[-4:]:
        assert len(lines[-1].rstrip("，")) > 1


def test_a_control_character_is_no_blank() -> None:
    """It is shown as its code point, so it is not dropped at the end of a line."""
    assert break_lines("李明\x1f", width=20, measure=wide) == ("李明\x1f",)


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ("自知道之日起60日内，或6个月内", "自知道之日起 60 日内，或 6 个月内"),
        ("3年内，每月15日前", "3 年内，每月 15 日前"),
        ("2026-03-18，今起", "2026年3月18日，今起"),
        ("2026 年 3 月 18 日起，4 月 1 日止", "2026年3月18日起，4月1日止"),
        ("2026年内", "2026年内"),
    ],
)
def test_a_day_is_written_close_and_a_count_of_days_apart(words: str, stands: str) -> None:
    assert set_words(Text(words, "x"), Language.ZH) == stands
