"""What one party is shown of another: no more than a mediation needs. The texts are opened elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

COMPOUND = (
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯", "长孙",
    "宇文", "端木", "轩辕", "南宫", "独孤", "西门", "百里", "呼延", "东郭",
)  # fmt: skip
"""Surnames of two characters (复姓)."""

COVERED = "＊＊＊"

_NUMBERS = re.compile(r"(?<![0-9A-Za-z])\+?\d(?:[ -]?[\dXx]){6,}(?![0-9A-Za-z])")
"""Telephone, identity and bank card numbers: seven digits or more, spaced or not."""

_ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

SHORTEST = 2
"""Characters from which a known text is covered wherever it stands."""


def surname_of(name: str) -> str:
    """The surname of a Chinese name; of any other its first letter. Empty for none."""
    name = name.strip()
    if not name:
        return ""
    if name[:2] in COMPOUND and len(name) > 2:
        return name[:2]
    return name[0] if "\u4e00" <= name[0] <= "\u9fff" else f"{name[0].upper()}."


def covered(text: str, known: Iterable[str] = ()) -> str:
    """A text of a complainant without what says who and where it is: what is `known` of it, numbers and mail
    addresses. The surname stays, for the trader is told it.
    """
    for one in sorted({each.strip() for each in known}, key=len, reverse=True):
        if len(one) >= SHORTEST:
            text = text.replace(one, COVERED)
    return _NUMBERS.sub(COVERED, _ADDRESSES.sub(COVERED, text))
