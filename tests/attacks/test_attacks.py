"""Somebody with this counter's files in hand, and somebody with forged paper: what each comes to."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest

from counter_app import settings
from counter_app.domain.audit_faults import AuditFault
from counter_app.domain.errors import BadInput, BadSettings, Damaged, NoPlatform
from counter_app.domain.receipt import receipt_number, receipt_number_checks
from counter_app.feed import Listed
from counter_app.provinces import peek
from counter_app.reference import Shelf
from counter_app.wiring import open_counter
from local_store.folder import KEY, MARK_NAME, mark_of
from sync import enrolment_wire
from tests.contracts.samples import NOON, draft, entry, operation, person
from tests.local_store.raw import opened as opened_raw
from tests.parts import under_passphrase

DAY = date(2026, 3, 18)  # of NOON


def test_a_real_folder_that_is_called_practice_does_not_open(tmp_path: Path) -> None:
    """The mark stands in the store too: nobody comes to the sign-in of practice by a line of a small file."""
    under_passphrase.made(tmp_path).store.close()
    mark = mark_of(tmp_path)
    assert mark is not None
    tmp_path.joinpath(MARK_NAME).write_text(json.dumps(asdict(replace(mark, kind="practice"))), encoding="utf-8")
    with pytest.raises(Damaged):
        under_passphrase.opened(tmp_path)


def test_a_store_of_another_counter_does_not_open_though_its_key_was_brought_along(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    under_passphrase.made(here).store.close()
    other = under_passphrase.made(there)
    other.store.record(operation(), draft(), entry())
    other.store.close()
    with pytest.raises(Damaged):
        _with_store_of(here, there)


def _with_store_of(here: Path, there: Path) -> None:
    """The other store under the key of the other folder, beside the mark of this one."""
    for name in ("store.db", "store.db-wal"):
        if (there / name).exists():
            (here / name).write_bytes((there / name).read_bytes())
    mark, foreign = mark_of(here), mark_of(there)
    assert mark is not None
    assert foreign is not None
    forged = replace(mark, key_salt=foreign.key_salt, key_check=foreign.key_check)
    here.joinpath(MARK_NAME).write_text(json.dumps(asdict(forged)), encoding="utf-8")
    from local_store.folder import open_or_make

    secrets = under_passphrase.opened(there)
    secrets.store.close()
    open_or_make(here, practice=False, unlocked=secrets.secrets).store.close()


def test_a_receipt_nobody_gave_is_not_found_though_its_check_digit_fits(tmp_path: Path) -> None:
    there = under_passphrase.made(tmp_path)
    given = there.store.record(operation(at=NOON), draft(), entry())
    forged = [receipt_number("439901", "01", DAY, serial) for serial in range(2, 40)]
    assert all(receipt_number_checks(number) for number in forged)
    assert [number for number in (given.number, *forged) if there.store.receipt(number) is not None] == [given.number]
    there.store.close()


def test_a_receipt_changed_in_the_store_is_named_by_the_trail_though_its_own_digest_was_made_anew(
    tmp_path: Path,
) -> None:
    """Whoever has the key can change the words and seal them again: the trail holds the seal of what was promised."""
    from local_store.codec import seal

    there = under_passphrase.made(tmp_path)
    there.store.record(operation(), draft(), entry())
    key = there.secrets.get(KEY)
    assert key is not None
    with opened_raw(tmp_path, key) as connection:
        body = str(connection.execute("SELECT body FROM receipts").fetchone()[0])
        forged = seal(body.replace("临时挂失", "已经解挂"))
        values = (forged.text, forged.salt, forged.digest)
        connection.execute("UPDATE receipts SET body = ?, salt = ?, digest = ?", values)
    report = there.store.verify_audit()
    there.store.close()
    assert (report.whole, report.fault) == (False, AuditFault.WORK)


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "..", "a/b", "hunan/../../x", "base", "..\\evil"])
def test_no_name_leads_out_of_the_folders_of_packs_and_reference_data(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "evil.toml"
    outside.write_text('code = "990000"', encoding="utf-8")
    with pytest.raises(BadInput):
        peek(name, folder=tmp_path / "packs", kept=tmp_path / "kept")
    assert Shelf(tmp_path / "reference", lambda: "").wanted([Listed(name, 1, "0" * 64)]) == ()


@pytest.mark.parametrize("name", ["../../x", "a/b", "a\\b", "x\n", "", "C" * 65])
def test_no_name_the_platform_gives_this_counter_can_name_a_place_on_disk(name: str) -> None:
    """It stands in the name of each file of work that is carried by hand."""
    told = {
        "counter": name,
        "valid_until": "2027-11-22T08:00:00Z",
        "scope": {"kind": "outlet", "code": "1", "limit": 1},
    }
    enrolment_wire.read_grant(json.dumps(told | {"counter": "C-1"}).encode())
    with pytest.raises(NoPlatform):
        enrolment_wire.read_grant(json.dumps(told).encode())


def test_a_platform_address_that_was_written_into_the_file_past_the_program_opens_nothing(tmp_path: Path) -> None:
    under_passphrase.made(tmp_path).store.close()
    settings.keep(tmp_path, {"platform.url": "http://127.0.0.1:9", "platform.ca": ""})
    with pytest.raises(BadSettings):
        open_counter(tmp_path, ())


_STATEMENTS = (
    "' OR '1'='1",
    "'; DROP TABLE holders;--",
    '" OR 1=1',
    "%",
    "_",
    "\\",
    "*",
    "x' UNION SELECT key FROM meta--",
)


def test_no_words_somebody_types_or_a_card_brings_are_a_statement(tmp_path: Path) -> None:
    """They are looked for as they stand: they find nobody, and everything is there afterwards."""
    there = under_passphrase.made(tmp_path)
    there.store.record(operation(), draft(), entry())
    there.store.keep_people([person(serial) for serial in (1, 2, 3)])
    for words in _STATEMENTS:
        there.store.note(entry("person.searched", text=words))
        assert there.store.find(words) == ()
        assert there.store.receipt(words) is None
        assert there.store.person(words) is there.store.person_by_card(words) is None
    assert len(there.store.find("林晓岚")) == 3
    assert there.store.verify_audit().whole
    there.store.close()
