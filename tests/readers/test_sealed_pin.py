"""A new PIN by the platform's way: the card takes it, and nothing that left this machine shows it."""

import base64
import logging
import math
import traceback
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from counter_app.devices import Challenge
from counter_app.domain.errors import CounterError, NoNetwork
from practice.platform.database import REFUSE_AUTHENTICATION
from practice.population import cast
from readers import pin
from readers.attempt import Authentication
from readers.authentication import AskingCard, Purpose, TwoStep
from readers.driver import answers
from readers.driver.steps import Platform as PlatformOfDriver
from sync.client import HttpPlatform
from tests.parts.practice_platform import Platform, running
from tests.parts.proxy import Proxy, proxy
from tests.parts.signing import signer
from tests.readers.driver.people import LIN
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
    client = HttpPlatform(lambda: url, timeout=5.0, version="1.0.0", signer=signer())
    with closing(client), pin_of(digits) as new:
        asking = AskingCard(line, line.atr(), known.identifier, "sm4", "3")
        pin.reset(line, asking, Authentication((TwoStep("platform", client),)), new)


def known_card() -> Part:
    """A card the platform has on record."""
    known = cast(now=datetime.now(UTC))["normal"].cards[0]
    return third(identifier=known.identifier, card_number=known.number)


def shown_in(told: bytes) -> list[bytes]:
    """The forms of the PIN that stand in these bytes, in capitals or not."""
    return [form for form in shapes(DIGITS) if form.lower() in told.lower()]


def test_the_bytes_that_go_out_for_a_reset_show_no_pin(between: Proxy) -> None:
    card = known_card()
    reset(card, between.url, DIGITS)
    assert OnLine(card).transmit(b"\x00\x20\x00\x00\x06" + PACKED)[1:] == (0x90, 0x00), "the card has the new PIN"
    assert [exchange.path for exchange in between.exchanges] == ["/v1/security-module", "/v1/card-authentications"]
    for exchange in between.exchanges:
        assert shown_in(exchange.head.encode() + exchange.body + exchange.answer) == []


@pytest.mark.parametrize("form", shapes(DIGITS))
def test_each_form_of_it_would_have_been_seen(form: bytes) -> None:
    """What looks for the PIN finds it, wherever it stands."""
    assert shown_in(b"xy" + form + b"z")


@pytest.mark.parametrize("offset", range(3))
def test_a_pin_inside_a_longer_text_of_base64_would_have_been_seen(offset: int) -> None:
    for inside in (DIGITS.encode(), PACKED, PACKED.hex().encode()):
        assert shown_in(base64.b64encode(b"805"[:offset] + inside + b"17"))


def test_nothing_is_kept_or_said_of_it_on_either_side(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Not in the platform's database and output, not in a log of ours at its most talkative, not in an error.

    The platform is started in here, where what it prints is caught.
    """
    told: list[str] = []
    with running(tmp_path / "own.db") as platform, proxy(platform.port) as between, caplog.at_level(logging.DEBUG):
        reset(known_card(), between.url, DIGITS)
        platform.switch(REFUSE_AUTHENTICATION, "on")
        for mode in ("pass", "garbage", "500", "cut-after"):
            between.mode, between.only = mode, "/v1/card-authentications"
            with pytest.raises(CounterError) as trouble:
                reset(known_card(), between.url, DIGITS)
            told += traceback.format_exception(trouble.value)
    said = capfd.readouterr()
    told += [said.out, said.err, caplog.text, *(str(record.__dict__) for record in caplog.records)]
    files = [file for file in tmp_path.iterdir() if file.is_file()]
    assert tmp_path / "own.db" in files
    assert caplog.records, "the log was heard"
    assert shown_in("".join(told).encode() + b"".join(file.read_bytes() for file in files)) == []


class Keeping:
    """A security module, or an authority, that keeps the very bytes it was given."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.kept: bytes | bytearray = b"never asked"
        self.seen = b""
        self._trouble = trouble

    def mac(self, card: AskingCard, purpose: Purpose, data: bytes | bytearray) -> bytes:
        self.kept, self.seen = data, bytes(data)
        if self._trouble is not None:
            raise self._trouble
        return bytes(4)

    def cryptogram(self, challenge: Challenge, *, within: float = math.inf) -> bytes:
        assert "79" not in repr(challenge).replace(challenge.card_identifier, "")
        self.kept, self.seen = challenge.data, bytes(challenge.data)
        if self._trouble is not None:
            raise self._trouble
        return bytes(4)


@pytest.mark.parametrize("trouble", [None, NoNetwork(), ValueError("a fault of ours")], ids=repr)
def test_what_a_code_is_made_over_is_overwritten_whatever_becomes_of_it(trouble: Exception | None) -> None:
    card, asked = third(), Keeping(trouble)
    line = OnLine(card)
    with suppress(CounterError, ValueError), pin_of(DIGITS) as new:
        pin.reset(line, AskingCard(line, line.atr(), "", "sm4", "3"), asked, new)
    assert asked.seen == bytes.fromhex("805E00000A") + PACKED
    assert asked.kept == bytes(len(asked.seen))


@pytest.mark.parametrize("trouble", [None, NoNetwork(), ValueError("a fault of ours")], ids=repr)
@pytest.mark.parametrize(("digits", "packed"), [(DIGITS, PACKED), ("1357913", bytes.fromhex("1357913F"))])
def test_what_the_drivers_step_hands_over_is_overwritten_too(
    trouble: Exception | None, digits: str, packed: bytes
) -> None:
    card = answers.basics(LIN.basics.encode("gb18030"), today=date(2026, 11, 21))
    second = answers.step(f"03|0B|FEDCBA9876543210|805E00000A| {digits} |".encode())
    asked = Keeping(trouble)
    assert second.digits == digits.encode()
    with suppress(CounterError, ValueError):
        PlatformOfDriver(asked, "0B").code(second, purpose="pin-reset", card=card)
    assert asked.seen == bytes.fromhex("805E00000A") + packed
    assert asked.kept == bytes(len(asked.seen))
    assert second.digits == bytes(len(digits))
