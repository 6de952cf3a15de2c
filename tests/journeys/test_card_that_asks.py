"""A 3.0 card at the window: opened by PSAM or platform, and with neither the clerk is told what can be done."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from counter_app.domain.holder import Person
from practice.chip import description_of
from readers.simulator.card import SimulatedCard
from readers.simulator.description import checked
from tests.journeys.conftest import Stage
from tests.readers.cards import OnReader
from tests.readers.looking import wait_until_empty, wait_until_seen
from tests.readers.modules import Part, psam

OPENED_WITHIN = 1.0  # seconds after the service has noticed the card


@contextmanager
def laid_on(stage: Stage, person: Person) -> Iterator[None]:
    """That person's practice card lies on the reader, put there by this process: no PSAM comes with it."""
    assert person.card is not None
    card = Part(SimulatedCard(checked(description_of(person.holder, person.card))))
    with OnReader(card, stage.reader.port):
        wait_until_seen(stage.reader.name)
        yield
    wait_until_empty(stage.reader.name)


def test_a_card_that_asks_is_opened_or_told(stage: Stage, roles: dict[str, Person]) -> None:
    person = roles["chip-3.0"]
    slot = "Virtual PCD 00 01"
    with stage.window() as clerk:
        clerk.sign_in()
        clerk.sees("社保卡读卡器 就绪")
        with OnReader(psam(), stage.reader.port + 1):
            wait_until_seen(slot)
            with laid_on(stage, person):
                begun = time.monotonic()
                clerk.sees(f"{person.holder.name} 已读卡")
                assert time.monotonic() - begun < OPENED_WITHIN
            clerk.key("Escape")
            clerk.sees("请放社保卡")
        wait_until_empty(slot)
        with laid_on(stage, person):
            clerk.sees(f"{person.holder.name} 已读卡")  # by the platform
        clerk.key("Escape")
        clerk.sees("请放社保卡")
        stage.stop_platform()
        with laid_on(stage, person):
            clerk.sees("这张卡要先认证：没有 PSAM 卡；有网络，但连不上省平台")
            clerk.sees("用身份证识别本人，挂失等业务照常办")
            clerk.find(person.holder.number)
            clerk.sees(person.holder.name)
            clerk.reads("现在可办")
