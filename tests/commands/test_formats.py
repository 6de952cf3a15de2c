"""The formats of docs/command.md, member by member, from a loss report to its receipt."""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pypdfium2
import sqlcipher3.dbapi2 as sqlcipher

from counter_app.domain.holder import Person
from counter_app.domain.receipt import receipt_number_checks
from tests.parts.command import Command, ended, program, started
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform

Somebody = Callable[[], Person]
CARRIED = {"operation", "receipt", "procedure", "state", "settlement", "headline", "halves"}
MOMENTS = {"accepted_at", "sent_at", "effective_at"}
ROW = {"id", "receipt", "procedure", "state", "settlement", "held_by", "since", "aside", "carried"} | MOMENTS
PARTS = (
    "data_folder key store backup rules calendar feed reference platform enrolment clock alone reconciled pace"
    " card_reader psam id_reader printer papers fonts characters window"
).split()


def pdf_text(file: Path) -> str:
    """The words of a PDF as another program reads them."""
    document = pypdfium2.PdfDocument(file)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_a_missing_folder_becomes_a_working_practice_counter_with_no_prompt(tmp_path: Path) -> None:
    """From nothing: doctor, an example that works, its operation confirmed by the platform that started by itself."""
    counter = Command(tmp_path / "not" / "there", cold=True)
    health = counter("doctor")
    assert set(health.json) == {"healthy", "practice", "parts"}
    assert health.json["practice"] is True
    parts = {part["part"]: part for part in health.json["parts"]}
    assert [part for part in parts if part != "other_reader"] == PARTS
    assert all(set(part) == {"part", "state", "in_process", "what", "advice"} for part in parts.values())
    assert {parts[name]["state"] for name in ("data_folder", "key", "store", "rules", "platform")} == {"ok"}
    assert parts["printer"]["state"] == "off"
    assert health.status == (0 if health.json["healthy"] else 1)

    example = counter.words("carry-out", "temporary-loss", "--example")
    assert set(json.loads(example.out)) == {"holder", "answers"}
    done = counter("carry-out", "temporary-loss", "--answers", "-", given=example.out)
    assert done.status == 0
    assert set(done.json) == CARRIED
    assert (done.json["procedure"], done.json["state"], done.json["settlement"]) == (
        "temporary-loss",
        "settled",
        "accepted",
    )
    assert [(half["half"], half["state"]) for half in done.json["halves"]] == [("ssc", "ok"), ("bank", "ok")]
    assert all(set(half) == {"half", "state", "words"} for half in done.json["halves"])
    assert receipt_number_checks(done.json["receipt"])
    overview = counter("practice")
    assert set(overview.json) == {"folder", "people", "card_on_reader", "id_on_reader", "psam"}
    assert overview.json["people"] > 1000


def test_outbox_and_sync_of_one_report(inside: Command, somebody: Somebody) -> None:
    """Recorded with no line, then sent: each command tells what is known, first and last."""
    person = somebody()
    away = replace(inside, sets=(f"platform.url={NOWHERE}",))
    done = away.carry_out("temporary-loss", person.holder.number)
    assert (done.status, done.json["state"], done.json["settlement"]) == (0, "waiting", None)
    assert done.json["headline"] == "已受理，等待平台确认"
    assert {half["words"] for half in done.json["halves"]} == {"等待平台确认"}

    box = away("outbox")
    assert set(box.json) == {"operations", "waiting", "in_flight", "refused"}
    (row,) = box.json["operations"]
    assert set(row) == ROW
    assert (row["id"], row["receipt"]) == (done.json["operation"], done.json["receipt"])
    assert (row["procedure"], row["state"], row["settlement"], row["held_by"]) == (
        "temporary-loss",
        "waiting",
        None,
        None,
    )
    assert datetime.fromisoformat(row["since"]).utcoffset() is not None
    assert (box.json["waiting"], box.json["in_flight"], box.json["refused"]) == (1, 0, 0)

    failed = away("sync")
    assert (failed.status, failed.json) == (
        1,
        {
            "handed_over": 0,
            "accepted": 0,
            "refused": 0,
            "left": 1,
            "refused_open": 0,
            "line": "no_platform",
            "trouble": "NoPlatform",
        },
    )


def test_a_receipt_before_and_after_the_answer_and_the_trail(
    inside: Command, somebody: Somebody, tmp_path: Path
) -> None:
    """On paper too: what waits says so and whom to call, what is confirmed says since when; nothing is whole there."""
    person = somebody()
    away = replace(inside, sets=(f"platform.url={NOWHERE}",))
    done = away.carry_out("temporary-loss", person.holder.number).json
    first = away("receipt", done["receipt"], "--pdf", str(tmp_path / "first.pdf"))
    assert set(first.json) == {"number", "operation", "issued_at", "state", "rows", "notes", "pdf"}
    assert all(set(line) == {"label", "value"} for line in first.json["rows"])
    assert (first.json["state"], first.json["pdf"]) == ("已受理，待平台确认", str(tmp_path / "first.pdf"))
    assert any("12333" in note for note in first.json["notes"])

    sent = inside("sync", "--until-empty")
    assert (sent.status, sent.json) == (
        0,
        {
            "handed_over": 1,
            "accepted": 1,
            "refused": 0,
            "left": 0,
            "refused_open": 0,
            "line": "online",
            "trouble": None,
        },
    )
    last = replace(inside, inside=False)("receipt", done["operation"], "--pdf", str(tmp_path / "last.pdf"))
    assert last.json["state"] == "平台已确认"
    assert not any("12333" in note for note in last.json["notes"])
    before, after = pdf_text(tmp_path / "first.pdf"), pdf_text(tmp_path / "last.pdf")
    assert done["receipt"] in before
    assert done["receipt"] in after
    assert "平台已确认" not in before
    assert "平台已确认" in after
    for text in (before, after):
        assert person.holder.number not in text
        assert person.holder.name not in text
    assert person.holder.number[:6] in before

    words = replace(inside, inside=False).words("outbox").out
    assert re.search(r"临时挂失\s+平台已确认", words)
    assert "settled" not in words
    english = inside.having("language=en").words("outbox").out
    assert re.search(r"Temporary loss\s+confirmed", english)
    audit = inside("audit", "verify")
    assert audit.status == 0
    told, anchor = audit.json, audit.json["anchor"]
    whole = {"whole": True, "entries": told["entries"], "broken_at": None, "fault": "", "restored_at": None}
    assert told == {**whole, "anchor": anchor}
    assert audit.json["entries"] >= 4


def test_a_tampered_trail_is_status_1_with_the_first_broken_entry(inside: Command, somebody: Somebody) -> None:
    inside.carry_out("temporary-loss", somebody().holder.number)
    key = json.loads((inside.folder / "practice.key").read_text(encoding="utf-8"))["store-key"]
    connection = sqlcipher.connect(str(inside.folder / "store.db"))
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    connection.execute("UPDATE audit SET clerk = '0318' WHERE serial = 2")
    connection.commit()
    connection.close()
    said = inside("audit", "verify")
    assert (said.status, said.json["whole"], said.json["broken_at"]) == (1, False, 2)
    assert said.json["fault"]
    assert "第 2 条断开" in inside.words("audit", "verify").out
    health = inside("doctor")
    store = next(part for part in health.json["parts"] if part["part"] == "store")
    assert (health.status, health.json["healthy"], store["state"]) == (1, False, "trouble")


def test_practice_people_are_listed_whole(inside: Command, roles: dict[str, Person]) -> None:
    told = inside("practice", "people", "沈佳怡").json["people"]
    wanted = [roles["namesake-1"], roles["namesake-2"]]
    assert told == [
        {
            "name": p.holder.name,
            "number": p.holder.number,
            "card_number": p.card.number if p.card else None,
            "case": None,
        }
        for p in wanted
    ]
    nobody = inside("practice", "card", "put", "没有这个人")
    assert (nobody.status, nobody.error["code"]) == (1, "NotFound")


def test_the_platform_command_says_where_it_listens_and_ends_when_told(tmp_path: Path, platform: Platform) -> None:
    running = started([program(), "platform", "--port", "0", "--database", str(tmp_path / "p.db")])
    assert running.stdout is not None
    said = json.loads(running.stdout.readline())
    assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+", said["url"])
    assert list(said) == ["url"]
    running.terminate()
    assert ended(running, seconds=10).status in (0, -15, 143), sys.platform
    taken = ended(started([program(), "platform", "--port", str(platform.port), "--database", str(tmp_path / "q.db")]))
    assert taken.status == 2
    assert "Traceback" not in taken.err
