"""Run on a small disk of its own: every write of the store, on it full, read-only and failing. Prints what happened.

Started by `test_every_write.py` in a mount namespace where the folder given is a tmpfs of a few megabytes. Arguments:
one of `HOW`, and the disk.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_FSIZE, setrlimit
from typing import cast

from sqlalchemy import select

from counter_app.domain.errors import StoreTrouble
from counter_app.ports import Secrets
from local_store import tables
from local_store.folder import OpenFolder, open_or_make
from local_store.store import SqlStore
from tests.local_store.full_disk import fill
from tests.local_store.writes import WRITES
from tests.parts.processes import program

NOTHING, A_PART = 0, 3 * 4096
"""Bytes left: none, so that not even the first page can be written, or room for a part of it only."""
LARGE = frozenset({"record", "record_anew", "apply_all", "keep_people", "keep_page", "keep_visit", "take_out", "fill"})


def _content(store: SqlStore) -> dict[str, list[tuple[object, ...]]]:
    """Everything that stands in the file, by table."""
    with store._database.reading() as connection:  # noqa: SLF001 - past the store, to see what it left
        return {
            table.name: sorted(map(tuple, connection.execute(select(table)).all()), key=repr)
            for table in tables.metadata.sorted_tables
        }


def _empty_journal(store: SqlStore) -> None:
    """What is written next needs room of its own."""
    with store._database._engine.connect() as connection:  # noqa: SLF001
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _try(write: Callable[[], object]) -> list[str]:
    """ "written", or what was said about it: code and words in both languages, and what to do."""
    try:
        write()
    except StoreTrouble as error:
        words = (error.message, error.what_next)
        return [error.code, *(text for one in words for text in (one.zh, one.en))]
    return ["written"]


def _secret(secrets: Secrets) -> Callable[[], None]:
    return lambda: secrets.put("another", "x" * 9000)


def _full(opened: OpenFolder, disk: Path) -> list[dict[str, object]]:
    store, ballast, told = cast(SqlStore, opened.store), disk / "ballast", []
    for name, make_ready in WRITES.items():
        for leave in (NOTHING, A_PART) if name in LARGE else (NOTHING,):
            write = make_ready(store)
            _empty_journal(store)
            before = _content(store)
            fill(ballast, leave)
            said, stands = _try(write), _content(store)
            ballast.unlink()
            again = _try(write) if said != ["written"] else said
            told.append(
                {
                    "name": name,
                    "leave": leave,
                    "said": said,
                    "untouched": stands == before,
                    "again": again,
                    "changed": _content(store) != before,
                }
            )
    keep = _secret(opened.secrets)
    fill(ballast, 0)
    said, left = _try(keep), sorted(path.name for path in (disk / "data").glob("*.new"))
    ballast.unlink()
    told.append(
        {"name": "secrets.put", "leave": 0, "said": said, "untouched": not left, "again": _try(keep), "changed": True}
    )
    return told


def _read_only(opened: OpenFolder, disk: Path) -> list[dict[str, object]]:
    """The file is closed meanwhile: nothing makes a disk read-only under an open one but a fault of the machine."""
    store = cast(SqlStore, opened.store)
    writes = {name: make_ready(store) for name, make_ready in WRITES.items()}
    before = _content(store)
    store.close()
    _mounted(disk, "ro")
    said = {name: _try(write) for name, write in writes.items()} | {"secrets.put": _try(_secret(opened.secrets))}
    _mounted(disk, "rw")
    untouched = _content(store) == before
    again = {name: _try(write) for name, write in writes.items()} | {"secrets.put": _try(_secret(opened.secrets))}
    return [
        {"name": name, "leave": 0, "said": words, "untouched": untouched, "again": again[name], "changed": True}
        for name, words in said.items()
    ]


def _failing(opened: OpenFolder, _disk: Path) -> list[dict[str, object]]:
    """Under the open file every writing fails, as on a disk that went read-only for a fault: no byte may be added."""
    store, told = cast(SqlStore, opened.store), []
    for name, make_ready in WRITES.items():
        write = make_ready(store)
        _empty_journal(store)
        before = _content(store)
        setrlimit(RLIMIT_FSIZE, (0, RLIM_INFINITY))
        said = _try(write)
        setrlimit(RLIMIT_FSIZE, (RLIM_INFINITY, RLIM_INFINITY))
        untouched, again = _content(store) == before, _try(write)
        told.append(
            {
                "name": name,
                "leave": NOTHING,
                "said": said,
                "untouched": untouched,
                "again": again,
                "changed": _content(store) != before,
            }
        )
    return told


HOW = {"full": _full, "read-only": _read_only, "failing": _failing}


def _mounted(disk: Path, how: str) -> None:
    subprocess.run([program("mount", package="mount"), "-o", f"remount,{how}", str(disk)], check=True)


def main(how: str, disk: Path) -> None:
    """Each write in turn, on rows of its own."""
    opened = open_or_make(disk / "data", practice=True)
    told = HOW[how](opened, disk)
    whole = opened.store.verify_audit().whole
    opened.store.close()
    sys.stdout.write(json.dumps({"told": told, "whole": whole}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
