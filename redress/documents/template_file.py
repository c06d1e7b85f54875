"""A template from its TOML text, or what is wrong with it. Its sense is checked in `template_check.py`."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace

from redress.documents.template import (
    Addressee,
    Align,
    Block,
    Cell,
    Field,
    FieldKind,
    Grounds,
    Heading,
    Items,
    Notes,
    NumberLine,
    Option,
    Paragraph,
    Row,
    Rows,
    Seal,
    Sheet,
    Signatures,
    Spread,
    Template,
    Title,
)
from redress.documents.template_check import template_problems
from redress.domain.problems import Problem
from redress.domain.reading import Table
from redress.domain.toml_lines import line_of

SMALLEST, USUAL, LARGEST = 10, 15, 18
"""Sizes of the running text in points; 15 is between 三号 and 小三, as on the printed forms."""


def load_template(text: str) -> Template | tuple[Problem, ...]:
    """The template of a TOML text, or everything that is wrong with it, each with its line."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        return (Problem("", "not_toml", (str(error),), int(found.group(1)) if found else None),)
    read = _read(document)
    if isinstance(read, Template):
        return read
    return tuple(replace(one, line=line_of(text, one.place)) for one in read)


def restore_template(canonical: str) -> Template:
    """The template whose `canonical` was kept; raises ValueError when it is none."""
    document = json.loads(canonical)
    if not isinstance(document, dict):
        raise ValueError("not a template")
    read = _read(document)
    if isinstance(read, Template):
        return read
    raise ValueError(f"not a template: {read[0].one_line()}")


def _read(document: Mapping[str, object]) -> Template | tuple[Problem, ...]:
    problems: list[Problem] = []
    table = Table(document, "", problems)
    template = _template(table, document)
    table.finish()
    return tuple(problems) or template_problems(template) or template


def _template(table: Table, document: Mapping[str, object]) -> Template:
    title = table.text("title_zh")
    return Template(
        code=table.text("code"),
        form=table.whole("form", 1, 99),
        article=table.text("article", required=False),
        title_zh=title,
        title_en=table.text("title_en"),
        series=table.text("series", required=False),
        per_party=table.flag("per_party", False),
        approval=table.flag("approval", False),
        size=table.whole("size", SMALLEST, LARGEST) or USUAL,
        fields=table.tables("field", _field),
        blocks=table.tables("block", _block_under(title), required=True),
        canonical=json.dumps(document, ensure_ascii=False, sort_keys=True, default=str),
    )


def _field(table: Table) -> Field:
    return Field(
        name=table.text("name"),
        label_zh=table.text("label_zh"),
        kind=table.choice("kind", FieldKind, FieldKind.TEXT),
        required=table.flag("required", True),
        options=table.tables("options", _option),
        columns=table.texts("columns"),
    )


def _option(table: Table) -> Option:
    return Option(code=table.text("code"), text_zh=table.text("text_zh"))


def _block_under(title: str) -> Callable[[Table], Block | None]:
    def block(table: Table) -> Block | None:
        kind = table.text("type")
        if kind == "title":
            return Title(text=table.text("text", required=False) or title)
        read = BLOCKS.get(kind)
        if read is None:
            if kind:
                table.note("type", "unknown_value", kind, ", ".join(("title", *BLOCKS)))
            return None
        return read(table)

    return block


def _cell(table: Table) -> Cell:
    return Cell(
        label=table.text("label", required=False),
        text=table.text("text", required=False),
        vertical=table.flag("vertical", False),
        indent=table.flag("indent", False),
        span=table.whole("span", 1, 24) or 1,
        rows=table.whole("rows", 1, 40) or 1,
        align=table.choice("align", Align, Align.CENTER if table.has("label") else Align.LEFT),
    )


def _row(table: Table) -> Row:
    return Row(
        cells=table.tables("cells", _cell, required=True),
        height=table.whole("height", 0, 200) or 0,
    )


BLOCKS: dict[str, Callable[[Table], Block]] = {
    "number": lambda table: NumberLine(text=table.text("text", required=False) or "{number}"),
    "spread": lambda table: Spread(cells=table.texts("cells", required=True)),
    "addressee": lambda table: Addressee(text=table.text("text")),
    "paragraph": lambda table: Paragraph(
        text=table.text("text"),
        indent=table.flag("indent", True),
        when=table.text("when", required=False),
    ),
    "heading": lambda table: Heading(text=table.text("text")),
    "grounds": lambda table: Grounds(field=table.text("field")),
    "items": lambda table: Items(field=table.text("field")),
    "table": lambda table: Sheet(
        columns=table.wholes("columns", 1, 100),
        rows=table.tables("rows", _row, required=True),
        header=table.whole("header", 0, 4) or 0,
    ),
    "rows": lambda table: Rows(field=table.text("field"), columns=table.wholes("columns", 1, 100)),
    "signatures": lambda table: Signatures(lines=table.texts("lines", required=True)),
    "seal": lambda table: Seal(),
    "notes": lambda table: Notes(items=table.texts("items", required=True)),
}
"""How each kind of block beside the title is read: the whole list of what a layout may hold."""
