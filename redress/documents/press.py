"""The typesetter: programs of this package, data in, PDF out. Packaged fonts only; no clock."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import typst

from redress.documents.characters import font_files

PROGRAMS: Final = Path(__file__).parent / "typst"

_one_at_a_time: Final = threading.Lock()
"""A compiler keeps the fonts it has read (some 20 MB) and serves one caller at a time."""


def press(program: str, data: Mapping[str, object], root: str | None = None) -> bytes:
    """The PDF that a program (`document.typ`) makes of JSON data; the same bytes for the same data.

    Safe from any thread; takes tens of milliseconds, so it is not for an event loop. `root` is the folder
    that the program may read from, by default its own. Raises RuntimeError for a picture that cannot be
    decoded.
    """
    text = json.dumps(data, ensure_ascii=True, sort_keys=True)
    with _one_at_a_time:
        made = _compiler(program, root).compile(format="pdf", sys_inputs={"data": text})
    if not isinstance(made, bytes):
        raise TypeError("one document is one file")
    return made


@cache
def _compiler(program: str, root: str | None) -> typst.Compiler:
    return typst.Compiler(
        input=str(PROGRAMS / program),
        root=root or str(PROGRAMS),
        font_paths=[str(path.parent) for path in font_files()[:1]],
        ignore_system_fonts=True,
    )
