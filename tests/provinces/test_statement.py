"""A statement about a pack is believed when the platform's key signed it and it is about this text, else told why."""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.domain import signature
from counter_app.domain.declaration import SignedStatement
from counter_app.provinces import statement
from counter_app.provinces.reading import Source
from counter_app.provinces.statement import StatementRefused, must_fit
from tests.parts import contract
from tests.provinces.signing import DRAFT, SAID, SOURCE, Pen

PEN = Pen()


def refusal(signed: SignedStatement, key: str = "") -> StatementRefused:
    with pytest.raises(StatementRefused) as caught:
        must_fit(statement.read(signed, key=key or PEN.pem), name="sample", source=SOURCE)
    assert caught.value.message.zh
    return caught.value


def test_what_was_signed_is_read_whole() -> None:
    said = statement.read(PEN.says(), key=PEN.pem)
    assert said == replace(SAID, key_id=signature.name_of(PEN.pair[1]))
    must_fit(said, name="sample", source=SOURCE)


def test_a_draft_needs_no_day_and_members_nobody_knows_are_left_alone() -> None:
    said = statement.read(PEN.with_members(status="draft", in_force_from=None, seal="red"), key=PEN.pem)
    assert (said.in_force, said.in_force_from) == (False, None)


def test_windows_line_ends_are_the_same_text() -> None:
    must_fit(statement.read(PEN.says(), key=PEN.pem), name="sample", source=Source("x", DRAFT.replace("\n", "\r\n")))


@pytest.mark.parametrize(
    ("signed", "why"),
    [
        (replace(PEN.says(), statement=PEN.says().statement.replace("2026-11-21", "2026-11-20", 1)), "签名不对"),
        (replace(PEN.says(), signature=Pen().says().signature), "签名不对"),
        (replace(PEN.says(), signature="AAAA"), "签名不对"),
        (replace(PEN.says(), signature=""), "签名不对"),
        (replace(PEN.says(), signature="？"), "格式不对（signature）"),
        (replace(PEN.says(), statement="\ud800"), "格式不对（signature）"),
        (replace(PEN.says(), algorithm="RSA"), "算法 RSA"),
        (Pen().says(), "用别的密钥签署"),
        (PEN.says(pack="hunan"), "另一个规则包 hunan"),
        (PEN.says(version="2030.2"), "2030.2 版，本机是 2030.1 版"),
        (PEN.says(digest="0" * 64), "摘要不符"),
        (PEN.signed("[" * 100_000), "格式不对（JSON）"),
        (PEN.signed("{}"), "格式不对（type）"),
        (PEN.signed("7"), "格式不对（type）"),
        (PEN.with_members(type="ssc-pack-statement/2"), "格式不对（type）"),
        (PEN.with_members(status="soon"), "格式不对（status）"),
        (PEN.with_members(in_force_from=None), "格式不对（in_force_from）"),
        (PEN.with_members(in_force_from="2026-13-01"), "格式不对（in_force_from）"),
        (PEN.with_members(in_force_from="20261101"), "格式不对（in_force_from）"),
        (PEN.with_members(signed_at="2026-11-21T12:00:00+08:00"), "格式不对（signed_at）"),
        (PEN.with_members(signed_at="2026-11-21T25:00:00Z"), "格式不对（signed_at）"),
        (PEN.with_members(version=7), "格式不对（version）"),
        (PEN.with_members(digest=""), "格式不对（digest）"),
    ],
)
def test_anything_else_is_refused_with_the_reason(signed: SignedStatement, why: str) -> None:
    assert why in refusal(signed).message.zh


@pytest.mark.parametrize(
    "key",
    [
        "no key",
        PEN.pem + PEN.pem,
        PEN.pem.replace("EG", "EH", 1),
        "-----BEGIN PUBLIC KEY-----\nAA\n-----END PUBLIC KEY-----",
    ],
)
def test_a_key_that_is_none_is_told(key: str) -> None:
    assert "签名公钥不能用" in refusal(PEN.says(), key).message.zh


def test_a_point_off_the_curve_is_no_key() -> None:
    private, public = PEN.pair
    with pytest.raises(ValueError, match="curve"):
        signature.public_key(signature.pem_of(public[:-1] + bytes([public[-1] ^ 1])))
    assert signature.public_key(PEN.pem) == public
    assert len(private) == signature.PRIVATE


def test_a_key_of_the_settings_is_a_file_or_its_text(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text(PEN.pem, encoding="ascii")
    assert statement.key_of_settings(str(file)) == statement.key_of_settings(PEN.pem) == PEN.pem
    with pytest.raises(StatementRefused, match="none"):
        statement.key_of_settings(str(tmp_path / "none.pem"))


def test_what_is_signed_keeps_the_contract() -> None:
    signed = PEN.says()
    told = {key: getattr(signed, key) for key in SignedStatement.__slots__}
    assert contract.named("PackStatements", {"statements": [told]}) == []
    assert contract.named("PackStatement", json.loads(signed.statement)) == []
    draft = PEN.says(in_force=False, in_force_from=None)
    assert contract.named("PackStatement", json.loads(draft.statement)) == []


def _openssl(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *map(str, arguments)], check=False, capture_output=True)


def test_openssl_is_of_the_same_mind_both_ways(tmp_path: Path) -> None:
    """Signature and digest are those of the standards: an independent program checks ours, and makes some we take."""
    key, text, value = tmp_path / "key.pem", tmp_path / "text", tmp_path / "value"
    signed = PEN.says(in_force_from=date(2027, 1, 1))
    key.write_text(PEN.pem, encoding="ascii")
    text.write_bytes(signed.statement.encode("utf-8"))
    value.write_bytes(base64.b64decode(signed.signature))
    check = ("dgst", "-sm3", "-verify", key, "-sigopt", "distid:1234567812345678", "-signature", value, text)
    assert _openssl(*check).stdout == b"Verified OK\n"
    text.write_bytes(b"other")
    assert _openssl(*check).returncode != 0
    assert _openssl("dgst", "-sm3", "-r", text).stdout.split()[0].decode() == signature.sm3(b"other")
    private, public = tmp_path / "private.pem", tmp_path / "public.pem"
    assert _openssl("genpkey", "-algorithm", "SM2", "-out", private).returncode == 0
    assert _openssl("pkey", "-in", private, "-pubout", "-out", public).returncode == 0
    make = ("pkeyutl", "-sign", "-inkey", private, "-rawin", "-digest", "sm3")
    made = _openssl(*make, "-pkeyopt", "distid:1234567812345678", "-in", text, "-out", value)
    assert made.returncode == 0, made.stderr
    theirs = signature.public_key(public.read_text(encoding="ascii"))
    assert signature.holds(theirs, b"other", value.read_bytes())
    assert not signature.holds(theirs, b"another", value.read_bytes())
