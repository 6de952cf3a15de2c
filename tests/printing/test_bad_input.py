"""Whatever was typed, read or told: on every paper, every word of it stands inside the page and over no other, and no
character is obeyed. Measured in the PDF by pdfium.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from counter_app.desk.paper_kinds import KINDS
from counter_app.domain.form_papers import FormPaper
from counter_app.domain.long_paper import LongPaper, Part
from counter_app.domain.names import LONGEST_NAME, name_fault, normalise_name
from counter_app.domain.receipt import Receipt, Row
from counter_app.domain.text import Language, Text, same
from printing.flow import MISSING
from printing.fonts import Fonts
from printing.form_a4 import lay_out_signed
from printing.forms import lay_out_form
from printing.pages import lay_out_pages
from printing.receipt import lay_out
from printing.receipt_a5 import lay_out_a5
from printing.sheet import Sheet, book
from tests.printing import form_samples
from tests.printing.forms import form
from tests.printing.samples import NUMBER, receipt

Rectangle = tuple[float, float, float, float]
Pages = Callable[[Any, Fonts, bool], tuple[Sheet, ...]]

FIXED = {
    *("title", "heading", "numbered", "number", "label", "labels", "columns", "shares", "hotline", "basis", "frame"),
    *("standing", "choices", "signed", "signers", "official", "state", "verdict", "balances", "bars", "tables"),
}
"""What the program or the platform's signed rules say, the words around everything that is typed."""
CONTROLS = "何\u202eabc\u202c\u2067\u200b\u200f\x07\x1b[2J\ufeff\u0085珍"
SPOILT: Mapping[str, Text] = {
    "dots": same("阿依古丽·买买提" + "·吐尔逊" * 10 + "·艾"),
    "rare": same("𠮷䶮㐱𪚥𫠠𠀣𬺰𮯠" * 6),
    "no glyph": same("\U0002ebf0\ue000" * 20),
    "controls": same(CONTROLS),
    "right to left": same("مرحبا שלום" * 5),
    "pictures": same("👩‍👩‍👧何🇨🇳珍❤️"),
    "marks": same("é̄́ạ̈中̈e\u0301"),
    "300 words": Text("本人于今日到窗口申请，" * 27 + "情况属实。", "materials brought again " * 20),
    "one word": same("W" * 220 + "-" + "9" * 80),
    "money": Text("人民币 ¥12,345,678,901,234,567.89 元整（免费）", "CNY 12,345,678,901,234,567.89"),
    "days": Text("0001-01-01 00:00 至 9999-12-31 23:59", "from 0001-01-01 00:00 to 9999-12-31 23:59"),
    "empty": same(""),
    "blank lines": Text("甲\n\n乙\n", "one\n\ntwo\n"),
}
_PLAIN = Text("湖南", "Hunan")
_LONG = LongPaper(
    number=NUMBER,
    title=Text("个人信息副本", "Copy of personal data"),
    heading=_PLAIN,
    given=_PLAIN,
    lead=(Row(_PLAIN, _PLAIN),),
    parts=(Part(Text("办理过的业务", "What was done"), (Row(_PLAIN, _PLAIN, strong=True),) * 3, _PLAIN),),
    notes=(_PLAIN,),
    basis=(_PLAIN,),
    hotline=_PLAIN,
    signed=Text("申请人签收", "Received by"),
    practice=True,
)


def _roll(paper: Receipt, fonts: Fonts, bilingual: bool) -> tuple[Sheet, ...]:
    return (lay_out(paper, language=Language.ZH, fonts=fonts, copy=1, bilingual=bilingual),)


def _a5(paper: Receipt, fonts: Fonts, bilingual: bool) -> tuple[Sheet, ...]:
    return lay_out_a5(paper, language=Language.ZH, fonts=fonts, copy=1, bilingual=bilingual)


def _long(paper: LongPaper, fonts: Fonts, bilingual: bool) -> tuple[Sheet, ...]:
    return lay_out_pages(paper, language=Language.ZH, fonts=fonts, bilingual=bilingual)


def _signed(paper: Any, fonts: Fonts, bilingual: bool) -> tuple[Sheet, ...]:
    return lay_out_signed(paper, language=Language.ZH, fonts=fonts, bilingual=bilingual)


def _form(paper: FormPaper, fonts: Fonts, bilingual: bool) -> tuple[Sheet, ...]:
    return lay_out_form(paper, language=Language.ZH, fonts=fonts, copy=1, bilingual=bilingual)


PAPERS: Mapping[str, tuple[Any, Pages]] = {
    "receipt": (receipt(practice=True), _roll),
    "receipt on A5": (receipt(practice=True), _a5),
    "guide": (receipt(number="", signed=False), _roll),
    "data-copy": (_LONG, _long),
    "form": (form(), _signed),
    "form-draft": (form(number=""), _signed),
    "notice": (form_samples.missing(), _form),
    "refusal": (form_samples.refusal(), _form),
    "guide-sheet": (form_samples.guide(), _form),
    "account-notice": (form_samples.account(), _form),
    "custody": (form_samples.custody(cards=5), _form),
    "day-end": (form_samples.day_end(), _form),
}


def test_every_kind_of_paper_is_looked_at() -> None:
    assert set(KINDS) <= set(PAPERS)


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("kind", PAPERS)
def test_every_word_stands_inside_the_page_and_over_no_other(kind: str, how: str, fonts: Fonts) -> None:
    paper, pages = PAPERS[kind]
    sheets = pages(_with(paper, SPOILT[how]), fonts, how in {"300 words", "dots", "days"})
    for number, page in enumerate(_read(book(sheets, fonts=fonts)), start=1):
        _inside(page, f"{kind}, {how}, page {number}")
        _apart(page, f"{kind}, {how}, page {number}")
        odd = [f"U+{ord(c):04X}" for c, _box in page.characters if unicodedata.category(c) in _NEVER]
        assert not odd, odd


@pytest.mark.parametrize("kind", PAPERS)
def test_a_control_character_is_shown_by_its_code_and_told(kind: str, fonts: Fonts) -> None:
    paper, pages = PAPERS[kind]
    if kind == "day-end":  # nothing on it was typed by anybody
        return
    said = "".join(
        "".join(c for c, _box in page.characters)
        for page in _read(book(pages(_with(paper, same(CONTROLS)), fonts, False), fonts=fonts))
    )
    assert "何202Eabc202C2067200B200F0007001B[2JFEFF0085珍" in said
    assert MISSING.zh.split("：")[0] in said


def test_what_looks_like_the_dot_of_a_name_becomes_it_at_the_border() -> None:
    """On paper and on the platform stands U+00B7 only, and whatever else a name cannot be is refused before."""
    for dot in "•・‧．.●･":
        assert normalise_name(f"阿依古丽{dot}买买提") == ("阿依古丽·买买提", True)
    assert name_fault("阿依古丽·买买提" + "·吐尔逊" * 10 + "·艾") is None
    assert len("阿依古丽·买买提" + "·吐尔逊" * 10 + "·艾") == LONGEST_NAME
    assert name_fault(CONTROLS) == "control"


class _Page:
    """One page as pdfium sees it: each character with the box of its ink, from the lower left corner."""

    def __init__(self, page: Any) -> None:
        self.size: tuple[float, float] = page.get_size()
        words = page.get_textpage()
        said = [words.get_text_range(at, 1) for at in range(words.count_chars())]
        boxes = [words.get_charbox(at) for at in range(words.count_chars())]
        inked = zip(said, boxes, strict=True)
        self.characters: list[tuple[str, Rectangle]] = [
            (c, box) for c, box in inked if c and c not in _PDFIUMS_OWN and box[2] > box[0] and box[3] > box[1]
        ]


def _read(pdf: bytes) -> Iterator[_Page]:
    document = PdfDocument(pdf)
    try:
        yield from map(_Page, document)
    finally:
        document.close()


def _inside(page: _Page, name: str) -> None:
    width, height = page.size
    edge = 8.0  # points; a roll printer leaves 4 mm blank on each side, an opening bracket may hang out by half of it
    out = [(c, box) for c, box in page.characters if box[0] < edge or box[2] > width - edge]
    out += [(c, box) for c, box in page.characters if box[1] < edge or box[3] > height - 4]
    assert not out, (name, out[:5])


def _apart(page: _Page, name: str) -> None:
    """No two characters share more than a sliver of ink; looked for in squares of 20 points."""
    squares: dict[tuple[int, int], list[tuple[str, Rectangle]]] = defaultdict(list)
    for character, box in page.characters:
        if unicodedata.combining(character):
            continue
        left, low, right, top = box
        for square in {(int(x // 20), int(y // 20)) for x in (left, right) for y in (low, top)}:
            for other, theirs in squares[square]:
                if theirs[0] < right and theirs[2] > left and theirs[1] < top and theirs[3] > low:
                    ticked = {character, other} == {"□", "✓"}
                    assert ticked or _shared(box, theirs) < 0.2, (name, character, box, other, theirs)
            squares[square].append((character, box))


def _shared(one: Rectangle, other: Rectangle) -> float:
    """The common part, of the smaller one."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    least = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return wide * high / least


def _with(paper: Any, words: Text) -> Any:
    """The same paper with `words` in every place that holds what somebody typed, read or told."""
    if isinstance(paper, Text):
        return words
    if isinstance(paper, tuple):
        return tuple(_with(part, words) for part in paper)
    if not is_dataclass(paper) or isinstance(paper, type):
        return paper
    changed: dict[str, Any] = {
        field.name: _with(getattr(paper, field.name), words) for field in fields(paper) if field.name not in FIXED
    }
    if "holder" in changed:
        changed["holder"] = words.zh
    return replace(paper, **changed)


_NEVER = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
_PDFIUMS_OWN = ("\r", "\n", "\r\n", "\x02", "\ufffe", "\x00")  # ends of lines, and its word for a hyphen
