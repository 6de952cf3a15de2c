"""How many files had left when a row was opened again. Of an earlier one nobody knows: all of now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reopened", sa.Column("files", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE reopened SET files = (SELECT COALESCE(MAX(serial), 0) FROM transfers)")
