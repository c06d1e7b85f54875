"""公民身份号码 (GB 11643-1999): whether a typed number can be one. Nothing is refused for it."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from redress.domain.wording import same_words

_SHAPE = re.compile(r"[1-9]\d{5}((?:18|19|20)\d{2})(\d{2})(\d{2})\d{3}[\dX]")
_LAST = "10X98765432"


class NumberFault(StrEnum):
    """What is wrong with a number, the coarsest first."""

    SHAPE = "shape"
    BIRTHDAY = "birthday"
    CHECK_DIGIT = "check_digit"


def fault_of_number(typed: str) -> NumberFault | None:
    """Why this is no resident's number, or None for one that is well formed. Other papers have no such form.
    """
    number = same_words(typed).upper()
    found = _SHAPE.fullmatch(number)
    if found is None:
        return NumberFault.SHAPE
    try:
        date(*map(int, found.groups()))
    except ValueError:
        return NumberFault.BIRTHDAY
    # Weights 2^(17-i) mod 11 for the i-th of the first seventeen digits.
    total = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(number[:17]))
    return None if number[17] == _LAST[total % 11] else NumberFault.CHECK_DIGIT
