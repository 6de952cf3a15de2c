"""Lanes: order, who hears an answer, what becomes of trouble and of faults."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from counter_app.domain.errors import CounterError, NoCard
from ui.lanes import Lanes


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    lanes = Lanes()
    yield lanes
    lanes.close()


def _where(number: int) -> tuple[int, str]:
    return number, threading.current_thread().name


def test_jobs_of_one_lane_are_done_in_order_on_one_thread_of_its_own(lanes: Lanes, qtbot: QtBot) -> None:
    came: list[tuple[int, str]] = []
    for number in range(50):
        lanes.desk.run(partial(_where, number), came.append)
    qtbot.waitUntil(lambda: len(came) == 50)
    assert [n for n, _ in came] == list(range(50))
    assert {name for _, name in came} == {"lane-desk"}


def test_answers_are_heard_on_the_thread_of_the_window(lanes: Lanes, qtbot: QtBot) -> None:
    heard: list[int] = []
    lanes.paper.run(lambda: 1, lambda _one: heard.append(threading.get_ident()))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [threading.get_ident()]


def test_a_slow_lane_does_not_hold_up_another(lanes: Lanes, qtbot: QtBot) -> None:
    gate, heard = threading.Event(), list[str]()
    lanes.platform.run(gate.wait, lambda _done: heard.append("platform"))
    lanes.desk.run(lambda: None, lambda _done: heard.append("desk"))
    qtbot.waitUntil(lambda: heard == ["desk"])
    gate.set()
    qtbot.waitUntil(lambda: heard == ["desk", "platform"])


def test_a_torn_ticket_is_not_heard(lanes: Lanes, qtbot: QtBot) -> None:
    gate, heard, page = threading.Event(), list[str](), object()
    lanes.desk.run(gate.wait, lambda _done: heard.append("torn"), owner=page)
    lanes.desk.run(lambda: None, lambda _done: heard.append("kept"))
    lanes.tear_up(page)
    gate.set()
    qtbot.waitUntil(lambda: heard == ["kept"])


def test_foreseen_trouble_goes_to_its_page(lanes: Lanes, qtbot: QtBot) -> None:
    told: list[CounterError] = []

    def job() -> None:
        raise NoCard

    lanes.cards.run(job, lambda _none: None, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], NoCard)


def test_a_fault_of_the_program_goes_to_the_hook_even_when_its_page_is_gone(lanes: Lanes, qtbot: QtBot) -> None:
    page = object()

    def job() -> None:
        raise ZeroDivisionError

    with capture_exceptions() as caught:
        lanes.desk.run(job, lambda _none: None, owner=page)
        lanes.tear_up(page)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_a_standing_ticket_hears_many_answers(lanes: Lanes, qtbot: QtBot) -> None:
    heard: list[int] = []
    ticket = lanes.ticket(heard.append)

    def tell_five() -> None:
        for number in range(5):
            lanes.tell(ticket, number)

    teller = threading.Thread(target=tell_five)
    teller.start()
    teller.join()
    qtbot.waitUntil(lambda: heard == [0, 1, 2, 3, 4])


def test_inline_lanes_answer_at_once(qtbot: QtBot) -> None:
    lanes, heard = Lanes(inline=True), list[int]()
    lanes.desk.run(lambda: 7, heard.append)
    assert heard == [7]
    lanes.close()
