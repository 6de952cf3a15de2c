"""What other processes do in tests of the store: record, make a folder, be courier, die at a chosen moment.

Each function is the whole life of a process. To die is SIGKILL to oneself: nothing is flushed, closed or undone.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from multiprocessing.connection import Connection as Pipe
from multiprocessing.synchronize import Barrier
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

from counter_app.domain.operation import Operation, new_operation_id
from counter_app.domain.photo import DIGEST_FACT, picture_of
from counter_app.ports import Store
from local_store.courier_lock import courier_lock
from local_store.folder import open_or_make
from tests.contracts.samples import draft, entry, operation, visit

PICTURE = picture_of(b"\xff\xd8 a square \xff\xd9")
_ID = "018f0000-0000-7000-8000-000000000001"


def die(*_anything: object) -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def record_many(folder: Path, number: int, holder: int) -> None:
    """Record `number` operations of one holder, beside whoever else does the same."""
    store = open_or_make(folder, practice=True).store
    for n in range(number):
        store.record(operation(holder=holder, card=holder, facts={"n": str(n)}), draft(), entry())
    store.close()


def come_and_go(folder: Path, times: int) -> None:
    """Open the store, record one operation and close it, again and again, as commands do."""
    for n in range(times):
        record_many(folder, 1, n)


def record_and_die(folder: Path, border: str, statement: int) -> None:
    """Begin a visit and record its operation; die as the given statement begins, before the commit or right after
    it."""
    store = open_or_make(folder, practice=True).store
    made = operation(operation_id=_ID)
    store.keep_visit(visit(operation_id=made.id))
    _die_at(border, statement)
    store.record(made, draft(), entry(), visit_id="v1")
    sys.exit(0)


def record_picture_and_die(folder: Path, border: str, statement: int) -> None:
    """The same with a picture."""
    store = open_or_make(folder, practice=True).store
    named = (("picture", PICTURE.digest),)
    store.keep_visit(replace(visit(operation_id=_ID), answers=named), picture=PICTURE)
    _die_at(border, statement)
    store.record(with_picture(), draft(), entry(), visit_id="v1")
    sys.exit(0)


def with_picture() -> Operation:
    """The operation that names it."""
    return operation(operation_id=_ID, facts={DIGEST_FACT: PICTURE.digest})


def _die_at(border: str, statement: int) -> None:
    left = [statement]

    def count(_sql: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            die()

    def trace(connection: sqlcipher.Connection, *_anything: object) -> None:
        connection.set_trace_callback(count)

    if border == "statement":
        event.listen(Pool, "checkout", trace)
    else:
        event.listen(*{"before commit": (Engine, "commit"), "after commit": (Pool, "checkin")}[border], die)


def record_for_ever(folder: Path, said: Path) -> None:
    """Visit after visit until killed; the id of each operation is written to `said` once its receipt is there."""
    store = open_or_make(folder, practice=True).store
    with said.open("ab", buffering=0) as file:
        while True:
            _one_visit(store, file.fileno())


def _one_visit(store: Store, said: int) -> None:
    made = operation(operation_id=str(new_operation_id()))
    store.keep_visit(visit(made.id, operation_id=made.id))
    store.record(made, draft(), entry(), visit_id=made.id)
    os.write(said, made.id.encode() + b"\n")
    store.end_visit(made.id)


def make(folder: Path, together: Barrier, pipe: Pipe) -> None:
    """Make or open the folder at the same moment as others; tell which key it was given."""
    together.wait(30)
    opened = open_or_make(folder, practice=True)
    opened.store.record(operation(), draft(), entry())
    pipe.send(opened.secrets.get("store-key"))
    opened.store.close()


def make_and_die(folder: Path, moment: int) -> None:
    """Make the folder; die just before the given time that a file in it is opened, renamed, removed or locked."""
    left = [moment]

    def watch(name: str, arguments: tuple[object, ...]) -> None:
        touches = name in ("open", "os.rename", "os.remove", "os.mkdir", "sqlite3.connect", "fcntl.flock", "os.chmod")
        if touches and (name == "fcntl.flock" or str(folder) in str(arguments[0])):
            left[0] -= 1
            if left[0] < 0:
                die()

    sys.addaudithook(watch)
    opened = open_or_make(folder, practice=True)
    opened.store.note(replace(entry("made")))
    sys.exit(0)


def be_courier(folder: Path, pipe: Pipe) -> None:
    """Tell whether this process became courier; stay it until told to end."""
    with courier_lock(folder) as mine:
        pipe.send(mine)
        pipe.recv()
