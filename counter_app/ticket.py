"""The ticket of whoever is signed in for commands: one short entry in the Secrets port, so that the next command knows.

Refuses to hold longer than the sign-in it stands for, and to be believed when it cannot be read.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import Any

from counter_app.clerks import ClerkSession
from counter_app.kept_sign_in import clerk_of, clerk_tree
from counter_app.ports import Secrets

NAME = "clerk-ticket"
_log = logging.getLogger(__name__)


def read(secrets: Secrets) -> ClerkSession | None:
    """What is kept, whether it holds or not. Raises StoreTrouble."""
    text = secrets.get(NAME)
    if not text:
        return None
    try:
        return _of(json.loads(text))
    except (ValueError, KeyError, TypeError, RecursionError):
        _log.warning("the ticket of a clerk cannot be read: nobody is signed in")
        return None


def keep(secrets: Secrets, session: ClerkSession) -> None:
    """Keep it in the place of what was. Raises StoreTrouble."""
    offline = session.offline_until
    tree = {
        "clerk": clerk_tree(session.clerk),
        "since": session.since.isoformat(),
        "until": session.until.isoformat(),
        "offline_until": None if offline is None else offline.isoformat(),
        "token": session.token,
    }
    secrets.put(NAME, json.dumps(tree, ensure_ascii=False))


def tear(secrets: Secrets) -> None:
    """Nobody is signed in any more. Raises StoreTrouble."""
    secrets.put(NAME, "")


def _of(tree: dict[str, Any]) -> ClerkSession:
    since, until = (datetime.fromisoformat(tree[name]) for name in ("since", "until"))
    offline = tree["offline_until"] and datetime.fromisoformat(tree["offline_until"])
    return ClerkSession(clerk_of(tree["clerk"]), since, until, offline, str(tree["token"]))
