"""Which way opens a card, in which order, and when no further cryptogram is shown to it: without a reader."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.devices import Challenge
from counter_app.domain.card import ChipData
from counter_app.domain.chip_errors import AuthenticationRefused, DriverMissing, NoWayToAuthenticate
from counter_app.domain.errors import (
    CardTakenAway,
    CardTrouble,
    CounterError,
    NeedsAuthentication,
    NoCard,
    NoNetwork,
    NoPlatform,
    NotNow,
    WrongCard,
)
from counter_app.domain.text import Text, same
from readers.attempt import Authentication, ByDriver
from readers.authentication import AskingCard, Authenticate, CardKeys, CardRefused, Purpose, TwoStep, WayClosed
from readers.authentication import history_of as history
from readers.budget import Budget
from readers.psam import diversifiers
from readers.simulator import keys
from readers.ssc import read_chip
from tests.readers.line import Line
from tests.readers.modules import EXTERNAL, Module, Part, third
from tests.readers.test_simulator import FACTS

NO_PSAM = WayClosed(what="psam-none", why=Text("没有 PSAM 卡", "no PSAM"))
NO_KEY = WayClosed(what="psam-6A88", why=Text("PSAM 卡里没有这个密钥", "the PSAM has no such key"))
SAID_NO = AuthenticationRefused(way=Text("省平台", "platform"), why=Text("加密机拒绝", "it says no"))
OFFLINE = [NoNetwork(), NoPlatform(why=same("x"), handed_over=False), NotNow(seconds=30, handed_over=True)]


def ways(*, psam: Module, platform: Module) -> Authentication:
    return Authentication((TwoStep("psam", psam), TwoStep("platform", platform)))


def read(card: Part, by: Authentication) -> ChipData:
    """A whole reading, as if the card had just been laid on."""

    def once(authenticate: Authenticate) -> ChipData:
        card.reset()
        atr = card.atr.hex().upper()
        return read_chip(Line(card.answer), today=date(2026, 11, 21), atr=atr, authenticate=authenticate)

    return by.read(once)


def asking(card: Part) -> AskingCard:
    return AskingCard(Line(card.answer), card.atr.hex().upper(), str(FACTS["identifier"]), "sm4", "3")


@pytest.mark.parametrize("algorithm", ["des", "sm4"])
def test_the_first_way_that_can_be_gone_opens_the_card(algorithm: str) -> None:
    psam, platform = Module(), Module()
    chip = read(third(algorithm=algorithm), ways(psam=psam, platform=platform))
    assert (chip.name, chip.social_security_number, chip.authenticated_by) == ("何秀珍", FACTS["number"], "psam")
    assert (len(psam.asked), platform.asked) == (1, [])
    told = psam.asked[0]
    assert (told.purpose, told.algorithm, told.key, told.data) == ("read", algorithm, "0A", b"")
    assert told.card_identifier == FACTS["identifier"]


def test_the_order_is_that_of_the_settings() -> None:
    psam, platform = Module(), Module()
    by = Authentication((TwoStep("platform", platform), TwoStep("psam", psam)))
    assert read(third(), by).authenticated_by == "platform"
    assert psam.asked == []


@pytest.mark.parametrize("closed", [NO_PSAM, NO_KEY, *OFFLINE, SAID_NO], ids=lambda error: type(error).__name__)
def test_a_way_that_cannot_be_gone_leads_to_the_next(closed: Exception) -> None:
    assert read(third(), ways(psam=Module(trouble=closed), platform=Module())).authenticated_by == "platform"


@pytest.mark.parametrize("answer", [b"", bytes(4), bytes(15), bytes(17)])
def test_an_answer_of_the_wrong_length_never_reaches_the_card(answer: bytes) -> None:
    card = third()
    assert read(card, ways(psam=Module(answer=answer), platform=Module())).authenticated_by == "platform"
    assert card.count(EXTERNAL) == 1


def test_each_way_is_tried_once() -> None:
    psam, platform = Module(trouble=NO_PSAM), Module(trouble=OFFLINE[0])
    with pytest.raises(NoWayToAuthenticate):
        read(third(), ways(psam=psam, platform=platform))
    assert (len(psam.asked), len(platform.asked)) == (1, 1)


def test_offline_without_a_psam_the_clerk_is_told_what_can_be_done(caplog: pytest.LogCaptureFixture) -> None:
    """The sentence names each way; the log has codes only."""
    with caplog.at_level(logging.INFO), pytest.raises(NoWayToAuthenticate) as told:
        read(third(), ways(psam=Module(trouble=NO_PSAM), platform=Module(trouble=NoNetwork())))
    assert told.value.message.zh == "这张卡要先认证：没有 PSAM 卡；没有网络"
    assert told.value.what_next.zh == "用身份证识别本人，挂失等业务照常办"
    assert told.value.code == "NeedsAuthentication"
    assert [record.getMessage() for record in caplog.records] == [
        "authentication: psam closed: psam-none",
        "authentication: platform closed: platform-NoNetwork",
    ]


def test_a_card_that_refuses_one_cryptogram_is_shown_one_more() -> None:
    """Ten tries: nine are left after the PSAM's, all again after the platform's."""
    card = third()
    assert read(card, ways(psam=Module(wrong=True), platform=Module())).authenticated_by == "platform"
    assert card.count(EXTERNAL) == 2


def test_a_card_that_goes_while_a_module_computes_is_a_card_taken_away() -> None:
    """Trouble of the card itself is told as that, and no other way is tried."""
    card, asked = third(), Module()

    def answer(apdu: bytes) -> bytes:
        if apdu[1] == EXTERNAL:
            raise CardTakenAway
        return card.answer(apdu)

    with pytest.raises(CardTakenAway):
        ways(psam=Module(), platform=asked).read(
            lambda authenticate: read_chip(Line(answer), today=date(2026, 11, 21), authenticate=authenticate)
        )
    assert asked.asked == []


def test_a_card_that_asks_and_no_way_is_set() -> None:
    with pytest.raises(NeedsAuthentication) as told:
        read(third(), Authentication())
    assert told.value.code == "NeedsAuthentication"


def test_a_card_that_does_not_ask_is_not_authenticated() -> None:
    psam = Module()
    assert read(third(protection="none"), ways(psam=psam, platform=Module())).authenticated_by == ""
    assert psam.asked == []


# --- the driver -------------------------------------------------------------------------------------------------------


class Driver:
    """A maker's driver at the process edge; notes what the card had been asked when it was called."""

    def __init__(self, chip: ChipData | CounterError, seen: Callable[[], int] = int) -> None:
        self._chip = chip
        self._seen = seen
        self.called_after: list[int] = []

    def read(self, budget: Budget | None = None) -> ChipData:
        self.called_after.append(self._seen())
        if isinstance(self._chip, CounterError):
            raise self._chip
        return self._chip


def as_the_driver_tells(card: Part) -> ChipData:
    """What a driver says of the card: of the answer to reset the historical bytes alone."""
    chip = read(card, ways(psam=Module(), platform=Module()))
    return replace(chip, authenticated_by="", atr=history(card.atr).hex().upper(), reader="driver.so")


def test_the_driver_reads_when_the_other_ways_are_closed_and_our_work_is_over() -> None:
    card = third()
    driver = Driver(as_the_driver_tells(card), lambda: len(card.headers))
    by = Authentication((TwoStep("platform", Module(trouble=NoNetwork())), ByDriver(driver)))
    before = len(card.headers)
    chip = read(card, by)
    assert (chip.authenticated_by, chip.name, chip.atr) == ("driver", "何秀珍", card.atr.hex().upper())
    assert before < driver.called_after[0] == len(card.headers)


def test_a_driver_that_stands_first_is_asked_first_and_the_others_after_it() -> None:
    card, psam = third(), Module()
    assert read(card, Authentication((ByDriver(Driver(as_the_driver_tells(card))), TwoStep("psam", psam)))).name
    assert psam.asked == []
    missing = Driver(DriverMissing(why="no such file"))
    chip = read(card, Authentication((ByDriver(missing), TwoStep("psam", psam))))
    assert (chip.authenticated_by, len(missing.called_after), len(psam.asked)) == ("psam", 1, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"card_identifier": "439902D1560000050000000999999999"},
        {"atr": "0102030405060708"},
        {"card_identifier": "", "atr": ""},
    ],
)
def test_what_the_driver_read_of_another_card_is_not_taken(other: dict[str, str]) -> None:
    """Two readers, two cards: never a wrong person."""
    card = third()
    driver = Driver(replace(as_the_driver_tells(card), **other))  # type: ignore[arg-type]
    with pytest.raises(AuthenticationRefused) as told:
        read(card, Authentication((ByDriver(driver),)))
    assert "驱动" in told.value.message.zh


def test_the_driver_is_not_let_near_a_card_with_few_tries() -> None:
    card = third(keys=[{"id": "0A", "tries": 3}])
    driver = Driver(NeedsAuthentication())
    with pytest.raises(CardRefused):
        read(card, Authentication((TwoStep("psam", Module(wrong=True)), ByDriver(driver))))
    assert driver.called_after == []


def test_without_any_way_open_each_is_named() -> None:
    by = Authentication((TwoStep("psam", Module(trouble=NO_PSAM)), ByDriver(Driver(DriverMissing(why="gone")))))
    with pytest.raises(NoWayToAuthenticate) as told:
        read(third(), by)
    assert told.value.message.en == (
        "This card asks for authentication: no PSAM; The reader's driver cannot be loaded: gone"
    )


@pytest.mark.parametrize("trouble", [DriverMissing(why="gone"), WrongCard(), NoCard()])
def test_where_the_driver_is_the_one_way_its_own_word_is_told(trouble: CounterError) -> None:
    """Its code and its advice, not those of a card that asks in vain."""
    with pytest.raises(type(trouble)) as told:
        read(third(), Authentication((ByDriver(Driver(trouble)),)))
    assert told.value.code == trouble.code
    assert told.value.what_next == trouble.what_next


# --- codes for orders about the PIN ---------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", [Purpose.PIN_RESET, Purpose.PIN_UNBLOCK])
def test_a_code_comes_from_the_first_way_that_can_be_gone(purpose: Purpose) -> None:
    """It is over the random number the card gave last, under the key for that purpose."""
    card, platform = third(), Module()
    data = bytes.fromhex("805E000007445566")
    code = ways(psam=Module(trouble=NO_PSAM), platform=platform).mac(asking(card), purpose, data)
    told = platform.asked[0]
    assert (told.purpose, told.key, told.data) == (
        purpose.value,
        f"{CardKeys().of(purpose):02X}",
        data,
    )
    assert card.headers[-1] == bytes.fromhex("00840000")
    assert len(code) == 4
    assert "445566" not in repr(told)


def test_a_code_nobody_can_give_is_refused_with_the_reasons() -> None:
    by = ways(psam=Module(trouble=NO_PSAM), platform=Module(trouble=NoNetwork()))
    with pytest.raises(NoWayToAuthenticate) as told:
        by.mac(asking(third()), Purpose.PIN_UNBLOCK, bytes.fromhex("8424000004"))
    assert told.value.message.zh == "这张卡要先认证：没有 PSAM 卡；没有网络"


def test_the_code_makes_the_card_obey() -> None:
    """The card, which knows only its own keys, takes the order: a new PIN without the old one."""
    card = third()
    head = bytes.fromhex("805E000007123457")
    asked = asking(card)
    code = ways(psam=Module(), platform=Module()).mac(asked, Purpose.PIN_RESET, head)
    assert asked.channel.transmit(head + code)[1:] == (0x90, 0x00)


# --- the small print --------------------------------------------------------------------------------------------------


@given(atr=st.binary(max_size=40))
def test_history_is_eight_bytes_of_any_answer_to_reset(atr: bytes) -> None:
    """Found as the simulators find it, by other code."""
    assert history(atr) == keys.history_of(atr)
    assert len(history(atr)) == 8


@pytest.mark.parametrize(("levels", "above"), [(1, b""), (2, b"430100sx"), (3, b"430100sx430000sh")])
def test_a_psam_is_told_history_then_city_then_province(levels: int, above: bytes) -> None:
    challenge = Challenge("read", "sm4", "430102D1560000050000000112345678", "0102030405060708", "00" * 8, "0A")
    assert diversifiers(challenge, levels=levels) == bytes(range(1, 9)) + above


@pytest.mark.parametrize("levels", [2, 3])
def test_levels_above_the_card_need_its_identifier(levels: int) -> None:
    with pytest.raises(WayClosed):
        diversifiers(Challenge("read", "sm4", "", "00" * 8, "00" * 8, "0A"), levels=levels)


@given(answers=st.lists(st.binary(min_size=2, max_size=20), min_size=1, max_size=6))
def test_no_answer_of_a_card_is_unexpected(answers: list[bytes]) -> None:
    """Whatever a card says to GET CHALLENGE and EXTERNAL AUTHENTICATE: opened, or one of our troubles."""
    said = iter(answers)
    card = AskingCard(Line(lambda _: next(said, b"\x6f\x00")), "3B00", "", "sm4")
    told: list[CardTrouble] = []
    try:
        TwoStep("psam", Module()).authenticate(card)
    except (WayClosed, CardRefused) as error:
        told.append(error)
    assert len(told) <= 1
