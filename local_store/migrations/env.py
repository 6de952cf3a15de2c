"""Alembic's way in: runs the steps on the connection, and in the transaction, of whoever asks. Refuses to open one
itself."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
