"""Requests that could not be met reach the platform: how each stands there, and where it was taken up.

Those that were kept before go to the platform with the next pass, and with them that they were taken up.
"""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

_cases = sa.table("cases", sa.column("number"), sa.column("key"), sa.column("taking"), sa.column("resumed_at"))


def upgrade() -> None:
    op.add_column("cases", sa.Column("given_here", sa.Boolean(), nullable=False, server_default="1"))
    op.add_column("cases", sa.Column("key", sa.String(), nullable=True))
    op.add_column("cases", sa.Column("sending", sa.String(), nullable=False, server_default="waiting"))
    op.add_column("cases", sa.Column("taking", sa.String(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("resumed_by", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_cases_made_at", "cases", ["made_at"], unique=False)
    connection = op.get_bind()
    for number, resumed in connection.execute(sa.select(_cases.c.number, _cases.c.resumed_at)).all():
        taking = "waiting" if resumed is not None else ""
        values = {"key": str(uuid.uuid4()), "taking": taking}
        connection.execute(sa.update(_cases).where(_cases.c.number == number).values(**values))
