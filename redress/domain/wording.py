"""When two texts say the same: width, case, spaces and punctuation do not count. No storage, no hashing."""

from __future__ import annotations

import re
import unicodedata

from redress.domain.sealed import Sealed, Text

_SILENT = re.compile(r"[\W_]+")
_PREFIX = re.compile(r"^(?:00)?86(?=1\d{10}$)")


def plain(text: Text | None) -> str:
    """An opened text without outer spaces; empty when there is none or it is still sealed."""
    return "" if text is None or isinstance(text, Sealed) else text.strip()


def same_words(text: str) -> str:
    """Letters, digits and characters only, full width folded, lower case."""
    return _SILENT.sub("", unicodedata.normalize("NFKC", text)).casefold()


def same_digits(text: str) -> str:
    """The digits of a telephone number, without the country's prefix of a mobile number."""
    return _PREFIX.sub("", re.sub(r"\D+", "", unicodedata.normalize("NFKC", text)))


def likeness(one: str, other: str) -> float:
    """Share of common character pairs (Jaccard), 0 to 1; 0 when either text has fewer than two characters."""
    left, right = _pairs(one), _pairs(other)
    return len(left & right) / len(left | right) if left and right else 0.0


def _pairs(text: str) -> frozenset[str]:
    words = same_words(text)
    return frozenset(words[at:at + 2] for at in range(len(words) - 1))
