"""What may stay in clear: ids and words of classification. Whoever types a name there is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redress.domain import commands as c
from redress.domain.facts import Filing

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
"""Opaque ids of people and documents: no spaces, no Chinese, so that no name fits by chance."""

WORDS = 120
"""Most characters of a word of classification; sentences belong into the sealed facts."""

NUMBER = re.compile(r"\d{7}")
"""So many digits in a row are a telephone or id number, not a classification."""


IDS = (
    "handler", "mediator", "document", "case_id", "into", "to", "with_office", "competent", "owner",
)  # fmt: skip
"""Fields of commands that hold an id or the path of an office."""


def unfit_ids(command: c.AnyCommand) -> Iterator[str]:
    """Fields of a command that must hold an id and hold something else."""
    for name in IDS:
        held = getattr(command, name, None)
        if isinstance(held, str) and not IDENTIFIER.fullmatch(held):
            yield name


def unfit_words(held: Filing | c.Conclude | c.Classify) -> Iterator[str]:
    """Fields that must hold a word of classification and hold something else."""
    words = {"category": held.category, "industry": held.industry, "region": held.region}
    words |= {f"problems[{n}]": word for n, word in enumerate(held.problems)}
    if isinstance(held, c.Conclude):
        words["item"] = held.item
    for name, word in words.items():
        if word is not None and not fits_a_word(word):
            yield name


def fits_a_word(word: str) -> bool:
    """True for a short classification without a long number in it."""
    return len(word) <= WORDS and not NUMBER.search(word)
