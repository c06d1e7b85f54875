"""Whether a template makes sense: names that exist, tables that fill, characters that can be set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from redress.documents.characters import unprintable
from redress.documents.grid import widths
from redress.documents.placeholders import Format, Placeholder, pieces
from redress.documents.template import (
    RESERVED,
    Addressee,
    Block,
    Field,
    FieldKind,
    Grounds,
    Heading,
    Items,
    Notes,
    NumberLine,
    Paragraph,
    Rows,
    Sheet,
    Signatures,
    Spread,
    Template,
    Title,
)
from redress.domain.problems import Problem

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")

OF_KIND = {Grounds: FieldKind.CHOICE, Items: FieldKind.LIST, Rows: FieldKind.ROWS}
"""Blocks that show one field as a whole, and the kind it must be of."""


def template_problems(template: Template) -> tuple[Problem, ...]:
    """Everything that is wrong with a template; places as in its file."""
    return tuple(_of_template(template))


def _of_template(template: Template) -> Iterator[Problem]:
    if NAME.fullmatch(template.code) is None:
        yield Problem("code", "not_a_name", (template.code,))
    yield from _repeated("field[{}].name", (field.name for field in template.fields))
    for index, field in enumerate(template.fields):
        yield from _of_field(field, f"field[{index}]")
    for index, block in enumerate(template.blocks):
        yield from _of_block(template, block, f"block[{index}]")
    shown = {name for block in template.blocks for name in _names(block)}
    for index, field in enumerate(template.fields):
        if field.required and field.name not in shown:
            yield Problem(f"field[{index}].name", "never_shown", (field.name,))


def _of_field(field: Field, place: str) -> Iterator[Problem]:
    if NAME.fullmatch(field.name) is None:
        yield Problem(f"{place}.name", "not_a_name", (field.name,))
    if field.name in RESERVED:
        yield Problem(f"{place}.name", "reserved_name", (field.name,))
    for key, kind, given in (
        ("options", FieldKind.CHOICE, bool(field.options)),
        ("columns", FieldKind.ROWS, bool(field.columns)),
    ):
        if field.kind is kind and not given:
            yield Problem(f"{place}.{key}", "missing")
        if field.kind is not kind and given:
            yield Problem(f"{place}.{key}", "only_for_kind", (kind.value,))
    yield from _repeated(place + ".options[{}].code", (option.code for option in field.options))
    for index, option in enumerate(field.options):
        yield from _characters(f"{place}.options[{index}].text_zh", option.text_zh)


def _of_block(template: Template, block: Block, place: str) -> Iterator[Problem]:
    for key, text in _texts(block):
        yield from _of_text(template, text, f"{place}.{key}")
    if isinstance(block, Paragraph) and block.when and template.field(block.when) is None:
        yield Problem(f"{place}.when", "unknown_placeholder", (block.when,))
    if isinstance(block, Grounds | Items | Rows):
        yield from _of_reference(template, block, place)
    if isinstance(block, Sheet):
        yield from _of_grid(block, place)


def _of_text(template: Template, text: str, place: str) -> Iterator[Problem]:
    cut = pieces(text)
    if cut is None:
        yield Problem(place, "lone_brace")
        return
    for piece in cut:
        if isinstance(piece, str):
            yield from _characters(place, piece)
        else:
            yield from _of_placeholder(template, piece, place)


def _of_placeholder(template: Template, piece: Placeholder, place: str) -> Iterator[Problem]:
    field = template.field(piece.name)
    if field is None and piece.name not in RESERVED:
        yield Problem(place, "unknown_placeholder", (piece.name,))
    elif piece.format not in list(Format):
        known = ", ".join(one for one in Format if one)
        yield Problem(place, "unknown_value", (piece.format, known))
    elif piece.format and (field is None or field.kind is not FieldKind.CHOICE):
        yield Problem(place, "needs_kind", (piece.name, FieldKind.CHOICE.value))
    elif field is not None and field.kind is FieldKind.ROWS:
        yield Problem(place, "only_as_block", (piece.name,))


def _of_reference(template: Template, block: Grounds | Items | Rows, place: str) -> Iterator[Problem]:
    field = template.field(block.field)
    kind = OF_KIND[type(block)]
    if field is None:
        yield Problem(f"{place}.field", "unknown_placeholder", (block.field,))
    elif field.kind is not kind:
        yield Problem(f"{place}.field", "needs_kind", (block.field, kind.value))
    elif isinstance(block, Rows) and len(block.columns) != len(field.columns):
        yield Problem(f"{place}.columns", "not_as_many", (str(len(field.columns)), str(len(block.columns))))


def _of_grid(block: Sheet, place: str) -> Iterator[Problem]:
    """Each row must fill the columns exactly, counting what reaches down from rows above."""
    if block.header > len(block.rows):
        yield Problem(f"{place}.header", "out_of_range", ("0", str(len(block.rows))))
    for index, (row, width) in enumerate(zip(block.rows, widths(block), strict=True)):
        if width != len(block.columns):
            yield Problem(
                f"{place}.rows[{index}].cells", "not_as_many", (str(len(block.columns)), str(width))
            )
        for number, cell in enumerate(row.cells):
            if index + cell.rows > len(block.rows):
                there = f"{place}.rows[{index}].cells[{number}].rows"
                yield Problem(there, "out_of_range", ("1", str(len(block.rows) - index)))


def _texts(block: Block) -> Iterator[tuple[str, str]]:
    """Every text of a block that may hold placeholders, with its place."""
    match block:
        case Title() | NumberLine() | Addressee() | Paragraph() | Heading():
            yield "text", block.text
        case Spread():
            yield from ((f"cells[{index}]", text) for index, text in enumerate(block.cells))
        case Signatures():
            yield from ((f"lines[{index}]", text) for index, text in enumerate(block.lines))
        case Notes():
            yield from ((f"items[{index}]", text) for index, text in enumerate(block.items))
        case Sheet():
            for number, row in enumerate(block.rows):
                for index, cell in enumerate(row.cells):
                    yield f"rows[{number}].cells[{index}].label", cell.label
                    yield f"rows[{number}].cells[{index}].text", cell.text
        case _:
            return


def _names(block: Block) -> Iterator[str]:
    if isinstance(block, Grounds | Items | Rows):
        yield block.field
    for _, text in _texts(block):
        yield from (piece.name for piece in pieces(text) or () if isinstance(piece, Placeholder))


def _characters(place: str, text: str) -> Iterator[Problem]:
    for sign in unprintable(text):
        yield Problem(place, "not_printable", (f"U+{ord(sign):04X}",))


def _repeated(place: str, names: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield Problem(place.format(index), "twice", (name,))
        seen.add(name)
