"""A desk for PIN tests: a card in the hand as a line, a reader to open it on, a security module, made-up people."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

from counter_app.domain.card import CardIdentity, ChipData
from counter_app.domain.secret import SecretDigits
from readers.authentication import AskingCard, Purpose
from readers.key_pad import Features
from readers.pin import PinLine
from tests.readers import cards
from tests.readers.cards import Facts
from tests.readers.pin_card import CODE, PinCard


def pin_of(digits: str) -> SecretDigits:
    return SecretDigits(bytearray(digits, "ascii"))


def drawn(seed: int, **more: object) -> tuple[Facts, PinCard]:
    """A made-up holder and their card with a PIN."""
    facts, manner = cards.draw(random.Random(seed))
    return facts, PinCard(cards.records(facts, manner), manner, **more)  # type: ignore[arg-type]


def identity_of(facts: Facts, card: PinCard) -> CardIdentity:
    return CardIdentity(facts.identifier, facts.number, card.atr.hex().upper())


class InHand:
    """A card as the line of a reader that knows no control code. `lost_at`: the command (from 1) whose answer is
    lost, with the trouble to raise.
    """

    t1 = False

    def __init__(self, card: PinCard) -> None:
        self.card = card
        self.sent: list[bytearray] = []
        self.lost: dict[int, Exception] = {}
        self._count = 0

    def transmit(self, command: bytes) -> tuple[bytes, int, int]:
        self._count += 1
        answer = self.card.answer(bytes(command))
        if self._count in self.lost:
            raise self.lost[self._count]
        return answer[:-2], answer[-2], answer[-1]

    def transmit_secret(self, command: bytearray) -> tuple[bytes, int, int]:
        self.sent.append(command)
        return self.transmit(bytes(command))

    def control(self, code: int, data: bytes) -> bytes | None:
        return None

    def close_when_left(self) -> None:
        """Nobody else holds it."""

    def atr(self) -> str:
        return self.card.atr.hex().upper()


class Reader:
    """A reader whose card is a line in the hand; `known`: what its keys can do."""

    def __init__(self, line: PinLine, known: Features | None = None) -> None:
        self.line = line
        self.known = known or Features({})
        self.opened = 0
        self.where = ""

    @contextmanager
    def open(self, where: str = "", /) -> Iterator[PinLine]:
        self.opened += 1
        self.where = where
        yield self.line

    def features(self, _where: str = "", /) -> Features:
        return self.known


class Module:
    """A security module that always gives the same code, and keeps for what."""

    def __init__(self, code: bytes = CODE) -> None:
        self.code = code
        self.asked: list[tuple[Purpose, bytes]] = []

    def mac(self, card: AskingCard, purpose: Purpose, data: bytes | bytearray) -> bytes:
        card.channel.transmit(bytes((0x00, 0x84, 0x00, 0x00, 0x08)))
        self.asked.append((purpose, bytes(data)))  # its owner overwrites them
        return self.code


def card_for(chip: ChipData) -> PinCard:
    """A card that says what `chip` says of itself."""
    records = {
        5: [_record(0x01, bytes.fromhex(chip.card_identifier)), _record(0x07, chip.card_number.encode())],
        6: [
            _record(0x08, chip.social_security_number.encode()),
            _record(0x09, chip.name.encode("gb18030").ljust(30, b"\x00")),
            _record(0x4E, bytes(20)),
        ],
    }
    return PinCard(records)


def _record(tag: int, value: bytes) -> bytes:
    return bytes((tag, len(value))) + value
