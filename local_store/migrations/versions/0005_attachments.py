"""Pictures that go to the platform before the operation they belong to, kept no longer than they are needed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("operation_id", sa.String(), sa.ForeignKey("operations.id")),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
    )
    op.create_index("ix_attachments_visit_id", "attachments", ["visit_id"])
    op.create_index("ix_attachments_operation_id", "attachments", ["operation_id"])
