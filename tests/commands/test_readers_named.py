"""`counter doctor` names every reader of this machine, the one it reads cards with first."""

import random
from pathlib import Path

from smartcard import scard

from practice import identity
from tests.parts.command import Command
from tests.parts.pcscd import VirtualReader
from tests.readers.cards import Card, OnReader, draw, records
from tests.readers.looking import wait_until_empty, wait_until_seen


def plugged_in() -> list[str]:
    """The names that PC/SC itself gives."""
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    try:
        return list(scard.SCardListReaders(context, [])[1])
    finally:
        scard.SCardReleaseContext(context)


def readers_of(counter: Command, wanted: str) -> list[tuple[str, str, str]]:
    """Part, state and words of each reader, as doctor lists them."""
    parts = counter("doctor", "--set", f"readers.ssc={wanted}").json["parts"]
    return [(p["part"], p["state"], p["what"]) for p in parts if p["part"] in ("card_reader", "other_reader")]


def part(counter: Command, name: str, *sets: str) -> dict[str, object]:
    """One part as doctor tells it."""
    options = [word for one in sets for word in ("--set", one)]
    [found] = [p for p in counter("doctor", *options).json["parts"] if p["part"] == name]
    return dict(found)


def test_each_reader_has_a_line(inside: Command, virtual_reader: VirtualReader) -> None:
    """The chosen one says how it stands; the others, with their names, that they are not used here."""
    names = plugged_in()
    assert len(names) >= 2, "the virtual reader's configuration has two slots"
    for chosen in names[:2]:
        first, *others = readers_of(inside, chosen)
        assert first[:2] == ("card_reader", "ok")
        assert chosen in first[2]
        assert [(part, state) for part, state, _ in others] == [("other_reader", "off")] * (len(names) - 1)
        for name in names:
            assert sum(name in what for _, _, what in (first, *others)) == 1


def test_readers_that_are_there_are_named_when_the_chosen_one_is_not(
    inside: Command, virtual_reader: VirtualReader
) -> None:
    first, *others = readers_of(inside, "Reader of another desk")
    assert first[:2] == ("card_reader", "trouble")
    assert [name in what for name, (_, _, what) in zip(plugged_in(), others, strict=True)] == [True] * len(others)


def test_readers_that_are_there_are_named_when_none_is_wanted(inside: Command, virtual_reader: VirtualReader) -> None:
    first, *others = readers_of(inside, "off")
    assert first[:2] == ("card_reader", "off")
    assert len(others) == len(plugged_in())
    assert {(part, state) for part, state, _ in others} == {("other_reader", "off")}


def test_the_card_reader_says_whether_it_has_keys(inside: Command, virtual_reader: VirtualReader) -> None:
    assert "无密码键盘" in str(part(inside, "card_reader")["what"])


def test_the_psam_is_named_with_its_slot_and_what_it_is_good_for(
    inside: Command, virtual_reader: VirtualReader
) -> None:
    """None: said, and no trouble unless settings name its reader. In the second slot: named there and nowhere else."""
    names = plugged_in()
    assert (part(inside, "psam")["state"], part(inside, "psam", "readers.psam=off")["what"]) == ("off", "设为没有")
    missing = part(inside, "psam", f"readers.psam={names[1]}")
    assert (missing["state"], "readers.psam" in str(missing["advice"])) == ("trouble", True)
    assert inside("practice", "psam", "put").status == 0
    try:
        found = part(inside, "psam")
        assert found["state"] == "ok"
        assert names[1] in str(found["what"])
        assert [p for p, _, what in readers_of(inside, names[0]) if names[1] in what] == []
    finally:
        assert inside("practice", "psam", "take").status == 0


def test_a_psam_that_never_answers_is_trouble(counter: Command, virtual_reader: VirtualReader) -> None:
    """With words about the one that lies there, not about one that will come by itself."""
    slot = VirtualReader(plugged_in()[1], virtual_reader.port + 1)
    facts, manner = draw(random.Random(7))
    with OnReader(Card(records(facts, manner), manner), slot.port) as lying:
        lying.silent_at = 1
        wait_until_seen(slot.name)
        found = part(counter, "psam")
    wait_until_empty(slot.name)
    assert (found["state"], found["what"]) == ("trouble", "PSAM 卡没有回应")
    assert ("擦净触点" in str(found["advice"]), "练习" in str(found["advice"])) == (True, False)


def test_doctor_looks_at_the_reader_of_practice_and_does_not_start_it(inside: Command) -> None:
    """It says that it does not run, and once it does, which it is."""
    inside("doctor")
    data = inside.folder
    assert identity.started(data) is False
    found = part(inside, "id_reader")
    assert (found["state"], "没有运行" in str(found["what"])) == ("ok", True)
    assert identity.started(data) is False
    identity.port(data)
    try:
        assert "SAM" in str(part(inside, "id_reader")["what"])
    finally:
        identity.unplug(data)


def test_the_identity_card_reader_is_named_or_what_is_wrong_with_it(inside: Command, tmp_path: Path) -> None:
    """A port that is named and is not there is trouble with advice; off is off."""
    gone = part(inside, "id_reader", f"readers.id={tmp_path / 'no-port'}")
    assert (gone["state"], bool(gone["advice"])) == ("trouble", True)
    assert part(inside, "id_reader", "readers.id=off")["state"] == "off"
