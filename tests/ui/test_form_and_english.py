"""The form to sign and the English on a second line, from the window: where the clerk is asked for them."""

from __future__ import annotations

import io

import pypdfium2
from PySide6.QtCore import Qt

from tests.printing.samples import blankless
from tests.ui.counter_window import Clerk
from tests.ui.test_paper import report
from tests.ui.test_preview import CONTROL, back, looked_at
from ui.pages.preview import PreviewPage
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage


def _words(page: PreviewPage) -> str:
    """What the paper in front says, as another program reads it."""
    assert page.view is not None
    document = pypdfium2.PdfDocument(io.BytesIO(page.view.document.pdf))
    try:
        return blankless("".join(sheet.get_textpage().get_text_range() for sheet in document))
    finally:
        document.close()


def test_english_comes_by_one_key_and_goes_by_the_same(clerk: Clerk) -> None:
    """Ctrl+Y in the preview; whoever does not ask for it has no click more. The form is one key from the result."""
    number = report(clerk).receipt.number
    page = looked_at(clerk)
    assert "Holder'ssignature" not in _words(page)
    clerk.key(Qt.Key.Key_Y, CONTROL)
    clerk.until(lambda: page.view is not None and page.view.bilingual)
    assert "Holder'ssignature" in _words(page)
    assert blankless(number) in _words(page)
    clerk.key(Qt.Key.Key_Y, CONTROL)
    clerk.until(lambda: page.view is not None and not page.view.bilingual)
    assert "Holder'ssignature" not in _words(page)
    back(clerk, ResultPage)
    result = clerk.page
    assert isinstance(result, ResultPage)
    result.form_key.click()
    clerk.on(PreviewPage)
    assert blankless("社会保障卡挂失登记表") in _words(page)
    assert blankless(number) in _words(page)
    back(clerk, ResultPage)


def test_the_form_is_there_before_it_is_submitted(clerk: Clerk) -> None:
    """Ctrl+U on the step that submits; nothing is recorded by it."""
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    page = clerk.page
    assert isinstance(page, ProcedurePage)
    assert page.form_key.isVisible()
    shown = looked_at(clerk)
    assert "待提交" in _words(shown)
    assert "林晓岚" in _words(shown)
    back(clerk, ProcedurePage)
    assert page.view is not None
    assert page.view.confirm
