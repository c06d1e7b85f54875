"""Where the cells of a table stand, counting those that reach down from the rows above."""

from __future__ import annotations

from redress.documents.template import Sheet


def starts(sheet: Sheet) -> list[list[int]]:
    """For each row the first column (0-based) of each of its cells."""
    return [cells for cells, _ in _placed(sheet)]


def widths(sheet: Sheet) -> list[int]:
    """For each row how many columns are taken, by its own cells and by those that reach into it."""
    return [width for _, width in _placed(sheet)]


def _placed(sheet: Sheet) -> list[tuple[list[int], int]]:
    taken: list[set[int]] = [set() for _ in sheet.rows]
    found: list[tuple[list[int], int]] = []
    for index, row in enumerate(sheet.rows):
        first: list[int] = []
        column = 0
        for cell in row.cells:
            while column in taken[index]:
                column += 1
            first.append(column)
            for below in taken[index : index + cell.rows]:
                below.update(range(column, column + cell.span))
            column += cell.span
        found.append((first, len(taken[index])))
    return found
