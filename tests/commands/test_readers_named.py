"""`counter doctor` names every reader of this machine, the one it reads cards with first."""

from smartcard import scard

from tests.parts.command import Command
from tests.parts.pcscd import VirtualReader


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
    return [(p["part"], p["state"], p["what"]) for p in parts if p["part"].endswith("_reader")]


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
