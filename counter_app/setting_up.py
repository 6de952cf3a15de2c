"""A new folder for real work: its key goes into the OS keyring, or under a passphrase where there is none.

Refuses a folder in which a counter was set up before, practice or real: what a folder is, it is for life.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from counter_app.domain.errors import Refused
from counter_app.domain.operation import AuditEntry
from counter_app.domain.password import Password
from counter_app.domain.text import Text
from counter_app.settings import Settings
from counter_app.wiring import Counter


class FolderTaken(Refused):
    """A counter was set up there before, or half of one."""

    happened = Text("这个文件夹里已有柜台，或上次没有建完", "There is a counter in this folder already, or half of one")
    advice = Text(
        "用 --data 另指一个空文件夹；没有建完的，删去后重来",
        "Name an empty folder with --data; where it was not finished, remove it and begin again",
    )


def set_up(folder: Path, settings: Settings, *, new_passphrase: Callable[[], Password]) -> Counter:
    """Make it; on record. `new_passphrase` is asked for one where no keyring answers. Close the counter at the end.
    Raises FolderTaken, PassphraseUnfit, NoKeyring, StoreTrouble.
    """
    from local_store.folder import STORE_NAME, mark_of, open_or_make

    if mark_of(folder) is not None or (folder / STORE_NAME).exists():
        raise FolderTaken
    opened = open_or_make(folder, practice=False, new_passphrase=new_passphrase)
    opened.store.close()
    counter = Counter(folder, settings, practice=False)
    counter.take_keys(opened.secrets)
    place = settings["outlet"], settings["window"]
    counter.store().note(AuditEntry("folder.set_up", counter.onward.now(), "", *place))
    return counter
