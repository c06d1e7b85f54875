"""The two workers as processes: they serve, show that they live, log no person, and drain on SIGTERM."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from temporalio.client import Client

from cli.stack.children import free_port
from redress.contracts.codec import data_converter
from redress.contracts.complaint import ACT, Order, workflow_id
from redress.contracts.pending import start_of
from redress.contracts.sweeps import (
    assignment_schedule,
    files_schedule,
    jobs_schedule,
    pending_schedule,
    sweep_schedule,
)
from redress.domain.commands import Assign
from redress.domain.tables import load_tables
from redress.domain.view import CaseView
from redress.persistence.pool import open_pool, transaction
from redress.settings import Settings, read_codec_keys, variable
from tests.servers import fresh_id
from tests.workers.test_sweeps import registration
from tests.workflows.desk import OFFICER, Desk

SECRETS = ("林晓", "13800000001", "明目商行", "改善视力")


def environment(settings: Settings) -> dict[str, str]:
    """What `Settings.from_environment` reads back."""
    given = settings.model_dump(exclude_none=True)
    return {variable(field): _text(value) for field, value in given.items()}


def _text(value: Any) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return json.dumps(value) if isinstance(value, dict) else str(value)


@asynccontextmanager
async def process(which: str, settings: Settings, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """`redress worker …`, ready; killed at the end when the test has not ended it."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cli", "worker", which,
        env={"PATH": os.environ["PATH"], **environment(settings)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client, asyncio.timeout(60):
            while not await _is_ready(client):
                assert running.returncode is None, (await _output(running))[-2000:]
                await asyncio.sleep(0.1)
        yield running
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


async def _is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/readyz")).status_code == 200
    except httpx.TransportError:
        return False


async def _output(running: asyncio.subprocess.Process) -> str:
    assert running.stdout is not None
    return (await running.stdout.read()).decode()


async def ended(running: asyncio.subprocess.Process) -> list[dict[str, Any]]:
    """Asks it to end, and answers what it logged."""
    running.send_signal(signal.SIGTERM)
    async with asyncio.timeout(30):
        text = await _output(running)
        assert await running.wait() == 0, text[-2000:]
    assert not any(secret in text for secret in SECRETS)
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def ports() -> tuple[int, int]:
    return free_port(), free_port()


async def test_a_case_is_worked_and_told_by_the_two_processes(
    desk: Desk, module_settings: Settings, ports: tuple[int, int]
) -> None:
    settings = module_settings.model_copy(
        update={"case_metrics_port": ports[0], "escalation_metrics_port": ports[1]}
    )
    new = await registration(desk)
    async with (
        process("case", settings, ports[0]) as case_worker,
        process("escalation", settings, ports[1]) as escalation_worker,
    ):
        converter = data_converter(read_codec_keys(settings.codec_keys_file))
        client = await Client.connect(settings.temporal_address, data_converter=converter)
        case = await client.start_workflow(
            "Complaint", start_of(new, load_tables()), id=workflow_id(new.case_id),
            task_queue=settings.case_task_queue,
        )  # fmt: skip
        order = Order(id=fresh_id("c"), actor=OFFICER, command=Assign(handler="p-officer"))
        view = await case.execute_update(ACT, order, id=order.id, result_type=CaseView)
        assert view.handler == "p-officer"
        await told(settings, new.case_id)
        await figures(ports)
        for schedule_id in (
            sweep_schedule(settings.escalation_task_queue), pending_schedule(settings.escalation_task_queue),
            assignment_schedule(settings.escalation_task_queue),
            files_schedule(settings.escalation_task_queue),
            jobs_schedule(settings.escalation_task_queue),
        ):  # fmt: skip
            await client.get_schedule_handle(schedule_id).delete()
        logged = [*await ended(case_worker), *await ended(escalation_worker)]
        await case.terminate()
    events = {(line["process"], line["event"]) for line in logged}
    assert ("redress-case-worker", "draining") in events
    assert ("redress-case-worker", "stopped") in events
    assert ("redress-escalation-worker", "told") in events
    assert {line["case_id"] for line in logged if "case_id" in line} == {new.case_id}


async def told(settings: Settings, case_id: str) -> None:
    """Until the assignment is in the handler's inbox."""
    async with (
        await open_pool(settings.require_database_worker_url(), name="test") as pool, asyncio.timeout(30),
    ):  # fmt: skip
        while True:
            async with transaction(pool) as connection:
                found = await connection.fetch("SELECT person FROM inbox WHERE case_id = $1", case_id)
            if found:
                assert [row["person"] for row in found] == ["p-officer"]
                return
            await asyncio.sleep(0.1)


async def figures(ports: tuple[int, int]) -> None:
    """Ours and the SDK's, at one address, without ids."""
    async with httpx.AsyncClient() as client:
        case, escalation = [(await client.get(f"http://127.0.0.1:{port}/metrics")).text for port in ports]
        assert (await client.get(f"http://127.0.0.1:{ports[0]}/healthz")).status_code == 200
        assert (await client.get(f"http://127.0.0.1:{ports[0]}/nothing")).status_code == 404
    assert 'redress_step_seconds_count{outcome="recorded",step="verify"} 1.0' in case
    assert "temporal_local_activity" in case
    assert 'redress_deliveries_total{outcome="delivered"} 1.0' in escalation
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-7", case + escalation)


@pytest.mark.parametrize("which", ["case", "escalation"])
async def test_a_worker_that_cannot_poll_ends_with_an_error_for_its_supervisor(
    module_settings: Settings, which: str
) -> None:
    settings = module_settings.model_copy(update={"temporal_namespace": "nowhere"})
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cli", "worker", which,
        env={"PATH": os.environ["PATH"], **environment(settings)},
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(60):
            assert await running.wait() != 0
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


async def test_a_worker_waits_for_an_engine_that_is_not_there_yet_and_still_ends_when_asked(
    module_settings: Settings, ports: tuple[int, int]
) -> None:
    settings = module_settings.model_copy(
        update={"temporal_address": f"127.0.0.1:{free_port()}", "case_metrics_port": ports[0]}
    )
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cli", "worker", "case",
        env={"PATH": os.environ["PATH"], **environment(settings)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert running.stdout is not None
    async with asyncio.timeout(60):
        first = json.loads(await running.stdout.readline())
    assert (first["event"], first["level"]) == ("engine_away", "warning")
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"http://127.0.0.1:{ports[0]}/readyz")).status_code == 503
    assert all(line["event"] == "engine_away" for line in await ended(running))
