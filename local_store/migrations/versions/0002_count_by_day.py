"""An index for "how many today", which every home page asks."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_operations_accepted_at", "operations", ["accepted_at"], unique=False)
