"""What must never leave the vault in clear: the sealed reference and the type of every field that holds one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Annotated, ClassVar


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
        for field in fields(value):
            held = getattr(value, field.name)
            where = f"{path}.{field.name}" if path else field.name
            if "Text" in str(field.type):
                yield from _plain(held, where)
            else:
                yield from plain_texts(held, where)


def _plain(held: object, where: str) -> Iterator[str]:
    if isinstance(held, str):
        yield where
    elif isinstance(held, tuple):
        for index, item in enumerate(held):
            yield from _plain(item, f"{where}[{index}]")
