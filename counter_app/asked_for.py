"""A file somebody asked for by name: readable by that person alone, whole or not there at all, named as papers and
sheets are.

Refuses a name of another kind: it would be written over what stands there, be it the store. A link is replaced, never
followed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import mkstemp

from counter_app.domain.errors import CounterError
from counter_app.domain.text import Text

KINDS = (".pdf", ".csv", ".xlsx")  # nothing the counter keeps for itself is named so


class WrongName(CounterError):
    """A name under which the counter might keep something of its own."""

    happened = Text("文件名 {name} 要以 {kinds} 结尾", "{name}: a name that ends with {kinds}")
    advice = Text("改好文件名再存", "Change the name and save again")


def write_asked(path: Path, write: Callable[[Path], object]) -> None:
    """Have `write` fill a file beside `path`, on disk, then put it in its place; what stood there stays where that
    fails. Raises WrongName, OSError, and what `write` raises.
    """
    if path.suffix.lower() not in KINDS:
        raise WrongName(name=path.name, kinds=", ".join(KINDS))
    handle, name = mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "rb+") as there:
            write(fresh)
            os.fsync(there.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
