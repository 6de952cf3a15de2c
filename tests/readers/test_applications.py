"""The bank and transit applications beside the social security one: recognised, masked at once, never in the way."""

import contextlib
import random
import re
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.card import ChipApplications
from counter_app.domain.chip_errors import WrongPerson
from counter_app.domain.errors import CardTrouble
from readers.applications import MOST_COMMANDS, applications
from readers.bank import account_number, bank_account
from readers.ber import objects
from readers.desk_reader import DeskReader
from readers.ssc import read_chip
from readers.transit import balance_of, purse_number
from tests.parts.command import Command
from tests.parts.pcscd import VirtualReader
from tests.readers.cards import Card, OnReader, draw, records
from tests.readers.kinds import T1, shortened
from tests.readers.line import Line
from tests.readers.looking import wait_until_empty, wait_until_seen

BANK = bytes.fromhex("A000000333010101")
TRANSIT = bytes.fromhex("A000000632010105")
ACCOUNT = "6214831234567890123"  # made up: 19 digits
PURSE = "3104399012345678901"  # made up: 19 digits
RECORD_1 = {2: b"\x00\xb2\x01\x14", 3: b"\x00\xb2\x01\x1c", 16: b"\x00\xb2\x01\x84"}


def ber(tag: str, value: bytes) -> bytes:
    """One data object with a length of one or two bytes."""
    size = bytes((len(value),)) if len(value) < 0x80 else bytes((0x81, len(value)))
    return bytes.fromhex(tag) + size + value


def packed(digits: str) -> bytes:
    return bytes.fromhex(digits + "F" * (len(digits) % 2))


def account_record(digits: str = ACCOUNT, *, form: str = "5A") -> bytes:
    """Record 1 of the bank's file: the number by itself, in the second track, or padded to ten bytes."""
    inner = {
        "5A": ber("5A", packed(digits)),
        "padded": ber("5A", packed(digits).ljust(10, b"\xff")),
        "57": ber("57", packed(digits + "D30112010000")),
        "both": ber("57", packed(digits + "D30112010000")) + ber("5F20", b"A/B") + ber("5A", packed(digits)),
    }[form]
    return ber("70", inner)


def purse_fci(digits: str, *, form: str = "serial") -> bytes:
    """The transit application's FCI with its number in one of the places seen."""
    serial = packed(digits.rjust(20, "0"))
    issuer = {
        "serial": b"\x99" * 8 + b"\x01\x01" + serial + bytes.fromhex("2021010120311231") + b"\x00\x00",
        "behind": serial + b"\x01\x01",
        "early": b"\x99" * 6 + serial + bytes(14),  # at its usual place stand its tail and zeros
        "at once": serial + bytes(20),
        "late": bytes.fromhex("0310499900000000 0101 00000000000012345678") + packed(digits) + b"\xff" * 2,
        "before days": b"\x99" * 4 + serial + bytes.fromhex("2021010120311231000000000000"),
        "5A": b"\x99" * 4,
    }[form]
    inner = ber("9F0C", issuer) + (ber("5A", packed(digits)) if form == "5A" else b"")
    return ber("6F", ber("84", TRANSIT) + ber("A5", inner))


@dataclass
class Wallet(Card):
    """A social security card with a bank and a transit application. b"": there is none."""

    account: bytes = b""
    place: int = 2
    purse: bytes = b""
    balance: bytes = b""
    purse_word: bytes = b"\x90\x00"
    extended: bool = False
    _other: bytes = field(default=b"")

    def answer(self, apdu: bytes) -> bytes:
        if self.extended:
            if len(apdu) < 7 or apdu[4]:
                return b"\x67\x00"
            apdu = shortened(apdu)
        if apdu[1] == 0xA4 and apdu[2] == 0x04:
            return self._select_other(apdu)
        if self._other == BANK and apdu[:4] == RECORD_1[self.place]:
            return self._give(self.account, le=apdu[4])
        if self._other == TRANSIT and apdu[:4] == b"\x80\x5c\x00\x02":
            return self._give(self.balance, le=apdu[4]) if self.balance else b"\x69\x85"
        return b"\x6a\x83" if self._other and apdu[1] != 0xC0 else super().answer(apdu)

    def _select_other(self, apdu: bytes) -> bytes:
        name = apdu[5 : 5 + apdu[4]]
        self._other = b""
        if name == BANK and self.account:
            self._other = name
            return self._give(ber("6F", ber("84", BANK)), le=12)
        if name == TRANSIT and (self.purse or self.purse_word != b"\x90\x00"):
            self._other = name
            if self.purse_word != b"\x90\x00":
                return self.purse_word
            return self._give(self.purse, le=len(self.purse))
        return super().answer(apdu) if name not in (BANK, TRANSIT) else b"\x6a\x82"


def wallet(**more: object) -> Wallet:
    facts, manner = draw(random.Random(7))
    files = records(replace(facts, name="何秀珍"), replace(manner, reads=("all-sfi",), root=False))
    plain = replace(manner, reads=("all-sfi",), root=False, answers="direct")
    return Wallet(files, plain, **more)  # type: ignore[arg-type]


BOTH = {"account": account_record(), "purse": purse_fci(PURSE), "balance": (12_345).to_bytes(4, "big")}
TOLD = ChipApplications("***************0123", True, "***************8901", 12_345)


def asked(card: Card, *, t1: bool = False) -> ChipApplications:
    return applications(Line(card.answer, t1=t1))


# --- what is told ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("t1", [False, True])
@pytest.mark.parametrize("answers", ["direct", "61", "6C"])
def test_both_in_every_answer_form(answers: str, t1: bool) -> None:
    card = wallet(**BOTH)
    card.manner = replace(card.manner, answers=answers)
    assert asked(card, t1=t1) == TOLD


@pytest.mark.parametrize("place", [2, 3, 16])
@pytest.mark.parametrize("form", ["5A", "padded", "57", "both"])
def test_the_account_wherever_the_bank_put_it(form: str, place: int) -> None:
    card = wallet(account=account_record(form=form), place=place)
    assert asked(card) == ChipApplications("***************0123")


@pytest.mark.parametrize("digits", ["6214831234567890", "62148312345678901", "621483123456789012"])
def test_numbers_of_other_lengths(digits: str) -> None:
    """16 to 19 digits, an odd one filled up with F: as many stars as are hidden."""
    said = bank_account(Line(wallet(account=account_record(digits)).answer))
    assert (len(said), said.strip("*")) == (len(digits), digits[-4:])


@pytest.mark.parametrize("form", ["serial", "behind", "5A", "early", "at once", "late", "before days"])
def test_the_transit_number_wherever_it_lies(form: str) -> None:
    card = wallet(purse=purse_fci(PURSE, form=form), balance=bytes(4))
    assert asked(card) == ChipApplications("", True, "***************8901", 0)


@pytest.mark.parametrize(
    ("card", "told"),
    [
        (wallet(), ChipApplications()),
        (Card(None), ChipApplications()),
        (wallet(purse=purse_fci("0")), ChipApplications("", False)),  # there, not put to use by the issuer
        (wallet(purse_word=b"\x62\x83"), ChipApplications("", False)),  # there, invalidated
        (wallet(purse=purse_fci(PURSE)), ChipApplications("", True, "***************8901")),  # keeps its balance
        (wallet(purse=purse_fci("0"), balance=bytes(4)), ChipApplications("", True, "", 0)),
        (wallet(purse=purse_fci(PURSE), balance=b"\xff" * 4), ChipApplications("", True, "***************8901")),
        (wallet(account=ber("70", ber("5A", b"\xff" * 10))), ChipApplications()),  # no number was written
        (wallet(account=ber("70", ber("5A", bytes(10)))), ChipApplications()),
        (wallet(account=ber("70", ber("5A", bytes.fromhex("62AB831234567890")))), ChipApplications()),
    ],
)
def test_a_card_that_has_none_or_half_of_it(card: Card, told: ChipApplications) -> None:
    assert asked(card) == told


def test_a_card_that_takes_extended_lengths_only() -> None:
    assert asked(wallet(**BOTH, extended=True), t1=True) == TOLD


def test_the_card_itself_is_read_before_and_after() -> None:
    """Whatever application was selected last."""
    line = Line(wallet(**BOTH).answer)
    before = read_chip(line, today=date(2026, 11, 21))
    assert applications(line) == TOLD
    assert read_chip(line, today=date(2026, 11, 21)) == before


def test_through_the_real_reader(virtual_reader: VirtualReader) -> None:
    with OnReader(wallet(**BOTH, atr=T1), virtual_reader.port) as lying:
        reader = DeskReader(virtual_reader.name, patience=3.0)
        assert reader.applications() == TOLD
        assert lying.asked == 4, "SELECT and one question each"
        assert reader.read().name == "何秀珍"
    wait_until_empty(virtual_reader.name)


def test_another_card_by_now_is_not_asked() -> None:
    """The account of one person is never told with the name of another."""
    mine, others = wallet(**BOTH), wallet(**BOTH)
    facts, manner = draw(random.Random(8))
    others.files = records(facts, manner)
    chip = read_chip(Line(mine.answer), today=date(2026, 11, 21))
    assert applications(Line(mine.answer), chip.identity) == TOLD
    sent: list[bytes] = []

    def answer(apdu: bytes) -> bytes:
        sent.append(apdu)
        return others.answer(apdu)

    with pytest.raises(WrongPerson):
        applications(Line(answer), chip.identity)
    assert not [apdu for apdu in sent if BANK in apdu or TRANSIT in apdu]


def test_the_command_tells_them_when_asked(virtual_reader: VirtualReader, tmp_path: Path) -> None:
    """Masked always; without the option nothing changes; with trouble the card's own data stand."""
    counter = Command(tmp_path)
    counter("settings")
    with OnReader(wallet(**BOTH, atr=T1), virtual_reader.port) as lying:
        wait_until_seen(virtual_reader.name)
        plain, asked_too = counter("read", "card", "--full"), counter("read", "card", "--full", "--applications")
        assert asked_too.json == plain.json | {
            "bank_account": TOLD.bank_account,
            "transit": {"loaded": True, "number": TOLD.transit_number, "balance_fen": 12_345},
        }
        assert "transit.balance_fen: 12345" in counter.words("read", "card", "--applications").out
        assert ACCOUNT not in asked_too.out
        assert PURSE not in asked_too.out
        lying.asked, lying.pull_at = 0, 9
        spoilt = counter("read", "card", "--full", "--applications")
        assert (spoilt.status, spoilt.json.pop("applications_error")["code"]) == (0, "CardTakenAway")
        told = {key: value for key, value in spoilt.json.items() if key != "applications_error"}
        assert told == plain.json | {"bank_account": None, "transit": None}
    wait_until_empty(virtual_reader.name)


# --- whatever the card says ------------------------------------------------------------------------------------------


@settings(max_examples=500)
@given(st.binary(max_size=200))
def test_any_bytes_are_data_objects(data: bytes) -> None:
    assert all(value in data for value in objects(data).values())


@settings(max_examples=500)
@given(st.lists(st.tuples(st.sampled_from(("5A", "57", "9F0C", "5F20", "84")), st.binary(max_size=200)), max_size=6))
def test_data_objects_come_back(written: list[tuple[str, bytes]]) -> None:
    """Of one tag the first."""
    data = b"".join(ber(tag, value) for tag, value in written)
    found = objects(ber("70", data[:0]) + data)
    assert {tag: found[int(tag, 16)] for tag, _ in written} == dict(reversed(written))


@settings(max_examples=500)
@given(st.one_of(st.binary(max_size=60), st.binary(max_size=20).map(lambda v: ber("5A", v))), st.booleans())
def test_no_number_is_made_of_anything(data: bytes, fci: bool) -> None:
    number = purse_number(ber("6F", ber("A5", ber("9F0C", data)))) if fci else account_number(ber("70", data))
    assert not number or (re.fullmatch("[0-9]{12,20}", number) and number.strip("0"))
    assert balance_of(data) is None or 0 <= int(balance_of(data) or 0) <= 0x7FFF_FFFF


@pytest.mark.parametrize("form", ["5A", "padded", "57", "both"])
def test_half_a_number_is_none(form: str) -> None:
    """A record cut off anywhere."""
    record = account_record(form=form)
    for end in range(len(record)):
        for shorter in (record[:end], ber("70", record[2:end])):
            assert account_number(shorter) in ("", ACCOUNT)
    fci = purse_fci(PURSE)
    assert {purse_number(fci[:end]) for end in range(len(fci))} == {""}


@settings(max_examples=400)
@given(st.lists(st.binary(min_size=2, max_size=80), min_size=1, max_size=30), st.booleans())
def test_any_answers_in_any_order(answers: list[bytes], t1: bool) -> None:
    """An answer or an error of the tree, few commands, and never a whole number."""
    turn = iter(range(10**9))
    line = Line(lambda _: answers[next(turn) % len(answers)], t1=t1)
    with contextlib.suppress(CardTrouble):
        told = applications(line)
        assert not re.search("[0-9]{5}", told.bank_account + " " + told.transit_number)
    assert line.asked <= MOST_COMMANDS


@settings(max_examples=300)
@given(st.integers(0, 120), st.integers(1, 255))
def test_a_flipped_byte_spoils_the_applications_at_most(place: int, flip: int) -> None:
    card, sent = wallet(**BOTH), 0

    def answer(apdu: bytes) -> bytes:
        nonlocal sent
        said = bytearray(card.answer(apdu))
        if sent <= place < sent + len(said):
            said[place - sent] ^= flip
        sent += len(said)
        return bytes(said)

    with contextlib.suppress(CardTrouble):
        told = applications(Line(answer))
        assert told.bank_account in ("", TOLD.bank_account) or re.fullmatch(r"\*+[0-9]{4}", told.bank_account)
    assert read_chip(Line(card.answer), today=date(2026, 11, 21)).name == "何秀珍"
