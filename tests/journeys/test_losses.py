"""Formal loss by keyboard alone and by mouse alone, released again; and somebody nobody knows here, without a line."""

import json
from collections.abc import Callable

from counter_app.domain.holder import Person
from tests.journeys.chips import card_of
from tests.journeys.clerk import Clerk
from tests.journeys.conftest import Stage
from tests.parts.processes import wait_until
from tests.readers.cards import OnReader

FORMAL = ("2", "formal-loss")
NORMAL = ("1", "normal")


def test_formal_loss_and_release(stage: Stage, somebody: Callable[[], Person], stranger: Callable[[], Person]) -> None:
    """Keyboard, mouse, and at last number and name of somebody only the platform knows."""
    with stage.window() as clerk:
        clerk.sign_in()
        _by_keyboard(stage, clerk, somebody())
        _by_mouse(stage, clerk, somebody())
        _unknown_here(stage, clerk, stranger())


def _by_keyboard(stage: Stage, clerk: Clerk, person: Person) -> None:
    clerk.find(person.holder.number)
    clerk.reads("现在可办")
    clerk.key("F5")
    clerk.reads("下一步：本人确认")
    clerk.key("5")  # the second reason, after three scopes
    clerk.chosen("被盗")
    clerk.reads("下一步：本人确认")
    clerk.has_focus("被盗")
    clerk.key("Return")
    clerk.reads("提交正式挂失")
    assert "被盗，今天" in clerk.page()
    clerk.has_focus("看过本人身份证原件")  # the one question left: how it was checked who it is
    clerk.key("1")
    clerk.chosen("看过本人身份证原件，读卡器读不了")
    clerk.key("Return")
    _confirmed(stage, clerk, person, "正式挂失", FORMAL)
    clerk.key("Return")
    clerk.find(person.holder.number)
    clerk.reads("社保功能 正式挂失 平台已确认")
    clerk.key("F6")
    clerk.reads("提交解除挂失")
    clerk.has_focus("看过本人身份证原件")
    clerk.key("Return")  # Enter takes what has the focus, and the next one goes on
    clerk.chosen("看过本人身份证原件，读卡器读不了")
    clerk.key("Return")
    _confirmed(stage, clerk, person, "正常", NORMAL)
    clerk.key("Return")
    clerk.sees("请放社保卡")


def _by_mouse(stage: Stage, clerk: Clerk, person: Person) -> None:
    typed = [action for action in clerk.actions if not action.startswith("click")]
    with OnReader(card_of(person), stage.reader.port):
        clerk.sees(f"{person.holder.name} 已读卡")
        clerk.click("正式挂失", role="push button")
        clerk.sees("卡就在读卡器上，为什么挂失")
        clerk.click("只挂社保功能")
        clerk.chosen("只挂社保功能")
        clerk.click("本人要求停用")
        clerk.chosen("本人要求停用")
        clerk.click("下一步：本人确认")
        clerk.sees("银行账户没有停用，要停用请拨")
        assert not clerk.looks("身份怎样核实的"), "in Hunan the card that lies here is evidence of who it is"
        clerk.click("提交正式挂失")
        clerk.sees("受理号")
        clerk.sees("社保功能 平台已确认：正式挂失")
        wait_until(lambda: stage.states(person.holder.number) == ("2", "normal"), what="one half at the platform")
        clerk.click("办结，下一位")
        clerk.sees("请放社保卡")
    assert [action for action in clerk.actions if not action.startswith("click")] == typed, "no key was pressed"


def _unknown_here(stage: Stage, clerk: Clerk, person: Person) -> None:
    """By number and name, offline. xdotool types Chinese by binding each character to a spare key for a moment."""
    stage.stop_platform()
    clerk.strip_says("离线 自")
    clerk.write(person.holder.number)
    clerk.key("Return")
    clerk.sees("按号码和姓名受理挂失")
    clerk.key("Down", "Return")
    clerk.reads("姓名待填")
    clerk.key("F4")
    clerk.reads("持卡人姓名")
    clerk.has_focus("持卡人姓名")
    clerk.write_chinese(person.holder.name, field="持卡人姓名")
    clerk.reads("提交临时挂失")
    clerk.key("Return")
    clerk.sees("已受理，等待平台确认")
    assert "由平台按号码和姓名查找" in clerk.page()
    with stage.platform_back():
        clerk.sees("社保功能 平台已确认：临时挂失")
        [row] = stage.platform.rows("SELECT operation FROM answer WHERE holder = ?", person.holder.number)
        operation = json.loads(str(row[0]))
        assert operation["holder"]["name"] == person.holder.name
        assert stage.states(person.holder.number) == ("4", "temporary-loss")


def _confirmed(stage: Stage, clerk: Clerk, person: Person, word: str, states: tuple[str, str]) -> None:
    clerk.sees("受理号")
    for half in ("社保功能", "金融功能"):
        clerk.sees(f"{half} 平台已确认：{word}")
    assert stage.states(person.holder.number) == states
    clerk.reads("办结，下一位")
