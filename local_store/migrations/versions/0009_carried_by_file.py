"""Work that left in a sealed file: which file, and how many files there were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("carried", sa.Integer(), nullable=True))
    op.create_table(
        "transfers",
        sa.Column("serial", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("operations", sa.Integer(), nullable=False),
    )
