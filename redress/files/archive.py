"""The archive: bytes under a name, in a local folder or an S3-compatible store."""

from pathlib import Path
from typing import Final, Protocol

from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

STORE_TIMEOUT: Final = "20s"


class ArchiveUnavailable(Exception):
    """The store did not take or give the bytes; the text names the kind of failure only."""


class Archive(Protocol):
    async def put(self, name: str, data: bytes) -> None:
        """Keeps `data` under `name` (slashes make folders), whole or not at all; replaces what was there."""

    async def get(self, name: str) -> bytes:
        """What is kept under `name`; raises `ArchiveUnavailable`."""


class ObjectArchive:
    """An archive in any store that obstore knows; a local folder writes aside and renames."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def put(self, name: str, data: bytes) -> None:
        try:
            await self._store.put_async(name, data)
        except (BaseError, OSError) as error:
            raise ArchiveUnavailable(type(error).__name__) from error

    async def get(self, name: str) -> bytes:
        try:
            answer = await self._store.get_async(name)
            return bytes(await answer.bytes_async())
        except (BaseError, OSError) as error:
            raise ArchiveUnavailable(type(error).__name__) from error


def open_archive(folder: Path, url: str | None = None) -> ObjectArchive:
    """The archive at `url` (`s3://bucket/prefix`; keys and endpoint from AWS_*), else in `folder`."""
    if url is not None:
        return ObjectArchive(from_url(url, client_options={"timeout": STORE_TIMEOUT}))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return ObjectArchive(LocalStore(prefix=folder))
