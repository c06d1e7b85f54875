"""A form with a file, read as it comes: its fields as texts, the file hashed, sealed and laid aside.

Nothing of an upload is left behind unless somebody keeps it: cut off, too large or refused, it is gone.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from fastapi import Request
from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from api.http.json_input import BODY_LIMIT
from api.http.problems import problem
from redress.files.evidence_store import EvidenceStore, FileTooLarge, Incoming, Received
from redress.files.file_types import Looked, Unwelcome, look

FILE: Final = "file"
MOST_FIELDS: Final = 2_000
NAME_LIMIT: Final = 200
DRAINED: Final = 4
"""A file that is too large is read on and thrown away up to so many times the limit: an answer given in the
middle of an upload is one that most browsers do not show.
"""

Fields = Mapping[str, list[str]]
Before = Callable[[Fields], None]


@dataclass(frozen=True, slots=True)
class Upload:
    """`fields` in the order they came; `name` of the file without any path. No file: `received` is None."""

    fields: Fields
    name: str = ""
    received: Received | None = None
    looked: Looked | None = None

    def one(self, name: str) -> str | None:
        """The last value of a field that says something."""
        return next((value for value in reversed(self.fields.get(name, [])) if value.strip()), None)


def is_multipart(request: Request) -> bool:
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")


@asynccontextmanager
async def uploaded(
    request: Request, store: EvidenceStore, most: int, before_file: Before | None = None
) -> AsyncIterator[Upload]:
    """The form of a request with a file of at most `most` bytes, for as long as the block runs.

    `before_file` is asked, once, with the fields so far before the first byte of the file is taken, or at the
    end of a form without one. Raises 413, 415, 422.
    """
    reading = _Reading(_boundary(request), store, most, before_file)
    try:
        await reading.all_of(request, most)
        reading.ask()
        if reading.incoming is None or not reading.incoming.size:
            if reading.incoming is not None and reading.name:
                raise problem("file_empty")
            yield Upload(reading.fields)
            return
        received = await reading.incoming.finish()
        yield Upload(reading.fields, reading.name, received, await _looked(received, reading.name))
    finally:
        if reading.incoming is not None:
            reading.incoming.drop()


async def _looked(received: Received, name: str) -> Looked:
    def looking() -> Looked:
        with received.reader() as reader:
            return look(reader, name)

    try:
        return await asyncio.to_thread(looking)
    except Unwelcome as error:
        raise problem(error.code, error.found) from None


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary or len(boundary) > 200:
        raise problem("not_multipart")
    return boundary


@dataclass(slots=True)
class _Part:
    """The part that is being read: its headers, and its text unless it is the file."""

    headers: dict[bytes, bytes] = field(default_factory=dict)
    header: bytes = b""
    value: bytes = b""
    name: str = ""
    text: bytearray = field(default_factory=bytearray)
    is_file: bool = False


class _Reading:
    def __init__(self, boundary: bytes, store: EvidenceStore, most: int, before_file: Before | None) -> None:
        self.fields: dict[str, list[str]] = {}
        self.name = ""
        self.incoming: Incoming | None = None
        self._store, self._most, self._before_file = store, most, before_file
        self._part = _Part()
        self._texts = 0
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._all,
            },
        )

    async def all_of(self, request: Request, most: int) -> None:
        """Reads the request to its end."""
        declared = request.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > DRAINED * most + BODY_LIMIT:
            raise problem("file_too_large", _megabytes(most))
        came, too_large = 0, False
        async for chunk in request.stream():
            came += len(chunk)
            if came > DRAINED * most + BODY_LIMIT:
                raise problem("file_too_large", _megabytes(most))
            if too_large:
                continue
            try:
                self._parser.write(chunk)
            except FileTooLarge:
                too_large = True
                self._drop()
            except FormParserError:
                raise problem("upload_cut_short") from None
        if too_large:
            raise problem("file_too_large", _megabytes(most))
        if not self._ended:
            raise problem("upload_cut_short")

    def ask(self) -> None:
        """Lets `before_file` have its say, if it had none yet."""
        before, self._before_file = self._before_file, None
        if before is not None:
            before(self.fields)

    def _drop(self) -> None:
        if self.incoming is not None:
            self.incoming.drop()
            self.incoming = None

    def _begin(self) -> None:
        self._part = _Part()

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._part.header += data[start:end]
        self._count(end - start)

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._part.value += data[start:end]
        self._count(end - start)

    def _header_end(self) -> None:
        part = self._part
        part.headers[part.header.lower()] = part.value
        part.header = part.value = b""

    def _headers_finished(self) -> None:
        part = self._part
        kind, options = parse_options_header(part.headers.get(b"content-disposition", b""))
        if kind != b"form-data" or b"name" not in options:
            raise problem("upload_cut_short")
        part.name = _utf8(options[b"name"])
        part.is_file = part.name == FILE and b"filename" in options
        if part.is_file:
            if self.incoming is not None:
                raise problem("upload_cut_short", "one file at a time")
            self.ask()
            self.name = _name(_utf8(options[b"filename"]))
            self.incoming = self._store.incoming(self._most)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._part.is_file and self.incoming is not None:
            self.incoming.write(data[start:end])
            return
        self._count(end - start)
        self._part.text += data[start:end]

    def _end(self) -> None:
        part = self._part
        if not part.is_file:
            self.fields.setdefault(part.name, []).append(_utf8(bytes(part.text)))
            if sum(map(len, self.fields.values())) > MOST_FIELDS:
                raise problem("too_large")

    def _all(self) -> None:
        self._ended = True

    def _count(self, more: int) -> None:
        self._texts += more
        if self._texts > BODY_LIMIT:
            raise problem("too_large")


def _utf8(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise problem("upload_cut_short", "not UTF-8") from None


def _name(given: str) -> str:
    """The last part of a path, without what no name has; its end says the type, so it is kept."""
    last = given.replace("\\", "/").rpartition("/")[2]
    return "".join(each for each in last if each.isprintable()).strip()[-NAME_LIMIT:]


def _megabytes(most: int) -> str:
    return f"{most / 1024 / 1024:g} MB"
