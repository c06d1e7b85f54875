"""What a password has to be, after NIST SP 800-63B: long and not guessable; no rules of composition.

Pure; whose words and which offices to look for are arguments. Hashing is in `redress.persistence.passwords`.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

SHORTEST: Final = 12
LONGEST: Final = 128

PRODUCT: Final = ("redress", "12315", "12345")
"""What everybody tries first at this desk."""

COMMON: Final = frozenset(
    {"password", "passw0rd", "p@ssword", "p@ssw0rd", "administrator", "admin", "letmein", "welcome", "qwerty",
     "qwertyuiop", "qwerty123456", "iloveyou", "woaini", "woaini1314", "woainima", "mima", "mimamima",
     "changeme", "default", "secret", "sunshine", "princess", "football", "baseball", "dragon", "monkey",
     "master", "shadow", "superman", "batman", "trustno1", "correcthorsebatterystaple", "tiaozhanzhe",
     "zhongguo", "beijing", "wodemima", "nihao", "nihaoma", "5201314", "1314520", "7758521", "123qwe",
     "1q2w3e4r5t", "1q2w3e4r5t6y", "1qaz2wsx3edc", "qazwsxedc", "qazwsxedcrfv", "asdfghjkl", "zxcvbnm",
     "asdfghjklzxcvbnm", "test", "guest", "root", "user", "computer", "internet", "whatever", "密码",
     "我的密码"}
)  # fmt: skip
"""Well-known ones, without the figures and marks that people put before and behind them."""

_ROWS: Final = ("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
_AROUND: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_RUN: Final = 4
"""So many neighbours in a row are a run: `abcd`, `4321`, `asdf`."""


class Fault(StrEnum):
    """Why a password is not taken."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    UNPRINTABLE = "unprintable"
    COMMON = "common"
    REPEATED = "repeated"
    SEQUENTIAL = "sequential"
    OWN_WORDS = "own_words"
    SAME_AS_BEFORE = "same_as_before"


def normal(password: str) -> str:
    """The one form in which a password is judged, hashed and compared (NFC): keyboards differ."""
    return unicodedata.normalize("NFC", password)


def faults(password: str, words: Iterable[str] = ()) -> tuple[Fault, ...]:
    """All that is wrong with a new password, in the order of `Fault`; empty: it may be used.

    `words`: names that it may not contain: the user's, the offices'. Short ones do not count.
    """
    text = normal(password)
    if len(text) > LONGEST:
        return (Fault.TOO_LONG,)
    folded = text.casefold()
    found = {
        Fault.TOO_SHORT: len(text) < SHORTEST,
        Fault.UNPRINTABLE: any(unicodedata.category(each) in ("Cc", "Cs", "Cn") for each in text),
        Fault.COMMON: _is_common(folded),
        Fault.REPEATED: _is_repeated(folded),
        Fault.SEQUENTIAL: _is_sequential(folded),
        Fault.OWN_WORDS: any(word in folded for word in _telling(words)),
    }
    return tuple(fault for fault, holds in found.items() if holds)


def words_of(names: Iterable[str]) -> tuple[str, ...]:
    """The words in names of people and offices: `林晓 Lin Xiao` has three, `jiangzhou.linjiang` two."""
    return tuple(dict.fromkeys(word for name in names for word in re.split(r"[\W_]+", name) if word))


def _telling(words: Iterable[str]) -> set[str]:
    folded = {normal(word).casefold() for word in (*words, *PRODUCT)}
    return {word for word in folded if len(word) >= (2 if not word.isascii() else 4)}


def _is_common(text: str) -> bool:
    return text in COMMON or _AROUND.sub("", text) in COMMON


def _is_repeated(text: str) -> bool:
    """Few different characters, or one piece of at most a third over and over."""
    if len(set(text)) < 5:
        return bool(text)
    return any(
        text == (text[:size] * (len(text) // size + 1))[: len(text)] for size in range(1, len(text) // 3 + 1)
    )


def _is_sequential(text: str) -> bool:
    """Two thirds or more of it are runs of neighbours in the alphabet, in figures or on the keyboard."""
    in_runs, run, direction = 0, 1, 0
    for left, right in zip(text, text[1:] + "\0", strict=False):
        step = _step(left, right)
        if step and step in (direction, direction or step):
            run, direction = run + 1, step
            continue
        in_runs += run if run >= _RUN else 0
        run, direction = (2, step) if step else (1, 0)
    return 3 * in_runs >= 2 * max(len(text), 1)


def _step(left: str, right: str) -> int:
    if ord(right) - ord(left) in (1, -1):
        return ord(right) - ord(left)
    for row in _ROWS:
        if left in row and right in row and abs(row.index(right) - row.index(left)) == 1:
            return row.index(right) - row.index(left)
    return 0
