"""The whole life of a card at the window: applied for, made by the practice platform, handed over and enabled; lost,
replaced, handed over again, and the old one stops.
"""

from counter_app.domain.holder import Person
from tests.journeys.clerk import Clerk
from tests.journeys.conftest import Stage
from tests.parts.processes import wait_until


def test_from_application_to_the_next_card(stage: Stage, roles: dict[str, Person]) -> None:
    """By keyboard, but for the bank: its place is drawn by lot, so it is pointed at by name."""
    who = roles["adult-no-card"].holder
    stage.platform.switch("making_seconds", "0")
    stage.platform.switch("making_fails", "never")
    with stage.window() as clerk:
        clerk.sign_in()
        _apply(clerk, who.number)
        _collect(clerk, who.number)
        wait_until(lambda: stage.states(who.number) == ("1", "normal"), what="both halves enabled")
        _lose(clerk, who.number)
        _replace(clerk, who.number)
        _collect(clerk, who.number)
        states = [
            row[0] for row in stage.platform.rows("SELECT state FROM card WHERE holder = ? ORDER BY place", who.number)
        ]
        assert states == ["9", "1"], "the old card ended when the new one was enabled"
        told = stage.platform.rows("SELECT state FROM card_order WHERE holder = ?", who.number)
        assert {row[0] for row in told} == {"collected"}


def _opened(clerk: Clerk, number: str, key: str, words: str) -> None:
    """The person, and the procedure with that key."""
    clerk.find(number)
    clerk.reads("现在可办")
    clerk.key(key)
    clerk.reads(words)


def _seen(clerk: Clerk) -> None:
    """How it was checked who it is: the one question of the page that is confirmed."""
    clerk.key("1")
    clerk.chosen("看过本人身份证原件，读卡器读不了")


def _agrees(clerk: Clerk, key: str) -> None:
    """The holder's yes to what a bank needs, by its number key: Enter agrees for nobody."""
    clerk.key(key)
    clerk.chosen("同意")


def _done(clerk: Clerk, words: str) -> None:
    """The platform's word on the result page, and on to the next person."""
    clerk.sees("受理号")
    clerk.sees(words, seconds=20)
    clerk.reads("办结，下一位")
    clerk.key("Return")
    clerk.sees("请放社保卡")


def _apply(clerk: Clerk, number: str) -> None:
    _opened(clerk, number, "F2", "下一步：选银行")
    clerk.key("1")
    clerk.chosen("在本省居住")
    clerk.key("Return")
    clerk.reads("请持卡人选服务银行")
    clerk.click("示例银行一")
    clerk.chosen("示例银行一")
    clerk.key("Return")
    clerk.reads("提交申领")
    assert "示例银行一" in clerk.page()
    _seen(clerk)
    _agrees(clerk, "3")
    clerk.key("Return")
    _done(clerk, "平台已确认申领")


def _collect(clerk: Clerk, number: str) -> None:
    _opened(clerk, number, "F3", "提交领卡启用")
    clerk.click("一并激活")
    clerk.chosen("一并激活")
    clerk.click("看过本人身份证原件，读卡器读不了")
    clerk.chosen("看过本人身份证原件，读卡器读不了")
    _agrees(clerk, "8")
    clerk.key("Return")
    _done(clerk, "平台已确认启用")


def _lose(clerk: Clerk, number: str) -> None:
    _opened(clerk, number, "F5", "下一步：本人确认")
    clerk.key("Return")
    clerk.reads("提交正式挂失")
    _seen(clerk)
    clerk.key("Return")
    _done(clerk, "平台已确认正式挂失")


def _replace(clerk: Clerk, number: str) -> None:
    _opened(clerk, number, "F7", "保留银行账号吗")
    clerk.key("1")
    clerk.chosen("保留原账号")
    clerk.key("Return")
    clerk.reads("提交补换卡")
    assert "丢失补卡" in clerk.page()
    _seen(clerk)
    _agrees(clerk, "3")
    clerk.key("Return")
    _done(clerk, "平台已确认补换卡")
