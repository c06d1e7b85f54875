"""`redress audit verify`: exit 0 when ledger, read model and engine agree, 1 when one of them was changed.
`redress audit index`: what no search finds is made searchable.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.common import RawValue
from temporalio.service import RPCError

from redress.contracts.complaint import workflow_id
from tests.cli.commands import redress
from tests.cli.conftest import Installation

pytestmark = pytest.mark.timeout(400)


def audited(installation: Installation, *arguments: str) -> tuple[int, dict[str, Any]]:
    ended = redress("audit", "verify", "--data-dir", str(installation.folder), "--json", *arguments)
    assert ended.out, ended.err
    return ended.code, json.loads(ended.out)


def running_settings(installation: Installation) -> dict[str, str]:
    found: dict[str, str] = json.loads((installation.folder / "run" / "settings.json").read_text("utf-8"))
    return found


@asynccontextmanager
async def intruder(installation: Installation) -> AsyncIterator[asyncpg.Connection]:
    """Somebody with every right in the database, whom no trigger and no policy stops."""
    password = (installation.folder / "secrets" / "redress_super.password").read_text("ascii").strip()
    address = running_settings(installation)["database_worker_url"].rpartition("@")[2]
    connection = await asyncpg.connect(f"postgresql://redress_super:{password}@{address}")
    try:
        await connection.execute("SET session_replication_role = replica")
        yield connection
    finally:
        await connection.close()


def some_case(installation: Installation, title: str) -> str:
    """The case id of the demonstration case whose title the start printed."""
    line = next(line for line in installation.output.splitlines() if title in line)
    found = redress(
        "case", "list", "--q", line.split()[0], "--json", environment=installation.environment("officer")
    )
    return str(json.loads(found.out)["items"][0]["case_id"])


def test_an_untouched_installation_has_no_difference(demonstration: Installation) -> None:
    code, found = audited(demonstration)
    assert (code, found["differences"]) == (0, [])
    assert found["cases"] >= 6
    assert found["events"] > 6 * 10


FORGERIES = {
    "a changed event": (
        "UPDATE ledger SET body = replace(body, '86', '96') WHERE case_id = $1 AND type = 'concluded'",
        {"chain", "history"},
    ),
    "a dropped last event": (
        "DELETE FROM ledger WHERE case_id = $1 AND seq = (SELECT version FROM cases WHERE case_id = $1)",
        {"chain", "history"},
    ),
    "a changed view": (
        "UPDATE cases SET view = jsonb_set(view::jsonb, '{recovered_amount}', '9999') WHERE case_id = $1",
        {"read_model"},
    ),
}


@pytest.mark.parametrize(
    "forgery",
    ["a changed event", *(pytest.param(name, marks=pytest.mark.long) for name in list(FORGERIES)[1:])],
)
async def test_what_somebody_changed_in_the_database_is_found(
    forgery: str, demonstration: Installation
) -> None:
    statement, places = FORGERIES[forgery]
    case_id = some_case(demonstration, "电话调解")
    async with intruder(demonstration) as connection:
        ledger = await connection.fetch("SELECT * FROM ledger WHERE case_id = $1", case_id)
        view = await connection.fetchval("SELECT view FROM cases WHERE case_id = $1", case_id)
        try:
            assert (await connection.execute(statement, case_id)).endswith(" 1")
            code, found = audited(demonstration, "--case", case_id)
        finally:
            await connection.execute("DELETE FROM ledger WHERE case_id = $1", case_id)
            columns = list(ledger[0].keys())
            await connection.copy_records_to_table(
                "ledger", records=[tuple(row) for row in ledger], columns=columns
            )
            await connection.execute("UPDATE cases SET view = $2 WHERE case_id = $1", case_id, view)
    assert code == 1
    assert {each["where"] for each in found["differences"]} == places
    assert {each["case_id"] for each in found["differences"]} == {case_id}
    assert audited(demonstration, "--case", case_id)[0] == 0


@pytest.mark.long
async def test_a_history_the_engine_dropped_is_read_from_the_archive(demonstration: Installation) -> None:
    case_id = some_case(demonstration, "不予受理")
    officer = demonstration.environment("officer")
    ended = redress("rehearse", case_id, "--working-days", "60", "--json", environment=officer)
    assert json.loads(ended.out)["stage"] == "archived", ended.err
    client = await Client.connect(running_settings(demonstration)["temporal_address"])
    handle = client.get_workflow_handle(workflow_id(case_id), result_type=RawValue)
    await handle.result()
    await client.workflow_service.delete_workflow_execution(
        DeleteWorkflowExecutionRequest(
            namespace=client.namespace, workflow_execution=WorkflowExecution(workflow_id=workflow_id(case_id))
        )
    )
    await gone(client, case_id)
    code, found = audited(demonstration, "--case", case_id)
    assert (code, found["differences"]) == (0, [])

    (archived,) = (demonstration.folder / "archive" / "histories" / case_id).iterdir()
    content = archived.read_bytes()
    archived.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    try:
        code, found = audited(demonstration, "--case", case_id)
    finally:
        archived.write_bytes(content)
    assert code == 1
    assert {each["where"] for each in found["differences"]} >= {"history"}


async def gone(client: Client, case_id: str) -> None:
    """Waits until the engine no longer has the history."""
    while True:
        try:
            await client.get_workflow_handle(workflow_id(case_id)).fetch_history()
        except RPCError:
            return


async def test_what_was_sealed_before_there_was_a_search_is_indexed_by_the_command(
    demonstration: Installation,
) -> None:
    words = "SELECT words FROM case_words WHERE case_id = $1"
    index = ("audit", "index", "--data-dir", str(demonstration.folder))
    async with intruder(demonstration) as connection:
        case_id = await connection.fetchval("SELECT case_id FROM cases ORDER BY case_id LIMIT 1")
        before = await connection.fetchval(words, case_id)
        await connection.execute("DELETE FROM case_words WHERE case_id = $1", case_id)
        first, second = redress(*index), redress(*index)
        assert set(await connection.fetchval(words, case_id)) == set(before)
    assert (first.code, second.code) == (0, 0), first.err
    assert (first.out.split()[1], second.out.split()[1]) == ("1", "0")


def test_an_installation_that_does_not_run_is_told_so(demonstration: Installation) -> None:
    ended = redress("audit", "verify", "--data-dir", str(demonstration.folder / "no-such"))
    assert (ended.code, ended.err.count("\n")) == (2, 1)
