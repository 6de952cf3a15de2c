"""The security module behind the practice platform: cryptograms and codes for cards of the province's records.

Refuses cards it has no record of, changes to the PIN of a card that is not in use, SSF33, and everything while the
trainer's switch says so. A new PIN comes sealed only; nothing of a challenge is kept or logged. The formulas are those
of `readers.simulator.keys`, made up for practice; a real platform has a real module.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from practice.platform import database as db
from practice.platform.connection import Connection
from practice.platform.forms import ChallengeForm, SealedForm
from practice.platform.seal import NotForThis, Seal
from readers.simulator import keys

REFUSED_BY_TRAINER = "2200"
UNKNOWN_CARD = "2201"
NOT_IN_USE = "2202"
NO_ALGORITHM = "2203"
NOT_WHOLE = "2204"
NOT_SEALED_SO = "2205"

REASONS: Mapping[str, tuple[str, str]] = {
    REFUSED_BY_TRAINER: ("加密机拒绝", "The security module said no"),
    UNKNOWN_CARD: ("持卡库中没有这张卡", "The card is not on record"),
    NOT_IN_USE: ("卡不在正常状态，不能改密码", "The card is not in use; its PIN cannot be changed"),
    NO_ALGORITHM: ("加密机不支持这种算法", "The security module does not know the algorithm"),
    NOT_WHOLE: ("要算的数据不对", "The data to be computed over do not fit the purpose"),
    NOT_SEALED_SO: ("密封的数据打不开，或不是这次认证的", "What was sealed does not open, or is for another challenge"),
}
_KINDS = {"read": keys.ENCRYPT, "pin-reset": keys.PIN_RESET, "pin-unblock": keys.PIN_UNBLOCK}
_IN_USE = "1"
_FACTOR = 8
_LONGEST = 64  # bytes a code is made over


class Refusal(Exception):
    """The module says no; `code` of `REASONS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def reason(self) -> dict[str, str]:
        """Why, as it goes over the wire."""
        zh, en = REASONS[self.code]
        return {"zh": zh, "en": en}


def compute(connection: Connection, form: ChallengeForm, seal: Seal) -> bytes:
    """Cipher (8) and factor (8) for "read", else a code of 4 bytes. Raises Refusal, OtherKey."""
    data = _data(form, seal)
    _admit(connection, form, data)
    master = keys.practice_master(_KINDS[form.purpose])
    history, random = bytes.fromhex(form.history), bytes.fromhex(form.random)
    key = keys.card_key(master, history=history, identifier=form.card_identifier, algorithm=form.algorithm)
    if form.purpose != "read":
        return keys.mac(key, random, data, form.algorithm)
    factor = secrets.token_bytes(_FACTOR)
    return keys.cryptogram(keys.session(key, random, form.algorithm), factor, form.algorithm) + factor


def _data(form: ChallengeForm, seal: Seal) -> bytes:
    if not isinstance(form, SealedForm):
        return bytes.fromhex(form.data)
    try:
        return seal.open(form.sealed.key_id, form.sealed.value, label=bytes.fromhex(form.random))
    except NotForThis:
        raise Refusal(NOT_SEALED_SO) from None


def _admit(connection: Connection, form: ChallengeForm, data: bytes) -> None:
    if db.REFUSE_AUTHENTICATION in db.switches(connection):
        raise Refusal(REFUSED_BY_TRAINER)
    if form.algorithm not in keys.ALGORITHMS:
        raise Refusal(NO_ALGORITHM)
    state = db.state_of_identifier(connection, form.card_identifier)
    if state is None:
        raise Refusal(UNKNOWN_CARD)
    if (form.purpose == "read") is bool(data) or len(data) > _LONGEST:
        raise Refusal(NOT_WHOLE)
    if form.purpose != "read" and state != _IN_USE:
        raise Refusal(NOT_IN_USE)
