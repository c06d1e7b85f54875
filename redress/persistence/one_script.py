"""Traditional and simplified characters as one script, so that a search finds either by the other.

Character by character, by the tables of OpenCC: a text keeps its length, so that a hit is shown where it
stands, and a word is folded alike whatever stands around it. Nothing that is shown or kept is rewritten.
"""

import hashlib
import unicodedata
from functools import cache
from typing import Final

from opencc import OpenCC

_RANGES: Final = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x33480))
"""Where Chinese characters stand in Unicode, those of compatibility too."""

_STEPS: Final = ("t2s", "tw2s", "hk2s")
"""What is traditional anywhere, then what only Taiwan or Hong Kong writes so."""


def simplified(text: str) -> str:
    """The same text, each traditional character in its simplified form."""
    return text.translate(_table())


@cache
def script_mark() -> int:
    """Which table folds; another one where a new version of OpenCC folds otherwise (signed, 8 bytes)."""
    said = "".join(f"{chr(code)}{simple}" for code, simple in _table().items())
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:8], "big", signed=True)


@cache
def _table() -> dict[int, str]:
    codes = [code for first, end in _RANGES for code in range(first, end)]
    # One a line: characters beside each other would be read as words.
    lines = "\n".join(unicodedata.normalize("NFKC", chr(code)) for code in codes)
    for step in _STEPS:
        lines = OpenCC(step).convert(lines)
    simple = zip(codes, lines.split("\n"), strict=True)
    return {code: one for code, one in simple if len(one) == 1 and one != chr(code)}
