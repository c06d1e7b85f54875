"""Sign-in, the demonstration's offices and accounts, and the serials of case numbers."""

import asyncio
import json
import stat
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from redress.domain.actors import OFFICE_ROLES, Role
from redress.persistence.accounts import colleagues
from redress.persistence.demo_offices import ACCOUNTS, CITY, OFFICES, QINGHE, YUNSHAN
from redress.persistence.offices import (
    NoNumbers,
    Serial,
    areas,
    list_offices,
    nearest_with_role,
    next_case_number,
)
from redress.persistence.pool import Pool, open_pool, transaction
from redress.persistence.seed import seed
from redress.persistence.sessions import Session, Way, end_session, find_session, open_session
from redress.persistence.sign_in import recognise
from tests.servers import Database

DAY = timedelta(days=1)


async def sign_in(pool: Pool, username: str, password: str, *, lasting: timedelta) -> Session | None:
    known = await recognise(pool, username, password)
    if known is None:
        return None
    async with transaction(pool) as connection:
        return await open_session(
            connection, known.person, way=Way.PASSWORD, device="Firefox · Linux", lasting=lasting
        )


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def passwords(module_database: Database, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    path = tmp_path_factory.mktemp("seed") / "passwords.json"
    await seed(module_database.owner_url, path)
    known: dict[str, str] = json.loads(path.read_text())
    return known


@pytest_asyncio.fixture
async def api(module_database: Database, passwords: dict[str, str]) -> AsyncIterator[Pool]:
    """The API's pool on offices and accounts that the tests of this module share."""
    pool = await open_pool(module_database.api_url, name="api", max_size=4)
    yield pool
    await pool.close()


async def test_a_restart_resets_no_account(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "passwords.json"
    assert await seed(database.owner_url, path) == len(ACCOUNTS)
    before = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    connection = await asyncpg.connect(database.owner_url)
    try:
        accounts = await connection.fetch("SELECT * FROM accounts ORDER BY person")
        assert await seed(database.owner_url, path) == 0
        assert await connection.fetch("SELECT * FROM accounts ORDER BY person") == accounts
    finally:
        await connection.close()
    assert path.read_bytes() == before


async def test_an_interrupted_first_start_keeps_the_passwords_it_had_written(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "passwords.json"
    path.write_text('{"intake": "as-written"}')
    await seed(database.owner_url, path)
    pool = await open_pool(database.api_url, name="api")
    try:
        assert await sign_in(pool, "intake", "as-written", lasting=DAY) is not None
    finally:
        await pool.close()


async def test_the_right_password_opens_a_session_with_the_roles_of_the_person(
    api: Pool, passwords: dict[str, str]
) -> None:
    session = await sign_in(api, "east", passwords["east"], lasting=DAY)
    assert session is not None
    (actor,) = session.person.actors
    assert (actor.office, set(actor.roles)) == (f"{QINGHE}.east", {Role.INTAKE, Role.OFFICER})
    assert session.person.acting_in() == actor
    assert session.person.acting_in(YUNSHAN) is None
    assert await find_session(api, session.token) == session.person
    await end_session(api, session.token)
    assert await find_session(api, session.token) is None


@pytest.mark.parametrize(("username", "password"), [("intake", "wrong"), ("nobody", "x"), ("", "")])
async def test_a_wrong_name_or_password_opens_nothing(api: Pool, username: str, password: str) -> None:
    assert await sign_in(api, username, password, lasting=DAY) is None


async def test_a_session_ends_in_time_and_with_its_account(
    module_database: Database, api: Pool, passwords: dict[str, str]
) -> None:
    over = await sign_in(api, "province", passwords["province"], lasting=timedelta(0))
    assert over is not None
    assert await find_session(api, over.token) is None
    session = await sign_in(api, "province", passwords["province"], lasting=DAY)
    assert session is not None
    connection = await asyncpg.connect(module_database.owner_url)
    try:
        await connection.execute("UPDATE accounts SET active = false WHERE username = 'province'")
    finally:
        await connection.close()
    assert await find_session(api, session.token) is None
    assert await sign_in(api, "province", passwords["province"], lasting=DAY) is None


async def test_neither_password_nor_token_is_stored(
    module_database: Database, api: Pool, passwords: dict[str, str]
) -> None:
    session = await sign_in(api, "intake", passwords["intake"], lasting=DAY)
    assert session is not None
    connection = await asyncpg.connect(module_database.superuser_url)
    try:
        rows = await connection.fetch(
            "SELECT a::text FROM accounts a UNION ALL SELECT s::text FROM sessions s"
        )
    finally:
        await connection.close()
    stored = "\n".join(row[0] for row in rows)
    assert passwords["intake"] not in stored
    assert session.token not in stored
    assert session.token.encode().hex() not in stored


async def test_the_tree_and_its_areas_are_as_given(api: Pool) -> None:
    async with transaction(api) as connection:
        offices = await list_offices(connection)
        covered = {area.path: area for area in await areas(connection)}
    assert [office.path for office in offices] == sorted(office.path for office in OFFICES)
    assert covered[QINGHE].regions == ("青河县", "临江市青河")
    assert covered[QINGHE].kind == "bureau"


async def test_every_role_of_a_bureau_has_somebody(api: Pool) -> None:
    async with transaction(api) as connection:
        people = await colleagues(connection, QINGHE)
    assert {role for person in people for role in person.roles} == set(OFFICE_ROLES)


@pytest.mark.parametrize(
    ("office", "role", "found"),
    [
        (QINGHE, "supervisor", QINGHE),
        (f"{QINGHE}.east", "supervisor", QINGHE),
        (f"{QINGHE}.east", "officer", f"{QINGHE}.east"),
        (f"{YUNSHAN}.north", "bureau_head", YUNSHAN),
        (CITY, "supervisor", CITY),
        (YUNSHAN, "callback", None),
    ],
)
async def test_a_role_is_found_in_the_office_or_the_nearest_above(
    api: Pool, office: str, role: str, found: str | None
) -> None:
    async with transaction(api) as connection:
        assert await nearest_with_role(connection, office, role) == found


async def test_a_branch_takes_its_numbers_from_its_bureau_and_each_year_begins_anew(api: Pool) -> None:
    async with transaction(api) as connection:
        taken = [
            await next_case_number(connection, office, year)
            for office, year in ((QINGHE, 2026), (f"{QINGHE}.east", 2026), (YUNSHAN, 2026), (QINGHE, 2027))
        ]
    assert taken == [
        Serial("990121", 2026, 1),
        Serial("990121", 2026, 2),
        Serial("990122", 2026, 1),
        Serial("990121", 2027, 1),
    ]


async def test_numbers_taken_at_once_are_all_different(api: Pool) -> None:
    async def take() -> int:
        async with transaction(api) as connection:
            return (await next_case_number(connection, QINGHE, 2030)).serial

    assert sorted(await asyncio.gather(*(take() for _ in range(20)))) == list(range(1, 21))


async def test_an_unknown_office_has_no_numbers(api: Pool) -> None:
    async with transaction(api) as connection:
        with pytest.raises(NoNumbers):
            await next_case_number(connection, "nowhere", 2026)
