"""The pictures of a card's life: applied for, handed over, replaced, its bank changed, cancelled, proven; and of
what comes after: what is missing, the guide.

Part of the tour; each scene leaves home in front. Nothing of it waits: what is begun is left before it is
submitted, but for the application.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.clerk import Clerk
    from tools.tour import Tour

HOME, PERSON = "请放社保卡", "现在可办"


def application(tour: Tour, clerk: Clerk) -> None:
    """A first card: the grounds, the banks in the order of a lot, what is told to the holder, the result."""
    take = tour.camera.take
    clerk.find(tour.people["adult-no-card"].holder.number)
    clerk.reads(PERSON)
    take("40-person-without-a-card")
    clerk.key("F2")
    clerk.reads("下一步：选银行")
    take("41-application")
    clerk.key("1")
    clerk.chosen("在本省居住")
    clerk.key("Return")
    clerk.reads("请持卡人选服务银行")
    take("42-bank-choice")
    clerk.click("示例银行一")
    clerk.chosen("示例银行一")
    clerk.key("Return")
    clerk.reads("提交申领")
    take("43-application-confirm")
    clerk.key("1")
    clerk.chosen("看过本人身份证原件，读卡器读不了")
    clerk.key("3")
    clerk.chosen("同意")
    clerk.key("Return")
    clerk.reads("平台已确认申领", seconds=20)
    take("44-application-result")
    clerk.key("Return")
    clerk.reads(HOME)


def of_a_child(tour: Tour, clerk: Clerk) -> None:
    """Under 16: a guardian acts, with relation and proof."""
    clerk.find(tour.people["minor-no-card"].holder.number)
    clerk.reads(PERSON)
    clerk.key("F2")
    clerk.reads("监护人姓名")
    tour.camera.take("45-application-by-guardian")
    _leave(clerk)


def handing_over(tour: Tour, clerk: Clerk) -> None:
    """A card that is ready, and one whose making failed."""
    take = tour.camera.take
    clerk.find(tour.people["card-ready"].holder.number)
    clerk.reads(PERSON)
    take("46-person-card-ready")
    clerk.key("F3")
    clerk.reads("提交领卡启用")
    take("47-activation")
    _leave(clerk)
    clerk.find(tour.people["making-failed"].holder.number)
    clerk.reads(PERSON)
    clerk.key("ctrl+o")
    take("48-making-failed")
    clerk.key("Escape")
    clerk.reads(HOME)


def changes(tour: Tour, clerk: Clerk) -> None:
    """Replacement, cancellation, status and proof, what stands behind Ctrl+O."""
    take, number = tour.camera.take, tour.people["hmt"].holder.number
    for key, words, name in (
        ("F7", "下一步", "49-replacement"),
        ("F9", "下一步", "50-cancellation"),
        ("F10", "提交查询与证明", "51-status-proof"),
    ):
        clerk.find(number)
        clerk.reads(PERSON)
        clerk.key(key)
        clerk.reads(words)
        take(name)
        _leave(clerk)


def away_and_guide(tour: Tour, clerk: Clerk) -> None:
    """What cannot be done today, its sheet, and the guide."""
    take = tour.camera.take
    clerk.find(tour.people["hmt"].holder.number)
    clerk.reads(PERSON)
    clerk.key("F5")
    clerk.reads("下一步：本人确认")
    clerk.key("F1")
    clerk.reads("办理条件")
    take("52-guide")
    clerk.key("Escape")
    clerk.reads("下一步：本人确认")
    clerk.key("ctrl+n")
    clerk.reads("今天办不成，因为")
    take("53-turned-away")
    clerk.key("4")
    clerk.key("Return")
    clerk.reads("办结，下一位")
    take("54-notice")
    clerk.key("Return")
    clerk.reads(HOME)


def _leave(clerk: Clerk) -> None:
    """Out of the procedure and off the person."""
    clerk.key("Escape")
    clerk.reads(PERSON)
    clerk.key("Escape")
    clerk.reads(HOME)


SCENES = (application, of_a_child, handing_over, changes, away_and_guide)
