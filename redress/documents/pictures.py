"""Pictures in a bundle: what their first bytes say of them, and a page for each. No file is left behind."""

from __future__ import annotations

import os
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redress.documents.characters import settable
from redress.documents.press import press

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"

MOST_PIXELS = 50_000_000
"""A larger picture is kept apart: setting it would take hundreds of megabytes."""

FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""The frame headers of JPEG that can be set: baseline, extended, progressive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a picture is: `png` or `jpg`, and its size in pixels."""

    format: str
    width: int
    height: int

    @property
    def fits(self) -> bool:
        """Whether it has pixels, and not too many."""
        return 0 < self.width * self.height <= MOST_PIXELS


def picture_of(data: bytes) -> Picture | None:
    """The picture that the bytes are by their content, else None."""
    if data.startswith(PNG) and len(data) >= 24:
        width, height = struct.unpack_from(">II", data, 16)
        return Picture(format="png", width=width, height=height)
    if data.startswith(JPEG):
        size = _jpeg_size(data)
        return Picture(format="jpg", width=size[0], height=size[1]) if size else None
    return None


def picture_sheet(data: bytes, picture: Picture, title: str, note: str) -> bytes:
    """A page with the picture under its title; raises RuntimeError when it cannot be decoded."""
    with _readable(data) as path:
        told = {"title": settable(title), "note": settable(note), "path": path, "format": picture.format}
        return press("picture.typ", told, root="/")


@contextmanager
def _readable(data: bytes) -> Iterator[str]:
    """A path under which the bytes can be read while they stay in memory (without `memfd`: in a file that
    has no name any more).
    """
    if hasattr(os, "memfd_create"):
        held, folder = os.fdopen(os.memfd_create("picture"), "w+b"), "/proc/self/fd"
    else:
        held, folder = tempfile.TemporaryFile(), "/dev/fd"  # noqa: SIM115
    with held:
        held.write(data)
        held.flush()
        held.seek(0)
        yield f"{folder}/{held.fileno()}"


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if marker == 0xFF:
            at += 1
        elif 0xD0 <= marker <= 0xD8:
            at += 2
        else:
            at += 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    return None
