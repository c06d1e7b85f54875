"""The pool, and the two ways into a transaction: `transaction` for a worker, `acting_as` for a person.

What goes wrong between here and PostgreSQL leaves as `StoreUnavailable`; any other error is a
defect and stays itself.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

import asyncpg
from asyncpg import Connection, Pool, Record

from redress.domain.actors import Actor

__all__ = [
    "Connection", "Pool", "Record", "StoreUnavailable", "acting_as", "connected", "is_up", "on_behalf",
    "open_pool", "transaction",
]

CONNECT_IN: Final = timedelta(seconds=3)
ANSWER_IN: Final = timedelta(seconds=5)

_AWAY: Final = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InternalClientError,
)
"""Refused, lost or silent connections, a server that starts, stops or is full, and what a retry cures."""


class StoreUnavailable(Exception):
    """PostgreSQL did not answer, or not in time. The text names the kind of failure only.

    Nothing of the transaction was committed, unless its commit was already under way.
    """


class _Transactional(asyncpg.Connection):  # type: ignore[misc]
    """A pooled connection. What a transaction sets ends with it (`SET LOCAL`, `set_config(…, true)`, locks of
    the transaction), so nothing is left to reset, and every transaction saves a round trip.
    """

    def get_reset_query(self) -> str:
        return ""


async def open_pool(
    url: str,
    *,
    name: str,
    max_size: int = 10,
    min_size: int = 0,
    answer_in: timedelta = ANSWER_IN,
) -> Pool:
    """A pool whose statements the server ends after `answer_in`. `name` shows in pg_stat_activity.

    With `min_size` 0 it opens without a server, so a process can start before its database does.
    """
    milliseconds = str(int(answer_in / timedelta(milliseconds=1)))
    try:
        return await asyncpg.create_pool(
            url,
            min_size=min_size,
            max_size=max_size,
            connection_class=_Transactional,
            timeout=CONNECT_IN.total_seconds(),
            command_timeout=(answer_in + timedelta(seconds=1)).total_seconds(),
            server_settings={
                "application_name": name,
                "statement_timeout": milliseconds,
                "lock_timeout": milliseconds,
                "idle_in_transaction_session_timeout": "60000",
                "timezone": "UTC",
                "jit": "off",
            },
        )
    except _AWAY as error:
        raise StoreUnavailable(type(error).__name__) from error


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[Connection]:
    """A connection inside one transaction, committed on leaving; raises `StoreUnavailable`."""
    async with connected(pool) as connection, connection.transaction():
        yield connection


@asynccontextmanager
async def connected(pool: Pool) -> AsyncIterator[Connection]:
    """A connection without a transaction of its own; raises `StoreUnavailable`."""
    try:
        async with pool.acquire(timeout=ANSWER_IN.total_seconds()) as connection:
            try:
                yield connection
            except asyncpg.InterfaceError as error:
                # Said of a lost connection and of wrong use alike; only the first leaves it closed.
                if _is_lost(connection):
                    raise StoreUnavailable(type(error).__name__) from error
                raise
    except _AWAY as error:
        raise StoreUnavailable(type(error).__name__) from error
    except asyncpg.InterfaceError as error:
        if pool.is_closing():
            raise StoreUnavailable(type(error).__name__) from error
        raise


def _is_lost(connection: Connection) -> bool:
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:  # taken out of the pool already, because it was lost
        return True


_ACT_AS: Final = """
SELECT set_config('redress.person', $1, true),
       set_config('redress.office', $2, true),
       set_config('redress.roles', $3, true),
       set_config('redress.offices', coalesce((
           SELECT string_agg(o.path, ',') FROM offices o
           WHERE o.path = $2 OR starts_with(o.path, $2 || '.')
              OR (o.kind = 'bureau' AND starts_with($2, o.path || '.')
                  AND EXISTS (SELECT FROM offices own
                              WHERE own.path = $2 AND own.kind IN ('branch', 'section')))
       ), ''), true)
"""


@asynccontextmanager
async def acting_as(pool: Pool, actor: Actor) -> AsyncIterator[Connection]:
    """A transaction in which row-level security shows `actor`'s rows only.

    That is the cases of the actor's office and those below it; a branch office or section acts in
    its bureau's name and sees the bureau's own cases too. An unknown office sees nothing.
    """
    async with transaction(pool) as connection:
        await connection.execute(_ACT_AS, actor.person, actor.office, ",".join(actor.roles))
        yield connection


@asynccontextmanager
async def on_behalf(pool: Pool, actor: Actor) -> AsyncIterator[Connection]:
    """`acting_as` where a worker reads or writes for a person: until the block ends it has the rights of the
    API's role and no others, so row-level security binds it as it binds the person's own requests.
    """
    async with acting_as(pool, actor) as connection:
        await connection.execute("SET LOCAL ROLE redress_api")
        yield connection


async def is_up(pool: Pool) -> bool:
    """Whether PostgreSQL answers now; for readiness."""
    try:
        async with transaction(pool) as connection:
            await connection.execute("SELECT 1")
    except StoreUnavailable:
        return False
    return True
