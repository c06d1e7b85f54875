"""What a typed telephone number looks like, as a hint for whoever writes it down: no shape is refused."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class PhoneShape(StrEnum):
    """`ODD`: neither of the others; a digit too many or too few, most likely."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    LOCAL = "local"
    SERVICE = "service"
    FOREIGN = "foreign"
    ODD = "odd"


_SHAPES = (
    (PhoneShape.MOBILE, re.compile(r"(?:(?:\+|00)?86)?1[3-9]\d{9}")),
    (PhoneShape.SERVICE, re.compile(r"(?:400|800)\d{7}|(?:9[56]\d{3,6})|1[02-9]\d{1,3}|12\d{3}")),
    (PhoneShape.LANDLINE, re.compile(r"(?:(?:\+|00)86)?0?(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}(?:x\d{1,6})?")),
    (PhoneShape.LOCAL, re.compile(r"[2-8]\d{6,7}(?:x\d{1,6})?")),
    (PhoneShape.FOREIGN, re.compile(r"(?:\+|00)(?!86)[1-9]\d{6,14}")),
)
_BETWEEN = re.compile(r"[\s().·-]+")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|#|x)+", re.IGNORECASE)


def shape_of_phone(typed: str) -> PhoneShape | None:
    """The shape of a number; None when nothing was typed."""
    folded = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed))
    number = _EXTENSION.sub("x", folded)
    if not number:
        return None
    return next((shape for shape, pattern in _SHAPES if pattern.fullmatch(number)), PhoneShape.ODD)
