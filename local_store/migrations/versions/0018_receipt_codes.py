"""The signed code of each paper. Papers of before have none until they are printed again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt_codes",
        sa.Column("number", sa.String(), primary_key=True),
        sa.Column("text", sa.String()),
        sa.Column("public", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
    )
