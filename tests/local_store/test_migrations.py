"""An older store is brought up to date when opened, whole or not at all; a new one is as the steps would make it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from counter_app.domain.card import CardState
from counter_app.ports import Store
from local_store import schema, tables
from local_store.codec import stamp
from local_store.engine import Database
from local_store.folder import STORE_NAME, open_or_make
from tests.contracts.case_contract import MISSING
from tests.contracts.samples import NOON, answer, card_of, draft, entry, number_of, operation, order, person
from tests.local_store.raw import opened

_SHAPE = "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"


def _age(folder: Path, key: str) -> None:
    """Make the store one of revision 0001 again."""
    with opened(folder, key) as connection:
        _without_making(connection)
        connection.execute("DROP INDEX ix_operations_accepted_at")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")


def _without_making(connection: sqlcipher.Connection) -> None:
    """As revision 0002 was."""
    _as_0007(connection)
    for table in ("attachments", "cases"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DROP INDEX ix_cards_loss_until")
    connection.execute("DROP INDEX ix_holders_making")
    for table, column in (("cards", "loss_until"), ("holders", "making"), ("holders", "life"), ("holders", "orders")):
        connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    connection.execute("UPDATE alembic_version SET version_num = '0002'")


def _as_0014(connection: sqlcipher.Connection) -> None:
    """Without the tables that came after revision 0014."""
    for table in ("audit_people", "anchors", "restorations", "print_jobs", "receipt_codes"):
        connection.execute(f"DROP TABLE {table}")


def _as_0007(connection: sqlcipher.Connection) -> None:
    """Without what came after revision 0007."""
    _as_0014(connection)
    for index in ("ix_outbox_next", "ix_operations_card_number"):
        connection.execute(f"DROP INDEX {index}")
    connection.execute("CREATE INDEX ix_outbox_state ON outbox (state)")
    for column in ("urgent", "carried", "sent_at"):
        connection.execute(f"ALTER TABLE outbox DROP COLUMN {column}")
    connection.execute("DELETE FROM meta WHERE name = 'heard_at'")
    for table in (
        "reopened",
        "reconciliations",
        "heard",
        "scope_members",
        "feed",
        "settlements",
        "transfers",
        "trials",
    ):
        connection.execute(f"DROP TABLE {table}")


def test_the_program_expects_the_last_step() -> None:
    steps = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))
    assert steps.get_current_head() == schema.CURRENT
    assert all(step.revision.isdigit() for step in steps.walk_revisions())


def test_the_steps_lead_from_nothing_to_the_tables(tmp_path: Path) -> None:
    """A file made by the steps alone is the same as one made at once, and both fit `tables`."""
    shapes = []
    for name in ("steps", "once"):
        path, key = tmp_path / name, "ab" * 32
        path.touch()
        database = Database(path, key)
        if name == "once":
            schema.create(database, {"kind": "practice"})
        else:
            _run_steps(database)
        with database.reading() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, tables.metadata) == []
            shapes.append(connection.exec_driver_sql(_SHAPE).fetchall())
        database.close()
    assert shapes[0] == shapes[1]
    assert len(shapes[0]) > 15


def _run_steps(database: Database) -> None:
    from alembic import command

    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def test_an_older_store_is_migrated_with_all_that_is_in_it(folder: Path, store: Store, key: str) -> None:
    made = operation()
    receipt = store.record(made, draft(), entry())
    store.close()
    _age(folder, key)
    again = open_or_make(folder, practice=True).store
    assert again.receipt(made.id) == receipt
    assert again.done_since(NOON) == 1
    assert again.verify_audit().whole
    again.close()
    with opened(folder, key) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.CURRENT,)
        indexes = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall()
    assert ("ix_operations_accepted_at",) in indexes


def test_people_of_a_mirror_without_cards_being_made_stay_and_can_have_some(
    folder: Path, store: Store, key: str
) -> None:
    """Revision 0002 knew no orders; when a loss lapses is written out from the card's own words."""
    lost, well = person(1, state=CardState.TEMPORARY_LOSS), person(2)
    store.keep_people([lost, well])
    store.close()
    with opened(folder, key) as connection:
        _without_making(connection)
    again = open_or_make(folder, practice=True).store
    assert [again.person(number_of(n)) for n in (1, 2)] == [lost, well]
    ordered = replace(well, orders=(order(),), life="missing")
    again.keep_people([ordered])
    assert again.person(number_of(2)) == ordered
    again.close()
    with opened(folder, key) as connection:
        lapses = connection.execute("SELECT number, loss_until FROM cards WHERE loss_until IS NOT NULL").fetchall()
    assert lapses == [(card_of(1), stamp(NOON + timedelta(days=7)))]


def test_a_migration_that_fails_leaves_the_old_store(folder: Path, store: Store, key: str) -> None:
    """The index of the next step stands already: the step fails, and the version stays what it was."""
    store.close()
    with opened(folder, key) as connection:
        _without_making(connection)
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    database = Database(folder / STORE_NAME, key)
    with pytest.raises(OperationalError, match="already exists"):
        schema.migrate(database)
    database.close()
    with opened(folder, key) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


_OPEN = """
import sys
from pathlib import Path
from local_store.folder import open_or_make
before = set(sys.modules)
opened = open_or_make(Path(sys.argv[1]), practice=True)
opened.store.find("439901")
slow = {"alembic", "pypinyin", "sqlalchemy.orm", "keyring.backends"}
print(",".join(sorted(slow & set(sys.modules))) or "none", len({"sqlalchemy", "keyring", "pydantic"} & before))
opened.store.close()
"""


def _open_elsewhere(folder: Path) -> str:
    return subprocess.run(
        [sys.executable, "-c", _OPEN, str(folder)], check=True, capture_output=True, text=True, timeout=60
    ).stdout.strip()


def test_opening_a_current_store_loads_nothing_slow(folder: Path, store: Store) -> None:
    """No Alembic, no pypinyin, no ORM, no keyring; and importing the folder alone loads no SQLAlchemy either."""
    store.close()
    assert _open_elsewhere(folder) == "none 0"


def test_two_processes_may_open_an_older_store_at_once(folder: Path, store: Store, key: str) -> None:
    store.close()
    _age(folder, key)
    command = [sys.executable, "-c", _OPEN, str(folder)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    for process in both:
        _out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err.decode()


def test_a_row_that_was_opened_again_before_takes_no_answers_to_files_that_left_by_now(
    folder: Path, store: Store, key: str
) -> None:
    """Revision 0013 did not keep which files had left when a row was opened again."""
    made = operation()
    store.record(made, draft(), entry())
    for _ in range(2):
        store.take_out(NOON, most=9, most_bytes=9, audit=lambda _serial, _count: entry())
    store.apply(answer(made.id), entry())
    [work] = store.works()
    assert store.send_again([(work, entry())]) == (made.id,)
    store.close()
    with opened(folder, key) as connection:
        connection.execute("ALTER TABLE reopened DROP COLUMN files")
        _as_0014(connection)
        connection.execute("UPDATE alembic_version SET version_num = '0013'")
    again = open_or_make(folder, practice=True).store
    assert again.take_answers([(answer(made.id), entry())], serial=2) == {made.id}
    assert again.waiting().waiting == 1
    assert again.take_answers([(answer(made.id), entry())], serial=3) == set()
    assert again.waiting().waiting == 0
    again.close()


def test_a_case_of_a_counter_that_knew_no_other_goes_to_the_platform_after_all(
    folder: Path, store: Store, key: str
) -> None:
    """Revision 0005 kept cases for this counter alone: each gets a key of its own, and those taken up say so later."""
    waits, gone = (store.keep_case(MISSING, entry("visit.turned_away")) for _ in range(2))
    store.resume_case(gone.number, entry("case.resumed"))
    store.close()
    with opened(folder, key) as connection:
        _as_0007(connection)
        connection.execute("DROP INDEX ix_cases_made_at")
        for column in ("given_here", "key", "sending", "taking", "resumed_by"):
            connection.execute(f"ALTER TABLE cases DROP COLUMN {column}")
        connection.execute("UPDATE alembic_version SET version_num = '0005'")
    again = open_or_make(folder, practice=True).store
    sent = again.cases_to_send()
    again.close()
    assert [one.case for one in sent] == [waits, replace(gone, resumed_at=NOON)]
    assert [one.taken is not None for one in sent] == [False, True]
    assert len({one.key for one in sent} - {""}) == 2
