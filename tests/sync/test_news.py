"""What the platform signed about packs is fetched beside the work: now and then, and never at its cost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.declaration import SignedStatement
from counter_app.domain.errors import NoNetwork, NoPlatform, NotNow, PlatformTrouble, StoreTrouble
from counter_app.domain.text import Text, same
from counter_app.ports import Line, LineKind, PassReport
from sync.body import GARBAGE
from sync.client import HttpPlatform
from sync.news import HOURLY, IN_PRACTICE, NewsCourier, PackNews, pack_news
from sync.pack_wire import read_statements
from tests.parts import contract
from tests.parts.proxy import Proxy
from tests.provinces.signing import Pen

SIGNED = Pen().says()


@dataclass
class Desk:
    """What a counter does with the news, and a clock that a test puts on."""

    answer: Sequence[SignedStatement] | Exception = (SIGNED,)
    asked: int = 0
    now: float = 1000.0
    taken: list[Sequence[SignedStatement]] = field(default_factory=list)
    garbled: list[Text] = field(default_factory=list)

    def ask(self) -> Sequence[SignedStatement]:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def news(self) -> PackNews:
        return PackNews(self.ask, self.taken.append, self.garbled.append, every=60.0, clock=lambda: self.now)


@dataclass
class Passes:
    """A courier whose passes go as they are told to."""

    report: PassReport

    def pass_once(self) -> PassReport:
        return self.report

    def delay_after(self, report: PassReport) -> float:
        return 7.0 if report is self.report else 0.0


def found(kind: LineKind, *, busy: bool = False, reached: bool = False) -> PassReport:
    return PassReport(Line(kind, datetime.now(UTC)), busy=busy, reached=reached)


def test_it_is_asked_for_at_the_first_pass_and_then_now_and_then() -> None:
    desk = Desk()
    news = desk.news()
    news()
    news()
    assert (desk.asked, desk.taken) == (1, [(SIGNED,)])
    desk.now += 60.0
    news()
    assert desk.asked == 2
    usual = [pack_news(desk.ask, desk.taken.append, desk.garbled.append, practice=one).every for one in (True, False)]
    assert usual == [IN_PRACTICE, HOURLY]


@pytest.mark.parametrize(
    "trouble",
    [
        NoNetwork(handed_over=False),
        NotNow(seconds=3, handed_over=True),
        NoPlatform(why=same("404"), handed_over=True),
    ],
)
def test_a_platform_that_has_no_such_door_or_no_time_is_no_trouble_and_nothing_is_told(
    trouble: PlatformTrouble,
) -> None:
    desk = Desk(answer=trouble)
    desk.news()()
    assert (desk.asked, desk.taken, desk.garbled) == (1, [], [])


def test_an_answer_nobody_can_read_is_told() -> None:
    desk = Desk(answer=NoPlatform(why=GARBAGE, handed_over=True))
    desk.news()()
    assert (desk.taken, desk.garbled) == ([], [GARBAGE])


@pytest.mark.parametrize(
    ("report", "asked"),
    [
        (found(LineKind.ONLINE, reached=True), 1),
        (found(LineKind.NOT_NOW, reached=True), 1),
        (found(LineKind.NO_PLATFORM, reached=True), 1),
        (found(LineKind.ONLINE, busy=True), 0),
        (found(LineKind.NO_NETWORK), 0),
        (found(LineKind.NO_PLATFORM), 0),
        (found(LineKind.NOT_NOW), 0),
    ],
)
def test_news_comes_after_a_pass_that_reached_the_platform_and_the_pass_is_told_as_it_went(
    report: PassReport, asked: int
) -> None:
    desk = Desk(answer=NoNetwork(handed_over=False))
    courier = NewsCourier(Passes(report), (desk.news(),))
    assert courier.pass_once() is report
    assert courier.delay_after(report) == 7.0
    assert desk.asked == asked


@pytest.mark.parametrize(("handed_over", "more", "told"), [(0, False, 0), (3, True, 0), (3, False, 1)])
def test_behind_the_last_of_what_waited_the_trail_is_hurried_before_the_news(
    handed_over: int, more: bool, told: int
) -> None:
    came: list[str] = []
    report = replace(found(LineKind.ONLINE, reached=True), handed_over=handed_over, more=more)
    courier = NewsCourier(Passes(report), (lambda: came.append("news"),), behind_work=lambda: came.append("work"))
    assert courier.pass_once() is report
    assert came == ["work"] * told + ["news"]


def test_a_disk_that_cannot_keep_it_is_told_as_the_disks_trouble() -> None:
    def full(_sent: Sequence[SignedStatement]) -> None:
        raise StoreTrouble

    desk = Desk()
    courier = NewsCourier(Passes(found(LineKind.ONLINE, reached=True)), (replace(desk.news(), take=full),))
    with pytest.raises(StoreTrouble):
        courier.pass_once()


def test_the_practice_platform_keeps_the_contract(between: Proxy, client: HttpPlatform) -> None:
    assert client.pack_statements() == ()
    exchange = between.exchanges[-1]
    assert contract.request_faults(exchange.head, exchange.body) == []
    assert contract.answer_faults("/v1/pack-statements", "GET", exchange.answer) == []


def test_what_is_published_is_read_whole() -> None:
    body = {"statements": [asdict(SIGNED) | {"seal": "red"}], "more": 1}
    assert contract.named("PackStatements", body) == []
    assert read_statements(json.dumps(body).encode()) == (SIGNED,)


MEMBERS = st.sampled_from(["statement", "algorithm", "key_id", "signature"])
VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.lists(st.text(max_size=3), max_size=2)


@given(member=MEMBERS, value=VALUES)
def test_an_answer_is_read_exactly_where_it_keeps_the_contract(member: str, value: object) -> None:
    body = {"statements": [asdict(SIGNED) | {member: value}]}
    try:
        read_statements(json.dumps(body).encode())
        taken = True
    except NoPlatform:
        taken = False
    assert taken is (contract.named("PackStatements", body) == [])


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"statements":7}', b'{"statements":[1]}', b"\xff", b"[" * 99_999]
)
def test_anything_else_is_no_answer(body: bytes) -> None:
    with pytest.raises(NoPlatform):
        read_statements(body)
