"""Seals what a security module alone may read: the command that holds a new PIN, for the card whose random it answers.

RSAES-OAEP with SHA-256 (RFC 8017, 7.1) under the public key of `GET /v1/security-module`; the label is the challenge's
random, so that what was sealed for one challenge opens with no other. Refuses keys that are too short, too long or of
another kind, and to keep what it sealed. cryptography is loaded with the first key.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter_app.domain.errors import NoPlatform
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

SHORTEST_KEY, LONGEST_KEY = 2048, 8192  # bits
LONGEST = 64  # bytes that a code is made over
_BAD_KEY = Text("省平台给的密封公钥不能用", "the key the platform gives for sealing cannot be used")
_TOO_LONG = Text("要密封的数据过长", "what is to be sealed is too long")


@dataclass(frozen=True, slots=True)
class Sealed:
    """`value`: base64 of the sealed text."""

    key_id: str
    value: str


@dataclass(frozen=True, slots=True)
class SealingKey:
    """The public key of the platform's security module."""

    key_id: str
    public: RSAPublicKey

    def seal(self, data: bytes | bytearray, *, label: bytes) -> Sealed:
        """`data` (64 bytes at most), to be opened with the same label only. Raises NoPlatform for more.

        The library takes `bytes` alone: this one copy cannot be overwritten.
        """
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP

        if len(data) > LONGEST:
            raise NoPlatform(why=_TOO_LONG, handed_over=False)
        sha = hashes.SHA256()
        text = self.public.encrypt(bytes(data), OAEP(mgf=MGF1(sha), algorithm=sha, label=label))
        return Sealed(self.key_id, base64.b64encode(text).decode("ascii"))


def key_of(pem: str, *, key_id: str) -> SealingKey:
    """A key as the platform gives it (SubjectPublicKeyInfo as PEM). Raises NoPlatform unless it is RSA of 2048 to 8192
    bits.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:  # an exponent of one, which would seal nothing, is refused in here too
        public = load_pem_public_key(pem.encode("ascii"))
    except (ValueError, UnsupportedAlgorithm) as error:  # UnicodeEncodeError is a ValueError
        raise _bad_key() from error
    if not isinstance(public, RSAPublicKey) or not SHORTEST_KEY <= public.key_size <= LONGEST_KEY:
        raise _bad_key()
    return SealingKey(key_id, public)


def _bad_key() -> NoPlatform:
    return NoPlatform(why=_BAD_KEY, fields=("public_key",), handed_over=True)
