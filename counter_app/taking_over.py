"""A counter whose machine is lost goes on at another one: same folder, outlet and window, keys of this machine's own.

Two recovery shares are two people: nobody can sign in at data that open to nobody. Refuses a folder in which a counter
was set up before, and to bring the lost machine's key at the platform along: this one is enrolled in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app import enrolment
from counter_app import settings as settings_file
from counter_app.auditing import TAKEN_OVER
from counter_app.clock import OnwardClock
from counter_app.domain.backup import Restoration
from counter_app.domain.errors import BadInput
from counter_app.domain.operation import AuditEntry
from counter_app.setting_up import FolderTaken
from counter_app.settings import Settings
from counter_app.wiring import SystemClock

if TYPE_CHECKING:
    from counter_app.domain.backup import BackupHeader
    from counter_app.domain.password import Password
    from counter_app.domain.shares import Share
    from local_store.restoring import LaidOut
    from local_store.taking_over import Chosen

OF_THE_MACHINE = ("readers.", "printers.", "packs", "backup.folder")
"""Settings that say where something stands on a machine; another one has its own."""


def take_over(
    folder: Path,
    where: Path,
    shares: tuple[Share, Share],
    *,
    why: str,
    older: bool,
    new_passphrase: Callable[[], Password],
) -> BackupHeader:
    """Set the counter up again in an empty `folder` from the backup `where` names (a file, or a folder of them); on
    record. What the backup was of. Raises FolderTaken, what `local_store.taking_over` says.
    """
    from local_store.folder import STORE_NAME
    from local_store.taking_over import choose, set_up_again

    make_sure_of_empty(folder)
    chosen = choose(where, *shares, store=folder / STORE_NAME, older=older)
    with set_up_again(folder, chosen, new_passphrase=new_passphrase) as (laid, secrets):
        enrolment.keep(secrets, enrolment.Kept(replaces=chosen.header.counter))
        _on_record(laid, chosen, shares, why)
        settings_file.keep(folder, _settings(chosen.header))
    return chosen.header


def make_sure_of_empty(folder: Path) -> None:
    """Before anybody types a share. Raises FolderTaken, StoreTrouble."""
    from local_store.folder import STORE_NAME, mark_of

    if mark_of(folder) is not None or (folder / STORE_NAME).exists():
        raise FolderTaken


def _on_record(laid: LaidOut, chosen: Chosen, shares: tuple[Share, Share], why: str) -> None:
    header, (one, other) = chosen.header, shares
    now = OnwardClock(SystemClock(), laid.store.last_moment, laid.store.clock_taken_back).now()
    facts = {
        "backup": header.file_name,
        "why": why,
        "set": one.marks,
        "shares": f"{one.number} {other.number}",
        **({"counter": header.counter} if header.counter else {}),
    }
    made = header.made_at.astimezone(UTC).isoformat(timespec="microseconds")
    entry = AuditEntry(TAKEN_OVER, now, "", header.outlet, header.window, made, facts)
    laid.store.keep_restored(Restoration(now, header.made_at, "", asked=False, taken_over=True), entry)


def _settings(header: BackupHeader) -> Mapping[str, str]:
    """What the counter was set to, but for what is this machine's own; a value this program does not know is left."""
    kept = {"outlet": header.outlet, "window": header.window}
    usual = Settings({key.name: key.default for key in settings_file.KEYS})
    for name, value in header.settings.items():
        with suppress(BadInput):
            if not name.startswith(OF_THE_MACHINE):
                usual.with_values({name: value})
                kept.setdefault(name, value)
    return kept
