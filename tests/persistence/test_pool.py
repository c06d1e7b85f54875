"""The pool: what is lost between here and PostgreSQL is `StoreUnavailable`, and passes."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from redress.domain.actors import Actor, Role
from redress.persistence.pool import (
    Connection,
    Pool,
    StoreUnavailable,
    is_up,
    on_behalf,
    open_pool,
    transaction,
)
from redress.persistence.roles import scram_verifier
from tests.persistence.examples import QINGHE
from tests.servers import Database


async def test_without_a_server_every_transaction_says_unavailable() -> None:
    pool = await open_pool("postgresql://redress_api@127.0.0.1:1/redress", name="api")
    try:
        with pytest.raises(StoreUnavailable):
            async with transaction(pool):
                pass
        assert not await is_up(pool)
    finally:
        pool.terminate()


async def _fail(pool: Pool, statement: str) -> None:
    async with transaction(pool) as connection:
        await connection.execute(statement)


async def test_a_lost_connection_is_unavailable_and_the_next_transaction_works(
    worker: Pool, superuser: Connection
) -> None:
    async def cut_off() -> None:
        async with transaction(worker) as connection:
            pid = await connection.fetchval("SELECT pg_backend_pid()")
            await superuser.execute("SELECT pg_terminate_backend($1, 5000)", pid)
            await connection.execute("SELECT 1")

    with pytest.raises(StoreUnavailable):
        await cut_off()
    assert await is_up(worker)


async def test_nothing_of_a_person_is_left_on_a_connection_for_the_next(offices: Database) -> None:
    officer = Actor("p-1", QINGHE, (Role.OFFICER,))
    pool = await open_pool(offices.worker_url, name="worker", max_size=1)
    said = "SELECT pg_backend_pid(), current_user, redress_person(), redress_offices()"
    try:
        async with on_behalf(pool, officer) as connection:
            pid, user, person, seen = await connection.fetchrow(said)
        assert (user, person, QINGHE in seen) == ("redress_api", "p-1", True)
        async with transaction(pool) as connection:
            assert tuple(await connection.fetchrow(said)) == (pid, "redress_worker", None, None)
    finally:
        await pool.close()


async def test_a_statement_that_takes_too_long_is_ended_by_the_server(offices: Database) -> None:
    pool = await open_pool(offices.worker_url, name="worker", answer_in=timedelta(milliseconds=100))
    try:
        with pytest.raises(StoreUnavailable, match="QueryCanceledError"):
            await _fail(pool, "SELECT pg_sleep(30)")
        assert await is_up(pool)
    finally:
        await pool.close()


async def test_a_closed_pool_is_unavailable(offices: Database) -> None:
    pool = await open_pool(offices.worker_url, name="worker")
    await pool.close()
    assert not await is_up(pool)


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("SELECT 1/0", asyncpg.DivisionByZeroError),
        ("SELECT nonsense", asyncpg.UndefinedColumnError),
        ("INSERT INTO offices VALUES (1)", asyncpg.InsufficientPrivilegeError),
    ],
)
async def test_a_defect_stays_what_it_is(worker: Pool, statement: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        await _fail(worker, statement)


async def test_wrong_use_of_a_live_connection_stays_a_defect(worker: Pool) -> None:
    async def two_at_once() -> None:
        async with transaction(worker) as connection:
            await asyncio.gather(connection.execute("SELECT pg_sleep(0.1)"), connection.execute("SELECT 1"))

    with pytest.raises(asyncpg.InterfaceError):
        await two_at_once()


@pytest.mark.parametrize("password", ["", "with space", "密码", "line\nbreak"])
def test_a_password_that_a_verifier_cannot_hold_is_refused(password: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        scram_verifier(password)
