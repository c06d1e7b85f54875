"""Forms made from the domain's dataclasses: their fields, and what was typed as the JSON of the API.

What a value has to look like is judged by `api.http.strict` alone, for forms as for every other body.
"""

import re
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from dataclasses import Field as DataclassField
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Annotated, Any, Final, Literal, get_args, get_origin, get_type_hints

from api.console.visitor import FormData
from redress.domain.amounts import written_amount
from redress.domain.sealed import Sealed

ZONE: Final = "+08:00"
"""What people type is the local time of the offices."""

SHOWN_AT: Final = "shown_at"
"""The exact moment at which the page was shown: its minute, left as preset, means no earlier one."""

MOST_REPEATED: Final = 50

MINUTE: Final = len("2026-11-21T09:30")

LONG: Final = frozenset(
    {"facts", "text", "description", "reason", "note", "summary", "minutes", "finding", "opinion",
     "new_facts", "order", "remarks", "told",
     "question", "answer"}
)  # fmt: skip
"""Texts that take more than a line."""

OFFERED: Final = frozenset(
    {"party", "given_by", "handler", "mediator", "ground", "clock", "session", "document", "absent",
     "completes", "profile", "to", "with_office", "competent", "with_party", "by", "replaces", "appraisal",
     "basis", "owner", "criteria", "Classify.category", "Classify.industry", "Classify.problems"}
)  # fmt: skip
"""Fields whose values a case or its regime offers; see `choices.py`."""

SILENT: Final = frozenset({"type", "expected_version", "file"})
"""Not typed by people: the page fills them in."""

MARKS: Final = "satisfaction"
"""The words of marks from 1 to 5, whatever is marked."""

_PLACE = re.compile(r"[0-9]{1,3}")
_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,6})?")


class Kind(StrEnum):
    LINE = "line"
    LONG = "long"
    LINES = "lines"
    CHOICE = "choice"
    MANY = "many"
    YES_NO = "yes_no"
    TICK = "tick"
    DAY = "day"
    MOMENT = "moment"
    AMOUNT = "amount"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Field:
    """One input. `owner` is the dataclass it belongs to; `values` the closed ones, `group` their name."""

    name: str
    owner: str
    kind: Kind
    required: bool
    group: str = ""
    values: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs that belong together: a nested dataclass, `many` times where it is a list of them."""

    name: str
    owner: str
    many: bool
    parts: "tuple[Part, ...]"


Part = Field | Group


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form said: the JSON value, and for each place in it the input it came from."""

    value: dict[str, Any]
    inputs: dict[str, str]

    def input_of(self, place: str) -> str:
        """The input of a place of an error list: `respondents[0].name`, `terms[2]`."""
        return self.inputs.get(place) or self.inputs.get(re.sub(r"\[\d+\]$", "", place), place)


def parts_of(kind: type[Any]) -> tuple[Part, ...]:
    """The form of a dataclass, in the order of its fields."""
    if kind not in _KNOWN:
        hints = get_type_hints(kind, include_extras=True)
        _KNOWN[kind] = tuple(
            _part(kind, field, hints[field.name]) for field in fields(kind) if field.name not in SILENT
        )
    return _KNOWN[kind]


_KNOWN: dict[type[Any], tuple[Part, ...]] = {}


def typed(parts: tuple[Part, ...], form: FormData) -> Typed:
    """The form's answers; what was left empty is left out."""
    inputs: dict[str, str] = {}
    return Typed(_object(parts, form, "", "", inputs) or {}, inputs)


def count_of(form: FormData, name: str) -> int:
    """How many of a repeated group a form has."""
    numbers = [int(rest) for key in form.under(name) if _PLACE.fullmatch(rest := key.split(".")[1])]
    return min(max(numbers, default=-1) + 1, MOST_REPEATED)


def version_of(form: FormData) -> int | None:
    """The version of the case that the page of a form had shown."""
    text = form.one("expected_version")
    return int(text) if re.fullmatch(r"[0-9]{1,10}", text) else None


def _part(owner: type[Any], field: DataclassField[Any], hint: Any) -> Part:
    inner, many = _inside(hint)
    if is_dataclass(inner) and inner is not Sealed and isinstance(inner, type):
        return Group(field.name, inner.__name__, many, parts_of(inner))
    freely = field.name in OFFERED and _is_text(hint)
    place = f"{owner.__name__}.{field.name}"
    kind = _kind("" if freely else field.name, place, inner, many)
    name, values = _values(field.name, inner)
    required = field.default is MISSING and field.default_factory is MISSING
    return Field(field.name, owner.__name__, kind, required, name, values, _default(field, kind))


def _inside(hint: Any) -> tuple[Any, bool]:
    """The type of one value, without `None` and without the list around it."""
    if get_origin(hint) is tuple:
        return _inside(get_args(hint)[0])[0], True
    if get_origin(hint) is Annotated:
        return str, False
    choices = [each for each in get_args(hint) if each is not type(None)]
    if get_origin(hint) is Literal or not choices:
        return hint, False
    if len(choices) == 1:
        return _inside(choices[0])
    texts = [each for each in choices if isinstance(each, type) and issubclass(each, Enum)]
    return (tuple(texts), False) if texts else (str, False)


_SIMPLE: Final[dict[type[Any], Kind]] = {
    bool: Kind.YES_NO,
    date: Kind.DAY,
    datetime: Kind.MOMENT,
    Decimal: Kind.AMOUNT,
    int: Kind.NUMBER,
}


def _is_text(hint: Any) -> bool:
    """Written freely (`Text`): offered nowhere, whatever it is called."""
    return get_origin(hint) is Annotated or any(_is_text(inner) for inner in get_args(hint))


def _kind(name: str, place: str, inner: Any, many: bool) -> Kind:
    """`place` is the field with its dataclass, for what only one of them offers."""
    if name in OFFERED or place in OFFERED:
        return Kind.MANY if many else Kind.CHOICE
    if many and isinstance(inner, type) and issubclass(inner, Enum):
        return Kind.MANY
    if inner in _SIMPLE:
        return _SIMPLE[inner]
    if inner is str:
        return Kind.LINES if many else Kind.LONG if name in LONG else Kind.LINE
    return Kind.MANY if many else Kind.CHOICE


def _values(name: str, inner: Any) -> tuple[str, tuple[str, ...]]:
    if get_origin(inner) is Literal:
        marks = all(isinstance(each, int) for each in get_args(inner))
        return MARKS if marks else name, tuple(str(each) for each in get_args(inner))
    if isinstance(inner, tuple):
        return inner[-1].__name__, tuple(each.value for each in inner[-1])
    if isinstance(inner, type) and issubclass(inner, Enum):
        return inner.__name__, tuple(each.value for each in inner)
    return "", ()


def _default(field: DataclassField[Any], kind: Kind) -> str:
    if isinstance(field.default, bool):
        return "yes" if field.default else ""
    if isinstance(field.default, Enum):
        return str(field.default.value)
    if isinstance(field.default, Decimal):
        return str(field.default)
    return "" if kind is not Kind.TICK else "yes"


def is_tick(field: Field) -> bool:
    """A yes that is ticked or not, because the dataclass has an answer of its own for neither."""
    return field.kind is Kind.YES_NO and not field.required and field.name in TICKS


TICKS: Final = frozenset(
    {"original_seen", "joint", "without_admission", "remedies_told", "signed", "elected_in_writing",
     "proof_seen", "whole"}
)  # fmt: skip


HIDDEN: Final = frozenset({"key", "csrf"})
"""Inputs that every form has for itself; a field of such a name is typed under another."""


def input_name(field: str) -> str:
    return f"{field}_field" if field in HIDDEN else field


def _object(
    parts: tuple[Part, ...], form: FormData, prefix: str, place: str, inputs: dict[str, str]
) -> dict[str, Any] | None:
    """The object of a group; None when nothing of it was typed (a preset choice alone says nothing)."""
    found: dict[str, Any] = {}
    said = False
    for part in parts:
        name, where = prefix + input_name(part.name), place + part.name
        if isinstance(part, Field):
            inputs[where] = name
            value = _value(part, form, name)
            said = said or (value is not None and not _preset(part, value))
        elif part.many:
            value = list(_objects(part, form, name, where, inputs)) or None
            said = said or value is not None
        else:
            value = _object(part.parts, form, f"{name}.", f"{where}.", inputs)
            said = said or value is not None
        if value is not None:
            found[part.name] = value
    return found if said or not prefix else None


def _objects(
    group: Group, form: FormData, name: str, where: str, inputs: dict[str, str]
) -> Iterator[dict[str, Any]]:
    place = 0
    for n in range(count_of(form, name)):
        found = _object(group.parts, form, f"{name}.{n}.", f"{where}[{place}].", inputs)
        if found is not None:
            place += 1
            yield found


def _preset(field: Field, value: Any) -> bool:
    return is_tick(field) or (field.default != "" and value == field.default)


def _value(field: Field, form: FormData, name: str) -> Any:
    if is_tick(field):
        return form.has(name)
    if field.kind is Kind.MANY:
        return form.every(name) or None
    text = form.one(name).replace("\r\n", "\n").strip()
    if not text:
        return None
    match field.kind:
        case Kind.LINES:
            return [line.strip() for line in text.split("\n") if line.strip()]
        case Kind.YES_NO:
            return {"yes": True, "no": False}.get(text, text)
        case Kind.MOMENT:
            shown_at = form.one(SHOWN_AT)
            return shown_at if shown_at.startswith(text) and len(text) == MINUTE else text + ZONE
        case Kind.AMOUNT:
            return _number(written_amount(text), text)
        case Kind.NUMBER:
            return _number(text, text)
        case Kind.CHOICE if field.name in NUMBERS or field.group == MARKS:
            return _number(text, text)
    return text


NUMBERS: Final = frozenset({"session", "satisfaction", "replaces", "appraisal"})
"""Choices of a number."""


def _number(text: str, otherwise: str) -> int | float | str:
    """A JSON number where one was typed; anything else stays a text and is refused as one."""
    if not _NUMBER.fullmatch(text):
        return otherwise
    return float(text) if "." in text else int(text)
