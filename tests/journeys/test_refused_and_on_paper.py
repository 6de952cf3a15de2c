"""What the platform turns down stands on the exceptions page until a clerk settles it; a receipt goes to the real
queue."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2

from counter_app.domain.holder import Person
from tests.journeys.clerk import Clerk
from tests.journeys.conftest import Stage
from tests.parts.printer import Printer
from tests.parts.processes import wait_until

REASON = "told the holder"


def test_a_refusal_is_settled_with_a_reason(stage: Stage, cups: Printer, somebody: Callable[[], Person]) -> None:
    """One half refused: badge, page, reason, and the operation stays on record. Every receipt came out as PDF."""
    paper = (f"printers.receipt={cups.queue}", f"printers.server={cups.server}")
    with stage.window(*paper) as clerk:
        clerk.sign_in()
        clerk.sees("打印机 已设")
        number = _lose(clerk, somebody())
        clerk.sees("社保功能 平台已确认：临时挂失")
        _printed(clerk, cups, number)
        clerk.key("Return")
        clerk.sees("请放社保卡")
        _refused(stage, clerk, somebody())


def _lose(clerk: Clerk, person: Person) -> str:
    """The receipt's number."""
    clerk.find(person.holder.number)
    clerk.reads("现在可办")
    clerk.key("F4")
    clerk.reads("提交临时挂失")
    clerk.key("Return")
    return clerk.reads("受理号").name.split()[-1].split("，")[0]


def _printed(clerk: Clerk, cups: Printer, number: str) -> None:
    clerk.sees("已打印")
    sheets = wait_until(
        lambda: [words for job in cups.jobs.glob("*.job") if number in (words := _words(job))],
        what=f"the receipt {number} to come out",
    )
    assert "临时挂失" in sheets[0]


def _words(job: Path) -> str:
    """What a job says; nothing where another test sent the one queue something that is no PDF."""
    try:
        sheet = pypdfium2.PdfDocument(job)
    except pypdfium2.PdfiumError:
        return ""
    words = "\n".join(page.get_textpage().get_text_bounded() for page in sheet)
    sheet.close()
    return words


def _refused(stage: Stage, clerk: Clerk, person: Person) -> None:
    """A court freezes the account between question and submission: one half is done, the other turned down."""
    clerk.find(person.holder.number)
    clerk.reads("现在可办")
    clerk.key("F4")
    clerk.reads("提交临时挂失")
    stage.platform.change("UPDATE account SET state = 'frozen' WHERE card = ?", _card(person))
    clerk.key("Return")
    clerk.sees("平台只确认了一半")
    clerk.sees("社保功能 平台已确认：临时挂失")
    clerk.sees("金融功能 被退回：银行账户现为冻结，银行没有接受")
    assert stage.states(person.holder.number) == ("4", "frozen")
    said = clerk.strip_says("1 件例外")
    assert "无等待" not in said
    clerk.sees("等待 1", role="push button")
    clerk.reads("办结，下一位")
    clerk.key("Return")
    clerk.sees("1 件被退回，须处理")
    clerk.key("alt+2")
    clerk.sees("银行账户现为冻结")
    clerk.reads("撤销并告知")
    [before] = [row for row in stage.outbox() if row["state"] == "refused"]
    clerk.key("4")
    clerk.has_focus("撤销理由")
    clerk.key("Return")
    clerk.eyes.wait_that(lambda tree: any(n.name == "须写明理由" for n in tree), what="that a reason is needed")
    clerk.write(REASON)
    clerk.key("Return")
    clerk.strip_says("无等待")
    clerk.sees("今日已答复 2")
    after = next(row for row in stage.outbox() if row["id"] == before["id"])
    assert (after["state"], after["settlement"]) == ("settled", "closed")
    assert after["receipt"] == before["receipt"]
    assert stage.command()("audit", "verify").json["whole"]
    assert stage.command()("receipt", after["receipt"]).json["number"] == after["receipt"]


def _card(person: Person) -> str:
    assert person.card is not None
    return person.card.number
