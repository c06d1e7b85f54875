"""From a request to a JSON value that holds nothing dangerous. What it has to look like is `strict.py`."""

import json
from typing import Any, Final

from fastapi import Request

from api.http.problems import FieldError, Problem, problem

BODY_LIMIT: Final = 1 << 20
"""Bytes of a request body."""

TEXT_LIMIT: Final = 20_000
"""Characters of one text field."""

DEPTH_LIMIT: Final = 40


async def raw_body(request: Request, limit: int = BODY_LIMIT) -> bytes:
    """The body of at most `limit` bytes; raises `too_large` without reading on."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise problem("too_large")
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > limit:
            raise problem("too_large")
    return bytes(received)


def json_value(raw: bytes) -> Any:
    """The JSON value of a body (RFC 8259, UTF-8).

    Raises `not_json` (also for NaN, Infinity and a name given twice), and `invalid_body` naming the field of
    a text with U+0000 or half of a surrogate pair, or of one that is too long.
    """
    try:
        text = raw.decode("utf-8")
        value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_each_name_once)
    except RecursionError:
        raise problem("not_json", "nested too deeply") from None
    except ValueError as error:
        raise problem("not_json", _why(error)) from None
    errors = _text_errors(value, "", 0)[:50]
    if errors:
        raise invalid_body(*errors)
    return value


def invalid_body(*errors: FieldError) -> Problem:
    """422 with one entry per unusable field."""
    return problem("invalid_body", errors=errors)


class _Refused(ValueError):
    """JSON that the standard library takes and we do not; the text is ours."""


def _no_constant(name: str) -> Any:
    raise _Refused(f"{name} is not a JSON number")


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _Refused("a name is given twice in one object")
    return value


def _why(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}"
    if isinstance(error, _Refused):
        return str(error)
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else "a number has too many digits"


def _text_errors(value: Any, path: str, depth: int) -> list[FieldError]:
    if depth > DEPTH_LIMIT:
        return [FieldError("", "too_deep", "嵌套层次过深", "is nested too deeply")]
    if isinstance(value, str):
        found = text_error(value, path)
        return [found] if found else []
    if isinstance(value, list):
        return [e for n, each in enumerate(value) for e in _text_errors(each, f"{path}[{n}]", depth + 1)]
    if isinstance(value, dict):
        errors = []
        for name, each in value.items():
            if text_error(name, path):
                errors.append(FieldError(path, "unusable_name", "字段名不可用", "holds an unusable name"))
                continue
            errors += _text_errors(each, f"{path}.{name}" if path else name, depth + 1)
        return errors
    return []


def text_error(text: str, field: str) -> FieldError | None:
    """What makes a text unusable: too long, U+0000, or a lone surrogate (which no database can hold)."""
    if len(text) > TEXT_LIMIT:
        return FieldError(
            field, "text_too_long", f"文字超过 {TEXT_LIMIT} 个字符", f"is longer than {TEXT_LIMIT} characters"
        )
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        return FieldError(
            field, "unusable_character", "含有不可用字符", "holds U+0000 or half of a surrogate pair"
        )
    return None
