"""The ticket of somebody signed in at one folder, laid among the secrets of another: nobody is signed in there."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from counter_app import ticket
from counter_app.clerks import Clerk, ClerkSession, Role
from tests.parts import under_passphrase

NOW = datetime.now(UTC)
SESSION = ClerkSession(
    Clerk("0318", "李强", (Role.SUPERVISOR,), ("439901",), "", False), NOW, NOW + timedelta(hours=8), None, "secret"
)


def test_a_ticket_is_good_in_its_own_folder_alone_and_as_it_was_written(tmp_path: Path) -> None:
    here, there = under_passphrase.made(tmp_path / "here"), under_passphrase.made(tmp_path / "there")
    ticket.keep(here.secrets, SESSION)
    text = here.secrets.get(ticket.NAME)
    assert text is not None
    assert ticket.read(here.secrets) == SESSION
    there.secrets.put(ticket.NAME, text)
    assert ticket.read(there.secrets) is None
    here.secrets.put(ticket.NAME, text.replace("supervisor", "administrator"))
    assert ticket.read(here.secrets) is None
    here.secrets.put(ticket.NAME, json.loads(text)["ticket"])
    assert ticket.read(here.secrets) is None
    for one in (here, there):
        one.store.close()
