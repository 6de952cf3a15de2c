"""A new PIN by the platform's way: the card takes it, and nothing that left this machine shows it."""

import base64
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from practice.population import cast
from readers import pin
from readers.attempt import Authentication
from readers.authentication import AskingCard, TwoStep
from sync.client import HttpPlatform
from tests.parts.practice_platform import Platform, running
from tests.parts.proxy import Proxy, proxy
from tests.readers.line import Line
from tests.readers.modules import Part, third
from tests.readers.pin_desk import pin_of

DIGITS = "794613852079"  # long enough that it stands nowhere by chance
PACKED = bytes.fromhex(DIGITS)


def shapes(digits: str) -> list[bytes]:
    """Every form in which the PIN would be in clear: digits, packed, hex, and base64 of each at its three offsets."""
    packed = bytes.fromhex(digits)
    plain = [digits.encode(), packed, packed.hex(" ").encode(), packed.hex(":").encode(), ", ".join(digits).encode()]
    command = bytes.fromhex("805E00000A") + packed
    plain += [repr(list(packed)).strip("[]").encode(), command.hex().encode(), command.hex().upper().encode()]
    coded = [_within(base64.b64encode(bytes(at) + form), at, len(form)) for form in plain for at in range(3)]
    return plain + coded + [form.translate(bytes.maketrans(b"+/", b"-_")) for form in coded]


def _within(coded: bytes, before: int, length: int) -> bytes:
    """The characters that do not depend on what stands beside the form."""
    return coded[-(-before * 8 // 6) : (before + length) * 8 // 6]


class OnLine(Line):
    """A simulated card as the line of a reader."""

    def __init__(self, card: Part) -> None:
        super().__init__(card.answer)
        self._card = card

    def transmit_secret(self, command: bytearray) -> tuple[bytes, int, int]:
        return self.transmit(bytes(command))

    def control(self, code: int, data: bytes) -> bytes | None:
        return None

    def close_when_left(self) -> None:
        """Nobody else holds it."""

    def atr(self) -> str:
        return self._card.atr.hex().upper()


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    with running(tmp_path / "own.db") as standing:
        yield standing


@pytest.fixture
def between(platform: Platform) -> Iterator[Proxy]:
    with proxy(platform.port) as standing:
        yield standing


def reset(card: Part, url: str, digits: str) -> None:
    """RELOAD PIN under a code of the platform behind `url`."""
    known = cast(now=datetime.now(UTC))["normal"].cards[0]
    line = OnLine(card)
    client = HttpPlatform(lambda: url, timeout=5.0, version="1.0.0")
    with closing(client), pin_of(digits) as new:
        asking = AskingCard(line, line.atr(), known.identifier, "sm4", "3")
        pin.reset(line, asking, Authentication((TwoStep("platform", client),)), new)


def known_card() -> Part:
    """A card the platform has on record."""
    known = cast(now=datetime.now(UTC))["normal"].cards[0]
    return third(identifier=known.identifier, card_number=known.number)


def test_the_bytes_that_go_out_for_a_reset_show_no_pin(between: Proxy) -> None:
    card = known_card()
    reset(card, between.url, DIGITS)
    assert OnLine(card).transmit(b"\x00\x20\x00\x00\x06" + PACKED)[1:] == (0x90, 0x00), "the card has the new PIN"
    assert between.exchanges
    for exchange in between.exchanges:
        told = exchange.head.encode() + exchange.body + exchange.answer
        assert [form for form in shapes(DIGITS) if form.lower() in told.lower()] == []
