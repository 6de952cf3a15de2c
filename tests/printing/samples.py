"""Receipts of made-up people, and what a PDF says when it is read by another program (pdfium)."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import pypdfium2

from counter_app.domain.operation import OperationId
from counter_app.domain.receipt import Receipt, ReceiptDraft, Row
from counter_app.domain.text import Language, Text, same
from printing.flow import BASIS, COPY, MISSING, PRACTICE, VOID
from printing.fonts import Fonts
from printing.receipt import SIGNATURE
from printing.setting import set_words

NUMBER = "439901-01-260318-0029-3"


def receipt(*, name: str = "何*珍", number: str = NUMBER, **changes: Any) -> Receipt:
    """The receipt of the mock-up with another name; `changes` replace parts of its draft."""
    draft = ReceiptDraft(
        title=Text("社会保障卡业务回执", "Social security card receipt"),
        heading=Text("湖南 · 望岳路服务网点", "Hunan · Wangyue Road service outlet"),
        state=Text("已受理，待平台确认", "Accepted, waiting for the platform"),
        rows=(
            Row(Text("业务", "Operation"), Text("正式挂失", "Formal loss report"), strong=True),
            Row(Text("持卡人", "Holder"), same(name)),
            Row(Text("证件号码", "Identity number"), same("439904 ******** 1526")),
            Row(Text("卡号", "Card number"), same("B0001 **31")),
            Row(
                Text("停用范围", "What stops"),
                Text("社保功能、银行账户", "Social security and bank account"),
                strong=True,
            ),
            Row(Text("受理时间", "Accepted"), same("2026-03-18 10:46"), strong=True),
            Row(Text("经办", "Clerk"), same("0317")),
            Row(Text("费用", "Fee"), Text("0.00 元（免费）", "0.00 yuan (free)")),
        ),
        notes=(
            Text(
                "社保功能在平台收到后生效；要立即生效请拨 12333",
                "It takes effect when the platform has it; for at once call 12333",
            ),
            Text(
                "银行账户没有停用，要停用请拨开户银行 95500", "The bank account is NOT stopped; to stop it call 95500"
            ),
        ),
        basis=(
            Text("《社会保障卡管理办法》第二十一条（草案）", "Measures for social security cards, article 21 (draft)"),
        ),
        hotline=Text("社保咨询 12333", "Social security hotline 12333"),
        practice=False,
    )
    return Receipt(
        number=number,
        operation_id=OperationId("0195a000-0000-7000-8000-000000000001"),
        issued_at=datetime(2026, 3, 18, 2, 46, tzinfo=UTC),
        draft=replace(draft, **changes),
    )


def expected(paper: Receipt, *, language: Language, fonts: Fonts, copy: int = 0) -> str:
    """Everything the paper is to say, in order, without blanks; a character no font has as its code point."""
    draft = paper.draft
    above = [
        *([PRACTICE] if draft.practice else []),
        *([VOID] if paper.void else []),
        *(draft.title, draft.heading, same(paper.number)),
        *([COPY.format(copy=copy)] if copy else []),
        draft.state,
        *chain.from_iterable((row.label, row.value) for row in draft.rows),
        *draft.notes,
    ]
    missing = fonts.missing("".join("".join(set_words(text, language) for text in above).split()))
    note = [MISSING.format(codes=" ".join(f"U+{ord(c):04X}" for c in missing))] if missing else []
    basis = [BASIS, *draft.basis] if draft.basis else []
    said = "".join(set_words(text, language) for text in (*above, *note, draft.hotline, *basis, SIGNATURE))
    return blankless("".join(f"{ord(c):04X}" if c in missing else c for c in said))


def blankless(text: str) -> str:
    """Without blanks, and without dashes: pdfium takes one at the end of a line for a hyphen and may drop it."""
    return re.sub(r"[\s\x02\ufffe-]+", "", text)


@dataclass(frozen=True, slots=True)
class Paper:
    """What pdfium finds in a PDF of one page: its size, its text, the ink box of each character, the boxes of the
    rest.
    """

    size: tuple[float, float]
    text: str
    characters: tuple[tuple[float, float, float, float], ...]
    shapes: tuple[tuple[float, float, float, float], ...]


def read(pdf: bytes) -> Paper:
    """Boxes are (left, bottom, right, top) in points."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        page = document[0]
        words = page.get_textpage()
        text = words.get_text_range()
        boxes = tuple(words.get_charbox(at) for at in range(words.count_chars()))
        shapes = tuple(shape.get_bounds() for shape in page.get_objects())
        return Paper(size=page.get_size(), text=text, characters=boxes, shapes=shapes)
    finally:
        document.close()
