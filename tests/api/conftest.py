"""One running desk for the folder: real PostgreSQL, engine and case worker, the API in this process."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest_asyncio
from fastapi import FastAPI

from api.app import create_app
from cli.stack.keys import KeyFiles
from redress.persistence.seed import seed
from redress.settings import Settings
from tests.servers import Database, EngineServer, PostgresServer, scratch_folder, settings_for
from workers import case as case_worker

Json = dict[str, Any]

FILING: Json = {
    "channel": "phone",
    "facts": "洗衣机用了一周就漏水,商家说是使用不当。",
    "complainants": [{"name": "林晓梅", "phone": "13900001234"}],
    "respondents": [
        {"name": "临江恒洁电器有限公司", "address": "青河县城东街 8 号", "phone": "057100001111"}
    ],
    "purchase": {"on": "2026-11-01", "item": "滚筒洗衣机", "amount": 12800},
    "claims": [{"kind": "exchange"}, {"kind": "compensation", "amount": 398.5}],
    "consents": {"publish": "no", "delegate_mediation": "no"},
}


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """The application started as a server starts it, and a client that talks to it."""
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://redress.test") as client:
            yield client


@dataclass
class Desk:
    """Somebody signed in, and a short way to say what they do."""

    client: httpx.AsyncClient
    token: str
    person: str
    office: str
    headers: dict[str, str] = field(default_factory=dict)

    def _headers(self, key: str | None) -> dict[str, str]:
        own = {"Authorization": f"Bearer {self.token}", **self.headers}
        return own if key is None else {**own, "Idempotency-Key": key}

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self.client.get(path, params=params, headers=self._headers(None))

    async def post(self, path: str, body: Any, key: str | None = None) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.client.post(path, content=content, headers=self._headers(key or str(uuid4())))

    async def file(self, body: Json | None = None, key: str | None = None) -> Json:
        response = await self.post("/v1/complaints", FILING if body is None else body, key)
        assert response.status_code == 201, response.text
        found: Json = response.json()
        return found

    async def checked(self, body: Json | None = None) -> Json:
        """Files a case that has its intake check behind it: it changes no more by itself."""
        filed = await self.file(body)
        async with asyncio.timeout(30):
            while not (await self.view(filed["case_id"]))["findings"]:  # noqa: ASYNC110 - a worker's work
                await asyncio.sleep(0.02)
        return filed

    async def act(self, case_id: str, command: Json, key: str | None = None) -> httpx.Response:
        return await self.post(f"/v1/complaints/{case_id}/commands", command, key)

    async def acted(self, case_id: str, command: Json) -> Json:
        response = await self.act(case_id, command)
        assert response.status_code == 200, response.text
        found: Json = response.json()
        return found

    async def view(self, case_id: str) -> Json:
        response = await self.get(f"/v1/complaints/{case_id}")
        assert response.status_code == 200, response.text
        found: Json = response.json()
        return found

    async def outcomes(self, answer: httpx.Response) -> list[tuple[str, str]]:
        """What became of each case of the job that an answer has started, when it has ended."""
        assert answer.status_code == 202, answer.text
        place = answer.headers["Location"]
        async with asyncio.timeout(40):
            while not (await self.get(place)).json()["ended_at"]:  # noqa: ASYNC110 - a worker's work
                await asyncio.sleep(0.05)
        items = (await self.get(f"{place}/items")).json()["items"]
        return [(each["case_id"], each["code"] or each["state"]) for each in items]


@dataclass
class Stack:
    settings: Settings
    database: Database
    client: httpx.AsyncClient
    app: FastAPI
    passwords: Mapping[str, str]
    _desks: dict[str, Desk] = field(default_factory=dict)

    async def desk(self, username: str) -> Desk:
        """Signs in once per name."""
        if username not in self._desks:
            self._desks[username] = await self.sign_in(self.client, username)
        return self._desks[username]

    async def sign_in(self, client: httpx.AsyncClient, username: str) -> Desk:
        body = {"username": username, "password": self.passwords[username]}
        response = await client.post("/v1/session", json=body)
        assert response.status_code == 200, response.text
        found = response.json()
        return Desk(client, found["token"], found["person"], found["offices"][0]["office"])


@asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[None]:
    """A case worker for the block."""
    stop = asyncio.Event()
    worker = asyncio.create_task(case_worker.run(settings, stop=stop))
    try:
        yield
    finally:
        stop.set()
        with suppress(asyncio.CancelledError):
            await worker


@asynccontextmanager
async def running_stack(
    postgres: PostgresServer, engine: EngineServer, keys: KeyFiles, folder: Path
) -> AsyncIterator[Stack]:
    async with postgres.fresh_database() as database:
        settings = settings_for(database, engine, keys, folder)
        password_file = folder / "passwords.json"
        await seed(database.owner_url, password_file)
        app = create_app(settings)
        async with serving(app) as client:
            passwords = json.loads(password_file.read_text(encoding="utf-8"))
            yield Stack(settings, database, client, app, passwords)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stack(postgres: PostgresServer, engine: EngineServer, keys: KeyFiles) -> AsyncIterator[Stack]:
    with scratch_folder() as folder:
        async with running_stack(postgres, engine, keys, folder) as running, working(running.settings):
            yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def changing_stack(
    postgres: PostgresServer, engine: EngineServer, keys: KeyFiles
) -> AsyncIterator[Stack]:
    """An installation of its own, for what changes calendar and law; one of them per engine counts loads."""
    with scratch_folder() as folder:
        async with running_stack(postgres, engine, keys, folder) as running, working(running.settings):
            yield running


@pytest_asyncio.fixture(loop_scope="session")
async def officer(stack: Stack) -> Desk:
    return await stack.desk("officer")
