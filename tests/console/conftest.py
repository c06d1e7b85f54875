"""One running desk for the folder, the console seen as a browser sees it: addresses, forms and cookies."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

import httpx
import pytest_asyncio
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from cli.stack.keys import KeyFiles
from redress.persistence.inbox import NewMessage, put
from redress.persistence.pool import open_pool, transaction
from tests.api.conftest import Desk, Stack, running_stack, working
from tests.servers import EngineServer, PostgresServer, scratch_folder

PAGES: Final = {"Accept": "text/html", "Accept-Language": "zh-CN"}

Fields = dict[str, str]


@dataclass
class SeenForm:
    """A form as it stands in a page: where it goes and what it would send untouched."""

    action: str
    pairs: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    """The names of inputs that people type a text into."""

    @property
    def fields(self) -> Fields:
        return dict(self.pairs)

    def filled(self, values: Fields) -> dict[str, list[str]]:
        """What is sent when `values` were typed."""
        found: dict[str, list[str]] = {}
        for name, value in self.pairs:
            found.setdefault(name, []).append(value)
        return {**found, **{name: [value] for name, value in values.items()}}


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SeenForm] = []
        self._area = self._typed = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.forms.append(SeenForm(given.get("action", "")))
        if not self.forms or not (name or tag == "option"):
            return
        form = self.forms[-1]
        form.names.add(name)
        if tag == "textarea" or (tag == "input" and given.get("type") in ("text", "search", "password")):
            form.typed.add(name)
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            form.pairs.append((name, given.get("value", "")))
        elif tag == "textarea":
            self._area, self._typed = name, ""
        elif tag == "select":
            form.pairs.append((name, ""))
        elif tag == "option" and "selected" in given:
            form.pairs[-1] = (form.pairs[-1][0], given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._typed += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.forms[-1].pairs.append((self._area, self._typed.removeprefix("\n")))
            self._area = ""


def forms_in(page: httpx.Response) -> list[SeenForm]:
    parser = _Forms()
    parser.feed(page.text)
    return parser.forms


def form_in(page: httpx.Response, action: str) -> SeenForm:
    """The form of a page that goes to `action` (the end of its address)."""
    return next(form for form in forms_in(page) if form.action.endswith(action))


@dataclass
class Person:
    """Somebody with a browser of their own."""

    client: httpx.AsyncClient

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=headers)

    async def send(self, page: httpx.Response, action: str, **values: str) -> httpx.Response:
        """Fills in a form of `page` and sends it; the answer to a redirect is followed."""
        form = next(
            each for each in forms_in(page) if each.action.endswith(action) and values.keys() <= each.names
        )
        return await self.post(form.action, form.filled(values))

    async def post(self, path: str, fields: Mapping[str, str | list[str]]) -> httpx.Response:
        return await self.client.post(path, data=fields)

    async def sign_in(self, username: str, password: str, back: str = "/desk") -> httpx.Response:
        page = await self.client.get("/sign-in", params={"back": back})
        return await self.send(page, "/sign-in", username=username, password=password)


@asynccontextmanager
async def somebody(app: FastAPI) -> AsyncIterator[Person]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://redress.test", headers=PAGES, follow_redirects=True
    ) as client:
        yield Person(client)


async def deliver(stack: Stack, case_id: str, number: str, desk: Desk) -> None:
    """As the escalation worker delivers it."""
    payload = json.dumps({"case_number": number, "clock": "complaint.acceptance", "level": 1})
    message = NewMessage(
        case_id=case_id, seq=99, kind="escalation", office=desk.office, role="officer", payload=payload
    )
    pool = await open_pool(stack.database.worker_url, name="test", max_size=1)
    try:
        async with transaction(pool) as connection:
            assert await put(connection, message)
    finally:
        await pool.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stack(
    postgres: PostgresServer, engine: EngineServer, keys: KeyFiles
) -> AsyncIterator[Stack]:
    with scratch_folder() as folder:
        async with running_stack(postgres, engine, keys, folder) as running, working(running.settings):
            yield running


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(stack: Stack) -> AsyncIterator[Person]:
    """Nobody signed in."""
    async with somebody(stack.app) as person:
        yield person


@pytest_asyncio.fixture(loop_scope="session")
async def officer(stack: Stack) -> AsyncIterator[Person]:
    async with somebody(stack.app) as person:
        await person.sign_in("officer", stack.passwords["officer"])
        yield person


@pytest_asyncio.fixture(loop_scope="session")
async def desk(stack: Stack) -> Desk:
    """The same officer over the JSON interface, to set a scene."""
    return await stack.desk("officer")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def address(stack: Stack) -> AsyncIterator[str]:
    """The console on a port of its own, for real browsers."""
    settings = stack.settings
    app = create_app(settings)
    config = uvicorn.Config(
        app, host="127.0.0.1", port=settings.http_port, log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{settings.http_port}") as client:
        while True:
            try:
                await client.get("/healthz")
                break
            except (httpx.ConnectError, httpx.TimeoutException):
                await asyncio.sleep(0.05)
    yield f"http://127.0.0.1:{settings.http_port}"
    app.state.services.changes.close()  # a page that a failed test left open would hold the server up
    server.should_exit = True
    await task
