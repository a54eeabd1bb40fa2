"""Rows as an Excel workbook: one sheet, every text a text, whatever it begins with."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kliping.warehouse.access.connection import fetch_rows
from kliping.warehouse.errors import WarehouseError

MOST_ROWS = 1_048_575
"""Rows below the header that a sheet can have."""

MOST_CHARACTERS = 32_767
"""Of one cell."""

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a text that Excel would run when somebody edits the cell, unless it is marked as a text."""


def write_workbook(found: duckdb.DuckDBPyConnection, path: Path) -> tuple[int, int]:
    """Write what a query found; return the number of rows, and of texts that were cut to what a cell can hold.

    Raises ``WarehouseError`` for more rows than a sheet can have.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    rows = cut = 0
    names = [column[0] for column in found.description or ()]
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("articles")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, names, book.add_format({"bold": True}))
        times = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        quoted = book.add_format({"quote_prefix": True})
        for rows, row in enumerate(fetch_rows(found), 1):  # the last one is their number
            if rows > MOST_ROWS:
                raise WarehouseError(
                    f"A sheet of Excel holds {MOST_ROWS:,} rows, and there are more.",
                    "Choose fewer days or outlets, or write CSV or Parquet.",
                )
            cut += sum(_write_cell(sheet, rows, n, value, times, quoted) for n, value in enumerate(row))
    return rows, cut


def _write_cell(sheet: Worksheet, row: int, column: int, value: object, times: Format, quoted: Format) -> bool:
    """Write one value; return whether it had to be cut."""
    if isinstance(value, dt.datetime):
        sheet.write_datetime(row, column, value, times)
        return False
    if not isinstance(value, str):
        sheet.write(row, column, value)
        return False
    text = value[:MOST_CHARACTERS]
    sheet.write_string(row, column, text, quoted if text.startswith(FORMULA_MARKS) else None)
    return len(text) < len(value)
