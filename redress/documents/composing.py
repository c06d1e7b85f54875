"""A template and its written values become the blocks that the typesetting program sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from redress.documents.grid import starts
from redress.documents.layout import Data, Line, cell_data, narrow, split, wide
from redress.documents.placeholders import Format, Placeholder, pieces
from redress.documents.template import (
    RESERVED,
    Addressee,
    Block,
    Grounds,
    Heading,
    Items,
    Notes,
    NumberLine,
    Paragraph,
    Rows,
    Seal,
    Sheet,
    Signatures,
    Spread,
    Template,
    Title,
)
from redress.documents.values import Written, blank, ordinal

LINES: dict[type[Block], str] = {
    Title: "title",
    NumberLine: "number",
    Addressee: "addressee",
    Heading: "heading",
}
"""The blocks that are one line of text, and what the typesetting program calls them."""

ROW_HEIGHT = 9
"""Least height in millimetres of a row in a table of a `rows` field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands in a document beside its fields, already settable."""

    number: str
    office: str
    dated_on: str

    def words(self, name: str) -> str:
        """The text of a reserved placeholder."""
        return {"number": self.number, "office": self.office, "dated_on": self.dated_on}[name]


def compose(template: Template, written: Mapping[str, Written], surroundings: Surroundings) -> list[Data]:
    """The blocks in their order, without those whose field (or the one they name in `when`) is empty."""
    composer = _Composer(template, written, surroundings)
    shown = [block for block in template.blocks if not _left_out(block, written)]
    found: list[Data] = []
    for index, block in enumerate(shown):
        before_seal = index + 1 < len(shown) and isinstance(shown[index + 1], Seal | Signatures)
        found.append(composer.block(block) | {"keep": before_seal})
    return found


def _left_out(block: Block, written: Mapping[str, Written]) -> bool:
    match block:
        case Paragraph():
            return bool(block.when) and written[block.when].empty
        case Items() | Rows():
            return written[block.field].empty
        case _:
            return False


class _Composer:
    def __init__(
        self, template: Template, written: Mapping[str, Written], surroundings: Surroundings
    ) -> None:
        self._template = template
        self._written = written
        self._surroundings = surroundings

    def block(self, block: Block) -> Data:
        match block:
            case Title() | NumberLine() | Addressee() | Heading():
                return {"type": LINES[type(block)], "runs": self._line(block.text)}
            case Spread():
                return {"type": "spread", "cells": [self._line(text) for text in block.cells]}
            case Paragraph():
                lines = self._lines(block.text, wide)
                return {"type": "paragraph", "lines": lines, "indent": block.indent}
            case Grounds():
                return {"type": "grounds", "items": self._grounds(block.field)}
            case Items():
                texts = self._written[block.field].items
                return {"type": "items", "items": [split(text, wide) for text in texts]}
            case Sheet():
                return self._sheet(block)
            case Rows():
                return self._rows(block)
            case Signatures():
                return {"type": "signatures", "lines": [self._line(text) for text in block.lines]}
            case Seal():
                return {
                    "type": "seal",
                    "office": self._surroundings.office,
                    "date": self._surroundings.dated_on,
                }
            case Notes():
                return {"type": "notes", "items": [self._line(text) for text in block.items]}

    def _grounds(self, name: str) -> list[Data]:
        field = self._template.field(name)
        options = field.options if field else ()
        chosen = self._written[name].chosen
        return [
            {"number": f"（{ordinal(index + 1)}）", "text": option.text_zh, "chosen": index == chosen}
            for index, option in enumerate(options)
        ]

    def _sheet(self, block: Sheet) -> Data:
        rows: list[Data] = []
        for row, columns in zip(block.rows, starts(block), strict=True):
            cells: list[Data] = []
            for cell, column in zip(row.cells, columns, strict=True):
                cells.append(
                    cell_data(
                        self._lines(cell.label or cell.text, narrow),
                        column=column,
                        span=cell.span,
                        rows=cell.rows,
                        label=bool(cell.label),
                        vertical=cell.vertical,
                        indent=cell.indent,
                        align=cell.align.value,
                    )
                )
            rows.append({"cells": cells, "height": row.height})
        return {"type": "table", "columns": list(block.columns), "header": block.header, "rows": rows}

    def _rows(self, block: Rows) -> Data:
        field = self._template.field(block.field)
        labels = field.columns if field else ()
        head = [
            cell_data([[label]], column=index, label=True, align="center")
            for index, label in enumerate(labels)
        ]
        rows: list[Data] = [{"cells": head, "height": ROW_HEIGHT}]
        for row in self._written[block.field].rows:
            cells = [cell_data(split(text, narrow), column=index) for index, text in enumerate(row)]
            rows.append({"cells": cells, "height": ROW_HEIGHT})
        return {"type": "table", "columns": list(block.columns), "header": 1, "rows": rows}

    def _line(self, text: str) -> Line:
        """All on one line, whatever the values hold."""
        line: Line = []
        for run in self._runs(text):
            line += wide(run.replace("\n", " ")) if isinstance(run, str) else [run]
        return line

    def _lines(self, text: str, fit: Callable[[str], Line]) -> list[Line]:
        """One paragraph per line of the text and its values."""
        lines: list[Line] = [[]]
        for run in self._runs(text):
            if isinstance(run, str):
                first, *others = split(run, fit)
                lines[-1] += first
                lines += others
            else:
                lines[-1].append(run)
        return lines

    def _runs(self, text: str) -> Line:
        runs: Line = []
        for piece in pieces(text) or ():
            runs += [piece] if isinstance(piece, str) else self._placed(piece)
        return runs

    def _placed(self, piece: Placeholder) -> Line:
        if piece.name in RESERVED:
            return [self._surroundings.words(piece.name)]
        field = self._template.field(piece.name)
        one = self._written[piece.name]
        if field is None:
            return []
        if piece.format == Format.BOXES:
            return [
                run
                for index, option in enumerate(field.options)
                for run in ({"box": index == one.chosen}, option.text_zh + "\u3000")
            ]
        if piece.format == Format.ORDINAL:
            return [ordinal(one.chosen + 1) if one.chosen is not None else "\u3000"]
        return [one.words or blank(field.kind)]
