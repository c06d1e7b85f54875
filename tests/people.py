"""People of a test's own, so that what it does to an account touches nobody else's test."""

from dataclasses import dataclass
from typing import Final

import asyncpg

from redress.domain.actors import Role
from redress.persistence.account_keeping import create_account
from redress.persistence.demo_offices import QINGHE
from redress.persistence.passwords import hash_password
from redress.persistence.pool import Pool, is_up, transaction
from redress.persistence.sign_in_log import OPERATOR
from tests.servers import Database, fresh_id

TRIES: Final = 20


async def settled(pool: Pool) -> None:
    """Until the pool has a connection: a worker that starts in this process can outlast the time for one."""
    for _ in range(TRIES):
        if await is_up(pool):
            return
    raise AssertionError("the database does not answer")


@dataclass(frozen=True, slots=True)
class NewPerson:
    person: str
    username: str
    password: str


async def new_person(
    pool: Pool,
    database: Database,
    *,
    role: Role = Role.OFFICER,
    office: str = QINGHE,
    one_time: bool = False,
) -> NewPerson:
    """Somebody with one role; `one_time`: the password is still to be changed."""
    username = fresh_id("u")
    await settled(pool)
    async with transaction(pool) as connection:
        made = await create_account(connection, username, "测试人员", OPERATOR)
    password = made.one_time_password if one_time else "four small brown foxes"
    owner = await asyncpg.connect(database.owner_url)
    try:
        await owner.execute(
            "INSERT INTO account_roles (person, office, role) VALUES ($1, $2, $3)",
            made.person,
            office,
            role.value,
        )
        if not one_time:
            await owner.execute(
                "UPDATE accounts SET password_hash = $2, must_change = false WHERE person = $1",
                made.person,
                hash_password(password),
            )
    finally:
        await owner.close()
    return NewPerson(made.person, username, password)
