"""What clerks did about work that was turned down, and the successors of its receipts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "settlements",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("operation_id", sa.String(), sa.ForeignKey("operations.id"), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("clerk", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer()),
        sa.Column("number", sa.String(), unique=True),
        sa.Column("replaced_by", sa.String(), sa.ForeignKey("operations.id")),
        sa.Column("reason", sa.String()),
        sa.Column("body", sa.String()),
        sa.Column("salt", sa.String()),
        sa.Column("digest", sa.String(), nullable=False),
        sa.UniqueConstraint("outlet", "window", "day", "serial", name="uq_settlements_serial"),
    )
    op.create_index("ix_settlements_operation_id", "settlements", ["operation_id"])
