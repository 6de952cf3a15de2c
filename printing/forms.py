"""Which layout a form has: one line for each.

Refuses to lay anything out itself.
"""

from __future__ import annotations

from counter_app.domain import form_papers as f
from counter_app.domain.text import Language
from printing import account_notice, custody_list, day_end_sheet, guide_sheet, missing_notice, refusal_notice
from printing.fonts import Fonts
from printing.sheet import Sheet


def lay_out_form(
    paper: f.FormPaper, *, language: Language, fonts: Fonts, copy: int = 0, bilingual: bool = False
) -> tuple[Sheet, ...]:
    """Its pages on A4, points from the upper left corner of each. Raises NoFont."""
    match paper:
        case f.MissingNotice():
            return missing_notice.lay_out(paper, language=language, fonts=fonts, copy=copy, bilingual=bilingual)
        case f.RefusalNotice():
            return refusal_notice.lay_out(paper, language=language, fonts=fonts, copy=copy, bilingual=bilingual)
        case f.GuideSheet():
            return guide_sheet.lay_out(paper, language=language, fonts=fonts, copy=copy, bilingual=bilingual)
        case f.AccountNotice():
            return account_notice.lay_out(paper, language=language, fonts=fonts, copy=copy, bilingual=bilingual)
        case f.CustodyList():
            return custody_list.lay_out(paper, language=language, fonts=fonts, copy=copy, bilingual=bilingual)
        case f.DayEndSheet():
            return day_end_sheet.lay_out(paper, language=language, fonts=fonts, copy=copy, bilingual=bilingual)
