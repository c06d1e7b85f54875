"""Looks into container files without unpacking them to anywhere: what is inside, and how large it would get.

ZIP (OOXML, OFD) and OLE (the older office files). Which of them may be evidence is in `file_types.py`.
"""

import io
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from redress.files.sealed_frames import LARGEST_READ, TooMuchAtOnce

MOST_ENTRIES: Final = 3_000
MOST_UNPACKED: Final = 256 * 1024 * 1024
"""Bytes that all of a container, with the containers in it, may become."""

MOST_RATIO: Final = 200
RATIO_FROM: Final = 4 * 1024 * 1024
"""Small parts of white space pack well; the ratio counts from so many unpacked bytes on."""

MOST_NESTED: Final = 2
LARGEST_NESTED: Final = 8 * 1024 * 1024
PIECE: Final = 64 * 1024

ZIP: Final = b"PK\x03\x04"
EXECUTABLE: Final = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
PACKED: Final = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
SECTOR_LIMIT: Final = 4_096
FREE: Final = 0xFFFFFFFA


class Bomb(Exception):
    """It would become far larger than it is, or holds containers in containers."""


class Broken(Exception):
    """Not what its first bytes say: damaged, encrypted, or lying about its parts."""


class Harmful(Exception):
    """It holds something that runs."""


class _Nested(io.BytesIO):
    """A container in a container, read with the same restraint as the outer one."""

    def read(self, size: int | None = -1, /) -> bytes:
        left = len(self.getbuffer()) - self.tell()
        if (left if size is None or size < 0 else min(size, left)) > LARGEST_READ:
            raise TooMuchAtOnce
        return super().read(size)


@dataclass(slots=True)
class _Budget:
    unpacked: int = 0
    entries: int = 0
    names: set[str] = field(default_factory=set)


def zip_members(file: Any) -> frozenset[str]:
    """The names inside a ZIP container; `file` is a binary reader.

    Every part is inflated and thrown away piece by piece, for what a container says of its parts may be a
    lie. Raises `Bomb`, `Broken`, `Harmful`.
    """
    budget = _Budget()
    _look_into(file, budget, 0)
    return frozenset(budget.names)


def _look_into(file: Any, budget: _Budget, depth: int) -> None:
    if depth >= MOST_NESTED:
        raise Bomb
    try:
        with ZipFile(file) as whole:
            entries = whole.infolist()
            budget.entries += len(entries)
            if budget.entries > MOST_ENTRIES:
                raise Bomb
            _declared(entries, budget)
            for entry in entries:
                if depth == 0:
                    budget.names.add(entry.filename)
                if not entry.is_dir():
                    _look_at(file, entry, budget, depth)
    except TooMuchAtOnce:
        raise Bomb from None
    except (BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, OSError):
        raise Broken from None


def _declared(entries: list[ZipInfo], budget: _Budget) -> None:
    """What the directory says alone is enough to refuse; overlapping parts are the better bombs' way."""
    if budget.unpacked + sum(each.file_size for each in entries) > MOST_UNPACKED:
        raise Bomb
    end = 0
    for each in sorted(entries, key=lambda entry: entry.header_offset):
        if each.header_offset < end:
            raise Bomb
        end = each.header_offset + each.compress_size


def _look_at(file: Any, entry: ZipInfo, budget: _Budget, depth: int) -> None:
    if entry.flag_bits & 1 or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Broken
    name = entry.filename.lower()
    if name.endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".class")):
        raise Harmful
    file.seek(entry.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != ZIP:
        raise Broken
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    file.seek(entry.header_offset + 30 + name_length + extra_length)
    first, inner = b"", bytearray()
    seen = 0
    for piece in _inflated(file, entry):
        if not seen:
            first = piece[:8]
            if first.startswith(EXECUTABLE):
                raise Harmful
            if first.startswith(PACKED) and not name.endswith((".emz", ".wmz")):
                raise Bomb
        seen += len(piece)
        budget.unpacked += len(piece)
        if seen > entry.file_size:
            raise Broken
        if budget.unpacked > MOST_UNPACKED or (
            seen > RATIO_FROM and seen > MOST_RATIO * max(1, entry.compress_size)
        ):
            raise Bomb
        if first.startswith(ZIP):
            inner += piece
            if len(inner) > LARGEST_NESTED:
                raise Bomb
    if seen != entry.file_size:
        raise Broken
    if inner:
        _look_into(_Nested(inner), budget, depth + 1)


def _inflated(file: Any, entry: ZipInfo) -> Any:
    """The pieces of one part, none larger than `PIECE`."""
    left = entry.compress_size
    if entry.compress_type == ZIP_STORED:
        while left and (stored := file.read(min(PIECE, left))):
            left -= len(stored)
            yield stored
        return
    unpacking = zlib.decompressobj(-15)
    while left and not unpacking.eof:
        packed = file.read(min(PIECE, left))
        if not packed:
            raise Broken
        left -= len(packed)
        while packed:
            yield unpacking.decompress(packed, PIECE)
            packed = unpacking.unconsumed_tail
    while not unpacking.eof:
        rest = unpacking.decompress(unpacking.unconsumed_tail, PIECE)
        if not rest:
            raise Broken
        yield rest


def ole_streams(file: Any) -> frozenset[str]:
    """The names in the directory of an OLE container (MS-CFB); raises `Broken`, `Harmful` for macros."""
    file.seek(0)
    header = file.read(512)
    try:
        shift = struct.unpack_from("<H", header, 30)[0]
        if shift not in (9, 12):
            raise Broken
        sector = 1 << shift
        table: list[int] = []
        for place in struct.unpack_from("<109I", header, 76):
            if place < FREE:
                file.seek((place + 1) * sector)
                table += struct.unpack(f"<{sector // 4}I", file.read(sector))
        names: set[str] = set()
        at, seen = struct.unpack_from("<I", header, 48)[0], 0
        while at < FREE and seen < SECTOR_LIMIT:
            file.seek((at + 1) * sector)
            names.update(_ole_names(file.read(sector)))
            at, seen = table[at], seen + 1
    except (struct.error, IndexError, ValueError):
        raise Broken from None
    if names & {"VBA", "_VBA_PROJECT", "Macros", "_VBA_PROJECT_CUR"}:
        raise Harmful
    return frozenset(names)


def _ole_names(sector: bytes) -> set[str]:
    found = set()
    for at in range(0, len(sector) - 127, 128):
        length = struct.unpack_from("<H", sector, at + 64)[0]
        if 2 < length <= 64:
            found.add(sector[at : at + length - 2].decode("utf-16-le", "replace"))
    return found
