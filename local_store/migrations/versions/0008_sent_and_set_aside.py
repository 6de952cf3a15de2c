"""When work was first handed over, work that is tried alone, and since when the platform has not been heard."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_outbox = sa.table("outbox", sa.column("state"), sa.column("since"), sa.column("sent_at"))
_meta = sa.table("meta", sa.column("name"), sa.column("value"))


def upgrade() -> None:
    op.add_column("outbox", sa.Column("sent_at", sa.String(), nullable=True))
    op.execute(sa.update(_outbox).where(_outbox.c.state == "in_flight").values(sent_at=_outbox.c.since))
    op.create_table(
        "trials",
        sa.Column("operation_id", sa.String(), sa.ForeignKey("operations.id"), primary_key=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.Column("others_passed", sa.Boolean(), nullable=False),
    )
    # An older program did not keep it; the days without the platform count from now, not from when the folder was made.
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    op.execute(sa.insert(_meta).values(name="heard_at", value=now))
