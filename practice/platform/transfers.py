"""Files of work that were carried here by hand: opened, taken through the same ledger, answered in a sealed file.

Refuses a file whose maker is not enrolled or was revoked, that is sealed for another platform, or not as its maker
left it; nothing of such a file is looked at. What comes after refused or undecided work of the same card or holder is
left alone, as a counter would not have sent it; a loss report passes what was refused.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from counter_app.domain import sealed_file, signature, transfer_key
from counter_app.domain.errors import CounterError
from counter_app.domain.sealed_file import Header, SealedFile
from counter_app.domain.text import Text
from practice.platform import attachments, enrolment, ledger, packs
from practice.platform import database as db
from practice.platform.connection import Connection
from practice.platform.enrolment import Caller, KeyState
from practice.platform.forms import ID

MOST_OPERATIONS, MOST_PICTURES = 2000, 2000
_KEY = "transfer_key"
_Json = dict[str, object]
_UNKNOWN = Text("制作它的柜台没有登记", "the counter that made it is not enrolled")
_REVOKED = Text("制作它的柜台已被停用", "the counter that made it was revoked")
_EXPIRED = Text("制作它的柜台登记已过期，请先续登记", "the enrolment of the counter that made it had run out")
_WRONG = Text("签名不对，文件被改动或已损坏", "the signature is wrong: it was changed or is damaged")
_ELSEWHERE = Text("它是封给另一个平台的", "it is sealed for another platform")
_UNFIT = Text("里面的内容不合约定", "what is in it is not of the contract")


class TurnedDown(Exception):
    """Nothing of the file is taken."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why

    def reason(self) -> dict[str, str]:
        """Why, as it goes over the wire."""
        return {"zh": self.why.zh, "en": self.why.en}


class _Form(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Picture(_Form):
    digest: str = Field(pattern=attachments.DIGEST.pattern)
    media_type: str = Field(max_length=40)
    body: str = Field(max_length=2 * attachments.LARGEST)


class _Contents(_Form):
    operations: list[dict[str, object]] = Field(min_length=1, max_length=MOST_OPERATIONS)
    pictures: list[_Picture] = Field(max_length=MOST_PICTURES)
    answer_key: str = Field(pattern=r"^[0-9a-f]{128}$")


def told_key(connection: Connection, now: datetime) -> _Json:
    """The key files are sealed for, signed, as the contract says it."""
    text = transfer_key.text_of(_pair(connection)[1], now=now)
    value, key_id = packs.signed(connection, text.encode("utf-8"))
    return {
        "statement": text,
        "algorithm": transfer_key.ALGORITHM,
        "key_id": key_id,
        "signature": base64.b64encode(value).decode("ascii"),
        "signing_key": packs.public_key(connection),
    }


@dataclass(slots=True)
class Taking:
    """One file while it is taken, operation by operation, so that others are served in between. `caller`: the counter
    that has made it.
    """

    connection: Connection
    header: Header
    contents: _Contents
    caller: Caller
    answers: list[_Json] = field(default_factory=list)
    left: int = 0
    _refused: set[str] = field(default_factory=set)
    _undecided: set[str] = field(default_factory=set)

    def steps(self, now: datetime) -> Iterator[None]:
        """Take the pictures, then one operation at each step, in the order of the file."""
        for picture in self.contents.pictures:
            self._keep(picture, now)
        for raw in self.contents.operations:
            self._take(raw, now)
            yield

    def result(self, now: datetime) -> _Json:
        """The answer to whoever brought it: counts, and the answers sealed for whoever made it."""
        verdicts = [answer["verdict"] for answer in self.answers]
        counts = {"accepted": "accepted", "refused": "refused", "put_off": "not_now"}
        told: _Json = {name: verdicts.count(verdict) for name, verdict in counts.items()}
        known = sum(answer["known"] is True for answer in self.answers)
        return told | {"left": self.left, "known": known, "answers": self._sealed(now).decode("utf-8")}

    def _sealed(self, now: datetime) -> bytes:
        reader = bytes.fromhex(self.contents.answer_key)
        header = Header(
            kind=sealed_file.ANSWERS,
            counter=self.header.counter,
            signed_with=signature.name_of(signature.public_key(packs.public_key(self.connection))),
            sealed_for=signature.name_of(reader),
            made_at=now,
            serial=self.header.serial,
            count=len(self.answers),
        )
        content = json.dumps({"answers": self.answers}, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        return sealed_file.seal(
            content, header=header, reader=reader, sign=lambda message: packs.signed(self.connection, message)[0]
        )

    def _take(self, raw: Mapping[str, object], now: datetime) -> None:
        keys = _keys_of(raw)
        if keys & self._undecided:
            self._undecided |= keys
            self.left += 1
            return
        if keys & self._refused and raw.get("urgent") is not True:
            self._refused |= keys
            self.left += 1
            return
        answer = ledger.take(self.connection, [raw], now, caller=self.caller)[0]
        self.answers.append(answer)
        if answer["verdict"] == "not_now":
            self._undecided |= keys
        elif answer["verdict"] == "refused":
            self._refused |= keys

    def _keep(self, picture: _Picture, now: datetime) -> None:
        """One that is no good is not kept: the operation that names it is put off, and nobody else."""
        try:
            body = base64.b64decode(picture.body, validate=True)
            if picture.media_type == attachments.JPEG and len(body) <= attachments.LARGEST:
                attachments.keep(self.connection, picture.digest, body, now)
        except (binascii.Error, attachments.Unfit):
            return


def opened(connection: Connection, file: bytes) -> Taking:
    """A file whose maker and reader are who they should be, opened; nothing of it is taken yet. Raises TurnedDown."""
    try:
        sealed = sealed_file.read(file, kind=sealed_file.WORK)
        caller = _known(connection, sealed)
        private, public = _pair(connection)
        if sealed.header.sealed_for != signature.name_of(public):
            raise TurnedDown(_ELSEWHERE)
        contents = _Contents.model_validate_json(sealed.opened(private))
        signature.public_key(signature.pem_of(bytes.fromhex(contents.answer_key)))
    except CounterError as error:
        why = error.facts.get("why")
        raise TurnedDown(why if isinstance(why, Text) else error.message) from error
    except (ValidationError, ValueError) as error:
        raise TurnedDown(_UNFIT) from error
    if not all(isinstance(raw.get("id"), str) and ID.fullmatch(str(raw["id"])) for raw in contents.operations):
        raise TurnedDown(_UNFIT)
    return Taking(connection, sealed.header, contents, caller)


def _known(connection: Connection, sealed: SealedFile) -> Caller:
    """The counter that has made it. Raises TurnedDown. A key that was renewed since is good for a file made while it
    was in force.
    """
    header = sealed.header
    key = enrolment.key_of(connection, header.signed_with)
    if key is None or key.counter_id != header.counter:
        raise TurnedDown(_UNKNOWN)
    if not sealed.is_signed_by(key.public):
        raise TurnedDown(_WRONG)
    if key.state is KeyState.REVOKED:
        raise TurnedDown(_REVOKED)
    if header.made_at >= key.until:
        raise TurnedDown(_EXPIRED)
    return Caller(key.counter_id, key.key_id, key.scope)


def _keys_of(raw: Mapping[str, object]) -> set[str]:
    """What an operation must keep its order on: the holder, and the card when it is known."""
    holder, card = raw.get("holder"), raw.get("card_number")
    number = holder.get("number") if isinstance(holder, dict) else None
    return {f"h{number}"} | ({f"c{card}"} if isinstance(card, str) else set())


def _pair(connection: Connection) -> tuple[bytes, bytes]:
    """Private and public half, made when first asked for."""
    if (kept := _kept(connection)) is None:
        private, public = signature.new_pair()
        with db.writing(connection):
            connection.execute(
                "INSERT INTO about VALUES (?, ?) ON CONFLICT DO NOTHING", (_KEY, (private + public).hex())
            )
        kept = _kept(connection) or private + public
    return kept[: signature.PRIVATE], kept[signature.PRIVATE :]


def _kept(connection: Connection) -> bytes | None:
    row = connection.execute("SELECT value FROM about WHERE name = ?", (_KEY,)).fetchone()
    return None if row is None else bytes.fromhex(str(row[0]))
