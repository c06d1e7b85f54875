"""Accounts as administrators keep them, the lock after wrong tries, sessions that end, and the log."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest
import pytest_asyncio
from argon2 import PasswordHasher

from redress.domain.passwords import Fault
from redress.persistence.account_keeping import (
    NewAccount,
    Standing,
    UnusableUsername,
    UsernameTaken,
    change_password,
    close_account,
    create_account,
    end_all_sessions,
    remove_second_factor,
    reopen_account,
    set_one_time_password,
    set_second_factor_roles,
    standings,
    unlock,
)
from redress.persistence.accounts import Duty
from redress.persistence.pool import Connection, Pool, open_pool, transaction
from redress.persistence.sessions import (
    IDLE,
    Session,
    Way,
    end_own_session,
    find_session,
    open_session,
    sessions_of,
    settle_duty,
    token_hash,
)
from redress.persistence.sign_in import FREE_TRIES, recognise
from redress.persistence.sign_in_log import OPERATOR, Happening, log_of
from tests.persistence.conftest import OFFICES
from tests.servers import Database, fresh_id

QINGHE = "jiangzhou.linhai.qinghe"
GOOD = "four small brown foxes"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def owner(module_database: Database) -> AsyncIterator[Connection]:
    """Its offices, and what nobody but the owner may do."""
    connection = await asyncpg.connect(module_database.owner_url)
    await connection.executemany(
        "INSERT INTO offices (path, parent, code, kind, name_zh, name_en) VALUES ($1, $2, $3, $4, $1, $1)",
        OFFICES,
    )
    yield connection
    await connection.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def api(module_database: Database, owner: Connection) -> AsyncIterator[Pool]:
    pool = await open_pool(module_database.api_url, name="api", max_size=4)
    yield pool
    await pool.close()


@pytest_asyncio.fixture
async def account(api: Pool) -> tuple[str, NewAccount]:
    """A user name nobody else of these tests has, and its account."""
    username = fresh_id("u")
    async with transaction(api) as connection:
        return username, await create_account(connection, username, "某人", OPERATOR)


async def opened(
    api: Pool, person: str, way: Way = Way.PASSWORD, *, vouched: bool = False
) -> Session:
    async with transaction(api) as connection:
        device = "Chrome · Windows"
        session = await open_session(connection, person, way=way, device=device, vouched=vouched)
    assert session is not None
    return session


async def standing(api: Pool, person: str) -> Standing:
    async with transaction(api) as connection:
        (found,) = await standings(connection, [person])
    return found


async def happenings(api: Pool, person: str) -> list[Happening]:
    """Oldest first."""
    async with transaction(api) as connection:
        return [entry.what for entry in reversed(await log_of(connection, person))]


async def test_a_new_account_signs_in_once_and_then_chooses_its_password(
    api: Pool, account: tuple[str, NewAccount]
) -> None:
    username, new = account
    assert (await standing(api, new.person)).must_change
    known = await recognise(api, username, new.one_time_password)
    assert known is not None
    session = await opened(api, new.person)
    assert session.person.duty is Duty.PASSWORD
    async with transaction(api) as connection:
        assert await change_password(connection, new.person, new.one_time_password, GOOD) == ()
    assert await recognise(api, username, new.one_time_password) is None
    assert await recognise(api, username, GOOD) is not None
    assert (await opened(api, new.person)).person.duty is None


async def test_a_name_is_taken_once_and_has_a_form(api: Pool, account: tuple[str, NewAccount]) -> None:
    for wrong in ("Upper", "a", "with space", "x" * 65, "名字"):
        async with transaction(api) as connection:
            with pytest.raises(UnusableUsername):
                await create_account(connection, wrong, "某人", OPERATOR)
    async with transaction(api) as connection:
        with pytest.raises(UsernameTaken):
            await create_account(connection, account[0], "另一人", OPERATOR)


async def test_a_password_is_changed_by_those_who_know_it_and_ends_the_other_sessions(
    api: Pool, account: tuple[str, NewAccount]
) -> None:
    username, new = account
    here, there = await opened(api, new.person), await opened(api, new.person)
    async with transaction(api) as connection:
        assert await change_password(connection, new.person, "not the present one", GOOD) is None
        present = new.one_time_password
        found = await change_password(connection, new.person, present, username + " and more")
        assert found == (Fault.OWN_WORDS,)
        found = await change_password(connection, new.person, present, present)
        assert found == (Fault.SAME_AS_BEFORE,)
        done = await change_password(
            connection, new.person, new.one_time_password, GOOD, keep=token_hash(here.token)
        )
    assert done == ()
    assert await find_session(api, here.token) is not None
    assert await find_session(api, there.token) is None


async def test_wrong_tries_lock_an_account_for_a_growing_time(
    api: Pool, owner: Connection, account: tuple[str, NewAccount]
) -> None:
    username, new = account
    for _ in range(FREE_TRIES - 1):
        assert await recognise(api, username, "wrong") is None
    assert (await standing(api, new.person)).locked_until is None
    locks = []
    for _ in range(3):
        assert await recognise(api, username, "wrong") is None
        row = await owner.fetchrow(
            "SELECT locked_until - failed_at AS lasting FROM accounts WHERE person = $1", new.person
        )
        locks.append(row["lasting"])
        # While it is locked nothing is right, and nothing is counted.
        assert await recognise(api, username, new.one_time_password) is None
        assert await recognise(api, username, "wrong") is None
        await owner.execute("UPDATE accounts SET locked_until = now() WHERE person = $1", new.person)
    assert locks == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert (await standing(api, new.person)).failures == FREE_TRIES + 2
    assert await recognise(api, username, new.one_time_password) is not None
    await opened(api, new.person)
    assert (await standing(api, new.person)).failures == 0


async def test_a_lock_is_never_longer_than_an_hour(
    api: Pool, owner: Connection, account: tuple[str, NewAccount]
) -> None:
    username, new = account
    await owner.execute("UPDATE accounts SET failures = 500, failed_at = now() WHERE person = $1", new.person)
    assert await recognise(api, username, "wrong") is None
    query = "SELECT locked_until - failed_at FROM accounts WHERE person = $1"
    assert await owner.fetchval(query, new.person) == timedelta(hours=1)


async def test_wrong_tries_of_yesterday_do_not_count(
    api: Pool, owner: Connection, account: tuple[str, NewAccount]
) -> None:
    username, new = account
    await owner.execute(
        "UPDATE accounts SET failures = 4, failed_at = now() - interval '25 hours' WHERE person = $1",
        new.person,
    )
    assert await recognise(api, username, "wrong") is None
    found = await standing(api, new.person)
    assert (found.failures, found.locked_until) == (1, None)


async def test_wrong_tries_made_at_once_are_all_counted(api: Pool, account: tuple[str, NewAccount]) -> None:
    username, new = account
    await asyncio.gather(*(recognise(api, username, f"wrong {n}") for n in range(4)))
    assert (await standing(api, new.person)).failures == 4


async def test_a_right_password_alone_does_not_forget_wrong_tries(
    api: Pool, account: tuple[str, NewAccount]
) -> None:
    """Otherwise whoever has the password could try codes without end."""
    username, new = account
    await recognise(api, username, "wrong")
    assert await recognise(api, username, new.one_time_password) is not None
    assert (await standing(api, new.person)).failures == 1


async def test_a_hash_with_old_parameters_is_made_anew(
    api: Pool, owner: Connection, account: tuple[str, NewAccount]
) -> None:
    username, new = account
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    await owner.execute("UPDATE accounts SET password_hash = $2 WHERE person = $1", new.person, old)
    assert await recognise(api, username, GOOD) is not None
    kept = await owner.fetchval("SELECT password_hash FROM accounts WHERE person = $1", new.person)
    assert kept != old
    assert "m=19456,t=2,p=1" in kept
    assert await recognise(api, username, GOOD) is not None


async def test_what_an_administrator_does_ends_sessions_and_stands_in_the_log(
    api: Pool, account: tuple[str, NewAccount]
) -> None:
    username, new = account
    session = await opened(api, new.person)
    async with transaction(api) as connection:
        once = await set_one_time_password(connection, new.person, "p-admin")
        assert await unlock(connection, new.person, "p-admin")
    assert once is not None
    assert await find_session(api, session.token) is None
    session = await opened(api, new.person)
    async with transaction(api) as connection:
        assert await end_all_sessions(connection, new.person, "p-admin") == 1
        assert await close_account(connection, new.person, "p-admin")
        assert not await close_account(connection, new.person, "p-admin")
    assert await recognise(api, username, once) is None
    async with transaction(api) as connection:
        assert await open_session(connection, new.person, way=Way.ISSUER, device="other") is None
        assert await reopen_account(connection, new.person, "p-admin")
        assert not await remove_second_factor(connection, new.person, "p-admin")
        assert await set_one_time_password(connection, "p-nobody", "p-admin") is None
        log = await log_of(connection, new.person)
    assert await recognise(api, username, once) is not None
    assert [entry.what for entry in reversed(log)] == [
        Happening.ACCOUNT_CREATED, Happening.SIGNED_IN, Happening.ONE_TIME_PASSWORD_SET, Happening.UNLOCKED,
        Happening.SIGNED_IN, Happening.SIGNED_OUT_EVERYWHERE, Happening.ACCOUNT_CLOSED,
        Happening.ACCOUNT_REOPENED,
    ]  # fmt: skip
    assert {entry.by for entry in log} == {OPERATOR, new.person, "p-admin"}


async def test_nobody_changes_the_log(api: Pool, owner: Connection, account: tuple[str, NewAccount]) -> None:
    for statement in ("DELETE FROM sign_in_log", "UPDATE sign_in_log SET by = 'x'", "TRUNCATE sign_in_log"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await owner.execute(statement)
        async with transaction(api) as connection:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    assert await happenings(api, account[1].person) == [Happening.ACCOUNT_CREATED]


async def test_a_session_ends_unused(api: Pool, owner: Connection, account: tuple[str, NewAccount]) -> None:
    session = await opened(api, account[1].person)
    move = "UPDATE sessions SET used_at = now() - $2::interval WHERE token_hash = $1"
    await owner.execute(move, token_hash(session.token), IDLE - timedelta(minutes=1))
    assert await find_session(api, session.token) is not None
    query = "SELECT now() - used_at < interval '1 minute' FROM sessions WHERE token_hash = $1"
    assert await owner.fetchval(query, token_hash(session.token))
    await owner.execute(move, token_hash(session.token), IDLE - timedelta(minutes=1))
    assert await find_session(api, session.token, use=False) is not None
    assert not await owner.fetchval(query, token_hash(session.token)), "a page left open is no use of it"
    await owner.execute(move, token_hash(session.token), IDLE + timedelta(seconds=1))
    assert await find_session(api, session.token) is None


async def test_people_see_their_sessions_and_end_one(api: Pool, account: tuple[str, NewAccount]) -> None:
    person = account[1].person
    here, there = await opened(api, person), await opened(api, person, Way.ISSUER)
    async with transaction(api) as connection:
        first, second = await sessions_of(connection, person, here.token)
        assert (first.here, first.way, first.device) == (True, Way.PASSWORD, "Chrome · Windows")
        assert (second.here, second.way) == (False, Way.ISSUER)
        assert not await end_own_session(connection, "p-somebody-else", second.id)
        assert not await end_own_session(connection, person, "no id")
        assert await end_own_session(connection, person, second.id)
    assert await find_session(api, there.token) is None
    assert await find_session(api, here.token) is not None


async def test_an_office_may_ask_a_second_factor_of_roles_in_all_offices_below(
    api: Pool, owner: Connection, account: tuple[str, NewAccount]
) -> None:
    person = account[1].person
    await owner.execute("UPDATE accounts SET must_change = false WHERE person = $1", person)
    await owner.execute(
        "INSERT INTO account_roles (person, office, role) VALUES ($1, $2, 'administrator')", person, QINGHE
    )
    assert (await opened(api, person)).person.duty is None
    async with transaction(api) as connection:
        assert await set_second_factor_roles(connection, "jiangzhou", ["administrator", "bureau_head"])
    session = await opened(api, person)
    assert session.person.duty is Duty.SECOND_FACTOR
    assert (await opened(api, person, Way.ISSUER)).person.duty is Duty.SECOND_FACTOR
    assert (await opened(api, person, Way.ISSUER, vouched=True)).person.duty is None
    async with transaction(api) as connection:
        assert await set_second_factor_roles(connection, QINGHE, [])
        assert await settle_duty(connection, session.token) is None
        assert not await set_second_factor_roles(connection, "nowhere", [])
        assert await set_second_factor_roles(connection, "jiangzhou", None)
    assert (await opened(api, person)).person.duty is None
