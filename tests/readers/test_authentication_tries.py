"""A card counts wrong cryptograms and locks: when no further one is shown to it. Without a reader."""

from __future__ import annotations

from datetime import date

import pytest

from counter_app.domain.card import ChipData
from counter_app.domain.chip_errors import AuthenticationRefused
from counter_app.domain.errors import NeedsAuthentication, NoNetwork
from counter_app.domain.text import Text
from readers.attempt import Authentication, CardSpared
from readers.authentication import Authenticate, CardRefused, TwoStep
from readers.ssc import read_chip
from tests.readers.line import Line
from tests.readers.modules import EXTERNAL, Module, Part, third
from tests.readers.test_authentication import read, ways


class Close(Part):
    """A card that does not tell its counter when it is asked."""

    def __init__(self, card: Part) -> None:
        super().__init__(card.part)

    def answer(self, apdu: bytes) -> bytes:
        said = super().answer(apdu)
        return b"\x67\x00" if apdu[1] == EXTERNAL and len(apdu) == 4 else said


@pytest.mark.parametrize("left", [2, 1, 0])
def test_a_card_that_tells_few_tries_is_shown_nothing_by_any_run_of_the_program(left: int) -> None:
    """Each run knows nothing of the one before: a wrong key costs no card its last tries, however often it is read."""
    card, module = third(keys=[{"id": "0A", "tries": 6, "left": left}]), Module(wrong=True)
    for _ in range(3):
        with pytest.raises(CardSpared) as told:
            read(card, ways(psam=module, platform=module))
        assert told.value.facts == {"left": left}
    assert (card.count(EXTERNAL), module.asked) == (0, [])


def test_runs_that_know_nothing_of_each_other_leave_two_tries() -> None:
    card = third(keys=[{"id": "0A", "tries": 6}])
    for _ in range(6):
        with pytest.raises(AuthenticationRefused):
            read(card, ways(psam=Module(wrong=True), platform=Module(wrong=True)))
    assert card.count(EXTERNAL) == 4


def test_the_counter_is_asked_once_a_reading_and_costs_nothing() -> None:
    card = third(keys=[{"id": "0A", "tries": 6, "left": 3}])
    chip = read(card, ways(psam=Module(trouble=NoNetwork()), platform=Module()))
    assert chip.authenticated_by == "platform"
    assert [command.hex() for command in card.asking] == ["0082000a"]


def test_a_card_that_does_not_tell_is_tried_as_before() -> None:
    card = Close(third(keys=[{"id": "0A", "tries": 6, "left": 1}]))
    assert read(card, ways(psam=Module(), platform=Module())).authenticated_by == "psam"


def test_after_two_refusals_by_the_card_nobody_else_is_asked() -> None:
    third_way, card = Module(), third()
    by = Authentication(
        (TwoStep("psam", Module(wrong=True)), TwoStep("platform", Module(wrong=True)), TwoStep("driver", third_way))
    )
    with pytest.raises(AuthenticationRefused) as told:
        read(card, by)
    assert told.value.message.zh == "卡认证没有通过（省平台：卡不认，还可试 8 次）"
    assert (card.count(EXTERNAL), third_way.asked) == (2, [])


@pytest.mark.parametrize(("left", "shown"), [(5, 2), (4, 2), (3, 1)])
def test_a_card_with_two_tries_left_is_shown_no_second_cryptogram(left: int, shown: int) -> None:
    """`left` before the first, wrong one: with two or fewer after it, it stays the only one."""
    card = third(keys=[{"id": "0A", "tries": 6, "left": left}])
    good = Module()
    refused = ways(psam=Module(wrong=True), platform=good)
    if shown == 2:
        assert read(card, refused).authenticated_by == "platform"
    else:
        with pytest.raises(AuthenticationRefused) as told:
            read(card, refused)
        assert f"还可试 {left - 1} 次" in told.value.message.zh
        assert good.asked == []
    assert card.count(EXTERNAL) == shown


def test_a_card_with_few_tries_left_is_spared_at_the_next_reading_too() -> None:
    """Laid on again and again it loses no further try; another card of the same kind is read."""
    card = third(keys=[{"id": "0A", "tries": 3}])
    by = ways(psam=Module(wrong=True), platform=Module(trouble=NoNetwork()))
    with pytest.raises(CardRefused):
        read(card, by)
    for _ in range(2):
        with pytest.raises(CardSpared) as told:
            read(card, by)
        assert told.value.message.zh == "卡认证只剩 2 次机会，没有再试"
        assert told.value.code == "NeedsAuthentication"
    assert card.count(EXTERNAL) == 1
    other = third(identifier="439901D1560000050000000212345678", keys=[{"id": "0A", "tries": 3}])
    with pytest.raises(CardRefused):
        read(other, by)


def test_a_card_whose_key_is_blocked_is_told_as_that() -> None:
    """One that tells is asked, and shown nothing; one that does not is shown one cryptogram."""
    card = third(keys=[{"id": "0A", "tries": 3, "left": 0}])
    by = ways(psam=Module(), platform=Module())
    for _ in range(2):
        with pytest.raises(CardSpared) as told:
            read(card, by)
        assert told.value.message.zh == "卡的认证密钥已锁定"
    assert card.count(EXTERNAL) == 0
    close = Close(card)
    by = ways(psam=Module(), platform=Module())
    for expected in ("卡认证没有通过（PSAM 卡：卡的认证密钥已锁定）", "卡的认证密钥已锁定"):
        with pytest.raises(AuthenticationRefused) as refused:
            read(close, by)
        assert refused.value.message.zh == expected
    assert close.count(EXTERNAL) == 1


def test_a_card_that_tells_no_counter_is_spared_after_one_refusal() -> None:
    card, shown = third(), []

    def answer(apdu: bytes) -> bytes:
        if apdu[1] == EXTERNAL:
            shown.extend([apdu] if len(apdu) > 4 else [])
            return b"\x63\x00"
        return card.answer(apdu)

    def once(authenticate: Authenticate) -> ChipData:
        card.reset()
        return read_chip(Line(answer), today=date(2026, 11, 21), authenticate=authenticate)

    by = ways(psam=Module(), platform=Module())
    with pytest.raises(CardRefused):
        by.read(once)
    with pytest.raises(CardSpared) as told:
        by.read(once)
    assert told.value.message.zh == "这张卡刚才没有通过认证，没有再试"
    assert len(shown) == 1


@pytest.mark.parametrize(
    ("sw", "goes_on"),
    [("6300", False), ("6983", False), ("6988", False), ("6F00", False), ("63C2", False), ("63C3", True)]
    + [(sw, True) for sw in ("6A88", "6A86", "6D00", "6985", "9403", "6700")],
)
def test_what_the_card_says_to_a_cryptogram_decides_whether_another_is_shown(sw: str, *, goes_on: bool) -> None:
    """No key of that number costs no try; a refusal without a counter, or a word nobody knows, ends it."""
    card, asked = third(), Module()

    def answer(apdu: bytes) -> bytes:
        return bytes.fromhex(sw) if apdu[1] == EXTERNAL else card.answer(apdu)

    attempt = ways(psam=Module(), platform=asked)
    with pytest.raises(NeedsAuthentication):
        attempt.read(lambda authenticate: read_chip(Line(answer), today=date(2026, 11, 21), authenticate=authenticate))
    assert bool(asked.asked) is goes_on


def test_a_card_that_stays_closed_though_opened_is_told_in_words() -> None:
    """It takes the cryptogram and keeps its file: the sentence names the way as the clerk knows it."""
    card = third()

    def answer(apdu: bytes) -> bytes:
        return b"\x90\x00" if apdu[1] == EXTERNAL else card.answer(apdu)

    with pytest.raises(AuthenticationRefused) as told:
        ways(psam=Module(), platform=Module()).read(
            lambda authenticate: read_chip(Line(answer), today=date(2026, 11, 21), authenticate=authenticate)
        )
    assert told.value.message == Text(
        "卡认证没有通过（PSAM 卡：卡仍不让读）", "The card was not authenticated (PSAM: the card still keeps its files)"
    )
