"""A kind of document as data: its fields and its layout. Reading one is in `template_file.py`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

RESERVED = ("number", "office", "dated_on")
"""Placeholders that are no fields: what `render` is told beside them."""


class FieldKind(StrEnum):
    """What a field holds. `list`: texts; `rows`: lists of texts, one text per column."""

    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    NUMBER = "number"
    LIST = "list"
    CHOICE = "choice"
    ROWS = "rows"


class Align(StrEnum):
    """Where a cell's text stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a choice; a ground of the law has the code it has in the profile (`16-5`)."""

    code: str
    text_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something that is written into the document."""

    name: str
    label_zh: str
    kind: FieldKind
    required: bool
    options: tuple[Option, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The heading of the sheet."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLine:
    """The document number (文号), right under the title."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Short texts side by side on one line."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Whom the letter speaks to."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text; left out while the field `when` is empty."""

    text: str
    indent: bool = True
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The heading of a part."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """All options of a choice, numbered (一)(二)…, the chosen one marked."""

    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """The texts of a list field, numbered 1. 2. …"""

    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table: a printed `label` or a `text` with placeholders. `span` and `rows` in cells."""

    label: str = ""
    text: str = ""
    vertical: bool = False
    indent: bool = False
    span: int = 1
    rows: int = 1
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; `height` is its least height in millimetres, 0 for as high as its content."""

    cells: tuple[Cell, ...]
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: widths of its columns in parts, rows; the first `header` rows repeat on every page."""

    columns: tuple[int, ...]
    rows: tuple[Row, ...]
    header: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table of a `rows` field under the field's column labels, which repeat on every page."""

    field: str
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Lines to be signed by hand; kept on one page."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Office, place of its seal, and date; kept on one page with what stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """The notes under a form (注)."""

    items: tuple[str, ...]


Block = (
    Title
    | NumberLine
    | Spread
    | Addressee
    | Paragraph
    | Heading
    | Grounds
    | Items
    | Sheet
    | Rows
    | Signatures
    | Seal
    | Notes
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A kind of document. `form` is its number in the published set, `series` the word in its number
    (受 in 市监受〔2026〕第1号; empty: it bears the case number). `canonical` is its content as JSON with
    sorted keys, from which `restore_template` makes it again.
    """

    code: str
    form: int | None
    article: str
    title_zh: str
    title_en: str
    series: str
    per_party: bool
    approval: bool
    size: int
    fields: tuple[Field, ...]
    blocks: tuple[Block, ...]
    canonical: str

    @property
    def version(self) -> str:
        """SHA-256 of the canonical content, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((field for field in self.fields if field.name == name), None)
