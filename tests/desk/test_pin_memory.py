"""What a card last told of its tries is not forgotten when it is lifted or the program stops: it may not tell again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.domain.chip_errors import PinBlocked, PinWrong
from counter_app.domain.holder import Person
from tests.desk.at_pin import SEEN, AtDesk, Make
from tests.local_store.raw import opened
from tests.parts.four_eyes import agree_to_pin
from tests.readers.pin_desk import card_for, pin_of

MUTE = b"\x6d\x00"  # VERIFY without data is no question to this card


def wrong(at: AtDesk, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises((PinWrong, PinBlocked)):
            at.desk.pin_task(at.visit, "verify", pin_of("000000"))


def row(at: AtDesk) -> tuple[str, str]:
    now = at.desk.pin_page(at.visit).row
    return now.words.zh, now.kind


def lawful(at: AtDesk) -> list[str]:
    return [task.id for task in at.desk.pin_page(at.visit).tasks if task.lawful]


def test_a_blocked_card_that_does_not_tell_is_not_tried_again_after_a_restart(
    make: Make, somebody: Callable[[], Person]
) -> None:
    person = somebody()
    at = make(person, left=2, mute_state=MUTE)
    at.lay_on()
    wrong(at, 2)
    again = make(person, left=0, mute_state=MUTE)
    again.lay_on()
    assert row(again) == ("上次已锁定", "stop")
    assert lawful(again) == ["reset", "unblock"]
    again.desk.ask_pin_page(again.visit)
    assert row(again) == ("上次已锁定", "stop"), "a card that does not tell takes nothing back"
    agree_to_pin(again.desk, again.visit, "unblock", seen=SEEN)
    again.desk.pin_task(again.visit, "unblock", seen=SEEN)
    assert row(again) == ("未查询", "plain")
    last = make(person, mute_state=MUTE)
    last.lay_on()
    assert row(last) == ("未查询", "plain")
    assert "verify" in lawful(last)


def test_few_tries_are_warned_of_after_the_card_was_lifted_and_after_a_restart(
    make: Make, somebody: Callable[[], Person]
) -> None:
    person = somebody()
    at = make(person, left=3, mute_state=MUTE)
    at.lay_on()
    wrong(at, 2)
    assert row(at) == ("还可试 1 次", "wait")
    at.desk.card_here(None)
    at.lay_on()
    assert row(at) == ("上次还可试 1 次", "wait")
    again = make(person, left=1, mute_state=MUTE)
    again.lay_on()
    assert row(again) == ("上次还可试 1 次", "wait")
    again.desk.pin_task(again.visit, "verify", pin_of("314159"))
    last = make(person, mute_state=MUTE)
    last.lay_on()
    assert row(last) == ("未查询", "plain")


def test_what_the_card_says_itself_counts_for_more(make: Make, somebody: Callable[[], Person]) -> None:
    """It was unblocked at another counter meanwhile."""
    person = somebody()
    at = make(person, left=1)
    at.lay_on()
    wrong(at)
    again = make(person, left=5)
    again.lay_on()
    assert row(again) == ("上次已锁定", "stop")
    again.desk.ask_pin_page(again.visit)
    assert row(again) == ("还可试 5 次", "plain")
    assert "verify" in lawful(again)


def test_it_is_that_of_this_card_and_no_other(make: Make, somebody: Callable[[], Person]) -> None:
    at = make(somebody(), left=1)
    at.lay_on()
    wrong(at)
    other = make(somebody())
    other.lay_on()
    assert row(other) == ("未查询", "plain")
    at.line.card = card_for(at.chip)
    at.desk.card_here(None)
    at.lay_on()
    assert row(at) == ("上次已锁定", "stop")


def test_neither_number_nor_identifier_stands_beside_it(
    make: Make, somebody: Callable[[], Person], folder: Path
) -> None:
    at = make(somebody(), left=2)
    at.lay_on()
    wrong(at)
    key = at.counter.secrets().get("store-key")
    assert key is not None
    with opened(folder, key) as connection:
        kept = [tuple(r) for r in connection.execute("SELECT name, value FROM meta WHERE name LIKE 'tries %'")]
    assert len(kept) == 1
    name, value = kept[0]
    assert value == "1"
    assert re.fullmatch(r"tries [0-9a-f]{64}", name)
    for secret in (at.chip.card_identifier, at.chip.social_security_number, at.chip.card_number):
        assert secret.lower() not in name
