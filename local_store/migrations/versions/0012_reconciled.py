"""Days that were reconciled with the platform, and what a row was answered before it was opened again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reconciliations",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("clerk", sa.String(), nullable=False),
        sa.Column("works", sa.Integer(), nullable=False),
        sa.Column("under_way", sa.String(), nullable=False),
        sa.Column("to_settle", sa.Integer(), nullable=False),
        sa.Column("differences", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
    )
    op.create_index("ix_reconciliations_day", "reconciliations", ["day"])
    op.create_table(
        "reopened",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("operation_id", sa.String(), sa.ForeignKey("operations.id"), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("clerk", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String()),
        sa.Column("settlement", sa.String()),
        sa.Column("settled_reason", sa.String()),
    )
    op.create_index("ix_reopened_operation_id", "reopened", ["operation_id"])
