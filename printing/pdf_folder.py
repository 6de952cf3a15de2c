"""A folder as a printer: each paper is a PDF file in it, whole or not there.

Refuses to write over anything: a name that is taken by other bytes gets a number. Refuses to make the folder: one that
is gone is a stick that was pulled out or a share that is away. The names say the paper's title and its job, nobody's
name; only the owner may read the files.
"""

from __future__ import annotations

import errno
import os
import re
from collections import deque
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from counter_app.domain.errors import PrinterRefused
from counter_app.domain.print_job import Document, PrinterSays, PrintState
from counter_app.domain.text import Text, same

_GONE = Text(
    "文件夹 {path} 不在了（U 盘拔了，或网络盘断开）", "the folder {path} is gone (a stick or a share taken away)"
)
_READ_ONLY = Text("文件夹 {path} 不能写入", "the folder {path} cannot be written to")
_FULL = Text("文件夹 {path} 所在的盘满了", "the disk of the folder {path} is full")
_OTHER = Text("文件夹 {path}：{why}", "the folder {path}: {why}")
_MEANING = {
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.EIO: _GONE,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
}
_NOT_IN_NAMES = re.compile(r"[^\w-]+")
_REMEMBERED = 200  # files
_LONGEST = 40  # characters of a title
_OF_JOB = 12  # last characters of a job's name, which are those that differ


class FolderPrinter:
    """`path` is the whole path of the folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written: deque[str] = deque(maxlen=_REMEMBERED)

    def examine(self) -> Text | None:
        """Why a file would not get there now; None when it would."""
        if not self._path.is_dir():
            return _GONE.format(path=self._path)
        return None if os.access(self._path, os.W_OK | os.X_OK) else _READ_ONLY.format(path=self._path)

    def hand_over(self, document: Document, *, job: str, named: Callable[[str], None], begun: str = "") -> None:
        """Write the file; `named` is told its name before. Raises PrinterRefused."""
        try:
            name = self._free(_names(document.title, job, begun), document.pdf)
            if name != begun:
                named(name)
            self._write(name, document.pdf)
            self._written.append(name)
        except OSError as error:
            raise PrinterRefused(why=self._meaning(error)) from error

    def find(self, job: str) -> str:  # noqa: ARG002  # the row has the name, which is told before the first byte
        """Nothing: a job without a name has no file."""
        return ""

    def state_of(self, spooled: str) -> PrinterSays:
        """Done when the file stands, or stood and was fetched by whoever empties the folder; one that never did is
        still to be written. Raises PrinterRefused.
        """
        if spooled in self._written:
            return PrinterSays(PrintState.DONE)
        if not self._path.is_dir():
            raise PrinterRefused(why=_GONE.format(path=self._path))
        stands = Path(spooled).name == spooled and (self._path / spooled).is_file()
        return PrinterSays(PrintState.DONE if stands else PrintState.QUEUED)

    def let_go(self, spooled: str) -> None:
        """Nothing is under way: a file stands, or it was never there."""

    def _free(self, names: Iterator[str], pdf: bytes) -> str:
        """The first name nobody has, or that has these bytes."""
        return next(name for name in names if self._takes(name, pdf))

    def _takes(self, name: str, pdf: bytes) -> bool:
        try:
            return (self._path / name).read_bytes() == pdf
        except FileNotFoundError:
            return True

    def _write(self, name: str, pdf: bytes) -> None:
        whole, fresh = self._path / name, self._path / f".{name}.part"
        if whole.exists():
            return
        fresh.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(pdf)
                file.flush()
                os.fsync(file.fileno())
            _put(fresh, whole)
        finally:
            fresh.unlink(missing_ok=True)
        self._settle()

    def _settle(self) -> None:
        """The name is on the disk too; Windows knows no such thing."""
        if os.name == "posix":
            folder = os.open(self._path, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _meaning(self, error: OSError) -> Text:
        meaning = _MEANING.get(error.errno or 0)
        if meaning is None:
            return _OTHER.format(path=self._path, why=same(error.strerror or type(error).__name__))
        return meaning.format(path=self._path)


def _names(title: str, job: str, begun: str) -> Iterator[str]:
    if begun and Path(begun).name == begun:
        yield begun
    stem = f"{_NOT_IN_NAMES.sub('-', title).strip('-')[:_LONGEST]}-{_NOT_IN_NAMES.sub('', job)[-_OF_JOB:]}".strip("-")
    yield f"{stem}.pdf"
    for number in count(2):
        yield f"{stem}-{number}.pdf"


def _put(fresh: Path, whole: Path) -> None:
    """Give the file its name, unless somebody has it. Raises FileExistsError."""
    if os.name != "posix":
        fresh.rename(whole)  # never over another file there
        return
    try:
        os.link(fresh, whole)
    except FileExistsError:
        raise
    except OSError:  # sticks and shares without links: between look and rename another could take the name
        if whole.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        fresh.rename(whole)
