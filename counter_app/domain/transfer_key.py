"""The platform's key that files of work are sealed for, as the platform signs it beforehand, while there is a line.

Refuses a key whose statement does not hold under the signing key of the settings. A practice counter that has no
signing key of its own takes the one the platform names; a real one never does.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from counter_app.domain import signature
from counter_app.domain.declaration import SignedStatement
from counter_app.domain.text import Text
from counter_app.domain.transfer_errors import KeyNotBelieved

TYPE, ALGORITHM = "ssc-transfer-key/1", "SM2-SM3"
_NOT_OF_THE_FORM = Text("格式不对", "it is not of the form")
_WRONG = Text("签名不对", "the signature is wrong")
_NO_KEY = Text("本机没有设省平台签名公钥", "this counter has no signing key of the platform")


@dataclass(frozen=True, slots=True)
class PlatformKeys:
    """The platform's key that files are sealed for, and the one it signs its answers with: 64 bytes each."""

    transfer: bytes
    signing: bytes


@dataclass(frozen=True, slots=True)
class ToldKey:
    """What the platform says of its transfer key, signed; `signing_key` (PEM) is with which key, so it says itself."""

    signed: SignedStatement
    signing_key: str


def text_of(public: bytes, *, now: datetime) -> str:
    """The JSON text to be signed."""
    said = {"type": TYPE, "public_key": signature.pem_of(public), "signed_at": now.astimezone(UTC).isoformat()}
    return json.dumps(said)


def believed(told: ToldKey, *, trusted: str, practice: bool) -> PlatformKeys:
    """Both keys, once the statement holds under `trusted` (PEM; "": none is known). Raises KeyNotBelieved."""
    if not trusted and not practice:
        raise KeyNotBelieved(why=_NO_KEY)
    signed = told.signed
    try:
        signing = signature.public_key(trusted or told.signing_key)
        value = base64.b64decode(signed.signature, validate=True)
        raw = signed.statement.encode("utf-8")
    except (ValueError, binascii.Error) as error:
        raise KeyNotBelieved(why=_NOT_OF_THE_FORM) from error
    if signed.algorithm != ALGORITHM or not signature.holds(signing, raw, value):
        raise KeyNotBelieved(why=_WRONG)
    return PlatformKeys(_said(signed.statement), signing)


def _said(statement: str) -> bytes:
    try:
        told = json.loads(statement)
        if told["type"] == TYPE:
            return signature.public_key(told["public_key"])
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise KeyNotBelieved(why=_NOT_OF_THE_FORM) from error
    raise KeyNotBelieved(why=_NOT_OF_THE_FORM)
