"""A table as a file for a spreadsheet: CSV (RFC 4180, UTF-8 with a mark so that spreadsheets see it) or XLSX (ISO/IEC
29500), every cell text.

Refuses formulas: its cells were made harmless (`counter_app.domain.cells`), and XLSX is told that each is a string. The
library is loaded with the first XLSX.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from counter_app.domain.cells import Sheet

CSV, XLSX = ".csv", ".xlsx"
_WIDEST = 60  # characters a column is shown with at most


def save_sheet(sheet: Sheet, path: Path) -> None:
    """Write it as what the name ends with, XLSX unless it ends with .csv. Raises OSError."""
    path.write_bytes(as_csv(sheet) if path.suffix.lower() == CSV else as_xlsx(sheet))


def as_csv(sheet: Sheet) -> bytes:
    """What stands above, a blank line, the columns, the rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([*sheet.above, (), sheet.columns, *sheet.rows])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """The same as one sheet, its columns' names standing still."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    page = book.active
    if page is None:
        page = book.create_sheet()
    page.title = sheet.title[:31]
    rows = [*sheet.above, (), sheet.columns, *sheet.rows]
    for at, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = page.cell(at, column)
            cell.value = text
            cell.data_type = "s"
    heading = len(sheet.above) + 2
    for column, name in enumerate(sheet.columns, 1):
        page.cell(heading, column).font = Font(bold=True)
        width = max([len(name), *(len(row[column - 1]) for row in sheet.rows if column <= len(row))])
        page.column_dimensions[get_column_letter(column)].width = min(width + 4, _WIDEST)
    page.freeze_panes = page.cell(heading + 1, 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
