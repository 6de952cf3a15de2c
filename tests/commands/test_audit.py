"""`counter audit`: an auditor finds who looked at whom, takes it out in a file, and nobody else does; a cut trail is
named by the platform.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from counter_app.domain.holder import Person
from tests.contracts.samples import entry
from tests.local_store.raw import opened
from tests.parts.command import Command
from tests.parts.counting import working

NO, WRONG = 1, 2


@pytest.fixture
def person(inside: Command, somebody: Callable[[], Person]) -> Person:
    """Somebody who was looked at and whose loss was reported."""
    found = somebody()
    assert inside.carry_out("temporary-loss", found.holder.number).status == 0
    return found


def test_every_look_at_a_person_is_found_by_the_number_and_shown_masked(inside: Command, person: Person) -> None:
    number, name = person.holder.number, person.holder.name
    told = inside("audit", "search", "--holder", given=f"{number}\n").json
    found = {one["what"] for one in told["entries"]}
    assert {"person.opened", "operation.recorded"} <= found
    assert number not in str(told)
    assert name not in str(told)
    (recorded,) = [one for one in told["entries"] if one["what"] == "operation.recorded"]
    assert recorded["receipt"]
    by_receipt = inside("audit", "search", "--receipt", recorded["receipt"]).json["entries"]
    assert recorded in by_receipt
    assert inside("audit", "search", "--what", "operation.", "--by", "0999").json["entries"] == []
    again = inside("audit", "search", "--what", "audit.", "--holder", given=f"{number}\n").json["entries"]
    assert [one["clerk"] for one in again] == ["0401", "0401"], "whoever looks into the trail leaves one"


def test_a_file_is_marked_masked_and_on_record(inside: Command, person: Person, tmp_path: Path) -> None:
    number, name = person.holder.number, person.holder.name
    assert inside("audit", "export", str(tmp_path / "trail.csv")).json["entries"] > 0
    text = (tmp_path / "trail.csv").read_text(encoding="utf-8-sig")
    assert number not in text
    assert name not in text
    rows = list(csv.reader(io.StringIO(text)))
    assert ("0401" in rows[1], "已遮盖 / masked" in rows[2]) == (True, True)
    assert inside("audit", "export", str(tmp_path / "trail.xlsx"), "--full", "--why", "抽查").status == 0
    page = load_workbook(tmp_path / "trail.xlsx").active
    assert page is not None
    cells = [str(cell) for row in page.iter_rows(values_only=True) for cell in row if cell is not None]
    assert {"抽查", "完整 / unmasked"} <= set(cells)
    assert any(number in cell for cell in cells)
    exported = inside("audit", "search", "--what", "audit.exported").json["entries"]
    assert [one["clerk"] for one in exported] == ["0401", "0401"]


def test_whole_numbers_want_a_reason_and_the_trail_an_auditor(inside: Command, person: Person, tmp_path: Path) -> None:
    assert inside("audit", "search", "--full").error["code"] == "BadInput"
    for clerk in ("0317", "0318", "0501"):
        assert inside("audit", "search", "--clerk", clerk).error["code"] == "NotAllowed"
        said = inside("audit", "export", str(tmp_path / "mine.csv"), "--clerk", clerk)
        assert (said.status, said.error["code"]) == (NO, "NotAllowed")
    assert not (tmp_path / "mine.csv").exists()
    refused = inside("audit", "search", "--what", "right.refused").json["entries"]
    assert {"0317", "0318", "0501"} <= {one["clerk"] for one in refused}
    assert inside("audit", "export", str(tmp_path / "trail.doc")).status == WRONG
    assert inside("audit", "search", "--since", "yesterday").status == WRONG
    assert inside("audit", "search", "--holder").status == WRONG


def test_a_trail_cut_with_the_key_in_hand_is_named_beside_the_platform(inside: Command, person: Person) -> None:
    """The courier has anchored it; whoever cuts it sets the count back too, and takes away what is kept here."""
    with working(inside.folder, *inside.sets, "audit.anchored_every=0.01") as counter:
        counter.courier().pass_once()
        counter.store().note(entry("person.searched", at=counter.onward.now()))  # tells of no work
        counter.courier().pass_once()
    told = inside("audit", "verify", "--platform").json
    assert (told["whole"], told["anchor"]["asked"], told["anchor"]["entries"] > 2) == (True, True, True)
    key = json.loads((inside.folder / "practice.key").read_text(encoding="utf-8"))
    last = told["anchor"]["entries"]
    with opened(inside.folder, key["store-key"]) as connection:
        (what,) = connection.execute("SELECT covers FROM audit ORDER BY serial DESC LIMIT 1").fetchone()
        assert what == "", "no operation goes with it"
        connection.execute(
            "DELETE FROM audit_people WHERE audit_id IN (SELECT id FROM audit WHERE serial >= ?)", [last]
        )
        connection.execute("DELETE FROM audit WHERE serial >= ?", [last])
        connection.execute(
            "UPDATE chains SET length = ?, head = (SELECT link FROM audit WHERE serial = ?)", [last - 1] * 2
        )
        connection.execute("DELETE FROM anchors")
    here = inside("audit", "verify")
    assert (here.status, here.json["fault"], here.json["broken_at"]) == (NO, "cut", last)
    path = inside.folder / "practice.key"
    path.write_text(
        json.dumps({name: value for name, value in key.items() if name != "audit-anchor"}), encoding="utf-8"
    )
    assert inside("audit", "verify").json["whole"] is True
    there = inside("audit", "verify", "--platform")
    assert (there.status, there.json["fault"], there.json["broken_at"]) == (NO, "cut", last)
