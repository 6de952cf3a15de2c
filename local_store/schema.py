"""The schema's version: what a new file gets, and how an older one is brought up to date.

Alembic is imported only when there is something to migrate. Refuses files of a newer program before touching them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, select

from counter_app.domain.errors import Damaged, NewerThanProgram
from local_store import tables
from local_store.engine import Database

CURRENT = "0018"
"""The revision of `migrations/versions` that `tables` describes; revisions are numbers with leading zeros."""

_version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def create(database: Database, marks: Mapping[str, str]) -> None:
    """All tables of the current version in an empty file, with what the folder says of itself."""
    with database.writing() as connection:
        tables.metadata.create_all(connection)
        _version.create(connection)
        connection.execute(insert(_version).values(version_num=CURRENT))
        connection.execute(insert(tables.meta), [{"name": name, "value": value} for name, value in marks.items()])


def is_current(version: str) -> bool:
    """False when it must be migrated first. Raises NewerThanProgram, Damaged."""
    if not version.isdigit():
        raise Damaged
    if int(version) > int(CURRENT):
        raise NewerThanProgram
    return int(version) == int(CURRENT)


def migrate(database: Database) -> None:
    """Bring the file up to date in one transaction; a second process that waits for it finds nothing to do."""
    with database.writing() as connection:
        version = connection.execute(select(_version.c.version_num)).scalar_one()
        if not is_current(version):
            _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
