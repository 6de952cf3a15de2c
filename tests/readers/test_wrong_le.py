"""A card that answers a SELECT with 6Cxx: the length it names is given, in each of the ways a reader may carry it."""

from dataclasses import dataclass, field

import pytest

from readers.apdu import exchange, select_application, select_by_name

AID = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
FCI = bytes((0x6F, 0x16, 0x84, len(AID))) + AID + bytes.fromhex("A50388011E")
NAMED = 0x6C00 | len(FCI)


@dataclass
class Card:
    """Wants to be told how long its answer is. `keeps`: with T=0 it does not take a length behind the data, but keeps
    the answer for GET RESPONSE.
    """

    t1: bool
    keeps: bool = False
    refuses: int = NAMED
    heard: list[str] = field(default_factory=list)

    def transmit(self, command: bytes) -> tuple[bytes, int, int]:
        self.heard.append(command[:2].hex())
        right = bytes((len(FCI),))
        if command[1] == 0xC0 and self.keeps:
            return FCI, 0x90, 0x00
        if command[1] == 0xA4 and command[5:] == AID + right and not self.keeps:
            return FCI, 0x90, 0x00
        tried = self.keeps and len(self.heard) > 1
        sw = self.refuses if tried else NAMED
        return b"", sw >> 8, sw & 0xFF


@pytest.mark.parametrize(
    ("card", "commands"),
    [
        (Card(t1=True), ["00a4", "00a4"]),
        (Card(t1=False), ["00a4", "00a4"]),
        (Card(t1=False, keeps=True), ["00a4", "00a4", "00c0"]),
        (Card(t1=False, keeps=True, refuses=0x6700), ["00a4", "00a4", "00c0"]),
    ],
    ids=["T=1", "T=0, length behind the data", "T=0, kept", "T=0, kept, and no length taken"],
)
def test_the_answer_is_fetched_in_the_fewest_commands(card: Card, commands: list[str]) -> None:
    assert exchange(card, select_by_name(AID)).data == FCI
    assert card.heard == commands


@pytest.mark.parametrize("t1", [True, False])
def test_a_card_that_is_never_content_is_given_up(t1: bool) -> None:
    """Ask three times at most, whatever it says."""

    class Never(Card):
        def transmit(self, command: bytes) -> tuple[bytes, int, int]:
            self.heard.append(command[:2].hex())
            return b"", 0x6C, 0x18

    card = Never(t1=t1)
    assert not select_application(card, AID).good
    assert len(card.heard) <= 4
