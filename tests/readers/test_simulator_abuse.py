"""Whatever is said to a simulated card or PSAM, in whatever order: it never crashes and gives nothing away."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from readers.simulator import keys
from readers.simulator.card import SimulatedCard
from readers.simulator.description import checked
from readers.simulator.mishaps import Pulled, Silent
from readers.simulator.psam import SimulatedPsam
from readers.simulator.psam import checked as checked_psam
from tests.readers.test_simulator import FACTS
from tests.readers.test_simulator_card import CHALLENGE, SSSE, authenticated, psam

PIN, OK = bytes.fromhex("123456"), b"\x90\x00"
SECRET = bytes.fromhex("5EC2E75EC2E7")
HEADS = [
    bytes.fromhex(head)
    for head in (
        "00A40400 00A40000 00A40200 00A40100 00B2012C 00B20134 00B20135 00B2012D 00B20105 00B20104 00B28700 00B00000 "
        "00B08700 00B08800 00C00000 00840000 0082000A 00880004 00200000 805E0100 805E0000 84240000 805C0002"
    ).split()
]
DATA = st.one_of(
    st.binary(max_size=20),
    st.sampled_from(
        [
            SSSE[5:-1], bytes(3), bytes(4), bytes(16),
            *map(bytes.fromhex, ("A000000632010105", "EF05", "EF06", "EF07", "DF01", "DF07")),
            *map(bytes.fromhex, ("000000FF111111", "77777700000000")),
        ]
    ),
)  # fmt: skip


@st.composite
def commands(draw: st.DrawFn) -> bytes:
    """Mostly well-formed, sometimes any bytes at all. Never the right PIN, never a good cryptogram or code."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=40))
    head, data = draw(st.sampled_from(HEADS)), draw(DATA)
    body = bytes((len(data),)) + data if data else b""
    return head + body + draw(st.sampled_from([b"", b"\x00", b"\x08", b"\x20"]))


class AnyOrder(RuleBasedStateMachine):
    """A protected 3.0 card: only the right PIN, a good code and a good cryptogram change what they should."""

    def __init__(self) -> None:
        super().__init__()
        described = {
            "spec_version": "3.00",
            "files": {"EF07": {"read": "key", "binary": SECRET.hex()}},
            "name": "何秀珍",
        }
        self.card = SimulatedCard(checked({**FACTS, **described, "pin": {"tries": 4}}))
        self.left, self.opened = 4, False
        self.card.command(SSSE)

    @rule(apdu=commands())
    def anything(self, apdu: bytes) -> None:
        if apdu[:2] == b"\x00\x20" and PIN in apdu:
            return
        said = self.card.command(apdu)
        assert len(said) >= 2
        assert said[-2] in (0x61, 0x62, 0x63, 0x67, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x90)
        if apdu[:4] == bytes.fromhex("00A40400") and said[-2:] == OK and apdu[5:20] != SSSE[5:20]:
            self.opened = False
        if not self.opened:
            assert SECRET not in said
            assert str(FACTS["number"]).encode() not in said
        now = self._left()
        assert now <= self.left
        self.left = now

    @rule()
    def power(self) -> None:
        self.card.reset()
        self.opened = False
        self.card.command(SSSE)

    @rule()
    def right_pin(self) -> None:
        said = self.card.command(bytes.fromhex("0020000003") + PIN)
        assert said == (OK if self.left else b"\x69\x83")
        self.left = 4 if self.left else 0

    @rule()
    def good_cryptogram(self) -> None:
        said = authenticated(self.card, psam())
        assert said in (OK, b"\x69\x83")
        self.opened = self.opened or said == OK

    @rule(order=st.sampled_from(["842400000400000000", "805E00000777777700000000"]))
    def wrong_code(self, order: str) -> None:
        self.card.command(CHALLENGE)
        assert self.card.command(bytes.fromhex(order)) == b"\x69\x88"

    @rule()
    def unblocked(self) -> None:
        random = self.card.command(CHALLENGE)[:8]
        key = keys.card_key(
            keys.practice_master(keys.PIN_UNBLOCK), history=keys.history_of(self.card.atr), algorithm="sm4"
        )
        head = bytes.fromhex("8424000004")
        assert self.card.command(head + keys.mac(key, random, head, "sm4")) == OK
        self.left = 4

    @invariant()
    def counted_right(self) -> None:
        assert self._left() == self.left

    def _left(self) -> int:
        left = self.card.state["pin"]
        assert isinstance(left, dict)
        return int(left["left"])


AnyOrder.TestCase.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
test_any_order = AnyOrder.TestCase


@settings(max_examples=300, deadline=None)
@given(asked=st.lists(st.one_of(st.binary(max_size=40), commands()), max_size=12))
def test_a_psam_never_crashes_and_gives_no_key_away(asked: list[bytes]) -> None:
    module = SimulatedPsam(checked_psam({"kind": "psam"}))
    secrets = [keys.practice_master(kind) for kind in (3, 4, 5, 7)]
    for apdu in asked:
        said = module.command(apdu)
        assert len(said) >= 2
        assert not any(secret[:8] in said for secret in secrets)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 300), st.floats(allow_nan=True), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["EF05", "EF07", "left", "id", "account", "1", "pin", "0A"]), inner, max_size=3
        ),
    ),
    max_leaves=6,
)
KEYS = (
    "kind spec_version protocol history atr answers reads padding dates name_split records protection protects "
    "algorithm tells_algorithm files pin keys bank transit delay fail_at silent_at pull_at state "
    "name identifier number issued_on"
).split()


@settings(max_examples=400, deadline=None)
@given(wrong=st.dictionaries(st.sampled_from(KEYS), JSON, min_size=1, max_size=4))
def test_any_description_makes_a_card_or_says_what_is_wrong(wrong: dict[str, object]) -> None:
    with suppress(ValueError, Pulled, Silent):
        SimulatedCard(checked({**FACTS, **wrong})).command(SSSE)
    with suppress(ValueError, Pulled, Silent):
        SimulatedPsam(checked_psam({"kind": "psam", **wrong})).command(SSSE)
