"""Run on a small disk of its own: a folder for PDFs that is full, then one that cannot be written. Prints JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from counter_app.domain.errors import PrinterRefused
from counter_app.domain.print_job import Document, Role
from printing.pdf_folder import FolderPrinter


def _said(act: Callable[[], object]) -> str:
    try:
        return str(act() or "")
    except PrinterRefused as refused:
        return refused.message.en


def main(disk: Path) -> None:
    """`disk` is a tmpfs of a megabyte, mounted here."""
    printer, large = FolderPrinter(disk), Document(bytes(5_000_000), "x", Role.FORM, 1, 1)
    full = _said(lambda: printer.hand_over(large, job="1", named=lambda _: None))
    said: dict[str, object] = {"full": full, "left": [path.name for path in disk.iterdir()]}
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    small = Document(b"%PDF", "x", Role.FORM, 1, 1)
    said["read only"] = _said(lambda: printer.hand_over(small, job="2", named=lambda _: None))
    said["examined"] = getattr(printer.examine(), "en", "")
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
