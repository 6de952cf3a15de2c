"""An identity card opens its person; another person's social security card is told and refused, the right one is taken.

The identity card lies on a reader of the tests' own over a pseudo-terminal, the card on the virtual PC/SC reader.
"""

import time
from collections.abc import Callable

from counter_app.domain.holder import Person
from counter_app.domain.names import mask_name
from tests.journeys.chips import card_of
from tests.journeys.clerk import Clerk
from tests.journeys.conftest import Stage
from tests.readers.cards import OnReader
from tests.readers.identity.papers import resident
from tests.readers.identity.sam_v import Document, Manner, SamV
from tests.readers.looking import wait_until_empty

OPENED_WITHIN = 1.0  # seconds: the watch looks every 0.3 s, and 1,295 bytes take 0.11 s at 115,200 baud


def paper_of(person: Person, *, name: str = "") -> Document:
    """That person's identity card."""
    holder = person.holder
    assert holder.birth_date is not None
    return resident(name or holder.name, holder.number, birth=f"{holder.birth_date:%Y%m%d}", sex=holder.sex)


def test_an_identity_card_then_the_wrong_card_then_the_right_one(stage: Stage, somebody: Callable[[], Person]) -> None:
    mine, other = somebody(), somebody()
    with SamV(manner=Manner(finds_again=True)) as reader, stage.window(f"readers.id={reader.port}") as clerk:
        clerk.sign_in()
        clerk.sees("请放社保卡或身份证")
        clerk.sees("身份证 就绪")
        _laid_on(clerk, reader, mine)
        with OnReader(card_of(other), stage.reader.port):
            clerk.sees("读到另一张卡")
            clerk.sees("社保卡 不是本人")
            clerk.sees(f"社保卡是{mask_name(other.holder.name)}")
            assert clerk.looks(f"{mine.holder.name} 已读证"), "the visit's person stays"
            assert other.holder.name not in clerk.page()
            assert other.holder.number not in clerk.page()
        wait_until_empty(stage.reader.name)
        clerk.sees("社保卡 无卡")
        with OnReader(card_of(mine), stage.reader.port):
            clerk.sees("身份证和社保卡已读")
            clerk.sees("社保卡 有卡")
            assert not clerk.looks("社保卡是")
        wait_until_empty(stage.reader.name)
        reader.put(paper_of(other))
        clerk.sees("读到另一个人的证件")
        clerk.sees("身份证 不是本人")
        assert clerk.looks(f"{mine.holder.name} 已读证")
        reader.take()
        clerk.key("Escape")
        clerk.sees("请放社保卡或身份证")
        _another_name(clerk, reader, other)
        reader.unplug()
        clerk.sees("身份证 没有读卡器")
        assert clerk.looks(other.holder.name), "the page stays"
    assert stage.outbox() == []


def _laid_on(clerk: Clerk, reader: SamV, person: Person) -> None:
    begun = time.monotonic()
    reader.put(paper_of(person))
    clerk.sees(f"{person.holder.name} 已读证")
    took = time.monotonic() - begun
    print(f"identity card laid on to person on screen: {took * 1000:.0f} ms")  # noqa: T201
    assert took <= OPENED_WITHIN
    clerk.sees("身份证 已读")


def _another_name(clerk: Clerk, reader: SamV, person: Person) -> None:
    """The document bears another name: it proves nothing until the clerk says that it is the same person."""
    reader.put(paper_of(person, name="无此姓名"))
    clerk.reads("证件姓名与记录不同，是同一人吗？")
    assert clerk.looks(f"{person.holder.name} 按号码")
    clerk.click("是同一人", role="push button")
    clerk.sees(f"{person.holder.name} 已读证")
