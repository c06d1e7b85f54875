"""The command log: a key answers once and for all, and its row and its texts come together or not at all."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from redress.domain.actors import Actor, Role
from redress.persistence.commands_log import (
    LoggedCommand,
    NewCommand,
    Status,
    find,
    insert_pending,
    pending_older_than,
    settle,
)
from redress.persistence.pool import Connection, Pool, acting_as, transaction
from redress.persistence.sealing import Plain
from redress.persistence.vault import FileMasterKey, Vault
from tests.persistence.examples import CASE, QINGHE, rows_of

OFFICER = Actor("p-1", QINGHE, (Role.OFFICER, Role.INTAKE))
OTHER = Actor("p-2", QINGHE, (Role.OFFICER,))
COMMAND = NewCommand(
    scope="p-1",
    key="k-1",
    command_id="c-1",
    case_id=CASE,
    body_hmac=b"h" * 32,
    sealed='{"type":"accept"}',
    actor=OFFICER,
)
VAULT = Vault(FileMasterKey(b"m" * 32))


async def _insert(api: Pool, command: NewCommand = COMMAND) -> LoggedCommand | None:
    async with acting_as(api, command.actor) as connection:
        return await insert_pending(connection, command)


async def test_the_same_key_finds_the_command_it_stands_for(api: Pool) -> None:
    assert await _insert(api) is None
    known = await _insert(api, replace(COMMAND, command_id="c-2", body_hmac=b"x" * 32))
    assert known is not None
    assert (known.command_id, known.body_hmac) == ("c-1", b"h" * 32)
    assert (known.status, known.result) == (Status.PENDING, None)
    assert known.actor == OFFICER


async def test_the_same_key_at_the_same_time_is_written_once(api: Pool, superuser: Connection) -> None:
    answers = await asyncio.gather(
        *(_insert(api, replace(COMMAND, command_id=f"c-{n}")) for n in range(4))
    )
    assert sum(answer is None for answer in answers) == 1
    assert await superuser.fetchval("SELECT count(*) FROM commands") == 1


async def test_the_row_and_the_texts_come_together_or_not_at_all(api: Pool, superuser: Connection) -> None:
    async def interrupted() -> None:
        async with acting_as(api, OFFICER) as connection:
            await insert_pending(connection, COMMAND)
            await VAULT.seal_many(connection, CASE, {"r": Plain("x", "note.text")}, filed_in=QINGHE)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await interrupted()
    for table in ("commands", "vault", "vault_keys"):
        assert await rows_of(superuser, table) == []


@pytest.mark.parametrize("role", ["api", "worker"])
async def test_the_first_result_stands(api: Pool, worker: Pool, role: str) -> None:
    await _insert(api)
    async with acting_as(api, OFFICER) if role == "api" else transaction(worker) as connection:
        assert await settle(connection, "c-1", Status.REFUSED, '{"code":"stale"}')
        assert not await settle(connection, "c-1", Status.DONE, "{}")
    async with acting_as(api, OFFICER) as connection:
        command = await find(connection, "p-1", "k-1")
    assert command is not None
    assert (command.status, command.result) == (Status.REFUSED, '{"code":"stale"}')


async def test_somebody_elses_commands_are_not_seen(api: Pool) -> None:
    await _insert(api)
    async with acting_as(api, OTHER) as connection:
        assert await find(connection, "p-1", "k-1") is None
        assert not await settle(connection, "c-1", Status.DONE, "{}")


async def test_the_sweeper_sees_what_stayed_pending_and_nothing_younger_or_settled(
    api: Pool, worker: Pool, superuser: Connection
) -> None:
    for n in range(4):
        await _insert(api, replace(COMMAND, key=f"k-{n}", command_id=f"c-{n}"))
    await superuser.execute("UPDATE commands SET at = at - interval '1 minute' * (10 - right(key, 1)::int)")
    await superuser.execute("UPDATE commands SET at = now() WHERE key = 'k-3'")
    async with transaction(worker) as connection:
        await settle(connection, "c-1", Status.DONE, "{}")
        stuck = await pending_older_than(connection, timedelta(seconds=30))
    assert [command.command_id for command in stuck] == ["c-0", "c-2"]
    assert stuck[0].actor == OFFICER
