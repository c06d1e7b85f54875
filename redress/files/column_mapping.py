"""How columns of a file become fields of a filing: a TOML table, read and applied. Nothing is filed here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from redress.files.csv_rows import UnusableFile

PATH: Final = re.compile(r"[a-z_]+(\[\d\])?(\.[a-z_]+(\[\d\])?)*")
STEP: Final = re.compile(r"([a-z_]+)(?:\[(\d)\])?")
RULE_FIELDS: Final = frozenset(
    {"value", "first", "join", "with", "prefix", "values", "otherwise", "date", "kind"}
)
KINDS: Final = ("text", "amount")


class Unmappable(Exception):
    """A value that a rule cannot turn into what the field takes; the text names the column, not the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one field of the filing is made of.

    `value` is constant. `first`: the first of these columns that is not empty; `join`: all that are not.
    `values` translates, and what it lacks becomes `otherwise`; `date` is a strptime form.
    """

    target: str
    value: Any = None
    first: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    separator: str = "; "
    prefix: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    date: str | None = None
    kind: str = "text"

    @property
    def columns(self) -> tuple[str, ...]:
        return self.first + self.join

    def apply(self, row: Mapping[str, str]) -> Any:
        """The field's value, or None when the row has nothing for it; raises Unmappable."""
        if self.value is not None:
            return self.value
        given = [text for name in self.columns if (text := row.get(name, "").strip())]
        text = (self.separator.join(given) if self.join else given[0]) if given else ""
        if self.values or self.otherwise is not None:
            text = self.values.get(text, self.otherwise or "")
        if not text:
            return None
        if self.date is not None:
            return self._day(text)
        return self._amount(text) if self.kind == "amount" else self.prefix + text

    def _day(self, text: str) -> str:
        try:
            return datetime.strptime(text, self.date or "").date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            raise Unmappable(f"column {self.columns[0]!r} is not a date of the form {self.date}") from None

    def _amount(self, text: str) -> int | float:
        try:
            amount = Decimal(text.replace(",", ""))
        except InvalidOperation:
            raise Unmappable(f"column {self.columns[0]!r} is not an amount") from None
        if not amount.is_finite():
            raise Unmappable(f"column {self.columns[0]!r} is not an amount")
        return int(amount) if amount == amount.to_integral_value() else float(amount)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A whole mapping: which column identifies a row, how the file is written, and a rule per field."""

    rules: tuple[Rule, ...]
    source_id: str | None
    delimiter: str
    encoding: str | None

    def missing_columns(self, header: list[str]) -> list[str]:
        """Columns that the mapping names and the file lacks."""
        named = [name for rule in self.rules for name in rule.columns]
        return sorted({*named, *([self.source_id] if self.source_id else [])} - {*header})

    def filing(self, row: Mapping[str, str]) -> dict[str, Any]:
        """The filing body of a row; a field without anything for it is left out. Raises Unmappable."""
        body: dict[str, Any] = {}
        for rule in self.rules:
            value = rule.apply(row)
            if value is not None:
                _place(body, rule.target, value)
        return body


def read_mapping(path: Path) -> ColumnMapping:
    """Reads a mapping; raises UnusableFile naming the file and what is wrong in it."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UnusableFile(f"无法读取 {path}", f"cannot read {path} ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise UnusableFile(f"{path} 不是有效的 TOML", f"{path} is not TOML: {error}") from None
    return mapping_of(text, str(path))


def mapping_of(text: str, name: str) -> ColumnMapping:
    """The mapping that a text holds; raises UnusableFile, with `name` for the text."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnusableFile(f"{name} 不是有效的 TOML", f"{name} is not TOML: {error}") from None
    try:
        return _mapping(document)
    except ValueError as error:
        raise UnusableFile(f"映射 {name} 无法使用", f"the mapping {name} cannot be used: {error}") from None


def _mapping(document: dict[str, Any]) -> ColumnMapping:
    _known(document, {"file", "filing"}, "the mapping")
    about, filing = document.get("file", {}), document.get("filing")
    if not isinstance(about, dict) or not isinstance(filing, dict) or not filing:
        raise ValueError("it needs a table [filing] with a line per field")
    _known(about, {"source_id", "delimiter", "encoding"}, "[file]")
    delimiter, encoding = about.get("delimiter", ","), about.get("encoding")
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '\r\n"':
        raise ValueError("file.delimiter must be one character")
    if encoding is not None:
        try:
            "".encode(encoding)
        except (LookupError, TypeError):
            raise ValueError("file.encoding is no known encoding") from None
    rules = tuple(_rule(target, given) for target, given in filing.items())
    if not any(rule.target == "channel" for rule in rules):
        raise ValueError("filing.channel is required")
    return ColumnMapping(rules, about.get("source_id"), delimiter, encoding)


def _rule(target: str, given: Any) -> Rule:
    if not PATH.fullmatch(target):
        raise ValueError(f"{target!r} is no field of a filing")
    if isinstance(given, str):
        return Rule(target=target, first=(given,))
    if not isinstance(given, dict):
        raise ValueError(f"{target}: give a column or a table")
    _known(given, RULE_FIELDS, target)
    if sum(name in given for name in ("value", "first", "join")) != 1:
        raise ValueError(f"{target}: give exactly one of value, first, join")
    if given.get("kind", "text") not in KINDS:
        raise ValueError(f"{target}: kind is one of {', '.join(KINDS)}")
    values = given.get("values", {})
    if not isinstance(values, dict):
        raise ValueError(f"{target}: values must be a table")
    return Rule(
        target=target,
        value=given.get("value"),
        first=_columns(target, given.get("first", [])),
        join=_columns(target, given.get("join", [])),
        separator=str(given.get("with", "; ")),
        prefix=str(given.get("prefix", "")),
        values=values,
        otherwise=given.get("otherwise"),
        date=given.get("date"),
        kind=given.get("kind", "text"),
    )


def _columns(target: str, given: Any) -> tuple[str, ...]:
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(f"{target}: columns are texts")
    return tuple(names)


def _known(table: dict[str, Any], names: set[str] | frozenset[str], where: str) -> None:
    unknown = sorted(set(table) - names)
    if unknown:
        raise ValueError(f"{where} knows no {unknown[0]!r}")


def _place(body: dict[str, Any], target: str, value: Any) -> None:
    """Sets `respondents[0].name` and the like, making what is on the way."""
    here: Any = body
    steps = STEP.findall(target)
    for place, (name, index) in enumerate(steps):
        last = place == len(steps) - 1
        if index:
            items = here.setdefault(name, [])
            if last:
                items.append(value)
                return
            while len(items) <= int(index):
                items.append({})
            here = items[int(index)]
        elif last:
            here[name] = value
        else:
            here = here.setdefault(name, {})
