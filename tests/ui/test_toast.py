"""A notice stands whole in the window, however long its words are."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.chip_errors import AuthenticationRefused, NoWayToAuthenticate
from counter_app.domain.errors import CounterError, NoCard
from counter_app.domain.text import Language, Text
from tests.ui.measure import clipped, squeezed
from ui.look import Look
from ui.widgets.notice import Toast

WHY = Text("没有 PSAM 卡；有网络，但连不上省平台", "no PSAM; There is a network but no platform")
EACH = Text(
    "PSAM 卡里没有这个密钥；省平台暂不受理；读卡器驱动装不上：OSError",
    "the PSAM has no such key; The platform says: not now; The reader's driver cannot be loaded: OSError",
)
PLATFORM = Text("省平台", "platform")
NO_CARD = Text("持卡库中没有这张卡", "The card is not on record")


@pytest.mark.parametrize("width", [1024, 1366])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "trouble",
    [
        NoCard(),
        NoWayToAuthenticate(why=WHY),
        NoWayToAuthenticate(why=EACH),
        AuthenticationRefused(way=PLATFORM, why=NO_CARD),
    ],
    ids=["short", "two ways", "three ways", "refused"],
)
def test_a_notice_of_any_length_is_seen_whole(
    qtbot: QtBot, trouble: CounterError, language: Language, large: bool, width: int
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(width, 768)
    toast = Toast(Look(large=large, language=language), host)
    host.show()
    toast.say("一", "二")  # a short one before leaves nothing behind
    toast.say(trouble.message.say(language), trouble.what_next.say(language))
    qtbot.waitUntil(lambda: clipped(toast) == [])
    assert toast.geometry().right() < width
    assert toast.geometry().top() > 768 / 2
    assert squeezed(toast) == []
    host.hide()
