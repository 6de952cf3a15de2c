"""SM2 signatures with SM3 (GB/T 32918.2, GB/T 32905), as the province makes them and anybody can check them.

Keys go as PEM (SubjectPublicKeyInfo, RFC 5480, on the curve sm2p256v1), signatures as DER (GM/T 0009), over the
distinguishing identifier everybody uses (GM/T 0009, 10). Refuses keys of another kind and to keep a private key. The
library is loaded with the first use.
"""

from __future__ import annotations

import base64
import binascii
import re

PUBLIC, PRIVATE = 64, 32  # bytes: x and y; the number
_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
_PEM = re.compile(r"-----BEGIN PUBLIC KEY-----\s+([0-9A-Za-z+/=\s]+?)\s*-----END PUBLIC KEY-----")


def new_pair() -> tuple[bytes, bytes]:
    """A fresh private key (32 bytes) and its public one (64 bytes)."""
    import gmssl_pyx

    public, private = gmssl_pyx.sm2_key_generate()
    return bytes(private), bytes(public)


def public_key(pem: str) -> bytes:
    """The 64 bytes of the one public key in a PEM text. Raises ValueError for any other kind, and for a point that is
    not on the curve.
    """
    found = _PEM.findall(pem)
    if len(found) != 1:
        raise ValueError("not one PEM block PUBLIC KEY")
    try:
        der = base64.b64decode("".join(found[0].split()), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(der) != len(_HEAD) + PUBLIC or not der.startswith(_HEAD):
        raise ValueError("not a public key on sm2p256v1")
    return _on_the_curve(der[len(_HEAD) :])


def pem_of(public: bytes) -> str:
    """A public key as PEM, one line of 64 characters after the other."""
    text = base64.b64encode(_HEAD + public).decode("ascii")
    lines = "\n".join(text[at : at + 64] for at in range(0, len(text), 64))
    return f"-----BEGIN PUBLIC KEY-----\n{lines}\n-----END PUBLIC KEY-----\n"


def name_of(public: bytes) -> str:
    """What a key is called: the first 16 hex digits of the SM3 of its SubjectPublicKeyInfo."""
    return sm3(_HEAD + public)[:16]


def sign(private: bytes, public: bytes, message: bytes) -> bytes:
    """The signature (DER) of a message."""
    import gmssl_pyx

    return bytes(gmssl_pyx.sm2_sign(private, public, message))


def holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the owner of that key has signed the message. Garbage is no signature."""
    import gmssl_pyx

    try:
        return bool(gmssl_pyx.sm2_verify(public, message, signature))
    except gmssl_pyx.GmsslInnerError:
        return False


def raw_of(der: bytes) -> bytes:
    """A signature as r and s, 32 bytes each, big-endian, as GB/T 32918.2 (6.1) says them. Raises ValueError."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    return b"".join(number.to_bytes(PRIVATE, "big") for number in decode_dss_signature(der))


def der_of(raw: bytes) -> bytes:
    """The signature of those 64 bytes as DER (GM/T 0009)."""
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    return encode_dss_signature(int.from_bytes(raw[:PRIVATE], "big"), int.from_bytes(raw[PRIVATE:], "big"))


def sm3(data: bytes) -> str:
    """SM3 (GB/T 32905), 64 hex digits."""
    import gmssl_pyx

    return str(gmssl_pyx.sm3_hash(data).hex())


def _on_the_curve(public: bytes) -> bytes:
    import gmssl_pyx

    try:
        gmssl_pyx.normalize_sm2_public_key(public)
    except gmssl_pyx.GmsslInnerError as error:
        raise ValueError("not a point of the curve") from error
    return public
