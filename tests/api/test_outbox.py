"""What could not be delivered is worked off by who is in charge: tried again, or given up with a reason."""

from typing import Any

import asyncpg
import pytest_asyncio

from redress.contracts.recorded import ASSIGNMENT
from redress.notify.inbox import InboxNotifier
from redress.notify.relay import Relay
from redress.notify.to_offices import ToOffices
from redress.persistence.pool import open_pool
from tests.api.conftest import Desk, Stack

REASON = "当事人手机已停机,林晓梅本人来电说明。"


async def _sql(stack: Stack, statement: str, *arguments: Any) -> list[Any]:
    connection = await asyncpg.connect(stack.database.superuser_url)
    try:
        return list(await connection.fetch(statement, *arguments))
    finally:
        await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def supervisor(stack: Stack) -> Desk:
    return await stack.desk("supervisor")


async def _dead_assignment(stack: Stack, officer: Desk) -> int:
    """The news of an assignment that was tried a hundred times."""
    filed = await officer.file()
    await officer.acted(filed["case_id"], {"type": "assign", "handler": officer.person})
    [row] = await _sql(
        stack,
        "UPDATE outbox SET dead_at = now(), dead_reason = 'SMTPConnectError', attempts = 100 "
        "WHERE case_id = $1 AND kind = $2 RETURNING id",
        filed["case_id"],
        ASSIGNMENT,
    )
    found: int = row["id"]
    return found


async def test_a_dead_delivery_is_shown_tried_again_and_arrives_once(
    stack: Stack, officer: Desk, supervisor: Desk
) -> None:
    letter = await _dead_assignment(stack, officer)
    [shown] = [
        each for each in (await supervisor.get("/v1/outbox/dead")).json()["items"] if each["id"] == letter
    ]
    assert (shown["kind"], shown["reason"], shown["attempts"]) == (ASSIGNMENT, "SMTPConnectError", 100)
    assert shown["payload"]["case_number"].startswith("990121-")
    for _ in range(2):
        again = await supervisor.post(f"/v1/outbox/{letter}/retry", {})
        assert (again.status_code, again.json()) == (200, {"id": letter, "state": "waiting"})
    async with await open_pool(stack.database.worker_url, name="relay", max_size=3) as pool:
        relay = Relay(pool, ToOffices(pool, InboxNotifier(pool)), "w", (ASSIGNMENT,))
        while await relay.deliver_due():
            pass
    assert (await supervisor.post(f"/v1/outbox/{letter}/retry", {})).json()["state"] == "delivered"
    late = await supervisor.post(f"/v1/outbox/{letter}/give-up", {"reason": REASON})
    assert late.json()["code"] == "not_dead"
    news = (await officer.get("/v1/inbox")).json()["items"]
    assert len([each for each in news if each["case_id"] == shown["case_id"]]) == 1


async def test_who_gives_up_says_why_and_the_reason_is_sealed(
    stack: Stack, officer: Desk, supervisor: Desk
) -> None:
    letter = await _dead_assignment(stack, officer)
    blank = await supervisor.post(f"/v1/outbox/{letter}/give-up", {"reason": " "})
    assert (blank.status_code, blank.json()["errors"][0]["field"]) == (422, "reason")
    for _ in range(2):
        given = await supervisor.post(f"/v1/outbox/{letter}/give-up", {"reason": REASON})
        assert (given.status_code, given.json()["state"]) == (200, "given_up")
    assert letter not in [each["id"] for each in (await supervisor.get("/v1/outbox/dead")).json()["items"]]
    assert (await supervisor.post(f"/v1/outbox/{letter}/retry", {})).json()["state"] == "given_up"
    query = "SELECT outbox::text AS whole, given_up_by, proof_ref FROM outbox WHERE id = $1"
    [row] = await _sql(stack, query, letter)
    assert row["given_up_by"] == supervisor.person
    assert row["proof_ref"]
    assert "林晓梅" not in row["whole"]


async def test_only_who_is_in_charge_and_only_their_offices_deliveries(
    stack: Stack, officer: Desk, supervisor: Desk
) -> None:
    letter = await _dead_assignment(stack, officer)
    for refused in (
        await officer.get("/v1/outbox/dead"),
        await officer.post(f"/v1/outbox/{letter}/retry", {}),
        await officer.post(f"/v1/outbox/{letter}/give-up", {"reason": REASON}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (403, "not_in_charge")
    elsewhere = await stack.desk("yunshan-supervisor")
    assert letter not in [each["id"] for each in (await elsewhere.get("/v1/outbox/dead")).json()["items"]]
    assert (await elsewhere.post(f"/v1/outbox/{letter}/retry", {})).json()["code"] == "no_such_delivery"
    assert (await supervisor.post("/v1/outbox/999999999/retry", {})).status_code == 404
