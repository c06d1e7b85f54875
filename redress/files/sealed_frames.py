"""A file as it lies in the store: frames of 64 KiB under AES-256-GCM with a key of the file's own.

Each frame is bound to its place and the last one is marked, so nothing can be cut, swapped or added unseen.
A key seals one file only, so the place of a frame is nonce enough.
"""

import io
import os
from collections.abc import AsyncIterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC: Final = b"REDRESS\x01"
FRAME: Final = 64 * 1024
TAG: Final = 16
KEY_BYTES: Final = 32
LARGEST_READ: Final = 1024 * 1024
"""Nothing that looks into a file needs more of it at once; what asks for more was led there by the file."""


class FileDamaged(Exception):
    """What is stored is not what was stored: altered, cut short, or under another key."""


class TooMuchAtOnce(Exception):
    """A reader was asked for more than `LARGEST_READ` bytes."""


class FrameSealer:
    """Seals what comes in pieces of any size; `close` gives the last frame."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._held = bytearray()
        self._number = 0
        self._begun = False

    def add(self, data: bytes) -> bytes:
        """The sealed bytes that are complete now. The newest full frame waits: it may be the last."""
        self._held += data
        sealed = bytearray(self._head())
        while len(self._held) > FRAME:
            sealed += self._seal(last=False)
        return bytes(sealed)

    def close(self) -> bytes:
        return self._head() + self._seal(last=True)

    def _head(self) -> bytes:
        if self._begun:
            return b""
        self._begun = True
        return MAGIC

    def _seal(self, *, last: bool) -> bytes:
        frame = bytes(self._held[:FRAME])
        del self._held[:FRAME]
        sealed = self._cipher.encrypt(_place(self._number, last=last), frame, MAGIC)
        self._number += 1
        return sealed


async def opened_frames(sealed: AsyncIterator[bytes], key: bytes) -> AsyncIterator[bytes]:
    """The file frame by frame, each given only after it is found whole; raises `FileDamaged`."""
    cipher, held, number = AESGCM(key), bytearray(), 0
    begun = False
    async for piece in sealed:
        held += piece
        if not begun and len(held) >= len(MAGIC):
            if not held.startswith(MAGIC):
                raise FileDamaged
            del held[: len(MAGIC)]
            begun = True
        while begun and len(held) > FRAME + TAG:
            frame = bytes(held[: FRAME + TAG])
            del held[: FRAME + TAG]
            yield _opened(cipher, frame, number, last=False)
            number += 1
    if not begun:
        raise FileDamaged
    yield _opened(cipher, bytes(held), number, last=True)


class SealedReader(io.RawIOBase):
    """Reads a sealed file at any place without opening more of it than is asked for; raises `FileDamaged`.

    `size`: bytes of the file itself. Owns `sealed` and closes it.
    """

    def __init__(self, sealed: BinaryIO, key: bytes, size: int) -> None:
        super().__init__()
        self._sealed = sealed
        self._cipher = AESGCM(key)
        self._size = size
        self._at = 0
        self._last = (size - 1) // FRAME
        self._frame: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("a place before the file")
        self._at = start + offset
        return self._at

    def read(self, size: int = -1) -> bytes:
        wanted = max(0, self._size - self._at)
        wanted = wanted if size < 0 else min(size, wanted)
        if wanted > LARGEST_READ:
            raise TooMuchAtOnce
        found = bytearray()
        while len(found) < wanted:
            number, inside = divmod(self._at, FRAME)
            piece = self._open_frame(number)[inside : inside + wanted - len(found)]
            found += piece
            self._at += len(piece)
        return bytes(found)

    def close(self) -> None:
        self._sealed.close()
        super().close()

    def _open_frame(self, number: int) -> bytes:
        if self._frame[0] != number:
            self._sealed.seek(len(MAGIC) + number * (FRAME + TAG))
            sealed = self._sealed.read(FRAME + TAG)
            self._frame = (number, _opened(self._cipher, sealed, number, last=number == self._last))
        return self._frame[1]


def _opened(cipher: AESGCM, sealed: bytes, number: int, *, last: bool) -> bytes:
    try:
        return cipher.decrypt(_place(number, last=last), sealed, MAGIC)
    except (InvalidTag, ValueError):
        raise FileDamaged from None


def _place(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
