"""Reference data of the platform (banks, outlets, keys of counters) as kept in a folder: the last good version of each,
used offline.

A document is kept where the signature holds, it is the one the catalogue speaks of, and it is no older than the one
before; it is checked anew whenever it is read. Refuses everything else with the reason, which is kept too until a good
one comes, so that doctor can tell of it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app.domain import signature
from counter_app.domain.declaration import SignedStatement
from counter_app.domain.errors import Refused
from counter_app.domain.text import Text
from counter_app.feed import Listed
from counter_app.provinces.keeping import SignedFiles, why_of
from counter_app.provinces.statement import must_hold
from counter_app.receipt_codes import KnownKey

TYPE = "ssc-reference/1"
KEYS = "counter-keys"
NAMES = ("banks", "outlets", KEYS)
"""What this program keeps; a catalogue may hold more."""

_NO_KEY = Text("没有设省平台签名公钥", "the platform's signing key is not set")


class ReferenceRefused(Refused):
    """Reference data are not taken: `why`."""

    happened = Text("省平台的基础数据不采用：{why}", "The platform's reference data are not taken: {why}")
    advice = Text(
        "沿用原来的一份；报省平台管理员核对签名公钥",
        "The one before stays in use; have the administrator compare the signing key",
    )


@dataclass(frozen=True, slots=True)
class Document:
    """What was signed: names by code; of `KEYS` the keys of all counters instead, those of before too."""

    name: str
    version: int
    signed_at: datetime
    items: tuple[tuple[str, Text], ...]
    keys: Mapping[str, KnownKey] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in use of one name, None where nothing is; `doubt`: why something that came, or was kept, is not."""

    name: str
    document: Document | None = None
    doubt: Text | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents of one counter. `key` gives the public key as PEM, "" where none is set: then nothing holds."""

    folder: Path
    key: Callable[[], str]

    def standing(self, name: str) -> Standing:
        """What is in use. Raises StoreTrouble."""
        doubt = self._files.doubt(name)
        try:
            return Standing(name, self._kept(name), doubt)
        except Refused as error:
            return Standing(name, None, doubt or why_of(error))

    def wanted(self, catalogue: Sequence[Listed]) -> tuple[Listed, ...]:
        """What of the catalogue is to be fetched: another version, or other words, than those in use. Raises
        StoreTrouble.
        """
        known = {name: self._statement_digest(name) for name in NAMES}
        return tuple(one for one in catalogue if one.name in known and one.digest != known[one.name])

    def take(self, signed: SignedStatement, listed: Listed) -> bool:
        """Keep what was fetched; False where it is refused, with the reason kept instead. Raises StoreTrouble."""
        try:
            self._must_do(signed, listed)
        except Refused as error:
            self._files.note(listed.name, why_of(error))
            return False
        self._files.keep(listed.name, signed)
        self._files.clear(listed.name)
        return True

    def _must_do(self, signed: SignedStatement, listed: Listed) -> None:
        """Raises Refused."""
        fresh, before = self._read(signed, listed.name), self.standing(listed.name).document
        if signature.sm3(signed.statement.encode("utf-8")) != listed.digest or fresh.version != listed.version:
            raise _refused("不是目录里的那一份", "it is not the one of the catalogue")
        if before is not None and fresh.version <= before.version:
            raise _refused(
                f"第 {fresh.version} 版不比现用的第 {before.version} 版新",
                f"version {fresh.version} is no newer than the one in use, {before.version}",
            )

    def _read(self, signed: SignedStatement, name: str) -> Document:
        key = self.key()
        if not key:
            raise ReferenceRefused(why=_NO_KEY)
        must_hold(signed, key=key)
        return _told(signed, name)

    def _kept(self, name: str) -> Document | None:
        """Raises Refused, StoreTrouble."""
        signed = self._files.signed(name)
        return None if signed is None else self._read(signed, name)

    def _statement_digest(self, name: str) -> str:
        """Of what is in use, "" where nothing is."""
        try:
            signed = self._files.signed(name)
            if signed is None:
                return ""
            self._read(signed, name)
            return signature.sm3(signed.statement.encode("utf-8"))
        except Refused:
            return ""

    @property
    def _files(self) -> SignedFiles:
        return SignedFiles(self.folder, lambda why: ReferenceRefused(why=why))


def _told(signed: SignedStatement, name: str) -> Document:
    """What it says, once it is believed. Raises ReferenceRefused."""
    try:
        return _document(json.loads(signed.statement), name)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _refused("格式不对", "it is not of the form") from error


def _document(said: dict[str, Any], name: str) -> Document:
    """Raises ValueError, KeyError, TypeError, AttributeError for what is none."""
    if said["type"] != TYPE or said["name"] != name or type(said["version"]) is not int or said["version"] < 1:
        raise ValueError("another document")
    moment = _moment(said["signed_at"])
    if name == KEYS:
        return Document(name, said["version"], moment, (), dict(map(_key, said["items"])))
    items = tuple((str(one["code"]), Text(str(one["name"]["zh"]), str(one["name"]["en"]))) for one in said["items"])
    return Document(name, said["version"], moment, items)


def _key(said: dict[str, Any]) -> tuple[str, KnownKey]:
    """One enrolled key under its name, which is made of the key itself: nobody else's word is taken for it."""
    public = base64.b64decode(said["public_key"], validate=True)
    if len(public) != signature.PUBLIC:
        raise ValueError("not a public key")
    signature.public_key(signature.pem_of(public))  # raises for a point off the curve
    ended = said["revoked_at"]
    known = KnownKey(
        public=public,
        outlet=_place(said["outlet"]),
        window=_place(said["window"]),
        since=_moment(said["valid_from"]),
        until=_moment(said["valid_until"]),
        revoked_at=None if ended is None else _moment(ended),
    )
    return signature.name_of(public), known


def _place(said: object) -> str:
    if not isinstance(said, str) or not 0 < len(said) <= 40:
        raise ValueError("no outlet or window")
    return said.upper()


def _moment(said: str) -> datetime:
    moment = datetime.fromisoformat(said)
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment


def _refused(zh: str, en: str) -> ReferenceRefused:
    return ReferenceRefused(why=Text(zh, en))
