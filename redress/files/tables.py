"""Tables for spreadsheet programs: lines of CSV in which nothing that somebody typed becomes a formula."""

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

CSV: Final = "text/csv; charset=utf-8"
BOM: Final = "\ufeff".encode()
"""What tells a spreadsheet program that a CSV file is UTF-8."""

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a text of ours must not begin with in a cell (CWE-1236)."""


def harmless(value: Any) -> Any:
    """A cell's value; a text that would be a formula gets an apostrophe in front, a number stays one."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def line_of(values: Iterable[Any]) -> bytes:
    """One line of CSV (RFC 4180); None is an empty field."""
    line = io.StringIO()
    csv.writer(line).writerow([harmless("" if value is None else value) for value in values])
    return line.getvalue().encode()
