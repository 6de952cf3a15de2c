"""A bank that does not answer holds up its own customers only, however many of them wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation, WorkState
from counter_app.ports import LineKind, Store
from practice.platform import database as db
from sync.client import HttpPlatform
from sync.courier import LineCourier
from tests.parts import counter_folder as parts
from tests.parts.practice_platform import Platform
from tests.sync.conftest import temporary_loss

SILENT = "B02"


@pytest.fixture
def courier(tmp_path: Path, store: Store, client: HttpPlatform, clock: parts.SetClock) -> LineCourier:
    """Two operations a request, so that few of a silent bank fill every batch."""
    return parts.courier(tmp_path / "counter", store, client, clock=clock, batch=2)


@pytest.fixture
def silent(platform: Platform) -> Iterator[Platform]:
    """The bank says nothing until the test ends."""
    platform.switch(db.BANK_SILENT, SILENT)
    yield platform
    platform.switch(db.BANK_SILENT, None)


def reports(store: Store, somebody: Callable[[], Person], how_many: int, *, silent: bool) -> list[Operation]:
    """Losses recorded for so many customers of that bank, or of others."""
    wanted = (p for p in iter(somebody, None) if p.cards[0].bank and (p.cards[0].bank.bank == SILENT) is silent)
    operations = [temporary_loss(next(wanted)) for _ in range(how_many)]
    for operation in operations:
        parts.record(store, operation)
    return operations


def proofs(store: Store, somebody: Callable[[], Person], how_many: int) -> list[Operation]:
    """What is in no hurry, for anybody."""
    operations = [
        replace(temporary_loss(somebody()), procedure="status-proof", changes={}, urgent=False) for _ in range(how_many)
    ]
    for operation in operations:
        parts.record(store, operation)
    return operations


def settled(store: Store, operations: list[Operation]) -> list[bool]:
    works = [store.work(operation.id) for operation in operations]
    return [work is not None and work.state is WorkState.SETTLED for work in works]


def until_nothing_more(courier: LineCourier) -> int:
    """Passes that follow each other at once."""
    passes = 1
    while (report := courier.pass_once()).more:
        assert courier.delay_after(report) == 0
        passes += 1
    return passes


def test_customers_of_other_banks_are_not_kept_waiting(
    silent: Platform, store: Store, courier: LineCourier, somebody: Callable[[], Person]
) -> None:
    """They stand behind more than a batch of those the bank has put off, and go in the same run of passes."""
    theirs = reports(store, somebody, 5, silent=True)
    others = reports(store, somebody, 5, silent=False)
    assert until_nothing_more(courier) <= 8
    assert all(settled(store, others))
    assert not any(settled(store, theirs))
    assert store.line().kind is LineKind.NOT_NOW
    later = reports(store, somebody, 1, silent=False)
    until_nothing_more(courier)
    assert all(settled(store, later))


def test_a_bank_with_many_customers_is_asked_with_pauses_and_hides_nobody(
    silent: Platform,
    tmp_path: Path,
    store: Store,
    client: HttpPlatform,
    clock: parts.SetClock,
    somebody: Callable[[], Person],
) -> None:
    """Waits that are shorter than asking all of them takes: those come due again before the last was asked."""
    courier = parts.courier(tmp_path / "counter", store, client, clock=clock, batch=4)
    theirs = reports(store, somebody, 30, silent=True)
    assert until_nothing_more(courier) <= 10
    for _ in range(3):
        clock.ahead += timedelta(seconds=3)
        others = proofs(store, somebody, 6)
        assert until_nothing_more(courier) <= 4
        assert all(settled(store, others))
        report = courier.pass_once()
        assert (report.handed_over, report.more) == (4, False)
        assert courier.delay_after(report) > 0
    silent.switch(db.BANK_SILENT, None)
    assert until_nothing_more(courier) <= 10
    assert all(settled(store, theirs))


def test_all_of_them_are_settled_when_the_bank_answers(
    silent: Platform, store: Store, courier: LineCourier, clock: parts.SetClock, somebody: Callable[[], Person]
) -> None:
    theirs = reports(store, somebody, 5, silent=True)
    until_nothing_more(courier)
    silent.switch(db.BANK_SILENT, None)
    clock.ahead += timedelta(seconds=5)
    until_nothing_more(courier)
    assert all(settled(store, theirs))
    assert all([effect[0] for effect in silent.effects(one.id)] == ["ssc", "bank"] for one in theirs)


def test_a_clock_set_back_keeps_nobody_waiting(
    silent: Platform, store: Store, courier: LineCourier, clock: parts.SetClock, somebody: Callable[[], Person]
) -> None:
    theirs = reports(store, somebody, 3, silent=True)
    until_nothing_more(courier)
    silent.switch(db.BANK_SILENT, None)
    clock.ahead -= timedelta(days=1)
    until_nothing_more(courier)
    assert all(settled(store, theirs))
