"""What `counter doctor` tells of the identity card reader: where it hangs, what it is good for, what is wrong.

Asks the reader for the number of its security module; reads no document.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from counter_app.domain.errors import CardTrouble
from counter_app.domain.text import Text
from readers.identity.ports import AUTO, OFF, PortOpener
from readers.identity.reader import SerialIdReader
from readers.identity.troubles import IdPortHeld, NoIdReader


class IdState(Enum):
    """OFF: by choice, or none was found where none was named."""

    OK = auto()
    OFF = auto()
    TROUBLE = auto()


@dataclass(frozen=True, slots=True)
class IdReport:
    """How the reader stands; `advice` is None when all is well."""

    state: IdState
    what: Text
    advice: Text | None = None


def examine_id(wanted: str, *, baud: int) -> IdReport:
    """The reader that the settings `readers.id` and `readers.id_baud` mean. Never raises CardTrouble."""
    if wanted == OFF:
        return IdReport(IdState.OFF, Text("设为不用", "set to none"))
    opener = PortOpener(wanted, baud=baud)
    try:
        module = SerialIdReader(opener).module()
    except IdPortHeld as error:  # most likely the window of this very counter
        what = Text(f"{opener.port}，正被一个程序使用", f"{opener.port}, in use by a program")
        return IdReport(IdState.OK, what, error.what_next)
    except CardTrouble as error:
        none_named = wanted == AUTO and isinstance(error, NoIdReader)
        return IdReport(IdState.OFF if none_named else IdState.TROUBLE, error.message, error.what_next)
    return IdReport(
        IdState.OK,
        Text(f"{opener.port}，读身份证，SAM {module}", f"{opener.port}, reads identity documents, SAM {module}"),
    )
