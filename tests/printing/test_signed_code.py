"""The signed code on a receipt, drawn by this program, read off the raster by a decoder that is nobody's here."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.domain.receipt import receipt_number
from counter_app.domain.receipt_code import ReceiptCode, Said, Standing
from counter_app.domain.text import Language
from printing.fonts import Fonts
from printing.qr import QUIET, modules, qr_size
from printing.receipt import INNER, MARGIN, PAPER, lay_out, receipt_pdf
from printing.sheet import MM, Squares, Words
from tests.parts.scanning import scanned
from tests.printing.samples import receipt


def code_text(seed: int, *, kind: str = "temporary-loss", outlet: str = "439901") -> str:
    """A code of the right form; whether its signature holds is not the printer's business."""
    chance = random.Random(seed)
    day = receipt().issued_at + timedelta(days=seed)
    said = Said(
        receipt_number(outlet, "01", day.date(), seed + 1),
        day,
        Standing.RECEIPT,
        kind,
        chance.randbytes(8).hex(),
        chance.randbytes(16).hex(),
    )
    return ReceiptCode(said, chance.randbytes(64)).text


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("seed", range(4))
def test_a_scanner_reads_the_code_off_the_rasterised_roll(fonts: Fonts, seed: int, language: Language) -> None:
    paper = replace(receipt(), code=code_text(seed, kind="consent-withdrawal"))
    assert scanned(receipt_pdf(paper, language=language, fonts=fonts, bilingual=bool(seed % 2))) == [paper.code]


def test_the_code_of_a_notice_is_on_it_once_and_instead_of_the_bare_number(fonts: Fonts) -> None:
    paper = receipt()
    notice = replace(paper, code=code_text(7), draft=replace(paper.draft, scannable=True, signed=False))
    assert scanned(receipt_pdf(notice, language=Language.ZH, fonts=fonts)) == [notice.code]


def test_it_is_some_thirty_millimetres_wide_at_the_most_and_four_whole_dots_a_square() -> None:
    usual, longest = code_text(1, kind="consent-withdrawal"), code_text(1, kind="k" * 30, outlet="43990100000001")
    assert qr_size(usual) / MM == pytest.approx(28.53, abs=0.01)
    assert qr_size(longest) / MM < 31
    assert qr_size(usual) == pytest.approx((len(modules(usual)) + 2 * QUIET) * 4 * 72 / 203)


def test_what_would_not_fit_the_roll_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        qr_size("A" * 300)


@pytest.mark.parametrize("language", list(Language))
def test_code_and_words_keep_to_the_column_and_stand_on_whole_dots(fonts: Fonts, language: Language) -> None:
    sheet = lay_out(replace(receipt(), code=code_text(3)), language=language, fonts=fonts, bilingual=True)
    (code,) = [mark for mark in sheet.marks if isinstance(mark, Squares)]
    assert code.side * 203 / 72 == pytest.approx(4)
    assert code.x * 203 / 72 == pytest.approx(round(code.x * 203 / 72))
    assert code.x >= MARGIN - 72 / 203
    beside = [mark for mark in sheet.marks if isinstance(mark, Words) and code.y < mark.y < code.y + code.height]
    assert beside
    for line in beside:
        assert line.x > code.x + code.width
        assert line.x + fonts.width(line.text, line.size, bold=line.bold) <= PAPER - MARGIN + 0.01
    assert INNER > qr_size(code_text(3))


def test_the_same_code_has_the_same_bytes(fonts: Fonts) -> None:
    paper = replace(receipt(), code=code_text(5))
    assert receipt_pdf(paper, language=Language.ZH, fonts=fonts) == receipt_pdf(
        paper, language=Language.ZH, fonts=fonts
    )
