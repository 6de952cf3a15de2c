"""The ticket of whoever is signed in for commands: one short entry in the Secrets port, so that the next command knows.

Refuses to hold longer than the sign-in it stands for, and to be believed when it cannot be read or was made for another
data folder: it is sealed by that folder's own key.
"""

from __future__ import annotations

import hmac
import json
import logging
from contextlib import suppress
from datetime import datetime
from typing import Any

from counter_app.clerks import ClerkSession
from counter_app.kept_sign_in import clerk_of, clerk_tree
from counter_app.ports import Secrets

NAME = "clerk-ticket"
_FOLDERS_KEY = "store-key"
_log = logging.getLogger(__name__)


def read(secrets: Secrets) -> ClerkSession | None:
    """What is kept, whether it holds or not. Raises StoreTrouble."""
    text = secrets.get(NAME)
    if not text:
        return None
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        kept = json.loads(text)
        said = str(kept["ticket"])
        if hmac.compare_digest(_seal(secrets, said), str(kept["seal"]).encode()):
            return _of(json.loads(said))
    _log.warning("the ticket of a clerk cannot be read, or is of another folder: nobody is signed in")
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
    said = json.dumps(tree, ensure_ascii=False)
    secrets.put(NAME, json.dumps({"ticket": said, "seal": _seal(secrets, said).decode()}, ensure_ascii=False))


def tear(secrets: Secrets) -> None:
    """Nobody is signed in any more. Raises StoreTrouble."""
    secrets.put(NAME, "")


def _seal(secrets: Secrets, said: str) -> bytes:
    """HMAC with SHA-256 under the key of this folder's store, in hex."""
    return hmac.digest((secrets.get(_FOLDERS_KEY) or "").encode(), said.encode(), "sha256").hex().encode()


def _of(tree: dict[str, Any]) -> ClerkSession:
    since, until = (datetime.fromisoformat(tree[name]) for name in ("since", "until"))
    offline = tree["offline_until"] and datetime.fromisoformat(tree["offline_until"])
    return ClerkSession(clerk_of(tree["clerk"]), since, until, offline, str(tree["token"]))
