"""What the packaged fonts can set, and how a text is made settable without hiding anything of it."""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn as fonts

BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
WORD = re.compile(r"([!-~\u00a1-\u02ff]+)")


def settable(text: str) -> str:
    """The text with one kind of line break, without invisible control and format characters (which could
    turn the direction of what is read), and with `〔U+20BB7〕` for a character that no font here has.
    """
    text = BREAKS.sub("\n", text).replace("\t", "    ")
    return "".join(_shown(sign) for sign in text)


def breakable(text: str, *, longest: int, chunk: int) -> list[str]:
    """The text in pieces between which a line may break: words longer than `longest` characters (links,
    order numbers) would run out of their line or cell and are cut after every `chunk` of them.
    """
    found: list[str] = [""]
    for part in WORD.split(text):
        if len(part) <= longest or WORD.fullmatch(part) is None:
            found[-1] += part
            continue
        found[-1] += part[:chunk]
        found += [part[start : start + chunk] for start in range(chunk, len(part), chunk)]
    return found


def unprintable(text: str) -> Iterator[str]:
    """The characters of a text that would not come out as they are."""
    return (sign for sign in text if _shown(sign) != sign)


def font_files() -> tuple[Path, Path]:
    """The serif and the sans font; the only ones that are ever used."""
    return Path(fonts.serif_path()), Path(fonts.sans_path())


def _shown(sign: str) -> str:
    if sign == "\n" or ord(sign) in _covered():
        return sign
    if unicodedata.category(sign) in ("Cc", "Cf") or 0xFE00 <= ord(sign) <= 0xFE0F:
        return ""
    return f"〔U+{ord(sign):04X}〕"


@cache
def _covered() -> frozenset[int]:
    """The code points that both fonts have and that are no control or format characters."""
    serif, sans = (_code_points(path.read_bytes()) for path in font_files())
    return frozenset(
        point for point in serif & sans if unicodedata.category(chr(point)) not in ("Cc", "Cf", "Cs")
    )


def _code_points(font: bytes) -> frozenset[int]:
    """The code points of an OpenType font, from the format-12 subtable of its `cmap`."""
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    for index in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        at = cmap + struct.unpack_from(">I", font, cmap + 8 + 8 * index)[0]
        if struct.unpack_from(">H", font, at)[0] == 12:
            groups = struct.unpack_from(">I", font, at + 12)[0]
            spans = (struct.unpack_from(">II", font, at + 16 + 12 * group) for group in range(groups))
            return frozenset(point for first, last in spans for point in range(first, last + 1))
    raise ValueError("the font has no format-12 character map")
