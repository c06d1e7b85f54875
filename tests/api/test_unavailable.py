"""Engine or database away: a clear 503, nothing done twice, and the same key fetches the result later."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx

from api.app import create_app
from cli.stack.children import free_port
from redress.settings import Settings
from tests.api.conftest import FILING, Desk, Stack, serving, working
from tests.api.wire import Wire, impatient
from tests.servers import fresh_id

NOTE = {"type": "add_note", "text": "x"}


@asynccontextmanager
async def _desk_with(stack: Stack, **settings: object) -> AsyncIterator[tuple[Desk, Settings]]:
    """The officer at an API of other settings on the same database."""
    own = stack.settings.model_copy(update=settings)
    app = create_app(own)
    async with serving(app) as client:
        impatient(app)
        yield await stack.sign_in(client, "officer"), own


async def test_without_a_worker_a_filing_is_taken_and_a_command_waits(stack: Stack) -> None:
    async with _desk_with(stack, case_task_queue=fresh_id("case")) as (desk, settings):
        case_id = (await desk.file())["case_id"]
        key = str(uuid4())
        silent = await desk.act(case_id, NOTE, key)
        assert (silent.status_code, silent.json()["code"]) == (503, "engine_busy")
        assert int(silent.headers["Retry-After"]) >= 1
        async with working(settings):
            answer = await _until_answered(desk, case_id, key)
            assert answer.status_code == 200
            assert (await desk.act(case_id, NOTE, key)).json() == answer.json()
            items = (await desk.get(f"/v1/complaints/{case_id}/timeline")).json()["items"]
            assert [each["type"] for each in items].count("note_added") == 1


async def _until_answered(desk: Desk, case_id: str, key: str) -> httpx.Response:
    """What a client does: asks again with the same key while it is told to."""
    while True:
        answer = await desk.act(case_id, NOTE, key)
        if "Retry-After" not in answer.headers:
            return answer


async def test_without_an_engine_a_filing_waits_under_its_key(stack: Stack) -> None:
    key = str(uuid4())
    nowhere = f"127.0.0.1:{free_port()}"
    async with _desk_with(stack, temporal_address=nowhere) as (desk, _):
        silent = await desk.post("/v1/complaints", FILING, key)
        assert (silent.status_code, silent.json()["code"]) == (503, "engine_busy")
        ready = await desk.client.get("/readyz")
        assert (ready.status_code, ready.json()) == (503, {"ready": False, "database": True, "engine": False})
        assert (await desk.client.get("/healthz")).status_code == 200
    officer = await stack.desk("officer")
    filed = await officer.file(FILING, key)
    assert (await officer.view(filed["case_id"]))["case_number"] == filed["case_number"]


async def test_without_a_database_nothing_is_sent_and_one_case_is_still_read(stack: Stack) -> None:
    async with (
        Wire.to(stack.database.api_url) as wire,
        serving(create_app(wire.lead(stack.settings, "database_api_url"))) as client,
    ):
        desk = await stack.sign_in(client, "officer")
        case_id = (await desk.file())["case_id"]
        before = await desk.view(case_id)
        key = str(uuid4())
        await wire.cut()
        for response in (
            await desk.act(case_id, NOTE, key),
            await desk.post("/v1/complaints", FILING),
            await desk.post(f"/v1/complaints/{case_id}/sealed", {"texts": ["x"]}),
            await desk.get("/v1/complaints"),
            await desk.get(f"/v1/complaints/{case_id}/timeline"),
            await client.post("/v1/session", json={"username": "officer", "password": "x"}),
        ):
            assert (response.status_code, response.json()["code"]) == (503, "store_unavailable")
            assert int(response.headers["Retry-After"]) >= 1
        blind = await desk.view(case_id)
        assert (blind["version"], blind["stage"]) == (before["version"], before["stage"])
        assert set(blind["filing"]["facts"]) == {"ref"}
        stranger = Desk(client, "guess", desk.person, desk.office)
        assert (await stranger.get(f"/v1/complaints/{case_id}")).status_code == 503
        assert (await client.get("/readyz")).json()["database"] is False
        await wire.mend()
        assert (await desk.act(case_id, NOTE, key)).status_code == 200
        assert (await desk.view(case_id))["version"] == before["version"] + 1
