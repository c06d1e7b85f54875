"""What leaves: dataclasses as JSON, amounts as numbers, times with China's offset."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from fastapi import Response

from redress.domain.counting import CHINA


def jsonable(value: Any) -> Any:
    """Plain JSON values of a dataclass, however nested."""
    match value:
        case None | bool() | str() if not isinstance(value, Enum):
            return value
        case Enum():
            return value.value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime():
            return value.astimezone(CHINA).isoformat()
        case date():
            return value.isoformat()
        case Mapping():
            return {str(name): jsonable(each) for name, each in value.items()}
        case list() | tuple():
            return [jsonable(each) for each in value]
        case _ if is_dataclass(value):
            return {field.name: jsonable(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value


class Json(Response):
    """A JSON answer that no cache keeps: nearly all of it is about people."""

    media_type = "application/json"

    def __init__(
        self, content: Any, status_code: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(content, status_code, {"Cache-Control": "no-store", **(headers or {})})

    def render(self, content: Any) -> bytes:
        return json.dumps(jsonable(content), ensure_ascii=False, separators=(",", ":")).encode()
