"""What only the practice platform's security module can open: a new PIN on its way to a code (RSA-OAEP, RFC 8017, 7.1).

The key is made when the platform starts, lives in its memory only and has another name each time. Refuses what was
sealed for another challenge, and tells nobody why something did not open.
"""

from __future__ import annotations

import base64
import binascii
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

OTHER_KEY = "urn:ssc-platform:other-key"  # type of the problem
_BITS, _EXPONENT = 2048, 65537


class OtherKey(Exception):
    """It was sealed with a key that is not in force."""


class NotForThis(Exception):
    """It does not open, or was sealed with another label."""


class Seal:
    """One key pair."""

    def __init__(self) -> None:
        self._private = rsa.generate_private_key(_EXPONENT, _BITS)
        self._key_id = secrets.token_hex(8)

    def told(self) -> dict[str, str]:
        """Name and public half, as they go over the wire."""
        pem = self._private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return {"key_id": self._key_id, "algorithm": "RSA-OAEP-SHA256", "public_key": pem.decode("ascii")}

    def open(self, key_id: str, value: str, *, label: bytes) -> bytes:
        """What was sealed (`value` is base64) with that label. Raises OtherKey, NotForThis."""
        if key_id != self._key_id:
            raise OtherKey
        sha = hashes.SHA256()
        try:
            sealed = base64.b64decode(value, validate=True)
            return self._private.decrypt(sealed, OAEP(mgf=MGF1(sha), algorithm=sha, label=label))
        except (ValueError, binascii.Error) as error:
            raise NotForThis from error
