"""The database away while cases run: writes are refused before anything is sent, the rest goes on, nothing
is lost.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest

from api.app import create_app
from cli.stack.keys import KeyFiles
from redress.persistence.seed import seed
from tests.api.conftest import FILING, Desk, Stack, serving, working
from tests.api.wire import Wire
from tests.servers import EngineServer, PostgresServer, scratch_folder, settings_for

FAR = timedelta(days=30)
NOTE = {"type": "add_note", "text": "数据库不在的时候写的"}


@dataclass
class Outage:
    """A stack whose API and worker reach their database through two wires."""

    officer: Desk
    wires: tuple[Wire, Wire]

    async def begin(self) -> None:
        for wire in self.wires:
            await wire.cut()

    async def end(self) -> None:
        for wire in self.wires:
            await wire.mend()


@asynccontextmanager
async def stack_on_wires(
    postgres: PostgresServer, engine: EngineServer, keys: KeyFiles
) -> AsyncIterator[Outage]:
    with scratch_folder() as folder:
        async with (
            postgres.fresh_database() as database,
            Wire.to(database.api_url) as to_api,
            Wire.to(database.worker_url) as to_worker,
        ):
            settings = settings_for(database, engine, keys, folder).model_copy(update={"rehearsal": True})
            settings = to_worker.lead(to_api.lead(settings, "database_api_url"), "database_worker_url")
            passwords = folder / "passwords.json"
            await seed(database.owner_url, passwords)
            app = create_app(settings)
            async with serving(app) as client, working(settings):
                known = json.loads(passwords.read_text(encoding="utf-8"))
                officer = await Stack(settings, database, client, app, known).desk("officer")
                yield Outage(officer, (to_api, to_worker))


async def outage(there: Outage, seconds: float) -> None:
    officer = there.officer
    case_id = (await officer.file())["case_id"]
    await officer.acted(case_id, {"type": "accept"})
    key, kept = str(uuid4()), str(uuid4())
    await there.begin()
    deadline = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < deadline:
        refused = await officer.act(case_id, NOTE, key)
        assert (refused.status_code, refused.json()["code"]) == (503, "store_unavailable")
        filed = await officer.post("/v1/complaints", FILING, kept)
        assert (filed.status_code, filed.json()["code"]) == (503, "store_unavailable")
        view = await officer.view(case_id)
        assert view["stage"] == "accepted", "one case is read from the engine"
        await asyncio.sleep(0.5)
    await there.end()
    answer = await officer.act(case_id, NOTE, key)
    assert answer.status_code == 200, answer.text
    assert (await officer.act(case_id, NOTE, key)).json() == answer.json()
    filed_later = await officer.file(FILING, kept)
    assert (await officer.file(FILING, kept))["case_id"] == filed_later["case_id"]
    items = (await officer.get(f"/v1/complaints/{case_id}/timeline")).json()["items"]
    assert [item["seq"] for item in items] == list(range(1, len(items) + 1))
    assert [item["type"] for item in items].count("note_added") == 1


async def test_a_short_outage(postgres: PostgresServer, engine: EngineServer, keys: KeyFiles) -> None:
    async with stack_on_wires(postgres, engine, keys) as there:
        await outage(there, 5)


@pytest.mark.long
@pytest.mark.timeout(400)
async def test_an_outage_of_two_minutes(
    postgres: PostgresServer, engine: EngineServer, keys: KeyFiles
) -> None:
    async with stack_on_wires(postgres, engine, keys) as there:
        await outage(there, 120)


async def test_time_passes_while_the_database_is_away(
    postgres: PostgresServer, engine: EngineServer, keys: KeyFiles
) -> None:
    async with stack_on_wires(postgres, engine, keys) as there:
        officer = there.officer
        case_id = (await officer.file())["case_id"]
        handle = engine.client.get_workflow_handle(f"complaint/{case_id}")
        await there.begin()
        jump = asyncio.create_task(engine.skipper.fast_forward(handle, FAR))
        await asyncio.sleep(3)
        await there.end()
        await jump
        view = await officer.view(case_id)
        assert view["overdue"]
        items = (await officer.get(f"/v1/complaints/{case_id}/timeline", limit=100)).json()["items"]
        kinds = [item["type"] for item in items]
        assert kinds.count("escalated") == 5
        assert kinds.count("clock_breached") == 1
