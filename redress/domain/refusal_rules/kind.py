"""What sort of refusal a rule makes, and the shape of a table of them."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What sort of refusal it is; the edge maps it to an HTTP status."""

    RULE = "rule"
    STALE = "stale"
    FORBIDDEN = "forbidden"
    INVALID = "invalid"


Rules = dict[str, tuple[Kind, str, str, str | None]]
"""Code → kind, words in Chinese and English, and the article or source it rests on."""
