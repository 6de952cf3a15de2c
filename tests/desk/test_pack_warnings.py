"""Sentences a pack wants told with a procedure stand on the page and on the receipt, whatever the procedure says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.holder import Person
from counter_app.domain.text import Text
from tests.desk.at_pin import Make
from tests.parts.counting import working
from tests.provinces.samples import FULLER, write
from tests.readers.pin_desk import pin_of

SAID = Text("请妥善保管卡和密码；见示例条例第九条", "Keep card and PIN safe; see Sample regulation, art. 9")
WARNING = """[pin]
typed = true
basis = { example = true }

[[warnings]]
text = { zh = "请妥善保管卡和密码", en = "Keep card and PIN safe" }
procedures = ["temporary-loss", "activation", "pin-change"]
basis = { article = { zh = "第九条", en = "art. 9" } }

"""
PACK = FULLER.replace("[[changes]]", WARNING + "[[changes]]")


def test_a_pack_warns_on_the_page_and_on_the_receipt_once(
    folder: Path, somebody: Callable[[], Person], tmp_path: Path
) -> None:
    write(tmp_path, PACK)
    with working(folder, "province=sample", f"packs={tmp_path}") as counter:
        desk = counter.desk()
        desk.sign_in("0317")
        visit = desk.open_number(somebody().holder.number).visit_id
        page: VisitView | OutcomeView = desk.begin(visit, "temporary-loss")
        while isinstance(page, VisitView):
            assert page.missing is None
            assert page.reminders.count(SAID) == 1
            page = desk.forward(visit)
        assert page.receipt.draft.notes.count(SAID) == 1


def test_a_pack_warns_on_the_receipt_of_a_new_pin(make: Make, somebody: Callable[[], Person], tmp_path: Path) -> None:
    write(tmp_path, PACK)
    at = make(somebody(), "province=sample", f"packs={tmp_path}")
    at.lay_on()
    done = at.desk.pin_task(at.visit, "change", pin_of("314159"), pin_of("271828"), pin_of("271828"))
    assert SAID in at.desk.receipt(done.receipt).draft.notes
