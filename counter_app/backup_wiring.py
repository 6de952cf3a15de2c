"""Where backups meet the parts of a counter: made by hand and by schedule, tried, put back.

Refuses to put anything back while a window or a courier has the folder, and to do it in nobody's name: whoever restores
signs in at the copy, and stands in its trail right behind what the copy held.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app import enrolment
from counter_app.auditing import RESTORED
from counter_app.domain.backup import (
    FIRST_AFTER_RESTORE,
    BackupState,
    BackupTrouble,
    FolderInUse,
    Found,
    Loss,
    NoBackup,
    Restoration,
)
from counter_app.domain.errors import CounterError, Damaged, StoreTrouble
from counter_app.domain.moments import local
from counter_app.domain.operation import AuditEntry
from counter_app.domain.receipt import receipt_number
from counter_app.domain.reconciling import DayBook
from counter_app.settings import KEYS
from counter_app.wiring import Counter

if TYPE_CHECKING:
    from counter_app.ports import Secrets
    from local_store.backup import Backups
    from local_store.folder import OpenFolder
    from local_store.restoring import LaidOut
    from local_store.store import SqlStore

MADE, FAILED, DRILLED = "backup.made", "backup.failed", "backup.drilled"
SCHEDULE = "schedule"
"""In whose name a backup goes on record that nobody asked for."""
LOOKED_BACK = timedelta(days=31)
WINDOW_LOCK = "window.lock"
_log = logging.getLogger(__name__)


class OnCopy(Counter):
    """The same counter over a laid-out backup instead of its store: whoever signs in there is on record there."""

    def __init__(self, counter: Counter, copy: SqlStore) -> None:
        super().__init__(counter.folder, counter.settings, practice=counter.practice)
        self.unlocked = counter.unlocked
        self._copy = copy

    @cached_property
    def _opened(self) -> OpenFolder:
        from local_store.folder import OpenFolder, mark_of, secrets_of

        mark = mark_of(self.folder)
        if mark is None:
            raise NoBackup
        return OpenFolder(self.folder, mark.practice, self._copy, secrets_of(self.folder, mark, self.unlocked))


def backups(counter: Counter) -> Backups:
    """The backups of this counter's folder; its store need not open. Raises NoBackup where there is no folder yet,
    StoreTrouble.
    """
    from local_store.backup import Backups
    from local_store.folder import MARK_NAME, STORE_NAME, key_of, mark_of, secrets_of

    mark = mark_of(counter.folder)
    if mark is None:
        raise NoBackup
    where, secrets = counter.settings["backup.folder"], secrets_of(counter.folder, mark, counter.unlocked)
    return Backups(
        store=counter.folder / STORE_NAME,
        key=key_of(mark, secrets),
        folder_id=mark.id,
        mark=(counter.folder / MARK_NAME).read_text(encoding="utf-8"),
        where=Path(where).expanduser() if where else counter.folder / "backups",
        place=_place(counter),
        counter=_name_there(counter, secrets),
        settings={key.name: value for key in KEYS if (value := counter.settings[key.name]) != key.default},
    )


def _name_there(counter: Counter, secrets: Secrets) -> str:
    """The platform's name for this counter; "" where none is known, which keeps no backup from being made."""
    try:
        enrolled = enrolment.read(secrets).enrolled
    except StoreTrouble as trouble:
        _log.warning("a backup of %s does not name its counter: %s", counter.folder.name, trouble.code)
        return ""
    return enrolled.grant.counter_id if enrolled is not None else ""


def make(counter: Counter, *, clerk: str) -> Found:
    """Make one now, on record. Raises BackupTrouble, StoreTrouble."""
    store = counter.store()
    try:
        made = backups(counter).make(counter.onward.now(), keep=counter.settings.count("backup.keep"))
    except BackupTrouble as trouble:
        store.note(_entry(counter, FAILED, clerk, facts={"why": type(trouble).__name__}))
        raise
    receipts = str(made.header.receipts) if made.header is not None else ""
    store.note(_entry(counter, MADE, clerk, subject=made.path.name, facts={"receipts": receipts}))
    return made


def make_if_due(counter: Counter) -> Found | None:
    """By schedule: one where the last is older than `backup.every_hours`. Raises BackupTrouble, StoreTrouble."""
    every = timedelta(hours=counter.settings.count("backup.every_hours"))
    last = last_made(counter)
    if last is not None and timedelta(0) <= counter.onward.now() - last < every:
        return None
    return make(counter, clerk=SCHEDULE)


def last_made(counter: Counter) -> datetime | None:
    """When the last one was made that says so truly. Raises BackupTrouble, StoreTrouble."""
    good = (BackupState.GOOD, BackupState.BROKEN_CHAIN)
    moments = [one.header.made_at for one in backups(counter).list() if one.header is not None and one.state in good]
    return max(moments, default=None)


@contextmanager
def drilled(counter: Counter, found: Found) -> Iterator[tuple[OnCopy, LaidOut, Loss]]:
    """A backup laid out in a folder of its own, gone at the end, and what putting it back would lose. Raises
    NotABackup, StoreTrouble.
    """
    from local_store import restoring

    kept = backups(counter)
    with restoring.drilled(kept, found) as laid:
        copy = OnCopy(counter, laid.store)
        try:
            yield copy, laid, _loss(copy, kept, laid)
        finally:
            copy.close()


@contextmanager
def put_back(counter: Counter, found: Found, *, window_is_ours: bool = False) -> Iterator[tuple[OnCopy, LaidOut, Loss]]:
    """A backup laid out beside today's data, and in their place once the block ends well; the block signs somebody in
    there and calls `restored`. Raises FolderInUse, NotABackup, StoreTrouble.
    """
    from local_store import restoring
    from local_store.backup import turn

    kept = backups(counter)
    with (
        _alone(counter.folder, window_is_ours=window_is_ours),
        turn(counter.folder),
        restoring.put_back(kept, found) as laid,
    ):
        copy = OnCopy(counter, laid.store)
        try:
            yield copy, laid, _loss(copy, kept, laid)
        finally:
            copy.close()


def restored(copy: OnCopy, laid: LaidOut, lost: Loss, *, clerk: str, why: str) -> None:
    """On record in the copy, before it takes the place of today's data. Raises StoreTrouble."""
    now, made = copy.onward.now(), laid.header.made_at
    facts = {"backup": laid.header.file_name, "why": why, "receipts": str(len(lost.named))}
    entry = _entry(copy, RESTORED, clerk, subject=_stamp(made), facts=facts)
    back = Restoration(now, made, clerk, asked=False)
    copy.store().keep_restored(back, replace(entry, at=now))


def drill_on_record(counter: Counter, found: Found, lost: Loss, *, clerk: str) -> None:
    """Raises StoreTrouble."""
    facts = {"receipts": str(len(lost.named))}
    counter.store().note(_entry(counter, DRILLED, clerk, subject=found.path.name, facts=facts))


def _loss(copy: OnCopy, kept: Backups, laid: LaidOut) -> Loss:
    from local_store import restoring

    lost = restoring.loss(kept, laid)
    by_day = _only_there(copy, laid)
    if by_day is None:
        return lost
    reckoned = () if lost.all_read else tuple(_reckoned(copy, by_day))
    return replace(lost, platform=sum(by_day.values()), reckoned=reckoned)


def _only_there(copy: OnCopy, laid: LaidOut) -> dict[date, int] | None:
    """How many operations of each day since the backup only the platform has; None where it cannot be asked."""
    outlet, window = _place(copy)
    counts: dict[date, int] = {}
    try:
        platform, store = copy.platform(), copy.store()
        for day in _days(laid.header.made_at, copy.onward.now()):
            book = DayBook(outlet, window, day)
            there = platform.entries_of(book, platform.unequal_kinds(book, ()))
            counts[day] = sum(store.work(one.operation_id) is None for one in there)
    except CounterError as error:
        _log.info("the platform was not asked what a restore would lose: %s", error.code)
        return None
    return counts


def _reckoned(copy: OnCopy, by_day: dict[date, int]) -> Iterator[str]:
    """The numbers the receipts of those operations bear at least: serials of a window and day have no gap."""
    outlet, window = _place(copy)
    first = FIRST_AFTER_RESTORE * sum(one.taken_over for one in copy.store().restorations())
    for day, count in by_day.items():
        serials = [int(work.receipt_number.split("-")[3]) for work in copy.store().works_of_day(day)]
        last = max(serials, default=first)
        yield from (receipt_number(outlet, window, day, last + n) for n in range(1, count + 1))


def _days(since: datetime, until: datetime) -> list[date]:
    first = max(local(since).date(), local(until - LOOKED_BACK).date())
    return [date.fromordinal(n) for n in range(first.toordinal(), local(until).date().toordinal() + 1)]


@contextmanager
def _alone(folder: Path, *, window_is_ours: bool) -> Iterator[None]:
    """No window, no courier and no other restore has the folder meanwhile. Raises FolderInUse, StoreTrouble."""
    from local_store.courier_lock import courier_lock, held

    window = nullcontext(enter_result=True) if window_is_ours else held(folder / WINDOW_LOCK)
    with window as mine, courier_lock(folder) as carrying:
        if not (mine and carrying):
            raise FolderInUse
        yield


def _place(counter: Counter) -> tuple[str, str]:
    return counter.settings["outlet"], counter.settings["window"]


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _entry(counter: Counter, what: str, clerk: str, *, subject: str = "", facts: dict[str, str]) -> AuditEntry:
    outlet, window = _place(counter)
    return AuditEntry(what, counter.onward.now(), clerk, outlet, window, subject, facts)


def usable(found: Found | None) -> Found:
    """Raises NoBackup."""
    if found is None:
        raise NoBackup
    return found


def named(counter: Counter, file: str) -> Found:
    """The backup of that path or of that name in the folder, "" for the newest good one; every byte read. Raises
    NoBackup, BackupTrouble.
    """
    kept = backups(counter)
    if not file:
        return usable(kept.last_good())
    path = Path(file)
    return kept.check(path if path.exists() else kept.where / file)


@contextmanager
def at_hand(counter: Counter) -> Iterator[Counter]:
    """The counter, where its store opens; else over the last good backup, so that somebody can sign in at all. Raises
    the store's own trouble where there is none.
    """
    try:
        counter.store()
    except Damaged:
        from local_store import restoring

        kept = backups(counter)
        if (found := kept.last_good()) is None:
            raise
        with restoring.drilled(kept, found) as laid:
            copy = OnCopy(counter, laid.store)
            try:
                yield copy
            finally:
                copy.close()
        return
    yield counter
