"""Outbox and inbox: claimed by one, delivered once, given back when it fails, shown to whom it is for."""

import asyncio
from datetime import timedelta

import pytest

from redress.domain.actors import Actor, Role
from redress.persistence import inbox, outbox
from redress.persistence.inbox import NewMessage
from redress.persistence.outbox import Delivery
from redress.persistence.pool import Connection, Pool, acting_as, transaction
from redress.persistence.recording import record
from tests.persistence.examples import QINGHE, YUNSHAN, batch, case_id

LEASE = timedelta(minutes=1)
KINDS = ("notice",)
MESSAGE = NewMessage(
    case_id=case_id(1), seq=1, kind="escalation", office=QINGHE, role="supervisor", payload='{"level": 1}'
)


@pytest.fixture
async def waiting(worker: Pool) -> None:
    for n in range(1, 5):
        async with transaction(worker) as connection:
            await record(connection, batch(1, 1, case_id(n)))


async def _claim(pool: Pool, worker: str, limit: int = 50, lease: timedelta = LEASE) -> list[Delivery]:
    async with transaction(pool) as connection:
        return await outbox.claim(connection, worker, kinds=KINDS, limit=limit, lease=lease)


@pytest.mark.usefixtures("waiting")
async def test_two_workers_at_once_never_claim_the_same(worker: Pool) -> None:
    claimed = await asyncio.gather(*(_claim(worker, f"w-{n}", limit=2) for n in range(3)))
    ids = [delivery.id for batch_of_one in claimed for delivery in batch_of_one]
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.usefixtures("waiting")
async def test_other_kinds_are_left_alone(worker: Pool) -> None:
    async with transaction(worker) as connection:
        assert await outbox.claim(connection, "w", kinds=("escalation",), lease=LEASE) == []


@pytest.mark.usefixtures("waiting")
async def test_what_is_delivered_is_gone_and_what_is_claimed_waits_for_its_lease(worker: Pool) -> None:
    first, *_ = await _claim(worker, "w-1", limit=1)
    async with transaction(worker) as connection:
        assert await outbox.delivered(connection, first, "w-1")
        assert not await outbox.delivered(connection, first, "w-1")
    assert first.id not in [delivery.id for delivery in await _claim(worker, "w-2")]
    assert await _claim(worker, "w-3") == []


@pytest.mark.usefixtures("waiting")
async def test_a_worker_that_died_loses_its_claim_and_cannot_deliver_any_more(worker: Pool) -> None:
    (lost,) = await _claim(worker, "w-1", limit=1, lease=timedelta(0))
    again = await _claim(worker, "w-1", lease=LEASE)
    assert [delivery.attempts for delivery in again if delivery.id == lost.id] == [2]
    async with transaction(worker) as connection:
        assert not await outbox.delivered(connection, lost, "w-1")


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 2), (1, 4), (2, 8), (30, 900)])
@pytest.mark.usefixtures("waiting")
async def test_a_failed_delivery_waits_longer_each_time(
    worker: Pool, superuser: Connection, attempts: int, seconds: int
) -> None:
    await superuser.execute("UPDATE outbox SET attempts = $1", attempts)
    (claimed,) = await _claim(worker, "w-1", limit=1)
    async with transaction(worker) as connection:
        await outbox.failed(connection, claimed, "w-1", "SMTPConnectError")
    row = await superuser.fetchrow(
        "SELECT last_error, claimed_by, extract(epoch FROM due_at - now())::int AS wait "
        "FROM outbox WHERE id = $1",
        claimed.id,
    )
    assert (row["last_error"], row["claimed_by"]) == ("SMTPConnectError", None)
    assert abs(row["wait"] - seconds) <= 1


async def test_the_bell_rings_when_something_is_added(worker: Pool) -> None:
    async with outbox.bell(worker) as rung:
        assert not rung.is_set()
        async with transaction(worker) as connection:
            await record(connection, batch(1, 1))
        async with asyncio.timeout(10):
            await rung.wait()


@pytest.mark.usefixtures("waiting")
async def test_a_message_is_delivered_once(worker: Pool) -> None:
    async with transaction(worker) as connection:
        assert await inbox.put(connection, MESSAGE)
        assert not await inbox.put(connection, MESSAGE)


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (Actor("p-1", QINGHE, (Role.SUPERVISOR,)), ["to the role"]),
        (Actor("p-2", QINGHE, (Role.OFFICER,)), ["to p-2"]),
        (Actor("p-3", QINGHE, (Role.OFFICER,)), []),
        (Actor("p-4", YUNSHAN, (Role.SUPERVISOR,)), []),
        (Actor("p-5", "jiangzhou", (Role.SUPERVISOR,)), []),
    ],
)
@pytest.mark.usefixtures("waiting")
async def test_a_message_reaches_the_role_in_its_office_or_the_one_person(
    worker: Pool, api: Pool, actor: Actor, sees: list[str]
) -> None:
    to_person = NewMessage(
        case_id=case_id(1), seq=1, kind="assigned", office=QINGHE, person="p-2", payload="{}"
    )
    async with transaction(worker) as connection:
        await inbox.put(connection, MESSAGE)
        await inbox.put(connection, to_person)
    async with acting_as(api, actor) as connection:
        messages = await inbox.read_inbox(connection, actor)
        assert ["to the role" if each.role else f"to {each.person}" for each in messages] == sees
        for message in messages:
            assert await inbox.mark_read(connection, actor, message.id)
            assert not await inbox.mark_read(connection, actor, message.id)
        assert await inbox.read_inbox(connection, actor, unread_only=True) == []
