"""What a security module computes for a simulated card: keys of one card, session keys, cryptograms, codes (MAC).

For simulators and the practice platform only. The real formula is a matter of the issuer's security module and no part
of this program; this one is made up after the forms of PBOC 2.0 and is the same on both sides of a practice card. The
master keys here were made up for practice and open nothing anywhere. Refuses SSF33, which was never published.
"""

from __future__ import annotations

from functools import reduce

ALGORITHMS = ("des", "sm4")  # two-key triple DES (GB/T 16649 cards of 1.0 and 2.0), SM4 (GB/T 32907, 3.0)
PIN_UNBLOCK, PIN_RESET, MAINTAIN, ENCRYPT = 3, 4, 5, 7  # types of a PSAM key: low five bits of its purpose byte

_PRACTICE_MASTERS = {  # made up, for practice; see above
    PIN_UNBLOCK: bytes.fromhex("50524143544943452D554E424C4F434B"),
    PIN_RESET: bytes.fromhex("50524143544943452D52454C4F414431"),
    MAINTAIN: bytes.fromhex("50524143544943452D4D41494E544149"),
    ENCRYPT: bytes.fromhex("50524143544943452D524B5353534531"),
}


def practice_master(kind: int) -> bytes:
    """The made-up master key (16 bytes) of a PSAM key type. Raises KeyError for a type practice has no key of."""
    return _PRACTICE_MASTERS[kind]


def diversify(master: bytes, *parts: bytes, algorithm: str) -> bytes:
    """The key (16 bytes) that comes from `master` by one part of 8 bytes a level, top level first.

    Each level: left half = E(K, part), right half = E(K, inverted part). Raises ValueError.
    """
    return reduce(lambda key, part: _level(key, part, algorithm), parts, master)


def card_key(master: bytes, *, history: bytes, identifier: str = "", levels: int = 1, algorithm: str) -> bytes:
    """The key of one card: by province, city and history for three levels, city and history for two, history for one.

    `history`: `history_of` its answer to reset. `identifier`: 卡识别码 (hex), of which the first six digits count.
    """
    above = (province_part(identifier), city_part(identifier)) if levels > 1 else ()
    return diversify(master, *above[3 - levels :], history, algorithm=algorithm)


def city_part(identifier: str) -> bytes:
    """City (four digits and "00") and "sx", as a PSAM is given it."""
    return f"{identifier[:4]:0<6}sx".encode("ascii")


def province_part(identifier: str) -> bytes:
    """Province (two digits and "0000") and "sh"."""
    return f"{identifier[:2]:0<6}sh".encode("ascii")


def session(key: bytes, random: bytes, algorithm: str) -> bytes:
    """The key (16 bytes) for what follows one random number of the card (8 bytes)."""
    return diversify(key, random, algorithm=algorithm)


def cryptogram(session: bytes, factor: bytes, algorithm: str) -> bytes:
    """Eight bytes over a factor of eight, for external and internal authentication."""
    return _block(session, factor, algorithm)


def mac(key: bytes, random: bytes, data: bytes, algorithm: str) -> bytes:
    """The code (4 bytes) over `data` after the card gave `random`: that of `session_mac` under their session key."""
    return session_mac(session(key, random, algorithm), data, algorithm)


def session_mac(session: bytes, data: bytes, algorithm: str) -> bytes:
    """First four bytes of the last block of `data` (padded with 80 00 ...) in CBC from zero."""
    size = _size(algorithm)
    padded = data + b"\x80"
    padded += bytes(-len(padded) % size)
    blocks = (padded[at : at + size] for at in range(0, len(padded), size))
    return reduce(lambda before, block: _encrypt(session, _xor(before, block), algorithm), blocks, bytes(size))[:4]


def history_of(atr: bytes) -> bytes:
    """The last 8 historical bytes of an answer to reset, padded with 00 on the left (ISO/IEC 7816-3, 8.2)."""
    if len(atr) < 2:
        return bytes(8)
    count, at, more = atr[1] & 0x0F, 2, atr[1] >> 4
    while more:
        at += more.bit_count()
        more = atr[at - 1] >> 4 if more & 0x08 and at <= len(atr) else 0
    return atr[at : at + count][-8:].rjust(8, b"\x00")


def _level(key: bytes, part: bytes, algorithm: str) -> bytes:
    return _block(key, part, algorithm) + _block(key, bytes(byte ^ 0xFF for byte in part), algorithm)


def _block(key: bytes, part: bytes, algorithm: str) -> bytes:
    """Eight bytes enciphered to eight: with SM4 padded to its sixteen, and both halves of the result folded."""
    if len(part) != 8:
        raise ValueError("a part of 8 bytes")
    coded = _encrypt(key, part.ljust(_size(algorithm), b"\x00"), algorithm)
    return coded if len(coded) == 8 else _xor(coded[:8], coded[8:])


def _size(algorithm: str) -> int:
    if algorithm not in ALGORITHMS:
        raise ValueError(f"algorithm: one of {', '.join(ALGORITHMS)}")
    return 8 if algorithm == "des" else 16


def _encrypt(key: bytes, block: bytes, algorithm: str) -> bytes:
    """One block. The library is loaded with the first: most cards never compute anything."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import SM4
    from cryptography.hazmat.primitives.ciphers.modes import ECB

    cipher = TripleDES(key + key[:8]) if algorithm == "des" else SM4(key)
    coded: bytes = Cipher(cipher, ECB()).encryptor().update(block)  # noqa: S305  single blocks, as cards have them
    return coded


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
