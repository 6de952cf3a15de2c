"""Requests that could not be met at once, to be taken up again by the number of their notice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("number", sa.String(), primary_key=True),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("resumed_at", sa.String()),
        sa.Column("body", sa.String()),
        sa.UniqueConstraint("outlet", "window", "day", "serial", name="uq_cases_serial"),
    )
