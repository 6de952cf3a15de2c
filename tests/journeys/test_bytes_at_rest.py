"""After a busy day no byte on the disk tells a name or a number of anybody: data folder, logs, crash and temporary
files, caches, and what practice plays.
"""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from practice.population import cast
from tests.parts.bytes_at_rest import hits
from tests.parts.command import Command
from tests.parts.processes import end

WHO = ("normal", "normal-2", "rare-character")
PHONE = "13900001234"


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """A machine of its own: home, caches, temporary files, the session's runtime folder."""
    env = {**os.environ, "HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp")}
    env |= {f"XDG_{one}_HOME": str(tmp_path / "home" / one.lower()) for one in ("DATA", "CONFIG", "CACHE", "STATE")}
    env["XDG_RUNTIME_DIR"] = str(tmp_path / "run")
    for name in ("home", "tmp", "run"):
        (tmp_path / name).mkdir(mode=0o700)
    return env


def _words(people: list[Person]) -> set[str]:
    """Names, numbers, card numbers and identifiers, telephones."""
    told = {PHONE}
    for person in people:
        told |= {person.holder.name, person.holder.number, person.holder.mobile}
        told |= {word for card in person.cards for word in (card.number, card.identifier)}
    return {word for word in told if word}


def test_after_a_busy_day_no_byte_tells_a_name_or_a_number(tmp_path: Path, machine: dict[str, str]) -> None:
    """Online and without a line, at the command and at the window, with a fault whose words tell who, and killed with
    somebody on the screen. The practice platform, and what lies on the reader, stand in the same folder.
    """
    everybody = cast(now=datetime.now(UTC))
    people = [everybody[role] for role in WHO]
    numbers = [person.holder.number for person in people]
    command = Command(tmp_path / "data", env=machine, cold=True)
    assert command.carry_out("temporary-loss", numbers[2]).json["settlement"] == "accepted"
    assert command("practice", "id", "put", people[0].holder.name).status == 0
    with (tmp_path / "stderr").open("wb") as errors:
        day = subprocess.Popen(
            [sys.executable, "-m", "tests.parts.busy_day", str(command.folder), *numbers[:2]],
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**machine, "QT_QPA_PLATFORM": "offscreen"},
            cwd=Path(__file__).resolve().parents[2],
        )
    try:
        assert day.stdout is not None
        assert day.stdout.readline() == b"on the screen\n", (tmp_path / "stderr").read_text(encoding="utf-8")
        assert hits([tmp_path], _words(people)) == [], "while somebody is on the screen"
        day.send_signal(signal.SIGKILL)
        day.wait(10)
    finally:
        end(day)
        if day.stdout is not None:
            day.stdout.close()
        command("practice", "id", "take")
    names = {file.name for file in command.folder.rglob("*") if file.is_file()}
    assert {"store.db", "store.db-wal", "platform.db", "counter.log"} <= names, "a day that left nothing proves nothing"
    assert "RuntimeError" in (command.folder / "logs" / "counter.log").read_text(encoding="utf-8")
    assert hits([tmp_path], _words(people)) == []


def test_the_search_finds_what_stands_there_however_it_is_written(tmp_path: Path) -> None:
    """Each planted form is found under its file; a folder without them has none."""
    name, number = "林晓岚", "439901198805166009"
    planted = {
        "utf8": name.encode(),
        "utf16": f"x{name}".encode("utf-16"),
        "gb": f"姓名{name}".encode("gb18030"),
        "json": json.dumps({"name": name}).encode(),
        "hex": f"00{number.encode().hex()}".encode(),
        "zlib": b"%PDF stream " + zlib.compress(f"row {number} end".encode()) + b" endstream",
        "gzip": gzip.compress(name.encode()),
        f"of-{number}": b"",
    }
    for file, raw in planted.items():
        (tmp_path / file).write_bytes(raw)
    with zipfile.ZipFile(tmp_path / "zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", f"<t>{name}</t>")
    (tmp_path / "clean").write_bytes(os.urandom(4096))
    assert {file for file, _word in hits([tmp_path], [name, number])} == {*planted, "zip"}
