"""Rows of a CSV file, one at a time and in constant memory; what is wrong with a row comes out as a value."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO, Final, TextIO

LONGEST_LINE: Final = 1 << 20
"""Characters of one physical line; the rest of a longer one is skipped and its row refused."""

LONGEST_FIELD: Final = 1 << 20
"""Characters of one field, also of one whose closing quote never comes."""

LONGEST_ROW: Final = 4 << 20
"""Characters of one row over all its lines."""


PLAIN_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,32}")


class UnusableFile(Exception):
    """A file or a mapping that cannot be used at all; `zh` and `en` are one line for a person."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh, self.en = zh, en


@dataclass(frozen=True, slots=True)
class Row:
    """A usable row: `number` counts data rows from 1, `line` is where it starts in the file."""

    number: int
    line: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be filed: stable `code`, a sentence without its contents, what values fit."""

    number: int
    line: int
    code: str
    reason: str
    values: dict[str, str]


class CsvRows:
    """The rows of an open file under its header. Iterate once.

    Raises UnusableFile when there is no header, or one that names a column twice.
    """

    def __init__(self, file: TextIO, delimiter: str = ",") -> None:
        csv.field_size_limit(LONGEST_FIELD)
        self._lines = _Lines(file)
        self._reader = csv.reader(self._lines, delimiter=delimiter)
        self.header = self._header()

    def __iter__(self) -> Iterator[Row | BadRow]:
        number = 0
        while True:
            line = self._lines.number + 1
            self._lines.start_row()
            try:
                fields = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield BadRow(number, line, "unreadable_row", str(error), {})
                continue
            if fields or self._lines.cut:
                number += 1
                yield self._row(number, line, fields)

    def _row(self, number: int, line: int, fields: list[str]) -> Row | BadRow:
        values = dict(zip(self.header, fields, strict=False))
        if self._lines.cut:
            reason = f"a line has more than {LONGEST_LINE} characters"
            return BadRow(number, line, "line_too_long", reason, {})
        if len(fields) != len(self.header):
            reason = f"{len(fields)} fields, the header has {len(self.header)}"
            return BadRow(number, line, "ragged_row", reason, values)
        for name, value in values.items():
            if "\0" in value:
                return BadRow(number, line, "nul_byte", f"column {name!r} holds a NUL byte", values)
            if not value.isascii() and any("\udc80" <= char <= "\udcff" for char in value):
                reason = f"column {name!r} holds bytes that are no text in the file's encoding"
                return BadRow(number, line, "undecodable_text", reason, values)
        return Row(number, line, values)

    def _header(self) -> list[str]:
        try:
            header = [name.strip() for name in next(self._reader, [])]
        except csv.Error as error:
            raise UnusableFile("表头无法读取", f"the header cannot be read: {error}") from None
        if not any(header):
            raise UnusableFile("文件为空或没有表头", "the file is empty or has no header")
        twice = sorted({name for name in header if header.count(name) > 1})
        if twice:
            raise UnusableFile(f"表头有重复列名:{twice[0]!r}", f"the header names {twice[0]!r} twice")
        return header


class _Lines:
    """Physical lines of bounded length; `number` counts those read, `cut` says a row's line was too long."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.number = 0
        self.cut = False
        self._taken = 0

    def start_row(self) -> None:
        self.cut, self._taken = False, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        self._taken += len(line)
        if self._taken > LONGEST_ROW:
            raise csv.Error(f"row larger than {LONGEST_ROW} characters")
        if len(line) < LONGEST_LINE or line.endswith(("\n", "\r")):
            return line
        self.cut = True
        while (rest := self._file.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
            pass
        return "\n"


def text_of(file: BinaryIO, encoding: str) -> TextIO:
    """The file as text with its line ends as they are; undecodable bytes become lone surrogates."""
    return TextIOWrapper(file, encoding=encoding, errors="surrogateescape", newline="")


def row_key(sha256: str, source_id: str | None, number: int) -> str:
    """The Idempotency-Key of a row, at most 100 characters; a row without an id goes by its number."""
    if not source_id:
        return f"{sha256}.{number}"
    if not PLAIN_ID.fullmatch(source_id):
        source_id = hashlib.sha256(source_id.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{sha256}:{source_id}"
