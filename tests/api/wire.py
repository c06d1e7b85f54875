"""A connection to a real server that can be cut and mended, and a conversation with little patience."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from fastapi import FastAPI

from api.http.engine import Engine
from redress.settings import Settings

IMPATIENT = timedelta(seconds=1)


class Wire:
    """Passes bytes between a port of its own and the server of an address."""

    def __init__(self, url: str, port: int) -> None:
        self._url = urlsplit(url)
        self._port = port
        self._listener: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    @classmethod
    @asynccontextmanager
    async def to(cls, url: str) -> AsyncIterator[Self]:
        listener = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        port = listener.sockets[0].getsockname()[1]
        listener.close()
        wire = cls(url, port)
        await wire.mend()
        try:
            yield wire
        finally:
            await wire.cut()

    @property
    def url(self) -> str:
        netloc = self._url.netloc.replace(f":{self._url.port}", f":{self._port}")
        return self._url._replace(netloc=netloc).geturl()

    def lead(self, settings: Settings, field: str, **more: Any) -> Settings:
        """Settings of a process that reaches the server through this wire."""
        return Settings.model_validate({**settings.model_dump(), field: self.url, **more})

    async def mend(self) -> None:
        self._listener = await asyncio.start_server(self._join, "127.0.0.1", self._port)

    async def cut(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for writer in self._writers:
            writer.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(self._url.hostname, self._url.port)
        both = {writer, far_writer}
        self._writers |= both
        with suppress(ConnectionError):
            await asyncio.gather(_pour(reader, far_writer), _pour(far_reader, writer))
        self._writers -= both


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()


def impatient(app: FastAPI) -> None:
    """Lets a running application wait for the engine one second only."""
    services = app.state.services
    engine = Engine(services.engine._client, services.settings.case_task_queue, IMPATIENT)
    app.state.services = replace(services, engine=engine)
