"""What the simulated card lets one do and what it refuses: protected files, keys, PIN, the other applications."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from readers.simulator import keys
from readers.simulator.card import SimulatedCard
from readers.simulator.description import checked
from readers.simulator.parts import part_of
from readers.simulator.psam import SimulatedPsam
from readers.simulator.psam import checked as checked_psam
from readers.ssc import read_chip
from tests.readers.line import Line
from tests.readers.test_simulator import FACTS

SSSE = bytes.fromhex("00A404000F7378312E73682EC9E7BBE1B1A3D5CF00")
CHALLENGE = bytes.fromhex("0084000008")
NUMBER_BY_SFI = bytes.fromhex("00B2013414")
OK, NOT_ALLOWED, BLOCKED = b"\x90\x00", b"\x69\x82", b"\x69\x83"


def card(**more: object) -> SimulatedCard:
    return SimulatedCard(checked({**FACTS, "name": "何秀珍", **more}))


def ask(part: SimulatedCard | SimulatedPsam, command: str) -> str:
    """Hex in, hex out."""
    return part.command(bytes.fromhex(command)).hex().upper()


def psam(**more: object) -> SimulatedPsam:
    return SimulatedPsam(checked_psam({"kind": "psam", **more}))


def authenticated(one: SimulatedCard, module: SimulatedPsam, *, purpose: int = 0x27, key: str = "0A") -> bytes:
    """EXTERNAL AUTHENTICATION as a terminal with a PSAM does it; the card's answer."""
    random = one.command(CHALLENGE)[:8]
    above = {1: b"", 2: b"439900sx", 3: b"439900sx430000sh"}[purpose >> 5]
    data = keys.history_of(one.atr) + above + random
    assert module.command(bytes((0xBF, 0xDE, purpose, 0x01, len(data))) + data) == OK
    factor = bytes(range(8))
    cipher = module.command(bytes.fromhex("80FA000008") + factor)[:8]
    return one.command(bytes.fromhex(f"008200{key}10") + cipher + factor)


def sealed(one: SimulatedCard, head: str, new: str, *, kind: int, algorithm: str = "des") -> str:
    """The command `head` with `new` (hex) and a good code, after a fresh random number."""
    random = one.command(CHALLENGE)[:8]
    message = bytes.fromhex(head) + bytes((len(new) // 2 + 4,)) + bytes.fromhex(new)
    key = keys.card_key(keys.practice_master(kind), history=keys.history_of(one.atr), algorithm=algorithm)
    code = keys.mac(key, random, message, algorithm)
    return ask(one, f"{head}{len(new) // 2 + 4:02X}{new}{code.hex()}")


def test_generations_differ_where_the_standard_says() -> None:
    """1.0 has no second part of the name, 3.0 lets nobody read the holder before authentication."""
    first, second, third = (card(spec_version=version) for version in ("1.00", "2.0", "3.00"))
    for one in (first, second, third):
        one.command(SSSE)
    assert ask(first, "00B2033403")[:2] == "0A"
    assert ask(second, "00B2033416")[:2] == "4E"
    assert ask(third, "00B2013414") == "6982"
    assert ask(third, "00B2012C12")[-4:] == "9000"


@pytest.mark.parametrize("purpose", [0x27, 0x47, 0x67])
@pytest.mark.parametrize("algorithm", ["des", "sm4"])
def test_a_psam_opens_the_holder(purpose: int, algorithm: str) -> None:
    one = card(spec_version="3.00", algorithm=algorithm, keys=[{"id": "0A", "levels": purpose >> 5}])
    one.command(SSSE)
    assert authenticated(one, psam(algorithm=algorithm), purpose=purpose) == OK
    assert one.command(NUMBER_BY_SFI)[2:20].decode() == FACTS["number"]
    assert ask(one, "00B0870000")[-4:] == "9000"  # the fingerprint's file is open too
    one.reset()
    one.command(SSSE)
    assert one.command(NUMBER_BY_SFI) == NOT_ALLOWED


def test_a_wrong_cryptogram_costs_a_try_and_each_random_number_serves_once() -> None:
    one = card(spec_version="3.00", keys=[{"id": "0A", "tries": 3}])
    one.command(SSSE)
    wrong = psam(keys=[{"type": 7, "master": "00" * 16}])
    assert ask(one, f"0082000A10{'00' * 16}") == "6985"
    assert authenticated(one, wrong).hex() == "63c2"
    assert authenticated(one, psam()) == OK
    assert ask(one, f"0082000A10{'00' * 16}") == "6985"
    assert [authenticated(one, wrong).hex() for _ in range(4)] == ["63c2", "63c1", "63c0", "6983"]
    assert authenticated(one, psam()) == BLOCKED
    assert one.command(NUMBER_BY_SFI) == NOT_ALLOWED


def test_what_keys_it_has_and_has_not() -> None:
    one = card()
    one.command(SSSE)
    assert ask(one, f"0082000110{'00' * 16}") == "6A88"
    assert ask(one, "0082000A0800112233445566") == "6700"
    foreign = card(algorithm="ssf33")
    foreign.command(SSSE)
    foreign.command(CHALLENGE)
    assert ask(foreign, f"0082000A10{'00' * 16}") == "6A81"


def test_the_card_proves_itself() -> None:
    """INTERNAL AUTHENTICATION: only a card that holds the key gives these eight bytes."""
    one, random, factor = card(), bytes(range(8)), bytes(range(8, 16))
    key = keys.card_key(keys.practice_master(keys.ENCRYPT), history=keys.history_of(one.atr), algorithm="des")
    expected = keys.cryptogram(keys.session(key, random, "des"), factor, "des")
    assert one.command(bytes.fromhex("0088000410") + random + factor + b"\x08") == expected + OK


def test_a_blank_card_shows_nobody_before_authentication() -> None:
    one = card(spec_version="3.00", protection="blank")
    one.command(SSSE)
    assert one.command(NUMBER_BY_SFI) == bytes.fromhex("0812") + bytes(18) + OK
    assert authenticated(one, psam()) == OK
    assert one.command(NUMBER_BY_SFI)[2:20].decode() == FACTS["number"]


def test_files_of_the_map() -> None:
    """Free, under a key, under the PIN; another application shuts what was open."""
    one = card()
    one.command(SSSE)
    assert [ask(one, "00B0870000"), ask(one, "00B0880000")] == ["6982", "6982"]
    assert authenticated(one, psam(algorithm="des")) == OK
    assert ask(one, "00B0870008") == "00010203040506079000"
    assert [ask(one, "00A4000002DF01"), ask(one, "00A4020002EF16")] == ["9000", "9000"]
    assert ask(one, "00B2010406") == "E004303132339000"
    one.command(SSSE)
    assert [ask(one, "00A4010002DF04"), ask(one, "00A4000002EF06"), ask(one, "00B2010406")] == ["9000", "9000", "6982"]
    assert ask(one, "0020000003123456") == "9000"
    assert ask(one, "00B2010406") == "E104303030309000"
    one.reset()
    one.command(SSSE)
    assert ask(one, "00B0870008") == "6982"


def test_the_pin_counts_and_is_blocked() -> None:
    one = card()
    assert ask(one, "00200000") == "63C6"
    assert ask(one, "0020000003654321") == "63C5"
    assert ask(one, "00200000") == "63C5"
    assert ask(one, "0020000003123456") == "9000"
    assert ask(one, "00200000") == "9000"
    one.reset()
    said = [ask(one, "0020000003654321") for _ in range(7)]
    assert said == ["63C5", "63C4", "63C3", "63C2", "63C1", "63C0", "6983"]
    assert ask(one, "0020000003123456") == ask(one, "00200000") == "6983"


def test_change_reload_unblock() -> None:
    one = card(pin={"tries": 2})
    assert ask(one, "805E010007111111FF222222") == "63C1"
    assert ask(one, "805E010007123456FF222222") == "9000"
    assert ask(one, "0020000003222222") == "9000"
    assert [ask(one, "0020000003999999") for _ in range(3)] == ["63C1", "63C0", "6983"]
    assert ask(one, "842400000400000000") == "6985"
    one.command(CHALLENGE)
    assert ask(one, "842400000400000000") == "6988"
    assert sealed(one, "84240000", "", kind=keys.PIN_UNBLOCK) == "9000"
    assert ask(one, "00200000") == "63C2"
    assert sealed(one, "805E0000", "777777", kind=keys.PIN_UNBLOCK) == "6988"
    assert sealed(one, "805E0000", "777777", kind=keys.PIN_RESET) == "9000"
    assert ask(one, "0020000003777777") == "9000"


def test_a_card_that_does_not_tell_its_tries() -> None:
    one = card(pin={"tells": False, "value": "13579"})
    assert ask(one, "00200000") == "6700"
    assert ask(one, "002000000313579F") == "9000"


def test_a_blocked_card_stays_blocked(tmp_path: Path) -> None:
    """The file remembers the tries and the new PIN, and holds no PIN's digits."""
    file = tmp_path / "card.json"
    file.write_text(json.dumps({**FACTS, "pin": {"value": "864209", "tries": 2}}), encoding="utf-8")
    assert part_of(file).command(bytes.fromhex("805E010007864209FF135791")) == OK
    assert not {"864209", "135791"} & set(file.read_text(encoding="utf-8").replace('"', " ").split())
    again = part_of(file)
    assert again.command(bytes.fromhex("0020000003135791")) == OK
    assert [again.command(bytes.fromhex("0020000003000000")).hex() for _ in range(2)] == ["63c1", "63c0"]
    assert part_of(file).command(bytes.fromhex("0020000003135791")) == BLOCKED


def test_bank_and_transit() -> None:
    number = "3104399000000000017"
    bank, transit = {"account": "6200439900000123456"}, {"number": number, "balance_fen": 1234}
    one = card(bank=bank, transit=transit)
    assert ask(one, "00A4040008A00000033301010100")[-4:] == "9000"
    assert ask(one, "00B2011400") == "700C5A0A6200439900000123456F9000"
    assert ask(one, "00B2011C00") == "6A83"
    assert number in ask(one, "00A4040008A00000063201010500")
    assert ask(one, "805C000204") == "000004D29000"
    assert ask(card(bank=bank), "00A4040008A00000063201010500") == "6A82"
    empty = card(transit={"number": number, "loaded": False})
    assert number not in ask(empty, "00A4040008A00000063201010500")
    assert ask(empty, "805C000204") == "6985"
    track = card(bank={**bank, "form": "57", "sfi": 3})
    track.command(bytes.fromhex("00A4040008A00000033301010100"))
    assert "6200439900000123456D" in ask(track, "00B2011C00")


@pytest.mark.parametrize("protocol", ["T0", "T1", "contactless"])
@pytest.mark.parametrize("answers", ["direct", "61", "6C"])
@pytest.mark.parametrize("more", [{}, {"spec_version": "1.00"}, {"dates": "ascii"}, {"algorithm": "sm4"}])
def test_the_reader_reads_every_form(protocol: str, answers: str, more: Mapping[str, object]) -> None:
    one = card(protocol=protocol, answers=answers, **more)
    said = read_chip(Line(one.command, t1=protocol != "T0"), today=date(2026, 11, 21), atr=one.atr.hex())
    assert (said.name, said.social_security_number) == ("何秀珍", FACTS["number"])
    assert (said.birth_date, said.expires_on) == (date(1990, 1, 2), date(2034, 5, 6))


def test_what_is_planned_happens_once_and_the_log_holds_no_data() -> None:
    one = card()
    words = one.mishaps.words()
    assert [words["fail"]("2 6F00"), words["delay"]("250")] == ["planned", "slow"]
    assert ask(one, "00200000") == "63C6"
    assert ask(one, "0020000003123456") == "6F00"
    assert ask(one, "0020000003123456") == "9000"
    assert words["log"]("") == "00200000 00200000 00200000"
    assert one.delay == 0.25
    for wrong in ("0", "x", "1 6F0", "1 gone"):
        with pytest.raises(ValueError, match=r"fail|invalid"):
            words["fail"](wrong)


@pytest.mark.parametrize(
    ("named", "wrong"),
    [
        ("value", {"pin": {"value": "12"}}), ("left", {"pin": {"left": -1}}), ("tells", {"pin": {"tells": 1}}),
        ("id", {"keys": [{"id": "0A0B"}]}), ("keys", {"keys": 3}), ("levels", {"keys": [{"levels": 4}]}),
        ("sfi", {"bank": {"sfi": 9}}), ("account", {"bank": {"account": "12"}}),
        ("number", {"transit": {"number": "x"}}),
        ("files", {"files": {"EF05": {}}}), ("read", {"files": {"EF07": {"read": "all"}}}),
        ("protects", {"protects": ["EF07"]}), ("fail_at", {"fail_at": {"x": "6F00"}}),
        ("fail", {"fail_at": {"1": "go"}}),
        ("history", {"history": "00" * 16}), ("protocol", {"protocol": "T2"}), ("state", {"state": 3}),
    ],
)  # fmt: skip
def test_a_description_of_the_wrong_form_is_named(named: str, wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=named):
        checked({**FACTS, **wrong})
