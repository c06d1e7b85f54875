"""One pass over a file in constant memory: its hash, which is part of every key, and its encoding."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from typing import BinaryIO, Final

CHUNK: Final = 1 << 20
BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
REPLACED: Final = "\ufffd"


@dataclass(frozen=True, slots=True)
class Survey:
    """`sha256` in hex, `encoding` a Python codec name, `size` in bytes."""

    sha256: str
    encoding: str
    size: int


def survey(file: BinaryIO) -> Survey:
    """Reads the file once, to its end.

    A byte order mark decides. Without one: UTF-8 when the whole file is UTF-8, also when a few bytes of it
    are damaged; otherwise GB18030, which holds GBK and GB2312.
    """
    digest, size = hashlib.sha256(), 0
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    head, wide, damaged = b"", 0, 0
    while chunk := file.read(CHUNK):
        head = head or chunk[:4]
        size += len(chunk)
        digest.update(chunk)
        text = decoder.decode(chunk)
        if not text.isascii():
            wide += len(text) - len(text.encode("ascii", "ignore"))
            damaged += text.count(REPLACED)
    marked = next((name for bom, name in BOMS if head.startswith(bom)), None)
    mostly_utf8 = damaged * 10 <= wide - damaged
    return Survey(digest.hexdigest(), marked or ("utf-8" if mostly_utf8 else "gb18030"), size)
