"""Tables as a workbook (xlsx) and as CSV. What a person typed is text in both, and never a formula."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from redress.domain.counting import CHINA

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"

BOM: Final = b"\xef\xbb\xbf"
"""What spreadsheets know UTF-8 by."""

Cell = str | int | float | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Percent:
    """A share between 0 and 1, shown as a percentage."""

    share: float


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | Percent, ...], ...]


WIDEST: Final = 60
LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\']")
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What spreadsheets take for the beginning of a formula when they read CSV."""


def workbook(tables: Sequence[Table]) -> bytes:
    """One sheet per table, its heading in bold and kept in sight."""
    out = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(out, options) as book:
        styles = {
            "bold": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "percent": book.add_format({"num_format": "0.0%"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "amount": book.add_format({"num_format": "#,##0.00"}),
        }
        for table, name in zip(tables, _names(tables), strict=True):
            _fill(book.add_worksheet(name), table, styles)
    return out.getvalue()


def csv_file(tables: Sequence[Table]) -> bytes:
    """All tables below each other, each under its title; begins with a byte order mark, as spreadsheets want.
    """
    out = StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    for n, table in enumerate(tables):
        if n:
            write.writerow([])
        write.writerow([_safe(table.title)])
        write.writerow([_safe(column) for column in table.columns])
        write.writerows([_plain(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def csv_line(cells: Sequence[Cell | Percent]) -> bytes:
    """One line of a CSV file that is written piece by piece; the first of them follows `BOM`."""
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow([_plain(cell) for cell in cells])
    return out.getvalue().encode()


def _fill(sheet: Worksheet, table: Table, styles: dict[str, Format]) -> None:
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(table.columns):
        sheet.write_string(0, column, heading, styles["bold"])
        cells = [heading, *(_plain(row[column]) for row in table.rows)]
        sheet.set_column(column, column, min(WIDEST, max(map(_width, cells)) + 2))
    for number, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, styles)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()


def _write(
    sheet: Worksheet, row: int, column: int, cell: Cell | Percent, styles: dict[str, Format]
) -> None:
    match cell:
        case None:
            return
        case Percent():
            sheet.write_number(row, column, cell.share, styles["percent"])
        case datetime():
            local = cell.astimezone(CHINA).replace(tzinfo=None)
            sheet.write_datetime(row, column, local, styles["moment"])
        case date():
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), styles["day"])  # noqa: DTZ001
        case Decimal():
            sheet.write_number(row, column, float(cell), styles["amount"])
        case int() | float():
            sheet.write_number(row, column, cell)
        case _:
            sheet.write_string(row, column, cell)


def _plain(cell: Cell | Percent) -> str:
    match cell:
        case None:
            return ""
        case Percent():
            return f"{cell.share:.1%}"
        case datetime():
            return f"{cell.astimezone(CHINA):%Y-%m-%d %H:%M}"
        case str():
            return _safe(cell)
        case _:
            return str(cell)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_RISKY) else text


def _width(text: str) -> int:
    """In columns: a Chinese character takes two."""
    return sum(2 if ord(one) > 0x2E7F else 1 for one in text)


def _names(tables: Sequence[Table]) -> list[str]:
    """Names of sheets: at most 31 characters, none of them forbidden, none twice."""
    names: list[str] = []
    for number, table in enumerate(tables, start=1):
        name = _NOT_IN_NAMES.sub(" ", table.title).strip()[: LONGEST_NAME - 3] or str(number)
        names.append(f"{name} {number}" if name.lower() in map(str.lower, names) else name)
    return names
