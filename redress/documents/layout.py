"""The pieces of data that the typesetting program reads: runs, lines and cells. No template is known here."""

from __future__ import annotations

from collections.abc import Callable

from redress.documents.characters import breakable

Run = str | dict[str, bool]
"""A piece of text, `{"box": ticked}`, or `{"gap": true}` where a line may break inside a word."""

Line = list[Run]
Data = dict[str, object]


def wide(text: str) -> Line:
    """Fit for a line across the page."""
    return _with_gaps(breakable(text, longest=23, chunk=8))


def narrow(text: str) -> Line:
    """Fit for a cell."""
    return _with_gaps(breakable(text, longest=9, chunk=1))


def _with_gaps(parts: list[str]) -> Line:
    line: Line = [parts[0]]
    for part in parts[1:]:
        line += [{"gap": True}, part]
    return line


def split(text: str, fit: Callable[[str], Line]) -> list[Line]:
    return [fit(line) for line in text.split("\n")]


def cell_data(
    lines: list[Line],
    *,
    column: int,
    span: int = 1,
    rows: int = 1,
    label: bool = False,
    vertical: bool = False,
    indent: bool = False,
    align: str = "left",
) -> Data:
    return {
        "lines": lines,
        "at": column,
        "span": span,
        "rows": rows,
        "label": label,
        "vertical": vertical,
        "indent": indent,
        "align": align,
    }
