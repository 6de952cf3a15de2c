"""The platform's last good word on a pack is kept and goes over the file; what does not hold changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from counter_app.domain.declaration import SignedStatement
from counter_app.domain.errors import StoreTrouble
from counter_app.provinces import Loaded, RulesNotInForce, load_kept, must_be_in_force
from counter_app.provinces.reading import Source
from counter_app.provinces.signed import SignedWords
from counter_app.provinces.statement import digest_of
from tests.provinces.samples import FULLER, write
from tests.provinces.signing import DAY, DRAFT, NOW, SAID, SOURCE, Pen

PEN = Pen()
MARK = "（草案）"


def take(words: SignedWords, *sent: SignedStatement, now: datetime = NOW, source: Source = SOURCE) -> bool:
    return words.take(sent, name="sample", source=source, now=now)


def loaded(folder: Path, *sent: SignedStatement, on: date = DAY, text: str = DRAFT) -> Loaded:
    """The rules of a counter that is told this, one after the other, and then started anew."""
    write(folder / "packs", text)
    for one in sent:
        take(PEN.words(folder / "signed"), one, source=Source("sample.toml", text))
    words = PEN.words(folder / "signed")
    return load_kept("sample", folder=folder / "packs", kept=folder / "kept", on=on, words=words)


def marks(found: Loaded) -> set[bool]:
    """Whether the bases of the pack's own regulation bear the mark."""
    pack = found.province
    ways = [pack.temporary_loss_basis, *(g.basis for g in pack.grounds), *(a.basis for a in pack.abroad)]
    return {MARK in basis.words.zh for basis in ways if "示例条例" in basis.text.zh}


def test_a_draft_declared_in_force_is_good_for_real_work_and_loses_its_mark(tmp_path: Path) -> None:
    before = loaded(tmp_path)
    assert marks(before) == {True}
    with pytest.raises(RulesNotInForce, match="draft"):
        must_be_in_force(before.province, on=DAY)
    after = loaded(tmp_path, PEN.says())
    must_be_in_force(after.province, on=DAY)
    assert marks(after) == {False}
    assert (after.province.draft, after.province.in_force_from, after.word.doubt) == (False, DAY, None)
    assert after.word.said is not None
    assert after.province.version == before.province.version == "2030.1"


def test_a_day_to_come_leaves_it_a_draft_until_then(tmp_path: Path) -> None:
    sent = PEN.says(in_force_from=date(2027, 1, 1))
    eve, day = loaded(tmp_path, sent, on=date(2026, 12, 31)), loaded(tmp_path, on=date(2027, 1, 1))
    assert (marks(eve), marks(day)) == ({True}, {False})
    with pytest.raises(RulesNotInForce, match="until 2027-01-01"):
        must_be_in_force(eve.province, on=date(2026, 12, 31))
    must_be_in_force(day.province, on=date(2027, 1, 1))


def test_a_day_that_was_put_off_holds_for_a_pack_in_force_too_and_a_draft_again_is_one(tmp_path: Path) -> None:
    mine = replace(SAID, digest=digest_of(Source("sample.toml", FULLER)))
    later = loaded(tmp_path, PEN.says(mine, in_force_from=date(2027, 1, 1)), text=FULLER)
    with pytest.raises(RulesNotInForce, match="2027-01-01"):
        must_be_in_force(later.province, on=DAY)
    back = PEN.says(mine, in_force=False, in_force_from=None, signed_at=NOW + timedelta(hours=1))
    again = loaded(tmp_path, back, text=FULLER)
    assert marks(again) == {True}
    with pytest.raises(RulesNotInForce, match="draft"):
        must_be_in_force(again.province, on=DAY)


def test_a_later_change_of_the_pack_is_no_draft_either(tmp_path: Path) -> None:
    changed = loaded(tmp_path, PEN.says(), on=date(2099, 1, 1))
    assert (changed.province.version, changed.province.draft) == ("2030.2", False)
    assert changed.province.temporary_loss_basis.words.zh == "示例条例第七条"


BAD = [
    (replace(PEN.says(signed_at=NOW), signature=PEN.signed("{}").signature), "签名不对"),
    (Pen().says(signed_at=NOW), "用别的密钥签署"),
    (PEN.says(version="2030.2", signed_at=NOW), "2030.2 版，本机是 2030.1 版"),
    (PEN.says(digest="0" * 64, signed_at=NOW), "摘要不符"),
    (PEN.says(in_force=False, in_force_from=None, signed_at=NOW - timedelta(days=3)), "旧"),
    (PEN.says(in_force=False, in_force_from=None, signed_at=NOW - timedelta(days=2)), "旧"),
    (PEN.says(signed_at=NOW + timedelta(days=2)), "在将来"),
    (SignedStatement("garbage", "SM2-SM3", "0", "AAAA"), "用别的密钥签署"),
]


@pytest.mark.parametrize(("bad", "why"), BAD)
def test_what_does_not_hold_is_told_and_the_last_good_one_stays(tmp_path: Path, bad: SignedStatement, why: str) -> None:
    good = PEN.says(signed_at=NOW - timedelta(days=2))
    before, after = loaded(tmp_path, good), loaded(tmp_path, bad)
    assert after.province == before.province
    assert after.word.said == before.word.said
    assert not after.province.draft
    assert after.word.doubt is not None
    assert why in after.word.doubt.zh
    assert after.word.doubt.zh.startswith("2026-11-21 12:00 收到的一份不采用")
    mended = loaded(tmp_path, PEN.says(signed_at=NOW))
    assert mended.word.doubt is None


@pytest.mark.parametrize(("bad", "why"), BAD[:4] + BAD[6:])
def test_with_none_before_it_a_draft_stays_a_draft(tmp_path: Path, bad: SignedStatement, why: str) -> None:
    found = loaded(tmp_path, bad)
    assert found.province.draft
    assert found.word.said is None
    assert why in (found.word.doubt.zh if found.word.doubt else "")


@pytest.mark.parametrize("spoilt", [b"", b"\xff", b"[]", b'{"statement": 1}', b"torn {"])
def test_a_kept_file_that_was_spoilt_is_told_and_the_next_good_one_mends_it(tmp_path: Path, spoilt: bytes) -> None:
    loaded(tmp_path, PEN.says())
    (tmp_path / "signed" / "sample.json").write_bytes(spoilt)
    found = loaded(tmp_path)
    assert found.province.draft
    assert found.word.doubt is not None
    assert "读不出" in found.word.doubt.zh
    assert not loaded(tmp_path, PEN.says()).province.draft


def test_a_kept_file_that_was_forged_is_not_believed(tmp_path: Path) -> None:
    loaded(tmp_path, PEN.says(in_force=False, in_force_from=None))
    file = tmp_path / "signed" / "sample.json"
    file.write_bytes(file.read_bytes().replace(rb"\"draft\"", rb"\"in_force\"").replace(b"null", rb"\"2026-11-01\""))
    found = loaded(tmp_path)
    assert found.province.draft
    assert found.word.doubt is not None
    assert "签名不对" in found.word.doubt.zh


def test_a_pack_edited_after_it_was_signed_is_a_draft_again(tmp_path: Path) -> None:
    assert not loaded(tmp_path, PEN.says()).province.draft
    edited = loaded(tmp_path, text=DRAFT.replace("days = 15", "days = 16"))
    assert edited.province.draft
    assert edited.word.doubt is not None
    assert "摘要不符" in edited.word.doubt.zh


def test_the_newest_of_several_is_taken_whatever_their_order_and_those_of_other_packs_left_alone(
    tmp_path: Path,
) -> None:
    words = PEN.words(tmp_path)
    new = PEN.says(signed_at=NOW - timedelta(hours=1))
    old = PEN.says(in_force=False, in_force_from=None, signed_at=NOW - timedelta(days=1))
    other, later = PEN.says(pack="hunan"), PEN.says(version="2031.1")
    assert take(words, later, new, old, other)
    said = words.word("sample", SOURCE)
    assert said.said is not None
    assert said.said.in_force
    assert said.doubt is None
    mark = words.mark("sample")
    assert mark
    assert not take(words, old, new), "nothing new"
    assert words.mark("sample") == mark
    assert not take(PEN.words(tmp_path / "fresh"), other)
    assert PEN.words(tmp_path / "fresh").word("sample", SOURCE).doubt is None


def test_without_a_key_nothing_holds_and_that_is_told(tmp_path: Path) -> None:
    words = SignedWords(tmp_path, lambda: "")
    assert not take(words, PEN.says())
    found = words.word("sample", SOURCE)
    assert found.said is None
    assert found.doubt is not None
    assert "没有设省平台签名公钥" in found.doubt.zh
    assert "not set" in found.doubt.en


def test_a_folder_that_cannot_be_written_is_the_disks_trouble(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("x", encoding="utf-8")
    with pytest.raises(StoreTrouble):
        take(PEN.words(tmp_path / "in-the-way"), PEN.says())


def test_what_is_kept_is_whole_and_alone(tmp_path: Path) -> None:
    """Nothing half-written is left beside it."""
    sent: Iterable[SignedStatement] = (PEN.says(),)
    take(PEN.words(tmp_path), *sent)
    assert [file.name for file in tmp_path.iterdir()] == ["sample.json"]
