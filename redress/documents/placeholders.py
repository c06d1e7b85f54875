"""Placeholders in a template's texts: `{name}` or `{name|format}`; `{{` and `}}` are braces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

PIECE = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)(?:\|([a-z]+))?\}|[^{}]+|[{}]")


class Format(StrEnum):
    """How a value is written. `boxes`: all options of a choice, the chosen one ticked; `ordinal`: which
    of the options it is, as 一 二 三.
    """

    PLAIN = ""
    BOXES = "boxes"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Where a value goes."""

    name: str
    format: str


def pieces(text: str) -> tuple[str | Placeholder, ...] | None:
    """The text cut into plain parts and placeholders; None when a brace stands alone."""
    found: list[str | Placeholder] = []
    for match in PIECE.finditer(text):
        whole = match.group(0)
        if match.group(1):
            found.append(Placeholder(match.group(1), match.group(2) or ""))
        elif whole in ("{{", "}}"):
            found.append(whole[0])
        elif whole in ("{", "}"):
            return None
        else:
            found.append(whole)
    return tuple(found)
