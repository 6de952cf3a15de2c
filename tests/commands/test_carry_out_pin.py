"""`counter carry-out pin-change`, `pin-reset`, `pin-unblock`: the card on the practice reader, the PIN from standard
input, and never anywhere else.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from tests.commands.test_card_and_folder import card_of
from tests.parts.command import Command
from tests.parts.pcscd import VirtualReader

INITIAL = "123456"  # of the practice cards
NEW, OTHER = "271828", "161803"


def lines(*entries: str) -> str:
    return "".join(f"{entry}\n" for entry in entries)


def seen(folder: Path) -> str:
    """An answers file in which the clerk says to have seen the identity card."""
    file = folder / "seen.json"
    file.write_text(json.dumps({"holder": {"card": "reader"}, "answers": {"identity": "card-seen"}}), encoding="utf-8")
    return str(file)


def test_change_and_reset_from_standard_input_are_recorded_with_a_receipt_and_no_digit_is_told(
    counter: Command,
    inside: Command,
    virtual_reader: VirtualReader,
    somebody: Callable[[], Person],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first as a process of its own, as somebody at a shell runs it."""
    assert virtual_reader.name
    with card_of(somebody(), inside):
        changed = counter("carry-out", "pin-change", given=lines(INITIAL, NEW, NEW))
        assert (changed.status, changed.json["procedure"]) == (0, "pin-change"), changed
        assert changed.json["settlement"] == "accepted"
        assert changed.json["receipt"]
        wrong = inside("carry-out", "pin-change", given=lines(INITIAL, OTHER, OTHER))
        assert (wrong.status, wrong.error["code"]) == (1, "PinWrong")
        alone = inside("carry-out", "pin-reset", "--answers", seen(tmp_path), given=lines(OTHER, OTHER))
        assert (alone.status, alone.error["code"]) == (1, "NeedsSecond")
        monkeypatch.setenv("COUNTER_SECOND_PASSWORD", "180318")
        two = ("--second", "0318", "--answers", seen(tmp_path))
        reset = inside("carry-out", "pin-reset", *two, given=lines(OTHER, OTHER))
        assert (reset.status, reset.json["settlement"]) == (0, "accepted"), reset
    said = "".join(one.out + one.err for one in (changed, wrong, reset))
    kept = b"".join(file.read_bytes() for file in counter.folder.rglob("*.log"))
    assert not any(pin in said or pin.encode() in kept for pin in (NEW, OTHER))


def test_what_cannot_be_done_is_told_before_a_pin_is_asked_for(
    inside: Command,
    virtual_reader: VirtualReader,
    roles: dict[str, Person],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert virtual_reader.name
    monkeypatch.setenv("COUNTER_SECOND_PASSWORD", "180318")
    blocked = inside("carry-out", "pin-change")
    assert (blocked.status, blocked.error["code"]) == (1, "NoCard")
    with card_of(roles["pin-blocked"], inside):
        change = inside("carry-out", "pin-change", given=lines(INITIAL, NEW, NEW))
        assert (change.status, change.error["code"]) == (1, "NotEligible")
        nobody = inside("carry-out", "pin-unblock")
        assert (nobody.status, nobody.error["message"]) == (1, "还没有核实本人")
        done = inside("carry-out", "pin-unblock", "--second", "0318", "--answers", seen(tmp_path))
        assert (done.status, done.json["headline"]) == (0, "密码已解锁"), done
        nothing = inside("carry-out", "pin-change", given="")
        assert (nothing.status, nothing.error["code"]) == (2, "UsedWrongly")
        both = inside("carry-out", "pin-change", "--answers", "-", given=json.dumps({"holder": {"card": "reader"}}))
        assert (both.status, both.error["code"]) == (2, "UsedWrongly")
        differ = inside("carry-out", "pin-change", given=lines(INITIAL, NEW, OTHER))
        assert (differ.status, differ.error["code"]) == (1, "PinsDiffer")


@pytest.mark.usefixtures("virtual_reader")
def test_an_answer_nobody_asks_for_and_a_province_without_typing_are_refused(
    inside: Command, somebody: Callable[[], Person], tmp_path: Path
) -> None:
    """A PIN in an answers file is an answer nobody asks for, and it is not told again."""
    file = tmp_path / "with-pin.json"
    file.write_text(json.dumps({"holder": {"card": "reader"}, "answers": {"new": NEW}}), encoding="utf-8")
    with card_of(somebody(), inside):
        said = inside("carry-out", "pin-change", "--answers", str(file))
        assert (said.status, said.error["code"]) == (2, "UsedWrongly")
        assert NEW not in said.out + said.err
        keys = inside.having("province=hainan")("carry-out", "pin-change", given=lines(INITIAL, NEW, NEW))
        assert keys.status == 1
        assert "密码键盘" in keys.error["message"]


@pytest.mark.parametrize("more", [("--attach", "picture=any.jpg"), ("--card", "0001")])
def test_what_a_task_with_the_pin_does_not_take_is_told_and_not_passed_over(
    inside: Command, more: tuple[str, str]
) -> None:
    """The card is the one on the reader, and no picture goes with it."""
    said = inside("carry-out", "pin-change", *more)
    assert (said.status, said.error["code"]) == (2, "UsedWrongly")
    assert more[0] in said.error["message"]


@pytest.mark.parametrize("name", ["pin-change", "pin-reset", "pin-unblock"])
def test_the_example_is_an_answers_file(inside: Command, name: str) -> None:
    said = inside.words("carry-out", name, "--example")
    assert said.status == 0
    assert json.loads(said.out)["holder"] == {"card": "reader"}
