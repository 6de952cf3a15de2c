"""What goes next is found by index: urgency stands beside the state, and operations are found by their card."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("urgent", sa.Boolean(), nullable=False, server_default="0"))
    urgent = "SELECT operations.urgent FROM operations WHERE operations.id = outbox.operation_id"
    op.execute(f"UPDATE outbox SET urgent = ({urgent})")  # noqa: S608 - no value in it
    op.drop_index("ix_outbox_state", "outbox")
    op.create_index("ix_outbox_next", "outbox", ["state", "urgent", "order"])
    op.create_index("ix_operations_card_number", "operations", ["card_number"])
