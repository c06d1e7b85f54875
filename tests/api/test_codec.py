"""The codec endpoint: the engine's own command line works through it, and only for who is signed in."""

import asyncio
import base64
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn

from api.app import create_app
from cli.stack.engine import executable
from tests.api.conftest import Desk, Json, Stack
from tests.servers import fresh_id


@asynccontextmanager
async def listening(stack: Stack) -> AsyncIterator[str]:
    """The API on a port of its own, for a program that is not ours; answers its address."""
    bound = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(stack.settings), log_config=None))
    task = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


async def temporal(desk: Desk, stack: Stack, codec: str, *words: str) -> tuple[int, str]:
    """Runs `temporal` through the codec endpoint; its exit code and output."""
    process = await asyncio.create_subprocess_exec(
        str(executable()), *words,
        "--address", stack.settings.temporal_address,
        "--codec-endpoint", codec, "--codec-auth", f"Bearer {desk.token}", "-o", "json",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


async def test_the_engines_command_line_gives_a_command_and_reads_the_view(
    officer: Desk, stack: Stack
) -> None:
    case_id = (await officer.file())["case_id"]
    sealed = await officer.post(f"/v1/complaints/{case_id}/sealed", {"texts": ["符合受理条件"]})
    order: Json = {
        "id": fresh_id("order"),
        "actor": {"person": officer.person, "office": officer.office, "roles": ["officer"]},
        "command": {"type": "accept", "note": {"ref": sealed.json()["refs"][0]}},
    }
    workflow = ("--workflow-id", f"complaint/{case_id}")
    async with listening(stack) as api:
        codec = f"{api}/codec"
        code, output = await temporal(
            officer, stack, codec, "workflow", "update", "execute", *workflow, "--name", "act",
            "--update-id", order["id"], "--input", json.dumps(order),
        )  # fmt: skip
        assert code == 0, output
        code, output = await temporal(officer, stack, codec, "workflow", "query", *workflow, "--name", "view")
        assert code == 0, output
        [found] = json.loads(output)["queryResult"]
        assert found["stage"] == (await officer.view(case_id))["stage"] == "accepted"
        code, output = await temporal(
            officer, stack, codec, "workflow", "update", "execute", *workflow, "--name", "act",
            "--input", json.dumps({**order, "id": fresh_id("order")}),
        )  # fmt: skip
        assert code != 0
        assert "wrong_stage" in output
        code, output = await temporal(officer, stack, codec, "workflow", "show", *workflow)
        assert code == 0, output
    last = (await officer.get(f"/v1/complaints/{case_id}/timeline")).json()["items"]
    accepted = next(each for each in last if each["type"] == "accepted")
    assert accepted["body"]["note"] == "符合受理条件"


def _payload(value: object) -> Json:
    return {
        "metadata": {"encoding": base64.b64encode(b"json/plain").decode()},
        "data": base64.b64encode(json.dumps(value).encode()).decode(),
    }


async def test_what_is_encoded_decodes_and_what_is_foreign_becomes_a_marker(officer: Desk) -> None:
    plain = {"payloads": [_payload({"a": 1}), _payload("二")]}
    sealed = (await officer.post("/codec/encode", plain)).json()
    assert "redress-key-id" in sealed["payloads"][0]["metadata"]
    assert sealed["payloads"][0]["data"] != plain["payloads"][0]["data"]
    assert (await officer.post("/codec/decode", sealed)).json() == plain
    [foreign] = (await officer.post("/codec/decode", {"payloads": [_payload("x")]})).json()["payloads"]
    assert json.loads(base64.b64decode(foreign["data"])) == {"redress_foreign": True}


@pytest.mark.parametrize("way", ["encode", "decode"])
async def test_the_codec_needs_a_session(stack: Stack, way: str) -> None:
    response = await stack.client.post(f"/codec/{way}", json={"payloads": []})
    assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")


NOT_THE_PROTOCOL = {
    "nothing": b"",
    "half an object": b"{",
    "a list": b"[]",
    "a number for payloads": b'{"payloads": 1}',
    "an unknown field": b'{"payloads": [{"colour": 1}]}',
    "not UTF-8": b"\xff",
    "nested without end": b'{"payloads":' * 50_000,
}


@pytest.mark.parametrize("body", NOT_THE_PROTOCOL.values(), ids=NOT_THE_PROTOCOL)
async def test_what_is_not_the_protocol_is_422(officer: Desk, body: bytes) -> None:
    response = await officer.post("/codec/decode", body)
    assert (response.status_code, response.json()["code"]) == (422, "not_json")


async def test_the_engines_pages_may_ask_from_this_machine_and_no_other(stack: Stack) -> None:
    ask = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    answers = {}
    for origin in ("http://127.0.0.1:8233", "http://localhost:8233", "http://127.0.0.1.example.org"):
        response = await stack.client.options("/codec/decode", headers={"Origin": origin, **ask})
        answers[origin] = response.headers.get("access-control-allow-origin")
    assert answers == {
        "http://127.0.0.1:8233": "http://127.0.0.1:8233",
        "http://localhost:8233": "http://localhost:8233",
        "http://127.0.0.1.example.org": None,
    }
