"""Who an entry of the trail is about, as keyed digests, also of those that stand there already; and the trail's heads
that the platform has taken.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from local_store.audit_people import keep

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_people",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), nullable=False),
        sa.Column("digest", sa.String()),
    )
    op.create_index("ix_audit_people_digest", "audit_people", ["digest"])
    op.create_index("ix_audit_people_audit_id", "audit_people", ["audit_id"])
    op.create_table(
        "anchors",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("taken_at", sa.String(), nullable=False),
        sa.UniqueConstraint("outlet", "window", "length", "link", name="uq_anchors_head"),
    )
    connection = op.get_bind()
    for audit_id, facts in connection.execute(sa.text("SELECT id, facts FROM audit WHERE facts IS NOT NULL")).all():
        keep(connection, audit_id, json.loads(facts))
