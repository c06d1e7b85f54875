"""常用语: sentences that a clerk puts into the facts by a click; those that come with the product are data.

No party is named in one: they are the same for everybody. Offices keep their own beside them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

SHIPPED = "s0-12315.toml"

LONGEST = 500
MOST_OF_AN_OFFICE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One sentence. `category` is a code of the taxonomy, empty for every type; `office` empty: shipped."""

    id: str
    category: str
    text: str
    office: str = ""


@lru_cache(maxsize=1)
def shipped_phrases() -> tuple[Phrase, ...]:
    """Those that come with the product, of the ten commonest types."""
    text = files("redress.domain").joinpath("phrases", SHIPPED).read_text("utf-8")
    return tuple(
        Phrase(id=f"shipped-{n}", category=one["category"], text=one["text"])
        for n, one in enumerate(tomllib.loads(text)["phrase"], 1)
    )
