"""A sealed file: `openssl` signs off what we made, and whatever is wrong with one is said, never guessed."""

from __future__ import annotations

import base64
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain import sealed_file, signature
from counter_app.domain.sealed_file import ANSWERS, WORK, Header, seal
from counter_app.domain.transfer_errors import BadTransferFile
from tests.parts.processes import program

MAKER, READER, OTHER = (signature.new_pair() for _ in range(3))
CONTENT = '{"operations":["某某","张三"]}'.encode()
_OWNED = bytes.fromhex("30770201010420"), bytes.fromhex("a00a06082a811ccf5501822da14403420004")


def header(**changes: object) -> Header:
    told = {
        "kind": WORK,
        "counter": "C-1",
        "signed_with": signature.name_of(MAKER[1]),
        "sealed_for": signature.name_of(READER[1]),
        "made_at": datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC),
        "serial": 7,
        "count": 2,
    }
    return Header(**{**told, **changes})  # type: ignore[arg-type]


def made(content: bytes = CONTENT, **changes: object) -> bytes:
    return seal(content, header=header(**changes), reader=READER[1], sign=lambda line: signature.sign(*MAKER, line))


FILE = made()


def test_it_opens_for_its_reader_alone_and_tells_everybody_who_made_it() -> None:
    read = sealed_file.read(FILE, kind=WORK)
    assert read.header == header()
    assert read.is_signed_by(MAKER[1])
    assert not read.is_signed_by(OTHER[1])
    assert read.opened(READER[0]) == CONTENT
    with pytest.raises(BadTransferFile):
        read.opened(OTHER[0])
    assert made() != FILE, "a fresh key each time"


def test_openssl_alone_checks_the_signature_and_opens_it(tmp_path: Path) -> None:
    """With the commands of docs/transfer.md and nothing of this program: signature, content key, content."""
    openssl = program("openssl", package="openssl")
    line, rest = FILE.split(b"\n", 1)
    tree = json.loads(line)
    files = {
        "line": line,
        "signature": base64.b64decode(rest),
        "maker.pem": signature.pem_of(MAKER[1]).encode(),
        "reader.pem": _private_pem(*READER),
        "key.der": base64.b64decode(tree["key"]),
        "content": base64.b64decode(tree["content"])[:-16],
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    judged = _run(
        tmp_path, openssl, "pkeyutl", "-verify", "-pubin", "-inkey", "maker.pem", "-rawin", "-digest", "sm3",
        "-pkeyopt", "distid:1234567812345678", "-sigfile", "signature", "-in", "line",
    )  # fmt: skip
    assert b"Verified Successfully" in judged
    key = _run(tmp_path, openssl, "pkeyutl", "-decrypt", "-inkey", "reader.pem", "-in", "key.der")
    assert len(key) == 16
    # GCM counts from 2 behind a nonce of 12 bytes (NIST SP 800-38D, 7.1): its inside is plain CTR.
    counter = base64.b64decode(tree["nonce"]).hex() + "00000002"
    opened = _run(tmp_path, openssl, "enc", "-d", "-sm4-ctr", "-K", key.hex(), "-iv", counter, "-in", "content")
    assert opened == CONTENT


def test_what_openssl_has_sealed_opens_here(tmp_path: Path) -> None:
    openssl = program("openssl", package="openssl")
    (tmp_path / "reader.pem").write_text(signature.pem_of(READER[1]), encoding="ascii")
    (tmp_path / "key").write_bytes(bytes(range(16)))
    wrapped = _run(tmp_path, openssl, "pkeyutl", "-encrypt", "-pubin", "-inkey", "reader.pem", "-in", "key")
    import gmssl_pyx

    assert gmssl_pyx.sm2_decrypt(READER[0], wrapped) == bytes(range(16))


@given(at=st.integers(min_value=0, max_value=len(FILE) - 1), to=st.integers(min_value=0, max_value=255))
def test_no_byte_of_it_can_be_another_one(at: int, to: int) -> None:
    """It is no file any more, or nobody has signed it: nothing of it would be looked at."""
    spoilt = FILE[:at] + bytes([to]) + FILE[at + 1 :]
    assert spoilt == FILE or not _good(spoilt)


@given(end=st.integers(min_value=0, max_value=len(FILE) - 1))
def test_no_part_of_it_can_be_missing(end: int) -> None:
    assert not _good(FILE[:end])


@given(
    tree=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    ),
    member=st.sampled_from(["header", "key", "nonce", "content", "more", ""]),
    inside=st.sampled_from(["type", "counter", "signed_with", "sealed_for", "made_at", "serial", "count", ""]),
)
def test_whatever_stands_in_it_is_a_file_or_told_in_words(tree: object, member: str, inside: str) -> None:
    """Any value anywhere, signed or not: BadTransferFile with both languages, never another exception."""
    whole = json.loads(FILE.split(b"\n")[0])
    if inside:
        whole["header"] = json.dumps({**json.loads(whole["header"]), inside: tree})
    if member:
        whole[member] = tree
    line = json.dumps(whole if member or inside else tree, separators=(",", ":")).encode()
    file = line + b"\n" + base64.b64encode(signature.sign(*MAKER, line)) + b"\n"
    told = _trouble(file)
    assert told is None or (told.message.zh and told.what_next.en.startswith("Nothing was changed"))


@given(st.binary(max_size=300))
def test_any_bytes_are_no_file(content: bytes) -> None:
    assert not _good(content)
    assert not _good(b'{"header":' + content)


@pytest.mark.parametrize(
    ("kind", "file", "words"),
    [
        (ANSWERS, FILE, "它装的是业务"),
        (WORK, made(kind=ANSWERS), "它装的是答复"),
        (WORK, made(kind="ssc-transfer/0"), "格式是 ssc-transfer/0"),
        (WORK, made(kind="other/1"), "不是转送文件"),
        (WORK, made(serial=-1), "不完整"),
        (WORK, made(counter="../../etc"), "不完整"),
        (WORK, FILE + b"\n", "不完整"),
        (WORK, b"x" * (sealed_file.LARGEST + 1), "过大"),
    ],
    ids=("work", "answers", "older", "other", "serial", "counter", "longer", "larger"),
)
def test_another_kind_and_another_format_have_words_of_their_own(kind: str, file: bytes, words: str) -> None:
    with pytest.raises(BadTransferFile) as told:
        sealed_file.read(file, kind=kind)
    assert words in told.value.message.zh


def test_a_header_that_was_exchanged_does_not_open() -> None:
    """Even where the maker has signed it: the header is part of what is sealed."""
    whole = json.loads(FILE.split(b"\n")[0])
    whole["header"] = header(counter="C-2").text()
    line = json.dumps(whole, separators=(",", ":")).encode()
    read = sealed_file.read(line + b"\n" + base64.b64encode(signature.sign(*MAKER, line)) + b"\n", kind=WORK)
    assert read.is_signed_by(MAKER[1])
    with pytest.raises(BadTransferFile):
        read.opened(READER[0])


def test_the_same_bytes_written_otherwise_are_another_file() -> None:
    """The bits base64 leaves over are nobody's to change."""
    padded = next(file for file in (made() for _ in range(100)) if file.endswith(b"=\n"))
    end = padded.index(b"=", padded.index(b"\n"))
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    next_one = letters[letters.index(padded[end - 1]) + 1]
    assert not _good(padded[: end - 1] + bytes([next_one]) + padded[end:])


def _trouble(file: bytes) -> BadTransferFile | None:
    try:
        sealed_file.read(file, kind=WORK)
    except BadTransferFile as told:
        return told
    return None


def _good(file: bytes) -> bool:
    try:
        return sealed_file.read(file, kind=WORK).is_signed_by(MAKER[1])
    except BadTransferFile:
        return False


def _private_pem(private: bytes, public: bytes) -> bytes:
    """As openssl reads a private key (SEC1, RFC 5915, curve sm2p256v1)."""
    text = base64.encodebytes(_OWNED[0] + private + _OWNED[1] + public)
    return b"-----BEGIN EC PRIVATE KEY-----\n" + text + b"-----END EC PRIVATE KEY-----\n"


def _run(folder: Path, *command: str) -> bytes:
    return subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=30).stdout
