"""Reads bodies into the domain's own dataclasses, strictly: the same definitions, only no guessing of types.

pydantic's strict mode still takes `"7"` for an amount, `"1600000000"` for a time and a time without offset;
so the leaves of a dataclass's core schema are replaced by the readers below.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, SchemaValidator, ValidationError, core_schema

from api.http.json_input import TEXT_LIMIT, invalid_body, json_value
from api.http.problems import FieldError
from api.http.unseen import without_unseen
from redress.domain.sealed import Sealed

T = TypeVar("T")

CODE_LIMIT: Final = 200
"""Characters of a field that holds a code or an id (everything that is not sealed)."""

ITEM_LIMIT: Final = 100
"""Entries of one list."""

ERROR_LIMIT: Final = 50
"""Entries of an error list."""

INTEGER_LIMIT: Final = 2_147_483_647
AMOUNT_LIMIT: Final = Decimal(10) ** 13
YEARS: Final = range(1900, 2200)

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "missing": ("缺少此字段", "is required"),
    "unknown_field": ("没有这一字段", "is not a known field"),
    "unknown_value": ("不在可选值之内", "is none of the possible values"),
    "unknown_type": ("没有这一命令", "is not the type of any command"),
    "not_an_object": ("应为对象", "must be an object"),
    "not_a_list": ("应为数组", "must be a list"),
    "not_a_text": ("应为文字", "must be a text"),
    "not_a_boolean": ("应为 true 或 false", "must be true or false"),
    "not_an_integer": ("应为整数(不加引号)", "must be an integer, not a text"),
    "not_a_number": ("应为数字(不加引号)", "must be a JSON number, not a text"),
    "amount_out_of_range": ("金额超出范围或多于两位小数", "is out of range or has more than two decimals"),
    "integer_out_of_range": ("整数超出范围", "is out of range"),
    "not_a_time": ("应为带时区的 RFC 3339 时间", "must be an RFC 3339 time with an offset"),
    "naive_time": ("时间缺少时区", "lacks its UTC offset"),
    "impossible_time": ("没有这一时间", "is not a possible time"),
    "not_a_date": ("应为 YYYY-MM-DD 日期", "must be a date, YYYY-MM-DD"),
    "impossible_date": ("没有这一日期", "is not a possible date"),
    "text_too_long": (f"文字超过 {TEXT_LIMIT} 个字符", f"is longer than {TEXT_LIMIT} characters"),
    "blank": ("不能为空", "must not be blank"),
    "code_too_long": (f"超过 {CODE_LIMIT} 个字符", f"is longer than {CODE_LIMIT} characters"),
    "too_many_items": (f"多于 {ITEM_LIMIT} 项", f"has more than {ITEM_LIMIT} entries"),
    "reference_not_allowed": ("此处不接受封存引用", "a sealed reference is not taken here"),
    "either_until_or_working_days": (
        "请给出 until 或 working_days 之一",
        "give either until or working_days",
    ),
    "invalid": ("格式不符", "does not have the required form"),
}

_CODE_OF_PYDANTIC: Final[dict[str, str]] = {
    "missing": "missing",
    "unexpected_keyword_argument": "unknown_field",
    "enum": "unknown_value",
    "literal_error": "unknown_value",
    "union_tag_invalid": "unknown_type",
    "union_tag_not_found": "missing",
    "dataclass_type": "not_an_object",
    "dict_type": "not_an_object",
    "tuple_type": "not_a_list",
    "string_type": "not_a_text",
    "string_too_long": "code_too_long",
    "string_too_short": "blank",
    "bool_type": "not_a_boolean",
    "int_type": "not_an_integer",
    "int_parsing_size": "integer_out_of_range",
    "greater_than_equal": "integer_out_of_range",
    "less_than_equal": "integer_out_of_range",
    "too_long": "too_many_items",
}


class StrictReader(Generic[T]):
    """Reads one kind of body. `tagged`: a union told apart by its required `type`."""

    def __init__(self, kind: Any, *, tagged: bool = False) -> None:
        self.adapter: TypeAdapter[T] = TypeAdapter(kind)
        self._tagged = tagged
        self._validator = SchemaValidator(_strict(self.adapter.core_schema))

    def read(self, raw: bytes) -> T:
        """The body as `T`; raises a 413 or 422 `Problem` that names every unusable field."""
        json_value(raw)
        try:
            found: T = self._validator.validate_json(raw, strict=True)
        except ValidationError as error:
            raise invalid_body(*self._errors(error)) from None
        return found

    def _errors(self, error: ValidationError) -> list[FieldError]:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return [self._error(each["type"], each["loc"]) for each in found[:ERROR_LIMIT]]

    def _error(self, kind: str, loc: tuple[int | str, ...]) -> FieldError:
        if kind.startswith("union_tag"):
            return field_error("type", _CODE_OF_PYDANTIC[kind])
        path = _path(loc[1:] if self._tagged else loc)
        return field_error(path, kind if kind in _WORDS else _CODE_OF_PYDANTIC.get(kind, "invalid"))


class OutwardSchema(GenerateJsonSchema):
    """JSON schemas as we take and give them: amounts are JSON numbers."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        return {"type": "number"}


def field_error(field: str, code: str) -> FieldError:
    """An entry of the error list in both languages; `code` is a key of the table above."""
    zh, en = _WORDS[code]
    return FieldError(field, code, zh, en)


def _path(loc: tuple[int | str, ...]) -> str:
    path = ""
    for part in loc:
        path += f"[{part}]" if isinstance(part, int) else f".{part[:60]}" if path else part[:60]
    return path


def _strict(node: Any) -> Any:
    """A copy of a core schema in which every leaf reads only its own JSON type."""
    if isinstance(node, list):
        return [_strict(each) for each in node]
    if isinstance(node, tuple):
        return tuple(_strict(each) for each in node)
    if not isinstance(node, dict):
        return node
    replace = _LEAVES.get(node.get("type", ""))
    if replace is not None:
        return replace(node)
    return {name: value if name in _OPAQUE else _strict(value) for name, value in node.items()}


_OPAQUE: Final = frozenset({"cls", "metadata", "config", "default", "default_factory", "members", "expected"})


def _union(node: dict[str, Any]) -> CoreSchema:
    choices = node["choices"]
    if any(_is_sealed(choice) for choice in choices):
        return core_schema.no_info_plain_validator_function(_text)
    return core_schema.union_schema(
        [_strict(choice) for choice in choices],
        custom_error_type="unknown_value",
        custom_error_message="is none of the possible values",
    )


def _is_sealed(choice: Any) -> bool:
    ref = str(choice.get("schema_ref", choice.get("ref", "")))
    return choice.get("cls") is Sealed or f"{Sealed.__module__}.{Sealed.__qualname__}:" in ref


def _plain(read: Callable[[Any], Any]) -> Callable[[dict[str, Any]], CoreSchema]:
    return lambda _node: core_schema.no_info_plain_validator_function(read)


def _unusable(code: str) -> PydanticCustomError:
    return PydanticCustomError(code, "{words}", {"words": _WORDS[code][1]})


def _text(value: Any) -> str | Sealed:
    if isinstance(value, str):
        return without_unseen(value)
    if isinstance(value, dict) and value.keys() == {"ref"} and isinstance(value["ref"], str):
        return Sealed(value["ref"])
    raise _unusable("not_a_text")


def _moment(value: Any) -> datetime:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise _unusable("not_a_time")
    try:
        moment = datetime.fromisoformat(value.upper())
    except ValueError:
        raise _unusable("impossible_time") from None
    if moment.tzinfo is None:
        raise _unusable("naive_time")
    if moment.year not in YEARS:
        raise _unusable("impossible_time")
    return moment


def _day(value: Any) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise _unusable("not_a_date")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise _unusable("impossible_date") from None
    if day.year not in YEARS:
        raise _unusable("impossible_date")
    return day


def _amount(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _unusable("not_a_number")
    amount = Decimal(str(value))
    if not amount.is_finite() or abs(amount) > AMOUNT_LIMIT or amount != round(amount, 2):
        raise _unusable("amount_out_of_range")
    return amount.quantize(Decimal("0.01")) if amount % 1 else Decimal(int(amount))


def _one_of(expected: list[Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        # By type too: in Python true and 5.0 equal the integers 1 and 5.
        if any(type(value) is type(each) and value == each for each in expected):
            return value
        raise _unusable("unknown_value")

    return read


_LEAVES: Final[dict[str, Callable[[dict[str, Any]], CoreSchema]]] = {
    "union": _union,
    "datetime": _plain(_moment),
    "date": _plain(_day),
    "decimal": _plain(_amount),
    "str": lambda _node: core_schema.str_schema(strict=True, min_length=1, max_length=CODE_LIMIT),
    "int": lambda _node: core_schema.int_schema(strict=True, ge=0, le=INTEGER_LIMIT),
    "literal": lambda node: _plain(_one_of(node["expected"]))(node),
    "tuple": lambda node: core_schema.tuple_schema(
        [_strict(item) for item in node["items_schema"]],
        variadic_item_index=node["variadic_item_index"],
        max_length=ITEM_LIMIT,
    ),
}
