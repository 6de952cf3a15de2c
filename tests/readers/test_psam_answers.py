"""Whatever a card in the PSAM's slot answers: a cryptogram of the right length, no PSAM, or a closed way."""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.devices import Challenge
from counter_app.domain.errors import NoCard
from readers.authentication import Purpose, WayClosed
from readers.psam import Psam
from tests.readers.line import Line
from tests.readers.modules import psam, third

words = st.sampled_from(["9000", "6108", "6C08", "6A82", "6A81", "6A88", "6982", "6F00"]).map(bytes.fromhex)
answers = st.lists(st.builds(bytes.__add__, st.binary(max_size=24), words) | st.binary(min_size=2, max_size=8))


def challenge(purpose: Purpose, *, algorithm: str = "sm4") -> Challenge:
    over = b"" if purpose is Purpose.READ else bytes.fromhex("8424000004")
    return Challenge(purpose.value, algorithm, "439901D1560000050000000112345678", "01" * 8, "02" * 8, "0A", over)


def asked(line: Line, purpose: Purpose, *, wanted: str, algorithm: str = "sm4") -> bytes | None:
    """What comes of asking the card on `line`; None for no PSAM or a closed way."""
    module = Psam(wanted, purpose=0x67)
    compute = partial(module._compute, challenge(purpose, algorithm=algorithm))  # noqa: SLF001  without a reader
    try:
        return module._by(line, "any", compute)  # noqa: SLF001
    except (WayClosed, NoCard):
        return None


@given(
    told=answers,
    purpose=st.sampled_from(Purpose),
    algorithm=st.sampled_from(["des", "ssf33", "sm4"]),
    t1=st.booleans(),
    wanted=st.sampled_from(["auto", "any"]),
)
def test_any_answers(told: list[bytes], purpose: Purpose, algorithm: str, t1: bool, wanted: str) -> None:
    said = iter(told)
    line = Line(lambda _: next(said, b"\x6f\x00"), t1=t1)
    came = asked(line, purpose, wanted=wanted, algorithm=algorithm)
    assert came is None or len(came) == (16 if purpose is Purpose.READ else 4)


@pytest.mark.parametrize("wanted", ["auto", "any"])
def test_a_holders_card_in_that_slot_is_told_no_challenge(wanted: str) -> None:
    """Found by itself it is left alone; named by settings it refuses, and nothing comes of it."""
    card = third()
    assert asked(Line(card.answer), Purpose.READ, wanted=wanted) is None
    told = {header[:2] for header in card.headers}
    assert (b"\xbf\xde" in told) is (wanted == "any")


def obliging(apdu: bytes) -> bytes:
    """A card that takes whatever it is told of keys, and has shown nothing else."""
    return {0xDE: b"\x90\x00", 0xFA: bytes(4) + b"\x90\x00"}.get(apdu[1], b"\x6a\x82")


def unnumbered(apdu: bytes) -> bytes:
    """A PSAM without a number of its own."""
    return b"\x90\x00" if apdu[1] == 0xA4 and apdu[5:7] == b"\xdf\x01" else obliging(apdu)


def numbered_holders(apdu: bytes) -> bytes:
    """A holder's card with a file where a PSAM has its number."""
    file = {0xB0: bytes(10), 0xB2: b"\x01\x10" + bytes(16), 0xA4: b""}.get(apdu[1])
    return obliging(apdu) if file is None else file + b"\x90\x00"


@pytest.mark.parametrize("answer", [obliging, unnumbered, numbered_holders])
@pytest.mark.parametrize("purpose", [Purpose.PIN_RESET, Purpose.PIN_UNBLOCK])
def test_only_a_sure_psam_is_told_an_order_about_a_pin(purpose: Purpose, answer: Callable[[bytes], bytes]) -> None:
    """Found by itself it must have shown its number; whoever names its reader in settings answers for it."""
    told: list[bytes] = []

    def heard(apdu: bytes) -> bytes:
        told.append(apdu)
        return answer(apdu)

    assert asked(Line(heard), purpose, wanted="auto") is None
    assert not [apdu for apdu in told if apdu[1] in (0xDE, 0xFA)]
    assert asked(Line(heard), purpose, wanted="any") == bytes(4)


@pytest.mark.parametrize("purpose", [Purpose.PIN_RESET, Purpose.PIN_UNBLOCK])
def test_a_psam_with_its_number_gives_the_code(purpose: Purpose) -> None:
    assert asked(Line(psam().answer), purpose, wanted="auto") is not None


def test_a_psam_answers_at_once() -> None:
    module = psam()
    came = asked(Line(module.answer), Purpose.READ, wanted="auto")
    assert came is not None
    assert len(module.headers) == 5
