"""Whatever a card in the PSAM's slot answers: a cryptogram of the right length, no PSAM, or a closed way."""

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
    return Challenge(purpose.value, algorithm, "439901D1560000050000000112345678", "01" * 8, "02" * 8, "0A")


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


def test_a_psam_answers_at_once() -> None:
    module = psam()
    came = asked(Line(module.answer), Purpose.READ, wanted="auto")
    assert came is not None
    assert len(module.headers) == 5
