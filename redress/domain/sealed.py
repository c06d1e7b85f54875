"""What must never leave the vault in clear: the sealed reference, and which fields hold one."""

from __future__ import annotations

import re
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


REFERENCE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._:/-]{0,127}")
"""What a reference looks like: no spaces, no Chinese, so that no text passes for one."""


def plain_texts(value: object) -> Iterator[str]:
    """Paths of the `Text` fields of a dataclass (nested, in tuples) that still hold plain text."""
    return (where for where, held in _held(value, "") if isinstance(held, str))


def unfit_references(value: object) -> Iterator[str]:
    """Paths of the `Text` fields of a dataclass whose reference cannot be one of ours."""
    held = _held(value, "")
    return (where for where, one in held if isinstance(one, Sealed) and not REFERENCE.fullmatch(one.ref))


def _held(value: object, path: str) -> Iterator[tuple[str, object]]:
    """What the `Text` fields of a value hold, each with its path."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _held(item, f"{path}[{index}]")
    elif is_dataclass(value) and not isinstance(value, (type, Sealed)):
        for name, is_text in fields_of(type(value)):
            where = f"{path}.{name}" if path else name
            looked_at = _leaves if is_text else _held
            yield from looked_at(getattr(value, name), where)


def _leaves(held: object, where: str) -> Iterator[tuple[str, object]]:
    if isinstance(held, tuple):
        for index, item in enumerate(held):
            yield from _leaves(item, f"{where}[{index}]")
    else:
        yield where, held


@cache
def fields_of(kind: type[Any]) -> tuple[tuple[str, bool], ...]:
    """The fields of a dataclass that can be given to it, each with whether it holds `Text`."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple((field.name, _holds_text(hints[field.name])) for field in fields(kind) if field.init)


def _holds_text(hint: Any) -> bool:
    if get_origin(hint) is Annotated:
        return "sealed" in hint.__metadata__
    return any(_holds_text(inner) for inner in get_args(hint))
