"""The values written into a document: checked against the template's fields and put into Chinese words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from redress.documents.characters import settable
from redress.documents.template import Field, FieldKind, Template
from redress.domain.counting import CHINA
from redress.domain.problems import Problem
from redress.domain.reading import day_of, moment_of

Value = str | date | datetime | int | Decimal | Sequence[str] | Sequence[Sequence[str]] | None
"""What a field may be given; dates and moments also as ISO text, None and "" for nothing."""

LONGEST = 100_000
"""Characters of one field: some hundred pages."""

BLANK_DAY = "\u3000\u3000年\u3000月\u3000日"
BLANK_MOMENT = "\u3000\u3000年\u3000月\u3000日\u3000时"
ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One field as it is written: its words, its texts one by one, its rows, which option was chosen."""

    words: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    chosen: int | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was given."""
        return not (self.words or self.items or self.rows or self.chosen is not None)


def write(template: Template, fields: Mapping[str, Value]) -> Mapping[str, Written] | tuple[Problem, ...]:
    """Every field of the template as it is written, or what is wrong; the place is the field's name."""
    problems = [Problem(name, "unknown_field", (name,)) for name in fields if template.field(name) is None]
    written: dict[str, Written] = {}
    for field in template.fields:
        value = fields.get(field.name)
        if value is None or (isinstance(value, str | Sequence) and not _filled(value)):
            written[field.name] = Written()
            if field.required:
                problems.append(Problem(field.name, "missing"))
            continue
        outcome = _write(field, value)
        if isinstance(outcome, Problem):
            problems.append(outcome)
        else:
            written[field.name] = outcome
    return tuple(problems) or written


def day_words(day: date) -> str:
    """2026年4月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def ordinal(number: int) -> str:
    """1 → 一, 12 → 十二; from 1 to 99."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return ORDINALS[ones - 1]
    return (ORDINALS[tens - 1] if tens > 1 else "") + "十" + (ORDINALS[ones - 1] if ones else "")


def blank(kind: FieldKind) -> str:
    """What stands where nothing was given: room to write a date by hand, else nothing."""
    return {FieldKind.DATE: BLANK_DAY, FieldKind.DATETIME: BLANK_MOMENT}.get(kind, "")


def _filled(value: str | Sequence[object]) -> bool:
    return bool(value.strip()) if isinstance(value, str) else len(value) > 0


def _write(field: Field, value: Value) -> Written | Problem:
    match field.kind:
        case FieldKind.TEXT:
            return _text(field, value)
        case FieldKind.DATE:
            day = day_of(value)
            return Written(words=day_words(day)) if day else _wrong(field, "impossible_date", value)
        case FieldKind.DATETIME:
            moment = value if isinstance(value, datetime) else moment_of(value)
            if moment is None or moment.tzinfo is None:
                return _wrong(field, "impossible_moment", value)
            return Written(words=_moment_words(moment.astimezone(CHINA)))
        case FieldKind.NUMBER:
            if isinstance(value, bool) or not isinstance(value, int | Decimal):
                return Problem(field.name, "not_a_number")
            return Written(words=f"{value:f}" if isinstance(value, Decimal) else str(value))
        case FieldKind.CHOICE:
            return _choice(field, value)
        case FieldKind.LIST:
            return _list(field, value)
        case FieldKind.ROWS:
            return _rows(field, value)


def _text(field: Field, value: Value) -> Written | Problem:
    if not isinstance(value, str):
        return Problem(field.name, "not_text")
    if len(value) > LONGEST:
        return Problem(field.name, "too_long", (str(LONGEST),))
    return Written(words=settable(value.strip()))


def _choice(field: Field, value: Value) -> Written | Problem:
    for index, option in enumerate(field.options):
        if option.code == value:
            return Written(words=option.text_zh, chosen=index)
    known = ", ".join(option.code for option in field.options)
    return Problem(field.name, "unknown_value", (str(value), known))


def _list(field: Field, value: Value) -> Written | Problem:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return Problem(field.name, "not_a_list")
    items: list[str] = []
    for index, one in enumerate(value):
        outcome = _text(field, one) if isinstance(one, str) else Problem("", "not_text")
        if isinstance(outcome, Problem):
            return Problem(f"{field.name}[{index}]", outcome.code, outcome.values)
        items.append(outcome.words)
    return Written(words=_inline(items), items=tuple(items))


def _inline(items: Sequence[str]) -> str:
    """A list inside a sentence: 1. 甲；2. 乙, without the marks that would double the sentence's own."""
    plain = [one.rstrip("。；;") for one in items]
    return plain[0] if len(plain) == 1 else "；".join(f"{n}. {one}" for n, one in enumerate(plain, start=1))


def _rows(field: Field, value: Value) -> Written | Problem:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return Problem(field.name, "not_a_list")
    rows: list[tuple[str, ...]] = []
    for index, row in enumerate(value):
        outcome = Problem("", "not_a_list") if isinstance(row, str) else _list(field, row)
        if isinstance(outcome, Problem):
            return Problem(f"{field.name}[{index}]", outcome.code, outcome.values)
        if len(outcome.items) != len(field.columns):
            values = (str(len(field.columns)), str(len(outcome.items)))
            return Problem(f"{field.name}[{index}]", "not_as_many", values)
        rows.append(outcome.items)
    return Written(rows=tuple(rows))


def _moment_words(moment: datetime) -> str:
    minutes = f"{moment.minute}分" if moment.minute else ""
    return f"{day_words(moment.date())}{moment.hour}时{minutes}"


def _wrong(field: Field, code: str, value: Value) -> Problem:
    return Problem(field.name, code, (str(value),))
