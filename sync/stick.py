"""Files on a stick: read with a limit, written whole or not at all, their troubles told in words.

Refuses to leave half a file under its name, and to write over one that somebody named.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from counter_app.domain.disk import cause
from counter_app.domain.sealed_file import LARGEST, TOO_LARGE
from counter_app.domain.transfer_errors import BadTransferFile, StickTrouble


def read_file(path: Path) -> bytes:
    """The whole file. Raises StickTrouble, and BadTransferFile for one that is larger than any may be."""
    with stick_trouble(path), path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BadTransferFile(why=TOO_LARGE)
    return content


@contextmanager
def stick_trouble(path: Path) -> Iterator[None]:
    """Tell the disk's errors as StickTrouble about that file or folder."""
    try:
        yield
    except OSError as error:
        raise StickTrouble(path=path, why=cause(error)) from error


class FreshFile:
    """A file beside its final name, made at once so that a stick that takes nothing is found out first. Raises
    StickTrouble.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / f".ssc-{os.getpid()}-{os.urandom(4).hex()}.part"
        with stick_trouble(folder):
            self._file = self._path.open("xb")

    def keep_as(self, path: Path, content: bytes) -> None:
        """Write it, on the stick when this returns, and give it its name. Raises StickTrouble."""
        with stick_trouble(path):
            self._file.write(content)
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._path.replace(path)
            _flush_folder(path.parent)

    def let_go(self) -> None:
        """Leave nothing behind; after `keep_as` there is nothing."""
        with suppress(OSError):  # the stick was pulled out: there is nobody to leave anything with
            self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """The new name is on the stick. Windows cannot open a folder; there the rename itself is journalled."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
