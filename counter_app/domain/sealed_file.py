"""A file that carries work or answers by hand: sealed for one reader, signed by its maker, whole or nothing.

Two lines of text. The first is JSON: `header` (JSON text that everybody may read), `key` (a fresh content key under
the reader's SM2 key, GB/T 32918.4, as DER of GM/T 0009), `nonce` and `content` (SM4-GCM, GB/T 32907 and RFC 8998, the
header as additional data). The second is the maker's signature (SM2 with SM3, DER) of the first without its line end,
so that `openssl` and `head -n 1` can check it. All bytes are base64. Refuses what is not exactly that, and to keep a
key. The libraries are loaded with the first use.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from counter_app.domain import signature
from counter_app.domain.text import Text
from counter_app.domain.transfer_errors import BadTransferFile

WORK, ANSWERS = "ssc-transfer/1", "ssc-transfer-answers/1"
LARGEST = 32 * 1024 * 1024  # bytes of a whole file
_KEY, _NONCE, _TAG = 16, 12, 16  # bytes
_LONGEST_HEADER = 2000
_MEMBERS = frozenset({"header", "key", "nonce", "content"})
_NAME = re.compile(r"[0-9A-Za-z._-]{1,64}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)

NOT_ONE = Text("它不是转送文件", "it is not a transfer file")
NOT_WHOLE = Text("文件不完整或已损坏", "it is not whole, or damaged")
TOO_LARGE = Text("文件过大", "it is too large")
OTHER_FORMAT = Text("格式是 {format}，本版只认 {known}", "its format is {format}, this version knows {known}")


@dataclass(frozen=True, slots=True)
class Header:
    """What everybody may read of a file. `kind`: WORK or ANSWERS. `counter`: the one whose work it is about.

    `signed_with` names the maker's key (`signature.name_of`), `sealed_for` the reader's. `serial`: the counter's own
    number of the file; answers bear that of the file they answer. `count`: operations or answers in it.
    """

    kind: str
    counter: str
    signed_with: str
    sealed_for: str
    made_at: datetime
    serial: int
    count: int

    def text(self) -> str:
        """As it stands in a file."""
        made_at = self.made_at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
        told = {
            "type": self.kind,
            "counter": self.counter,
            "signed_with": self.signed_with,
            "sealed_for": self.sealed_for,
            "made_at": made_at,
            "serial": self.serial,
            "count": self.count,
        }
        return json.dumps(told, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file that was read, and neither checked nor opened. `signed`: the bytes of its first line."""

    header: Header
    header_text: str
    key: bytes
    nonce: bytes
    content: bytes
    signed: bytes
    signature: bytes

    def is_signed_by(self, public: bytes) -> bool:
        """Whether the owner of that key has made it, every byte as it is."""
        return signature.holds(public, self.signed, self.signature)

    def opened(self, private: bytes) -> bytes:
        """What is in it. Raises BadTransferFile for another reader's, and for one somebody has changed."""
        import gmssl_pyx
        from cryptography.exceptions import InvalidTag

        try:
            key = bytes(gmssl_pyx.sm2_decrypt(private, self.key))
            return _decrypted(key, self.nonce, self.content, self.header_text.encode("utf-8"))
        except (gmssl_pyx.GmsslInnerError, gmssl_pyx.InvalidValueError, InvalidTag, ValueError) as error:
            raise BadTransferFile(why=NOT_WHOLE) from error


def seal(content: bytes, *, header: Header, reader: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """A whole file. `reader`: the public key (64 bytes) of who may open it; `sign`: SM2 with SM3, DER."""
    import gmssl_pyx

    key, nonce, text = os.urandom(_KEY), os.urandom(_NONCE), header.text()
    tree = {
        "header": text,
        "key": _say(bytes(gmssl_pyx.sm2_encrypt(reader, key))),
        "nonce": _say(nonce),
        "content": _say(_encrypted(key, nonce, content, text.encode("utf-8"))),
    }
    line = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return line + b"\n" + _say(sign(line)).encode("ascii") + b"\n"


def read(file: bytes, *, kind: str) -> SealedFile:
    """A file of that kind, as it stands. Raises BadTransferFile, which says what is wrong with it."""
    if len(file) > LARGEST:
        raise BadTransferFile(why=TOO_LARGE)
    line, _, rest = file.partition(b"\n")
    # A file whose end was cut off says so itself: its last byte is a line end.
    if not line.startswith(b'{"header":'):
        raise BadTransferFile(why=NOT_ONE)
    if not rest.endswith(b"\n") or rest.count(b"\n") != 1:
        raise BadTransferFile(why=NOT_WHOLE)
    try:
        tree = json.loads(line)
        texts = {name: _word(tree, name) for name in _MEMBERS}
        told = json.loads(texts["header"])
        whole = set(tree) == _MEMBERS and len(texts["header"]) <= _LONGEST_HEADER
        bytes_of = {name: _bytes(texts[name]) for name in ("key", "nonce", "content")}
        signed = _bytes(rest[:-1].decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise BadTransferFile(why=NOT_WHOLE) from error
    if not whole:
        raise BadTransferFile(why=NOT_WHOLE)
    header = _header(told, kind=kind)
    return SealedFile(header, texts["header"], **bytes_of, signed=line, signature=signed)


def _header(told: object, *, kind: str) -> Header:
    """Raises BadTransferFile."""
    found = told.get("type") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(found, str) or not found.startswith("ssc-transfer"):
        raise BadTransferFile(why=NOT_ONE)
    if found != kind:
        raise BadTransferFile(why=_other_format(found, kind))
    try:
        return Header(
            kind=found,
            counter=_name(told, "counter"),
            signed_with=_name(told, "signed_with"),
            sealed_for=_name(told, "sealed_for"),
            made_at=_moment(told),
            serial=_count(told, "serial"),
            count=_count(told, "count"),
        )
    except ValueError as error:
        raise BadTransferFile(why=NOT_WHOLE) from error


def _other_format(found: str, kind: str) -> Text:
    known = {WORK: WORK, ANSWERS: ANSWERS}.get(found)
    if known == WORK:
        return Text("它装的是业务，要在有网的网点导入", "it holds work: it is handed in where there is a line")
    if known == ANSWERS:
        return Text("它装的是答复，要在原来的柜台收取", "it holds answers: they are taken at the counter they are for")
    return OTHER_FORMAT.format(format=found[:40], known=kind)


def _name(told: Mapping[str, object], member: str) -> str:
    value = _word(told, member)
    if not _NAME.fullmatch(value):
        raise ValueError(member)
    return value


def _count(told: Mapping[str, object], member: str) -> int:
    value = told.get(member)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1_000_000_000:
        raise ValueError(member)
    return value


def _moment(told: Mapping[str, object]) -> datetime:
    value = _word(told, "made_at")
    if not _MOMENT.fullmatch(value):
        raise ValueError("made_at")
    return datetime.fromisoformat(value[:-1]).replace(tzinfo=UTC)


def _word(told: object, member: str) -> str:
    value = told.get(member) if isinstance(told, dict) else None
    if not isinstance(value, str):
        raise ValueError(member)  # noqa: TRY004 - what was read is wrong, not a call
    return value


def _say(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    """Raises ValueError, also for another way to write the same bytes."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if _say(data) != text:
        raise ValueError("not base64")
    return data


def _encrypted(key: bytes, nonce: bytes, content: bytes, header: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    lock = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    lock.authenticate_additional_data(header)
    return lock.update(content) + lock.finalize() + lock.tag


def _decrypted(key: bytes, nonce: bytes, content: bytes, header: bytes) -> bytes:
    """Raises InvalidTag, ValueError."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    if (len(key), len(nonce)) != (_KEY, _NONCE) or len(content) < _TAG:
        raise ValueError("not of the length")
    unlock = Cipher(algorithms.SM4(key), modes.GCM(nonce, content[-_TAG:])).decryptor()
    unlock.authenticate_additional_data(header)
    return unlock.update(content[:-_TAG]) + unlock.finalize()
