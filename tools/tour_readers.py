"""The pictures of what lies on the readers: identity card, a card that asks for authentication, the chip's PIN.

Part of the tour; each scene leaves home in front and the readers empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.clerk import Clerk
    from tools.tour import Tour

HOME, PERSON = "请放社保卡", "现在可办"
INITIAL, WRONG = "123456", "654321"  # what every practice card is made with, and what it is not


def identity_card(tour: Tour, clerk: Clerk) -> None:
    """An identity card opens its person; the card of somebody else is told, and the visit stays."""
    person = tour.people["normal-2"]
    tour.trainer.put_document(person.holder.number)
    clerk.reads("身份证已读", seconds=20)
    tour.camera.take("30-person-by-identity-card")
    tour.trainer.put(tour.people["normal"].holder.number)
    clerk.reads("另一个人", seconds=20)
    tour.camera.take("31-the-card-of-somebody-else")
    tour.trainer.take()
    tour.trainer.take_document()
    clerk.key("Escape")
    clerk.reads(HOME)


def asking_card(tour: Tour, clerk: Clerk) -> None:
    """A 3.0 card, opened by the PSAM; without PSAM and line it is told what can still be done."""
    tour.trainer.put(tour.people["chip-3.0"].holder.number)
    clerk.reads(PERSON, seconds=20)
    tour.camera.take("32-card-3.0")
    tour.trainer.take()
    clerk.key("Escape")
    clerk.reads(HOME)


def pin(tour: Tour, clerk: Clerk) -> None:
    """The chip's PIN: asked, wrong, right, blocked."""
    take = tour.camera.take
    tour.trainer.put(tour.people["middle-dot"].holder.number)
    clerk.reads(PERSON, seconds=20)
    clerk.key("F8")
    clerk.reads("查询不占次数")
    take("33-pin")
    clerk.wait_for_enter()
    clerk.key("Return")
    clerk.reads("请持卡人自己输入密码")
    clerk.wait_for_enter()
    take("34-pin-entry")
    clerk.write(WRONG)
    clerk.key("Return")
    clerk.reads("密码不对", seconds=20)
    take("35-pin-wrong")
    tour.trainer.take()
    clerk.key("Escape", "Escape")
    clerk.key("Escape")
    clerk.reads(HOME)
    tour.trainer.put(tour.people["pin-blocked"].holder.number)
    clerk.reads(PERSON, seconds=20)
    clerk.key("F8")
    clerk.click("查询", role="push button")
    clerk.reads("已锁定", seconds=20)
    take("36-pin-blocked")
    tour.trainer.take()
    clerk.key("Escape", "Escape")
    clerk.reads(HOME)


SCENES = (identity_card, asking_card, pin)
