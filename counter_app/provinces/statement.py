"""Reads what a platform has signed about a pack: signature, form, pack, version and digest, each with its reason.

The statement is taken as the bytes that were signed; nothing of it is believed before the signature holds. Refuses to
decide which of two statements is the newer one's matter: see `signed`.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from counter_app.domain import signature
from counter_app.domain.declaration import Declaration, SignedStatement
from counter_app.domain.errors import Refused
from counter_app.domain.text import Text, same
from counter_app.provinces.reading import Source, parsed

ALGORITHM = "SM2-SM3"
TYPE = "ssc-pack-statement/1"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_STATUS = ("draft", "in_force")


class StatementRefused(Refused):
    """A statement about a pack is not taken: `why`."""

    happened = Text(
        "省平台签署的规则包状态不采用：{why}", "What the platform signed about the pack is not taken: {why}"
    )
    advice = Text(
        "沿用原来的一份；报省平台管理员核对签名公钥和规则包",
        "The one before stays in use; have the administrator compare signing key and pack",
    )


def text_of(declaration: Declaration) -> str:
    """The JSON text to be signed. Members a reader does not know are left alone, so that it may grow."""
    since = declaration.in_force_from
    said = {
        "type": TYPE,
        "pack": declaration.pack,
        "version": declaration.version,
        "digest": declaration.digest,
        "status": _STATUS[declaration.in_force],
        "in_force_from": since.isoformat() if since else None,
        "signed_at": declaration.signed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }
    return json.dumps(said, ensure_ascii=False)


def digest_of(source: Source) -> str:
    """SM3 of a pack's text in UTF-8, its lines ended by LF."""
    return signature.sm3(source.text.replace("\r\n", "\n").encode("utf-8"))


def version_of(source: Source) -> str:
    """The file's own version; those of its later changes are within its digest. Raises BadInput."""
    return str(parsed(source).get("version"))


def read(signed: SignedStatement, *, key: str) -> Declaration:
    """What was signed with the private half of `key` (PEM). Raises StatementRefused."""
    must_hold(signed, key=key)
    return _declaration(signed)


def must_hold(signed: SignedStatement, *, key: str) -> None:
    """It was signed with the private half of `key` (PEM), whatever it says. Raises StatementRefused."""
    if signed.algorithm != ALGORITHM:
        raise _refused(f"不认识的签名算法 {signed.algorithm}", f"unknown algorithm {signed.algorithm}")
    try:
        public = signature.public_key(key)
    except ValueError as error:
        raise _refused("设置里的签名公钥不能用", "the signing key of the settings cannot be used") from error
    if signed.key_id != signature.name_of(public):
        raise _refused(f"用别的密钥签署（{signed.key_id}）", f"signed with another key ({signed.key_id})")
    try:
        raw, value = signed.statement.encode("utf-8"), base64.b64decode(signed.signature, validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError) as error:
        raise _not_of_the_form("signature") from error
    if not signature.holds(public, raw, value):
        raise _refused("签名不对", "the signature is wrong")


def must_fit(said: Declaration, *, name: str, source: Source) -> None:
    """It is about this text of this pack. Raises StatementRefused, BadInput."""
    here = version_of(source)
    if said.pack != name:
        raise _refused(f"说的是另一个规则包 {said.pack}", f"it is about another pack, {said.pack}")
    if said.version != here:
        raise _refused(
            f"说的是 {said.version} 版，本机是 {here} 版", f"it is about version {said.version}, here is {here}"
        )
    if said.digest != digest_of(source):
        raise _refused(
            f"本机 {here} 版的文字与签署的不同（摘要不符）", f"the text of {here} here is not the one signed (digest)"
        )


def key_of_settings(value: str) -> str:
    """The PEM text a setting holds, or that of the file it names. Raises StatementRefused."""
    if "PUBLIC KEY" in value:
        return value
    try:
        return Path(value).read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise _refused(
            f"签名公钥文件 {value} 读不出", f"the file of the signing key, {value}, cannot be read"
        ) from error


def _declaration(signed: SignedStatement) -> Declaration:
    try:
        said = json.loads(signed.statement)
    except (ValueError, RecursionError) as error:
        raise _not_of_the_form("JSON") from error
    if not isinstance(said, dict) or said.get("type") != TYPE:
        raise _not_of_the_form("type")
    status, since = _word(said, "status"), said.get("in_force_from")
    if status not in _STATUS:
        raise _not_of_the_form("status")
    if since is None and status == "in_force":
        raise _not_of_the_form("in_force_from")
    return Declaration(
        pack=_word(said, "pack"),
        version=_word(said, "version"),
        digest=_word(said, "digest"),
        in_force=status == "in_force",
        in_force_from=None if since is None else _day(said, "in_force_from"),
        signed_at=_moment(said, "signed_at"),
        key_id=signed.key_id,
    )


def _word(said: Mapping[str, object], member: str) -> str:
    value = said.get(member)
    if not isinstance(value, str) or not 1 <= len(value) <= 80:
        raise _not_of_the_form(member)
    return value


def _day(said: Mapping[str, object], member: str) -> date:
    value = _word(said, member)
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError as error:  # the thirteenth month
        raise _not_of_the_form(member) from error
    raise _not_of_the_form(member)


def _moment(said: Mapping[str, object], member: str) -> datetime:
    value = _word(said, member)
    try:
        if _MOMENT.fullmatch(value):
            return datetime.fromisoformat(value[:-1]).replace(tzinfo=UTC)
    except ValueError as error:
        raise _not_of_the_form(member) from error
    raise _not_of_the_form(member)


def _refused(zh: str, en: str) -> StatementRefused:
    return StatementRefused(why=Text(zh, en))


def _not_of_the_form(member: str) -> StatementRefused:
    why = Text("格式不对（{member}）", "it is not of the form ({member})").format(member=same(member))
    return StatementRefused(why=why)
