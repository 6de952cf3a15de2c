"""A table written as CSV and XLSX reads back as it was, every cell a text and none a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from counter_app.domain.cells import sheet
from printing.sheets import as_csv, as_xlsx, save_sheet

CELLS = st.lists(
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("=+-@\t\r\n'\",;")), max_size=30), max_size=4
)


@settings(max_examples=60, deadline=None)
@given(above=CELLS, rows=st.lists(CELLS, max_size=3))
def test_what_was_written_reads_back_as_text(above: list[str], rows: list[list[str]]) -> None:
    made = sheet("审计记录", above=[above], columns=("一", "二"), rows=rows)
    wanted = [list(row) for row in (*made.above, (), made.columns, *made.rows)]
    assert list(csv.reader(io.StringIO(as_csv(made).decode("utf-8-sig"), newline=""))) == wanted
    page = load_workbook(io.BytesIO(as_xlsx(made))).active
    assert page is not None
    for at, row in enumerate(wanted, 1):
        cells = [page.cell(at, column) for column in range(1, len(row) + 1)]
        assert [cell.value or "" for cell in cells] == row
        assert all(cell.data_type in ("s", "inlineStr") for cell in cells if cell.value is not None)


def test_the_name_of_the_file_says_which_kind(tmp_path: Path) -> None:
    made = sheet("t", above=[], columns=("a",), rows=[("=1",)])
    save_sheet(made, tmp_path / "a.csv")
    save_sheet(made, tmp_path / "a.xlsx")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")
