"""What must never leave the vault in clear: the sealed reference, and which fields hold one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Sealed:
    """A reference to one text in the vault; it says nothing about the text."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    ref: str


Text = Annotated[str | Sealed, "sealed"]
"""A party field or free text: plain only between the edge and the vault, `Sealed` everywhere else."""


def plain_texts(value: object, path: str = "") -> Iterator[str]:
    """Paths of the `Text` fields of a dataclass (nested, in tuples) that still hold plain text."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from plain_texts(item, f"{path}[{index}]")
    elif is_dataclass(value) and not isinstance(value, (type, Sealed)):
        for name, is_text in fields_of(type(value)):
            where = f"{path}.{name}" if path else name
            looked_at = _plain if is_text else plain_texts
            yield from looked_at(getattr(value, name), where)


def _plain(held: object, where: str) -> Iterator[str]:
    if isinstance(held, str):
        yield where
    elif isinstance(held, tuple):
        for index, item in enumerate(held):
            yield from _plain(item, f"{where}[{index}]")


@cache
def fields_of(kind: type[Any]) -> tuple[tuple[str, bool], ...]:
    """The fields of a dataclass that can be given to it, each with whether it holds `Text`."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple((field.name, _holds_text(hints[field.name])) for field in fields(kind) if field.init)


def _holds_text(hint: Any) -> bool:
    if get_origin(hint) is Annotated:
        return "sealed" in hint.__metadata__
    return any(_holds_text(inner) for inner in get_args(hint))
