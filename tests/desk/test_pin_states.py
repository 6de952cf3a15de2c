"""The PIN of a card that is not in order: refused by its state, before the card is asked, with the next step."""

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from counter_app.desk import pin_states
from counter_app.desk.views import OutcomeView
from counter_app.domain import chip_errors
from counter_app.domain.card import CardState
from counter_app.domain.errors import CardTrouble, MustWait, NotEligible, Refused
from counter_app.domain.holder import Person
from counter_app.provinces import load
from tests.desk.at_pin import SEEN, AtDesk, Make
from tests.desk.papers import document_of
from tests.parts.four_eyes import agree_to_pin
from tests.parts.practice_folder import NOWHERE
from tests.readers.pin_desk import card_for, pin_of

TASKS = ("verify", "change", "reset", "unblock")


def do(at: AtDesk, task: str) -> None:
    """That task, as the window would ask for it."""
    if task == "verify":
        at.desk.pin_task(at.visit, "verify", pin_of("314159"))
    elif task == "change":
        at.desk.pin_task(at.visit, "change", pin_of("314159"), pin_of("271828"), pin_of("271828"))
    elif task == "reset":
        at.desk.pin_task(at.visit, "reset", pin_of("161803"), pin_of("161803"), seen=SEEN)
    else:
        at.desk.pin_task(at.visit, "unblock", seen=SEEN)


def carry_out(at: AtDesk) -> None:
    """The procedure that has begun, to its end here."""
    for _step in range(4):
        at.desk.answer(at.visit, {"identity_checked": SEEN})
        if isinstance(at.desk.forward(at.visit), OutcomeView):
            return
    pytest.fail("the procedure did not end")


def lawful(at: AtDesk) -> list[str]:
    return [task.id for task in at.desk.pin_page(at.visit).tasks if task.lawful]


@pytest.mark.parametrize("role", ["cancelled", "formal", "temporary", "locked", "sealed"])
def test_the_pin_of_a_card_that_is_not_in_use_is_never_touched(make: Make, roles: dict[str, Person], role: str) -> None:
    """Neither offered nor done, whoever asks; and that it was refused is told."""
    at = make(roles[role])
    at.lay_on()
    for task in at.desk.pin_page(at.visit).tasks:
        assert task.refused is not None, task.id
        assert task.advice is not None, task.id
        with pytest.raises(NotEligible):
            do(at, task.id)
    assert at.card.touched == []
    assert at.told("pin.begun", "pin.refused") == {"pin.begun": 0, "pin.refused": 4}


def test_the_old_card_of_somebody_who_has_a_new_one_is_judged_by_its_own_state(
    make: Make, roles: dict[str, Person]
) -> None:
    both = roles["two-cards"]
    old = next(card for card in both.cards if card.state is CardState.CANCELLED)
    at = make(replace(both, cards=(old,)))
    view = at.lay_on()
    assert view.view.card is not None
    assert view.view.card.number != old.number, "the page shows the one in use"
    assert lawful(at) == []
    with pytest.raises(NotEligible):
        do(at, "verify")


def test_a_loss_that_waits_refuses_and_a_release_that_waits_opens_nothing_yet(
    make: Make, somebody: Callable[[], Person], roles: dict[str, Person]
) -> None:
    at = make(somebody())
    at.lay_on()
    at.desk.card_here(None)
    at.desk.begin(at.visit, "temporary-loss")
    carry_out(at)
    at.desk.card_here(at.chip)
    assert lawful(at) == []
    at.desk.end(at.visit)
    lost = make(roles["temporary"])
    lost.counter.courier().pass_once()
    lost.lay_on()
    lost.desk.begin(lost.visit, "release")
    carry_out(lost)
    task = lost.task("verify")
    assert task.refused == MustWait().message
    with pytest.raises(MustWait):
        do(lost, "verify")


def test_a_card_nobody_here_knows_is_verified_and_changed_only_and_the_clerk_is_told(
    make: Make, stranger: Callable[[], Person]
) -> None:
    """Without a line: its state may be anything, and a reset would open it to whoever brings it."""
    at = make(stranger(), f"platform.url={NOWHERE}")
    at.lay_on()
    assert lawful(at) == ["verify", "change"]
    assert at.desk.pin_page(at.visit).notice == pin_states.UNKNOWN_STATE
    for task in ("reset", "unblock"):
        with pytest.raises(NotEligible):
            do(at, task)
    do(at, "verify")
    assert at.told("pin.verified", "pin.refused") == {"pin.verified": 1, "pin.refused": 2}


def test_every_pack_names_the_states_for_each_task() -> None:
    for name in ("hunan", "hainan"):
        states = load(name).pin_states
        assert set(states) == set(TASKS)
        assert all(CardState.CANCELLED not in some for some in states.values())
        assert CardState.UNKNOWN not in states["reset"] | states["unblock"]


def test_a_document_of_an_earlier_run_does_not_open_a_reset(make: Make, somebody: Callable[[], Person]) -> None:
    """The visit survives a stop of the program, the document that lay there does not: it is asked anew."""
    person = somebody()
    at = make(person)
    at.desk.open_document(document_of(person))
    again = make(person)
    resumed = again.desk.resume()
    assert resumed is not None
    assert again.lay_on().proof == "document"
    assert again.task("reset").ask_proof
    assert again.task("unblock").ask_proof
    with pytest.raises(NotEligible):
        again.desk.pin_task(again.visit, "reset", pin_of("161803"), pin_of("161803"))
    again.desk.open_document(document_of(person))
    agree_to_pin(again.desk, again.visit, "reset")
    again.desk.pin_task(again.visit, "reset", pin_of("161803"), pin_of("161803"))
    assert again.card.pin == bytes.fromhex("161803")


def test_an_expired_document_after_a_restart_does_not_open_it_either(
    make: Make, somebody: Callable[[], Person]
) -> None:
    person = somebody()
    make(person).desk.open_document(document_of(person))
    again = make(person)
    again.lay_on()
    ended = dataclasses.replace(document_of(person), valid_to=document_of(person).valid_from)
    again.desk.open_document(ended)
    assert again.task("reset").ask_proof


def test_a_card_changed_while_the_holder_is_at_the_keys_settles_nothing(
    make: Make, somebody: Callable[[], Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A maker's driver is inside its own call; the watch tells the desk of another card meanwhile."""
    at, other = make(somebody(), "province=hainan", pressed=("314159", "271828", "271828")), somebody()
    at.lay_on()
    line, heard = at.line, []

    def control(code: int, data: bytes, *, really: Callable[[int, bytes], bytes | None] = line.control) -> bytes | None:
        answer = really(code, data)
        heard.append(code)
        at.desk.card_here(at.chip_of(other))
        return answer

    monkeypatch.setattr(line, "control", control)
    with pytest.raises(chip_errors.PinUnsettled):
        at.desk.pin_task(at.visit, "change")
    assert heard, "the keys were asked"
    assert at.told("pin.begun", "pin.changed", "pin.unsettled") == {
        "pin.begun": 1,
        "pin.changed": 0,
        "pin.unsettled": 1,
    }


def test_what_the_desk_refuses_and_what_was_asked_is_in_the_audit(make: Make, somebody: Callable[[], Person]) -> None:
    at, other = make(somebody(), left=4), somebody()
    at.lay_on()
    at.desk.ask_pin(at.visit)
    at.desk.card_here(at.chip_of(other))
    for ask in (lambda: at.desk.ask_pin(at.visit), lambda: do(at, "verify"), lambda: do(at, "reset")):
        with pytest.raises(CardTrouble):
            ask()
    at.lay_on()
    with pytest.raises((CardTrouble, Refused)):
        at.desk.pin_task(at.visit, "unblock")
    at.line.card = card_for(at.chip_of(other))
    with pytest.raises(chip_errors.WrongPerson):
        at.desk.ask_pin(at.visit)
    assert at.told("pin.asked", "pin.refused", "pin.begun", "pin.not_done") == {
        "pin.asked": 1,
        "pin.refused": 4,
        "pin.begun": 0,
        "pin.not_done": 1,
    }


def pack_with(folder: Path, section: str, more: str) -> str:
    """The setting for a folder of packs in which Hunan's has more to say under a heading."""
    shipped = resources.files("counter_app.provinces").joinpath("hunan.toml").read_text(encoding="utf-8")
    assert section in shipped
    (folder / "hunan.toml").write_text(shipped.replace(section, section + more), encoding="utf-8")
    return f"packs={folder}"


def test_what_the_pack_does_not_do_is_refused_with_the_way(
    make: Make, somebody: Callable[[], Person], tmp_path: Path
) -> None:
    at = make(somebody(), pack_with(tmp_path, "[procedures.pin-reset]\n", "allowed = false\n"))
    at.lay_on()
    reset = at.task("reset")
    assert reset.refused is not None
    assert reset.advice is not None
    assert (reset.refused.zh, reset.advice.zh) == ("湖南不办此项", "请拨 12333")
    assert at.task("change").lawful
    with pytest.raises(NotEligible):
        do(at, "reset")
    assert at.card.touched == []


def test_a_card_of_another_province_goes_home_unless_there_is_an_agreement(
    make: Make, stranger: Callable[[], Person]
) -> None:
    """Guangxi's card in Hunan, which has agreed to nothing: not even verified."""
    person = stranger()
    assert person.card is not None
    away = replace(person.card, identifier=person.card.identifier.replace("4399", "4501", 1))
    at = make(replace(person, cards=(away,)), f"platform.url={NOWHERE}")
    at.lay_on()
    for name in TASKS:
        task = at.task(name)
        assert task.refused is not None
        assert task.advice is not None
        assert (task.refused.zh, task.advice.zh) == ("外省的卡，不在这里办", "回发卡地办理，或拨 12333")
        with pytest.raises(NotEligible):
            do(at, name)
    assert at.card.touched == []


def test_where_the_pack_wants_a_document_read_nothing_seen_will_do(
    make: Make, somebody: Callable[[], Person], tmp_path: Path
) -> None:
    rule = 'identity = { rule = "document", basis = { example = true } }\n'
    person = somebody()
    at = make(person, pack_with(tmp_path, "[procedures.pin-reset]\n", rule))
    at.lay_on()
    reset = at.task("reset")
    assert reset.refused is not None
    assert reset.refused.zh == "须在本窗口读取证件"
    with pytest.raises(NotEligible):
        do(at, "reset")
    at.desk.open_document(document_of(person))
    assert at.task("reset").lawful
    agree_to_pin(at.desk, at.visit, "reset")
    at.desk.pin_task(at.visit, "reset", pin_of("161803"), pin_of("161803"))
    assert at.card.pin == bytes.fromhex("161803")


def test_where_the_pack_wants_a_document_read_a_guardian_is_not_sent_to_a_reader_in_vain(
    make: Make, somebody: Callable[[], Person], tmp_path: Path
) -> None:
    """The page of the PIN reads the holder's document only: it says so, and who can come or be asked."""
    rule = 'identity = { rule = "document", basis = { example = true } }\n'
    person = somebody()
    at = make(person, pack_with(tmp_path, "[procedures.pin-reset]\n", rule))
    at.lay_on()
    at.desk.open_document(document_of(person))
    at.desk.answer_pin(at.visit, {"actor": "guardian"})
    reset = at.task("reset")
    assert reset.refused is not None
    assert reset.advice is not None
    assert reset.refused.zh == "须读取监护人的证件，密码页读不了"
    assert "12333" in reset.advice.zh
    with pytest.raises(NotEligible):
        do(at, "reset")
    assert at.card.touched == []
