"""The one rule for characters that nobody sees: what turns the direction of writing, has no width, or
controls a terminal is taken out of every text that comes in, by a form or by a program.

What people write with is left: line breaks and tabs, the joiner inside an emoji and in scripts that need it
(Uyghur, Persian, the scripts of India), the selectors of Mongolian letters and of a name's rare characters.
U+0000 is left as well, for it is refused in words (`json_input`).
"""

import re
import unicodedata
from typing import Final

_UNSEEN: Final = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_BREAKS: Final = re.compile("[\u2028\u2029\x85]")

_JOINERS: Final = "\u200c\u200d"
_JOINED: Final = (
    "ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU",
    "KANNADA", "MALAYALAM", "SINHALA", "MONGOLIAN",
)  # fmt: skip
"""Scripts in which a joiner changes how a word is written, as their letters are named."""

_PICTURE: Final = frozenset({"So", "Sk", "Mn", "Me"})
"""Categories of pictures, of their colours and of the sign that asks for a picture."""


def without_unseen(text: str) -> str:
    """`text` as a reader sees it; a text without such characters is returned as it is."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub(_kept, _BREAKS.sub("\n", text))


def _kept(found: re.Match[str]) -> str:
    sign, text, at = found[0], found.string, found.start()
    if sign not in _JOINERS or at == 0 or at + 1 == len(text):
        return ""
    before, after = text[at - 1], text[at + 1]
    picture = unicodedata.category(before) in _PICTURE and unicodedata.category(after) == "So"
    word = _of_joined_script(before) and _of_joined_script(after)
    return sign if (picture and sign == "\u200d") or word else ""


def _of_joined_script(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(_JOINED)
