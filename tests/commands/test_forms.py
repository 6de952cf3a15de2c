"""`counter form` and the two languages of a receipt: files another program reads, for whoever made them alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from counter_app.domain.holder import Person
from counter_app.domain.numbers import mask_identity
from tests.parts.command import Command
from tests.printing.samples import blankless

Somebody = Callable[[], Person]


def _read(file: Path) -> tuple[tuple[float, float], str]:
    """Size of the first page, and all words."""
    document = pypdfium2.PdfDocument(file)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
        return document[0].get_size(), blankless(text)
    finally:
        document.close()


def test_a_form_to_sign_and_a_receipt_in_two_languages(inside: Command, somebody: Somebody, tmp_path: Path) -> None:
    """The form names the holder whole, numbers masked; English only where it was asked for; A5 by the setting."""
    person, form, both = somebody(), tmp_path / "form.pdf", tmp_path / "both.pdf"
    done = inside.carry_out("temporary-loss", person.holder.number)
    receipt = done.json["receipt"]
    assert inside("form", receipt, "--pdf", str(form)).json == {"pdf": str(form)}
    size, said = _read(form)
    assert (round(size[0]), round(size[1])) == (595, 842)
    for words in (
        "社会保障卡挂失登记表",
        person.holder.name,
        mask_identity(person.holder.number),
        receipt,
        "持卡人签名",
    ):
        assert blankless(words) in said, words
    assert person.holder.number not in said
    assert "Declaration" not in said
    assert inside("form", done.json["operation"], "--pdf", str(both), "--bilingual").status == 0
    assert "Declaration" in _read(both)[1]
    if os.name != "nt":
        assert form.stat().st_mode & 0o077 == 0
    assert inside("receipt", receipt, "--pdf", str(both), "--bilingual").status == 0
    assert "Holder'ssignature" in _read(both)[1]
    assert inside("receipt", receipt, "--pdf", str(both)).status == 0
    assert "Holder'ssignature" not in _read(both)[1]
    lying = inside.having("printers.receipt_paper=a5")
    assert lying("receipt", receipt, "--pdf", str(both)).status == 0
    assert [round(side) for side in _read(both)[0]] == [595, 420]


def test_what_there_is_not_and_what_cannot_be_set(inside: Command, tmp_path: Path) -> None:
    file = tmp_path / "form.pdf"
    assert inside("form", "439901-01-000000-0001-1", "--pdf", str(file)).error["code"] == "NotFound"
    assert not file.exists()
    said = inside.having("printers.receipt_paper=a6")("outbox")
    assert said.error["code"] == "UsedWrongly"
    assert "80mm" in said.error["message"]
    assert "a5" in said.error["message"]
