"""People with accounts: their names, their roles in each office, and who stands in for them.

Signing in is in `sign_in.py`, sessions in `sessions.py`, what is done to accounts in `account_keeping.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from redress.domain.actors import Actor, Role
from redress.persistence.pool import Connection


class Duty(StrEnum):
    """What somebody has to do in a session before anything else."""

    PASSWORD = "password"  # noqa: S105
    SECOND_FACTOR = "second_factor"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in. `actors`: one per office in which the person has roles, by office path.

    `duty`: what this session is for until it is done.
    """

    person: str
    username: str
    display_name: str
    actors: tuple[Actor, ...]
    duty: Duty | None = None

    def acting_in(self, office: str | None = None) -> Actor | None:
        """The person in an office (by default the first one), or None without a role there."""
        return next((actor for actor in self.actors if office in (None, actor.office)), None)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a case may be given to."""

    person: str
    display_name: str
    office: str
    roles: tuple[Role, ...]


STOOD_IN_FOR: Final = (Role.INTAKE, Role.OFFICER, Role.MEDIATOR)
"""What a deputy takes over for as long as somebody is on leave; to lead or to call back is nobody else's."""

_ROLES: Final = """
SELECT office, array_agg(role ORDER BY role) AS roles FROM (
    SELECT office, role FROM account_roles WHERE person = $1
    UNION
    SELECT r.office, r.role FROM leaves l JOIN account_roles r ON r.person = l.person
    WHERE l.deputy = $1 AND r.role = ANY ($2)
      AND (now() AT TIME ZONE 'Asia/Shanghai')::date BETWEEN l.from_on AND l.to_on
) AS held GROUP BY office ORDER BY bool_or(EXISTS (
    SELECT FROM account_roles own WHERE own.person = $1 AND own.office = held.office)) DESC, office
"""
"""The person's own offices first: the first one is where they act unless they say otherwise."""


async def colleagues(connection: Connection, office: str) -> tuple[Colleague, ...]:
    """The active people of an office and of those below it, by name; services handle no cases."""
    rows = await connection.fetch(
        "SELECT person, display_name, office, array_agg(role ORDER BY role) AS roles "
        "FROM accounts JOIN account_roles USING (person) "
        "WHERE active AND NOT service AND (office = $1 OR starts_with(office, $1 || '.')) "
        "GROUP BY person, display_name, office ORDER BY display_name, office",
        office,
    )
    return tuple(
        Colleague(row["person"], row["display_name"], row["office"], tuple(map(Role, row["roles"])))
        for row in rows
    )


async def names_of(connection: Connection, persons: Iterable[str]) -> dict[str, str]:
    """The names of those persons that have an account, also a closed one."""
    rows = await connection.fetch(
        "SELECT person, display_name FROM accounts WHERE person = ANY ($1)", list(set(persons))
    )
    return {row["person"]: row["display_name"] for row in rows}


async def person_of(connection: Connection, person: str, duty: Duty | None = None) -> Person | None:
    """Somebody with the roles of this moment; None when the account is closed."""
    row = await connection.fetchrow(
        "SELECT username, display_name FROM accounts WHERE person = $1 AND active", person
    )
    if row is None:
        return None
    roles = await connection.fetch(_ROLES, person, [role.value for role in STOOD_IN_FOR])
    actors = tuple(Actor(person, each["office"], tuple(map(Role, each["roles"]))) for each in roles)
    return Person(person, row["username"], row["display_name"], actors, duty)
