"""Amounts in yuan as people write them: ¥398, 1,000, 398.50元, 1.2万. What is no amount stays as typed."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_SILENT = re.compile(r"[¥,\s]|(?:人民币|rmb|cny)", re.IGNORECASE)
_UNIT = re.compile(r"(-?\d{1,20}(?:\.\d{1,6})?)(万)?[元圆块]?整?")


def written_amount(typed: str) -> str:
    """The number in digits, `12800.50`; anything else without currency signs and spaces."""
    silent = _SILENT.sub("", unicodedata.normalize("NFKC", typed))
    found = _UNIT.fullmatch(silent)
    if found is None:
        return silent
    number, ten_thousands = found.groups()
    return f"{(Decimal(number) * 10000).normalize():f}" if ten_thousands else number
