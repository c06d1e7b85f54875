"""Where evidence is kept: sealed, under the SHA-256 of its sealed bytes, whole or not at all, never altered.

A local folder or an S3-compatible store. What a file may be is judged in `file_types.py`; the keys of files
lie in the vault.
"""

import asyncio
import hashlib
import os
import re
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from redress.files.sealed_frames import KEY_BYTES, FileDamaged, FrameSealer, SealedReader, opened_frames

ADDRESS: Final = re.compile(r"[0-9a-f]{64}")
STORE_TIMEOUT: Final = "60s"
READ_AT_ONCE: Final = 256 * 1024
INCOMING: Final = "incoming"
ABANDONED_AFTER: Final = 24 * 3600
"""Seconds after which what lies aside belongs to no upload that could still be under way."""


class FilesUnavailable(Exception):
    """The store did not take or give a file; the text names the kind of failure only."""


class FileGone(Exception):
    """Nothing is kept at the address."""


class FileTooLarge(Exception):
    """More came than may come."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has come whole and lies aside, sealed: what it was, its key, where it would be kept."""

    path: Path
    key: bytes
    sha256: str
    size: int
    address: str

    def reader(self) -> SealedReader:
        """The file itself, to look into; the caller closes it."""
        return SealedReader(self.path.open("rb"), self.key, self.size)

    def __repr__(self) -> str:
        return f"Received({self.address}, {self.size})"


class Incoming:
    """A file on its way in: hashed and sealed as it comes, never whole in memory, never in clear on disk."""

    def __init__(self, folder: Path, most: int) -> None:
        self._descriptor, name = mkstemp(dir=folder)
        self.path = Path(name)
        self._key = os.urandom(KEY_BYTES)
        self._sealer = FrameSealer(self._key)
        self._plain, self._stored = hashlib.sha256(), hashlib.sha256()
        self._most = most
        self.size = 0

    def write(self, data: bytes) -> None:
        """Takes the next bytes; raises `FileTooLarge`, `FilesUnavailable`."""
        self.size += len(data)
        if self.size > self._most:
            raise FileTooLarge
        self._plain.update(data)
        self._put(self._sealer.add(data))

    async def finish(self) -> Received:
        """All has come: the rest is sealed and on disk. Raises `FilesUnavailable`."""
        self._put(self._sealer.close())
        try:
            await asyncio.to_thread(os.fsync, self._descriptor)
        except OSError as error:
            raise FilesUnavailable(type(error).__name__) from error
        self._close()
        return Received(
            self.path, self._key, self._plain.hexdigest(), self.size, self._stored.hexdigest()
        )

    def drop(self) -> None:
        """Leaves nothing of it; may be called at any time and twice."""
        self._close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _put(self, sealed: bytes) -> None:
        self._stored.update(sealed)
        try:
            while sealed:
                sealed = sealed[os.write(self._descriptor, sealed) :]
        except OSError as error:
            raise FilesUnavailable(type(error).__name__) from error

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class EvidenceStore:
    """Keeps, gives and re-checks files. `folder` holds what is on its way in; all of it, if `local`."""

    def __init__(self, store: ObjectStore, folder: Path, *, local: bool) -> None:
        self._store = store
        self._folder = folder
        self._local = local

    def incoming(self, most: int) -> Incoming:
        """A place for a file of at most `most` bytes; raises `FilesUnavailable`."""
        try:
            return Incoming(self._folder / INCOMING, most)
        except OSError as error:
            raise FilesUnavailable(type(error).__name__) from error

    async def keep(self, received: Received) -> None:
        """Puts a received file under its address; what lies there already is the same. `FilesUnavailable`."""
        try:
            if self._local:
                await asyncio.to_thread(self._link, received)
            else:
                await self._store.put_async(_name(received.address), received.path, max_concurrency=2)
        except (BaseError, OSError) as error:
            raise FilesUnavailable(type(error).__name__) from error

    async def read(self, address: str, key: bytes) -> AsyncIterator[bytes]:
        """The file in pieces, each found whole before it is given.

        Raises `FileGone`, `FileDamaged`, `FilesUnavailable`.
        """
        async for frame in opened_frames(self.sealed(address), key):
            yield frame

    async def sealed(self, address: str) -> AsyncIterator[bytes]:
        """The bytes as they are stored; raises `FileGone`, `FilesUnavailable`."""
        try:
            answer = await self._store.get_async(_name(address))
            async for piece in answer.stream(min_chunk_size=READ_AT_ONCE):
                yield bytes(piece)
        except (NotFoundError, FileNotFoundError):
            raise FileGone(address) from None
        except (BaseError, OSError) as error:
            raise FilesUnavailable(type(error).__name__) from error

    async def check(self, address: str, key: bytes | None, sha256: str) -> None:
        """Reads all of it: the stored bytes are those of the address and, with a key, the file of `sha256`.

        Raises `FileGone`, `FileDamaged`, `FilesUnavailable`.
        """
        stored, plain = hashlib.sha256(), hashlib.sha256()

        async def hashed() -> AsyncIterator[bytes]:
            async for piece in self.sealed(address):
                stored.update(piece)
                yield piece

        if key is None:
            async for _ in hashed():
                pass
        else:
            async for frame in opened_frames(hashed(), key):
                plain.update(frame)
            if plain.hexdigest() != sha256:
                raise FileDamaged
        if stored.hexdigest() != address:
            raise FileDamaged

    async def discard(self, address: str) -> None:
        """Removes a file that never became evidence; nothing there is fine. Raises `FilesUnavailable`."""
        try:
            await self._store.delete_async(_name(address))
        except (NotFoundError, FileNotFoundError):
            return
        except (BaseError, OSError) as error:
            raise FilesUnavailable(type(error).__name__) from error

    async def kept_before(self, moment: datetime) -> AsyncIterator[str]:
        """The addresses of files that have lain here since before `moment`; raises `FilesUnavailable`."""
        try:
            async for page in self._store.list():
                for each in page:
                    address = each["path"].rpartition("/")[2]
                    if ADDRESS.fullmatch(address) and each["last_modified"] < moment:
                        yield address
        except (BaseError, OSError) as error:
            raise FilesUnavailable(type(error).__name__) from error

    def _link(self, received: Received) -> None:
        """A second name for the finished file: it appears whole, and never in place of another."""
        target = self._folder / _name(received.address)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            os.link(received.path, target)
        for folder in (target.parent, self._folder):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def open_evidence_store(folder: Path, url: str | None = None) -> EvidenceStore:
    """The store at `url` (`s3://bucket/prefix`; keys and endpoint from AWS_*), else in `folder`.

    Uploads that were cut off by a killed process leave pieces in `folder`; old ones are cleared away.
    """
    incoming = folder / INCOMING
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in incoming.iterdir():
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - ABANDONED_AFTER:
                left.unlink()
    if url is None:
        return EvidenceStore(LocalStore(prefix=folder), folder, local=True)
    return EvidenceStore(from_url(url, client_options={"timeout": STORE_TIMEOUT}), folder, local=False)


def _name(address: str) -> str:
    """Two letters of the address make folders of bearable length."""
    return f"{address[:2]}/{address}"
