"""The sums of the practice security module against an independent implementation and against themselves."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readers.simulator import keys

KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
PART = bytes.fromhex("0102030405060708")
PARTS = st.binary(min_size=8, max_size=8)


def openssl(cipher: str, key: bytes, block: bytes) -> bytes:
    """One block enciphered by the openssl command."""
    program = shutil.which("openssl")
    assert program, "apt-get install openssl"
    command = [program, "enc", f"-{cipher}", "-K", key.hex(), "-nopad", "-e"]
    return subprocess.run(command, input=block, capture_output=True, check=True, timeout=20).stdout


def test_des_levels_are_those_openssl_computes() -> None:
    inverted = bytes(byte ^ 0xFF for byte in PART)
    expected = openssl("des-ede", KEY, PART) + openssl("des-ede", KEY, inverted)
    assert keys.diversify(KEY, PART, algorithm="des") == expected


def test_sm4_levels_are_those_openssl_computes() -> None:
    coded = openssl("sm4-ecb", KEY, PART + bytes(8))
    folded = bytes(a ^ b for a, b in zip(coded[:8], coded[8:], strict=True))
    assert keys.cryptogram(KEY, PART, "sm4") == folded


def test_a_code_is_the_last_block_of_the_chain() -> None:
    """CBC from zero over the padded data, written out here by hand."""
    data = bytes(range(11))
    first = openssl("des-ede", KEY, data[:8])
    last = bytes(a ^ b for a, b in zip(first, data[8:] + b"\x80" + bytes(4), strict=True))
    assert keys.session_mac(KEY, data, "des") == openssl("des-ede", KEY, last)[:4]


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
@given(random=PARTS, other=PARTS, data=st.binary(max_size=40))
def test_another_random_number_gives_another_code(random: bytes, other: bytes, data: bytes, algorithm: str) -> None:
    codes = {keys.mac(KEY, one, data, algorithm) for one in (random, other)}
    assert len(codes) == len({random, other})


def test_levels_of_a_card() -> None:
    """One level knows the card only, two the city, three the province too; parts as a PSAM is given them."""
    assert (keys.city_part("439901D156"), keys.province_part("439901D156")) == (b"439900sx", b"430000sh")
    made = [
        keys.card_key(KEY, history=PART, identifier="439901D156", levels=levels, algorithm="des")
        for levels in (1, 2, 3)
    ]
    assert made == [
        keys.diversify(KEY, PART, algorithm="des"),
        keys.diversify(KEY, b"439900sx", PART, algorithm="des"),
        keys.diversify(KEY, b"430000sh", b"439900sx", PART, algorithm="des"),
    ]


@pytest.mark.parametrize(
    ("atr", "history"),
    [
        ("3B6D000000814E4386990000439900BF7C", "86990000439900BF7C"[2:]),
        ("3B020102", "0000000000000102"),
        ("3B8A80010011223344556677889900", "2233445566778899"),
        ("3B", "0000000000000000"),
        ("3BFF", "0000000000000000"),
    ],
)
def test_historical_bytes(atr: str, history: str) -> None:
    assert keys.history_of(bytes.fromhex(atr)).hex().upper() == history


@given(atr=st.binary(max_size=40))
def test_any_answer_to_reset_gives_eight_bytes(atr: bytes) -> None:
    assert len(keys.history_of(atr)) == 8


def test_what_was_never_published_is_refused() -> None:
    with pytest.raises(ValueError, match="algorithm"):
        keys.diversify(KEY, PART, algorithm="ssf33")
