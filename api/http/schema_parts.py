"""The small pieces that schemas written by hand are made of."""

from typing import Any, Final

TEXT: Final = {"type": "string"}
NULLABLE: Final = {"type": ["string", "null"]}
MOMENT: Final = {"type": "string", "format": "date-time"}
DAY: Final = {"type": ["string", "null"], "format": "date"}
FILE: Final = {"type": "string", "format": "binary"}


def page(item: str, **more: Any) -> dict[str, Any]:
    """A list of `item`, a schema's name, under `items`, with the properties of `more` beside it."""
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{item}"}}
    return {"type": "object", "required": ["items"], "properties": {"items": items, **more}}
