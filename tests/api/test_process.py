"""`redress api` as a process of its own: it answers what it has begun, then ends without an error."""

import asyncio
import os
import signal
import sys

import httpx

from cli.stack.children import free_port
from redress.settings import Settings, variable
from tests.api.conftest import Desk, Stack
from tests.servers import fresh_id

REDRESS = (sys.executable, "-c", "from cli.main import main; main()")


def _environment(settings: Settings) -> dict[str, str]:
    own = {
        variable(name): str(value.get_secret_value() if hasattr(value, "get_secret_value") else value)
        for name, value in settings
        if value is not None and not name.startswith(("database_owner", "database_worker"))
    }
    return {**os.environ, **own}


async def _listening(port: int) -> None:
    """Returns when somebody takes connections at the port."""
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return


async def test_a_running_request_is_answered_after_sigterm(officer: Desk, stack: Stack) -> None:
    settings = stack.settings.model_copy(
        update={"http_port": free_port(), "case_task_queue": fresh_id("case")}
    )
    process = await asyncio.create_subprocess_exec(*REDRESS, "api", env=_environment(settings))
    try:
        await _listening(settings.http_port)
        address = f"http://127.0.0.1:{settings.http_port}"
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            desk = await stack.sign_in(client, "officer")
            case_id = (await desk.file())["case_id"]
            waiting = asyncio.create_task(desk.get(f"/v1/complaints/{case_id}", live=True))
            await asyncio.wait({waiting}, timeout=0.5)  # no worker: the engine keeps it waiting
            assert not waiting.done()
            process.send_signal(signal.SIGTERM)
            answer = await waiting
            assert (answer.status_code, answer.json()["code"]) == (503, "engine_busy")
        assert await asyncio.wait_for(process.wait(), 20) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
