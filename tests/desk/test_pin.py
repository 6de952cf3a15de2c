"""The PIN at the desk: whose card it is, what is lawful, what is written down, and that a digit never is."""

import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from counter_app.domain import chip_errors
from counter_app.domain.errors import CardTakenAway, CounterError, NoCard, NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.secret import SecretDigits
from tests.desk.at_pin import SEEN, Make
from tests.desk.papers import document_of
from tests.local_store.raw import opened
from tests.parts.four_eyes import agree_to_pin
from tests.readers.pin_card import TRIES
from tests.readers.pin_desk import card_for, pin_of
from tests.ui.counter_window import chip_of


def test_the_tries_are_unknown_until_asked_and_are_those_of_last_time_after_the_card_was_lifted(
    make: Make, somebody: Callable[[], Person]
) -> None:
    at = make(somebody(), left=4)
    first = at.lay_on()
    assert first.pin is not None
    assert (first.pin.words.zh, first.pin.refused) == ("未查询", None)
    assert at.card.seen == [], "nobody asked"
    asked = at.desk.ask_pin(at.visit)
    assert asked.pin is not None
    assert (asked.pin.words.zh, asked.pin.kind) == ("还可试 4 次", "plain")
    at.desk.card_here(None)
    gone = at.desk.person(at.visit).pin
    assert gone is not None
    assert gone.refused == NoCard().message
    again = at.lay_on().pin
    assert again is not None
    assert (again.words.zh, again.asked) == ("上次还可试 4 次", False)


def test_few_tries_warn_and_a_blocked_pin_leads_to_reset_and_unblock(
    make: Make, somebody: Callable[[], Person]
) -> None:
    at = make(somebody(), left=2)
    at.lay_on()
    warned = at.desk.ask_pin(at.visit).pin
    assert warned is not None
    assert warned.kind == "wait"
    for _ in range(2):
        with pytest.raises(chip_errors.PinWrong if at.card.left > 1 else chip_errors.PinBlocked):
            at.desk.pin_task(at.visit, "verify", pin_of("000000"))
    view = at.desk.pin_page(at.visit)
    assert (view.row.words.zh, view.row.kind) == ("已锁定", "stop")
    lawful = [task.id for task in view.tasks if task.lawful]
    assert lawful == ["reset", "unblock"], "the lawful next step"
    assert at.told("pin.begun", "pin.wrong", "pin.blocked") == {"pin.begun": 2, "pin.wrong": 1, "pin.blocked": 1}


def test_right_wrong_changed_reset_unblocked_are_told_in_the_audit(make: Make, somebody: Callable[[], Person]) -> None:
    at = make(somebody())
    at.lay_on()
    assert at.desk.pin_task(at.visit, "verify", pin_of("314159")).done is not None
    at.desk.pin_task(at.visit, "change", pin_of("314159"), pin_of("271828"), pin_of("271828"))
    agree_to_pin(at.desk, at.visit, "reset", seen=SEEN)
    at.desk.pin_task(at.visit, "reset", pin_of("161803"), pin_of("161803"), seen=SEEN)
    at.card.left = 0
    agree_to_pin(at.desk, at.visit, "unblock", seen=SEEN)
    at.desk.pin_task(at.visit, "unblock", seen=SEEN)
    assert (at.card.pin, at.card.left) == (bytes.fromhex("161803"), TRIES)
    words = ("pin.begun", "pin.verified", "pin.changed", "pin.reset", "pin.unblocked")
    assert list(at.told(*words).values()) == [4, 1, 1, 1, 1]


def test_a_reset_needs_the_identity_checked(make: Make, somebody: Callable[[], Person]) -> None:
    """By a document read for the visit, or by what the clerk says to have seen; a chip alone is not enough."""
    at = make(somebody(), left=0)
    at.lay_on()
    assert at.task("reset").ask_proof
    for seen in ("", "nonsense"):
        with pytest.raises(NotEligible):
            at.desk.pin_task(at.visit, "reset", pin_of("161803"), pin_of("161803"), seen=seen)
        with pytest.raises(NotEligible):
            at.desk.pin_task(at.visit, "unblock", seen=seen)
    assert at.card.touched == []
    at.desk.open_document(document_of(at.person))
    assert not at.task("reset").ask_proof
    agree_to_pin(at.desk, at.visit, "unblock")
    at.desk.pin_task(at.visit, "unblock")
    assert at.card.left == TRIES


def test_the_new_pin_is_entered_twice_alike(make: Make, somebody: Callable[[], Person]) -> None:
    at = make(somebody())
    at.lay_on()
    with pytest.raises(chip_errors.PinsDiffer):
        at.desk.pin_task(at.visit, "change", pin_of("314159"), pin_of("271828"), pin_of("271829"))
    with pytest.raises(chip_errors.PinBadLength):
        at.desk.pin_task(at.visit, "change", pin_of("314159"), pin_of("2718"), pin_of("2718"))
    assert at.card.touched == []


def test_a_pin_that_cards_are_issued_with_cannot_be_chosen(
    make: Make, somebody: Callable[[], Person], tmp_path: Path
) -> None:
    """The province's own pack names them."""
    shipped = resources.files("counter_app.provinces").joinpath("hunan.toml").read_text(encoding="utf-8")
    assert "[pin]\n" in shipped
    pack = shipped.replace("[pin]\n", '[pin]\ninitial = ["888888"]\n')
    (tmp_path / "hunan.toml").write_text(pack, encoding="utf-8")
    at = make(somebody(), f"packs={tmp_path}")
    at.lay_on()
    with pytest.raises(chip_errors.PinStillInitial):
        at.desk.pin_task(at.visit, "change", pin_of("314159"), pin_of("888888"), pin_of("888888"))
    assert at.card.touched == []


def test_where_the_pack_forbids_typing_nothing_typed_reaches_the_card(
    make: Make, somebody: Callable[[], Person]
) -> None:
    at = make(somebody(), "province=hainan")
    at.lay_on()
    lawful = [task.id for task in at.desk.pin_page(at.visit).tasks if task.lawful]
    assert lawful == ["unblock"]
    with pytest.raises(chip_errors.NoKeyPad):
        at.desk.pin_task(at.visit, "verify", pin_of("314159"))
    assert at.card.touched == []


def test_on_the_readers_keys_nothing_is_typed_even_where_it_might_be(
    make: Make, somebody: Callable[[], Person]
) -> None:
    at = make(somebody(), "province=hainan", pressed=("314159", "314159", "271828", "271828"))
    at.lay_on()
    verify, change, reset = (at.task(name) for name in ("verify", "change", "reset"))
    assert (verify.on_keys, verify.entries, change.on_keys, change.entries) == (True, (), True, ())
    assert reset.refused == chip_errors.PadCannotReset().message
    at.desk.pin_task(at.visit, "verify")
    at.desk.pin_task(at.visit, "change")
    assert at.card.pin == bytes.fromhex("271828")


@pytest.mark.parametrize("trouble", [CardTakenAway()])
def test_a_lost_answer_is_told_and_the_tries_are_unknown_again(
    make: Make, somebody: Callable[[], Person], trouble: CounterError
) -> None:
    at = make(somebody())
    at.lay_on()
    at.desk.ask_pin(at.visit)
    commands = len(at.card.seen)
    at.line.lost[commands + commands] = trouble
    with pytest.raises(chip_errors.PinUnsettled):
        at.desk.pin_task(at.visit, "verify", pin_of("000000"))
    row = at.desk.person(at.visit).pin
    assert row is not None
    assert row.words.zh == "未查询"
    assert at.told("pin.begun", "pin.unsettled") == {"pin.begun": 1, "pin.unsettled": 1}


def test_another_persons_card_is_refused_before_the_reader_is_asked(make: Make, somebody: Callable[[], Person]) -> None:
    at, other = make(somebody()), somebody()
    at.lay_on()
    at.desk.card_here(chip_of(other))
    for name in ("verify", "change", "reset", "unblock"):
        assert at.task(name).refused is not None
    with pytest.raises(chip_errors.WrongPerson):
        at.desk.pin_task(at.visit, "verify", pin_of("314159"))
    assert at.card.seen == []


def test_a_card_swapped_behind_the_desks_back_is_refused_by_the_reader(
    make: Make, somebody: Callable[[], Person]
) -> None:
    """The desk still believes in the first card; what lies there is another's."""
    at, other = make(somebody()), somebody()
    at.lay_on()
    stolen = card_for(chip_of(other))
    at.line.card = stolen
    with pytest.raises(chip_errors.WrongPerson):
        at.desk.pin_task(at.visit, "verify", pin_of("314159"))
    assert stolen.touched == []
    assert at.told("pin.not_done") == {"pin.not_done": 1}


def test_what_was_typed_is_overwritten_whatever_happens(make: Make, somebody: Callable[[], Person]) -> None:
    at = make(somebody())
    at.lay_on()
    kept = [bytearray(b"314159"), bytearray(b"000000"), bytearray(b"271828"), bytearray(b"271829")]
    right, wrong, new, again = (SecretDigits(digits) for digits in kept)
    at.desk.pin_task(at.visit, "verify", right)
    with pytest.raises(chip_errors.PinWrong):
        at.desk.pin_task(at.visit, "verify", wrong)
    with pytest.raises(chip_errors.PinsDiffer):
        at.desk.pin_task(at.visit, "change", wrong, new, again)
    assert kept == [bytearray(6)] * 4


def test_no_digit_is_kept_anywhere_in_the_folder(make: Make, somebody: Callable[[], Person], folder: Path) -> None:
    """Neither in the store, read with its key, nor in any other file."""
    at = make(somebody())
    at.lay_on()
    at.desk.pin_task(at.visit, "verify", pin_of("314159"))
    at.desk.pin_task(at.visit, "change", pin_of("314159"), pin_of("271828"), pin_of("271828"))
    agree_to_pin(at.desk, at.visit, "reset", seen=SEEN)
    at.desk.pin_task(at.visit, "reset", pin_of("161803"), pin_of("161803"), seen=SEEN)
    key = at.counter.secrets().get("store-key")
    assert key is not None
    with opened(folder, key) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = "\n".join(repr(row) for name in tables for row in connection.execute(f"SELECT * FROM {name}"))
    kept += "".join(path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file())
    assert "pin.changed" in kept, "the rows do hold the audit"
    for digits in ("314159", "271828", "161803"):  # as a value of its own: digests are full of digits
        assert not re.search(rf"(?<![0-9A-Fa-f]){digits}(?![0-9A-Fa-f])", kept)
