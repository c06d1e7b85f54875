"""A list of complainants of one dispute, pasted or from a file: its lines, and what is wrong with which.

Tab, comma or semicolon, with or without headings. What is missing is no fault (art.10): it is an open item.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from redress.domain.amounts import written_amount
from redress.domain.facts import Complainant
from redress.domain.wording import plain, same_digits, same_words

COLUMNS = ("name", "phone", "id_type", "id_number", "address", "amount")
"""What a line says, in this order where no headings say otherwise."""

HEADINGS = {
    "name": ("姓名", "投诉人", "投诉人姓名", "name"),
    "phone": ("电话", "联系电话", "手机", "手机号", "手机号码", "phone", "telephone"),
    "id_type": ("证件类型", "证件", "idtype"),
    "id_number": ("证件号码", "身份证", "身份证号", "身份证号码", "证件号", "idnumber"),
    "address": ("地址", "联系地址", "通讯地址", "address"),
    "amount": ("金额", "涉及金额", "金额元", "消费金额", "amount"),
}
_COLUMN_OF = {same_words(word): column for column, words in HEADINGS.items() for word in words}

MOST_LINES = 300
"""Of one list: all its cases are written in one transaction."""

LONGEST = {"name": 100, "phone": 60, "id_type": 60, "id_number": 60, "address": 300, "amount": 40}
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?")


class Why(StrEnum):
    """What is wrong with a line or one of its fields."""

    COLUMNS = "columns"
    NOBODY = "nobody"
    TOO_LONG = "too_long"
    AMOUNT = "amount"
    TWICE = "twice"
    UNPRINTABLE = "unprintable"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` as in the text, from 1; `column` one of `COLUMNS`, empty for the line; `of` another line."""

    line: int
    column: str
    why: Why
    of: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One complainant of the list. `line`: where it stands in the text."""

    line: int
    name: str = ""
    phone: str = ""
    id_type: str = ""
    id_number: str = ""
    address: str = ""
    amount: str = ""

    @property
    def identity(self) -> str:
        """What tells this person from the others of the list, however it is written."""
        return "|".join((same_words(self.name), same_digits(self.phone), same_words(self.id_number)))

    def complainant(self) -> Complainant:
        return Complainant(
            name=self.name or None,
            phone=self.phone or None,
            id_type=self.id_type or None,
            id_number=self.id_number or None,
            address=self.address or None,
        )

    def owed(self) -> Decimal | None:
        """The amount in yuan; None where none was given."""
        return Decimal(written_amount(self.amount)) if self.amount else None


@dataclass(frozen=True, slots=True)
class JointList:
    """`lines`: those that can be filed; `faults`: of those that cannot."""

    lines: tuple[Listed, ...]
    faults: tuple[Fault, ...]


def written_list(complainants: tuple[Complainant, ...]) -> str:
    """A list of opened complainants as it could have been typed, with its headings."""
    lines = [HEADINGS[column][0] for column in COLUMNS], *(
        [" ".join(plain(getattr(one, column)).split()) for column in COLUMNS[:-1]] for one in complainants
    )
    return "\n".join("\t".join(cells) for cells in lines) + "\n"


def read_joint_list(text: str) -> JointList:
    """The complainants of a pasted list, and every fault with its line."""
    columns: tuple[str, ...] | None = None
    lines: list[Listed] = []
    faults: list[Fault] = []
    known: dict[str, int] = {}
    for number, cells in _rows(text):
        if columns is None:
            headed = _headed(cells)
            columns = headed or COLUMNS
            if headed is not None:
                continue
        one, wrong = _line(number, cells, columns)
        if one is not None and not wrong and one.identity in known:
            wrong.append(Fault(number, "", Why.TWICE, known[one.identity]))
        if one is not None and not wrong and len(lines) == MOST_LINES:
            faults.append(Fault(number, "", Why.TOO_MANY))
            break
        faults += wrong
        if one is not None and not wrong:
            known[one.identity] = number
            lines.append(one)
    return JointList(tuple(lines), tuple(faults))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every line that says something, with its number."""
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff")).replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in text.split("\n") if line.strip()), "")
    between = next((mark for mark in ("\t", ",", ";", "\uff0c", "\uff1b") if mark in first), "\t")
    for number, line in enumerate(text.split("\n"), 1):
        cells = [cell.strip() for cell in _cells(line, between)]
        if any(cells):
            yield number, cells


def _cells(line: str, between: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line), delimiter=between), [])
    except csv.Error:  # longer than any field may be: told as one cell that is too long
        return [line]


def _headed(cells: list[str]) -> tuple[str, ...] | None:
    """The columns that a line of headings names; None for a line that is none."""
    named = tuple(_COLUMN_OF.get(same_words(cell), "") for cell in cells)
    said = [name for name in named if name]
    return named if len(said) >= 2 and len(said) == len(set(said)) else None


def _line(number: int, cells: list[str], columns: tuple[str, ...]) -> tuple[Listed | None, list[Fault]]:
    if any(cells[len(columns) :]):
        return None, [Fault(number, "", Why.COLUMNS)]
    values = {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell}
    wrong = [Fault(number, column, why) for column, value in values.items() for why in _wrong(column, value)]
    if not any(values.get(column) for column in ("name", "phone", "id_number")):
        wrong.append(Fault(number, "", Why.NOBODY))
    return Listed(line=number, **values), wrong


def _wrong(column: str, value: str) -> Iterator[Why]:
    if len(value) > LONGEST[column]:
        yield Why.TOO_LONG
    elif not value.isprintable():
        yield Why.UNPRINTABLE
    elif column == "amount" and not _AMOUNT.fullmatch(written_amount(value)):
        yield Why.AMOUNT
