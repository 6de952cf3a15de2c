"""The mirror also holds cards being made, whether a holder is known to be dead, and when a card's loss lapses.

The lapse stands in each card's own words already; it is written out so that "what lapses today" need not read them all.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from local_store.codec import moment_of, stamp

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_cards = sa.table("cards", sa.column("number"), sa.column("body"), sa.column("loss_until"))


def upgrade() -> None:
    op.add_column("holders", sa.Column("life", sa.String(), nullable=False, server_default=""))
    op.add_column("holders", sa.Column("orders", sa.String(), nullable=False, server_default=""))
    op.add_column("holders", sa.Column("making", sa.String(), nullable=True))
    op.create_index("ix_holders_making", "holders", ["making"], unique=False)
    op.add_column("cards", sa.Column("loss_until", sa.String(), nullable=True))
    op.create_index("ix_cards_loss_until", "cards", ["loss_until"], unique=False)
    _write_lapses_out()


def _write_lapses_out() -> None:
    connection = op.get_bind()
    for number, body in connection.execute(sa.select(_cards.c.number, _cards.c.body)).all():
        until = json.loads(body).get("loss_until")
        if until is not None:
            lapse = stamp(moment_of(until))
            connection.execute(sa.update(_cards).where(_cards.c.number == number).values(loss_until=lapse))
