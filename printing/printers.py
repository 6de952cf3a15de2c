"""The counter's printers by role: what a setting names, and which job went to which printer.

A setting's value is the name of a queue (CUPS, Windows), or an address. A job's name remembers the value it was handed
over under, so that it is found again after the settings have changed. Refuses to print by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from counter_app.domain.errors import BadInput, PrinterRefused
from counter_app.domain.print_job import NONE_SET, Document, PrinterSays, Role
from counter_app.domain.printer_address import Folder, Roll, destination
from counter_app.domain.text import Language, Text
from counter_app.settings import Settings
from printing import ipp_printer

_KEYS = {Role.RECEIPT: "printers.receipt", Role.FORM: "printers.a4"}
_AT = "@"


class OnePrinter(Protocol):
    """One place papers go to; as `counter_app.paper_ports.Printer`, of one printer."""

    def hand_over(self, document: Document, *, job: str, named: Callable[[str], None], begun: str = "") -> None: ...

    def find(self, job: str) -> str: ...

    def state_of(self, spooled: str) -> PrinterSays: ...

    def let_go(self, spooled: str) -> None: ...

    def examine(self) -> Text | None: ...


class Printers:
    """`counter_app.paper_ports.Printer`. `open_printer`: a setting's value -> that printer."""

    def __init__(self, values: dict[Role, str], open_printer: Callable[[str], OnePrinter]) -> None:
        self._values = {role: value.strip() for role, value in values.items()}
        self._open = open_printer
        self._opened: dict[str, OnePrinter] = {}

    def named(self, role: Role) -> str:
        return self._values.get(role, "")

    def hand_over(self, document: Document, *, job: str, named: Callable[[str], None], begun: str = "") -> None:
        """Raises NoPrinter, NoPagePrinter, PrinterRefused."""
        name, value = _parted(begun) if begun else ("", self._value(document.role))
        self._at(value).hand_over(document, job=job, named=lambda said: named(f"{said}{_AT}{value}"), begun=name)

    def find(self, job: str, role: Role) -> str:
        """Raises NoPrinter, NoPagePrinter, PrinterRefused."""
        value = self._value(role)
        name = self._at(value).find(job)
        return f"{name}{_AT}{value}" if name else ""

    def state_of(self, spooled: str) -> PrinterSays:
        """Raises PrinterRefused."""
        name, value = _parted(spooled)
        return self._at(value).state_of(name)

    def let_go(self, spooled: str) -> None:
        """Raises PrinterRefused."""
        name, value = _parted(spooled)
        self._at(value).let_go(name)

    def examine(self, role: Role) -> Text | None:
        """Raises NoPrinter, NoPagePrinter, PrinterRefused."""
        return self._at(self._value(role)).examine()

    def _value(self, role: Role) -> str:
        value = self._values.get(role, "")
        if not value:
            raise NONE_SET[role]
        return value

    def _at(self, value: str) -> OnePrinter:
        if value not in self._opened:
            self._opened[value] = self._open(value)
        return self._opened[value]


def _parted(spooled: str) -> tuple[str, str]:
    name, _, value = spooled.partition(_AT)
    return name, value


def printers_of(settings: Settings, folder: Path) -> Printers:
    """Those of `printers.*` of the settings; `folder` is the data folder."""
    server, language = settings["printers.server"], Language(settings["language"])
    values = {role: settings[key] for role, key in _KEYS.items()}
    return Printers(values, lambda value: printer_at(value, server, language, folder))


def printer_at(value: str, server: str, language: Language, folder: Path) -> OnePrinter:
    """What a setting's value stands for; `server` is that of queues. Raises PrinterRefused where it makes no sense."""
    try:
        place = destination(value)
    except BadInput as error:
        raise PrinterRefused(why=error.message) from error
    if isinstance(place, Folder):
        from printing.pdf_folder import FolderPrinter

        return FolderPrinter(place.path)
    if isinstance(place, Roll):
        from printing.escpos_roll import RollPrinter
        from printing.void_strip import void_strip_of

        return RollPrinter(place, strip=partial(void_strip_of, language, dots=place.dots), folder=folder)
    if value.startswith(("ipp://", "ipps://")):
        return ipp_printer.address(value)
    if sys.platform == "win32":
        from printing.windows import WindowsPrinter

        return WindowsPrinter(value)
    return ipp_printer.queue(value, server=server)
