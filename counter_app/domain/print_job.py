"""A paper on its way out of a printer: what is handed over, and how far a job has come.

Refuses to call anything printed before the printer has said so: `PRINTING` only says that a printer has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from counter_app.domain.errors import NoPagePrinter, NoPrinter, PaperTrouble
from counter_app.domain.text import Text


class Role(StrEnum):
    """Which of the counter's printers a paper is for; settings name one each."""

    RECEIPT = "receipt"  # a roll of 80 mm, or A5
    FORM = "form"  # A4


NONE_SET: Mapping[Role, type[PaperTrouble]] = {Role.RECEIPT: NoPrinter, Role.FORM: NoPagePrinter}
"""What is said where settings name none of that role."""


class PrintState(StrEnum):
    """QUEUED: no printer has it. PRINTING: one has it and has not said more. The other two are the end."""

    QUEUED = "queued"
    PRINTING = "printing"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Document:
    """What goes to a printer. `width` and `height` of its pages in points; `title` names nobody."""

    pdf: bytes
    title: str
    role: Role
    width: float
    height: float
    pages: int = 1


@dataclass(frozen=True, slots=True)
class PrinterSays:
    """What a printer knows of a job it was given. `reason` is why it waits or failed (no paper, switched off).

    QUEUED: the printer keeps a name for it, and has not got the paper yet. `unsure`, FAILED only: it may have come out,
    and nobody can tell but who looks.
    """

    state: PrintState
    reason: Text | None = None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One row: which paper (`kind` and `key`, from which it is made again byte by byte), where, and how far.

    `copy` 0 is the first paper, from 1 on a reprint. `spooled` is the printer's own name of the job, "" before it has
    one. `unsure`: it failed, and may have come out all the same. `closed`: nobody has to do anything about it any more.
    `bilingual`: the holder asked for English beside the Chinese. Moments in UTC.
    """

    id: str
    kind: str
    key: str
    copy: int
    role: Role
    state: PrintState
    reason: Text | None
    spooled: str
    clerk: str
    queued_at: datetime
    changed_at: datetime
    bilingual: bool = False
    unsure: bool = False
    closed: bool = False
