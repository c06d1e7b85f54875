"""What administrators keep: offices, people with their roles, and the log of what was done to them.

Everything runs in the transaction of an actor, where row-level security lets write only an administrator of
the office or of one above it. The accounts themselves are in `account_keeping.py`, the rules in the domain.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from asyncpg import UniqueViolationError

from redress.domain.actors import Role
from redress.domain.administration import Act
from redress.persistence.offices import must_be_open
from redress.persistence.pool import Connection, Record

MOST: Final = 200
"""Lines of a list of people or of the log."""


@dataclass(frozen=True, slots=True)
class NewOffice:
    """`parent` is None for the uppermost office, `code` where it has no case numbers of its own."""

    path: str
    parent: str | None
    kind: str
    name_zh: str
    name_en: str
    code: str | None


@dataclass(frozen=True, slots=True)
class InOffice:
    """What stands in the way of closing an office."""

    cases: int
    people: int
    offices: int


@dataclass(frozen=True, slots=True)
class Held:
    """A role in an office."""

    office: str
    role: Role


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody with an account, as administrators see them."""

    person: str
    username: str
    display_name: str
    active: bool
    home: str | None
    roles: tuple[Held, ...]
    locked: bool
    must_change: bool
    second_factor: bool
    sessions: int

    def offices(self) -> frozenset[str]:
        """Where the person has a role, or is kept without one."""
        held = frozenset(one.office for one in self.roles)
        return held or frozenset({self.home} if self.home else ())


@dataclass(frozen=True, slots=True)
class Done:
    """A row of the log."""

    at: datetime
    by: str
    by_office: str
    what: Act
    office: str
    person: str | None
    about: str | None


async def note_act(
    connection: Connection, done: Done, key: str, body_hmac: bytes
) -> bytes | None:
    """Writes a row; the body's hash of the act that had this key before, None for a new one."""
    written = await connection.execute(
        "INSERT INTO administration_log (by, by_office, what, office, person, about, key, body_hmac) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (by, key) DO NOTHING",
        done.by, done.by_office, done.what.value, done.office, done.person, done.about, key, body_hmac,
    )  # fmt: skip
    if written == "INSERT 0 1":
        return None
    return await known_act(connection, done.by, key)


async def known_act(connection: Connection, by: str, key: str) -> bytes | None:
    """The hash of the body that this key of a person came with before."""
    found: bytes | None = await connection.fetchval(
        "SELECT body_hmac FROM administration_log WHERE by = $1 AND key = $2", by, key
    )
    return found


async def read_log(connection: Connection, limit: int = MOST) -> tuple[Done, ...]:
    """Acts in the actor's offices, the newest first."""
    rows = await connection.fetch(
        "SELECT at, by, by_office, what, office, person, about FROM administration_log "
        "ORDER BY id DESC LIMIT $1",
        limit,
    )
    return tuple(Done(**{**row, "what": Act(row["what"])}) for row in rows)


async def add_office(connection: Connection, office: NewOffice) -> bool:
    """False when the path or the code of case numbers is another office's."""
    try:
        async with connection.transaction():
            await connection.execute(
                "INSERT INTO offices (path, parent, kind, name_zh, name_en, code) "
                "VALUES ($1, $2, $3, $4, $5, $6)",
                office.path, office.parent, office.kind, office.name_zh, office.name_en, office.code,
            )  # fmt: skip
    except UniqueViolationError:
        return False
    return True


async def rename_office(connection: Connection, office: str, name_zh: str, name_en: str) -> None:
    await connection.execute(
        "UPDATE offices SET name_zh = $2, name_en = $3 WHERE path = $1", office, name_zh, name_en
    )


async def in_office(connection: Connection, office: str) -> InOffice:
    """Cases that are not closed, people with a role, and offices below that are open.

    Whoever begins something new in the office waits for the end of the transaction.
    """
    await connection.execute("SELECT FROM offices WHERE path = $1 FOR NO KEY UPDATE", office)
    row = await connection.fetchrow(
        "SELECT (SELECT count(*) FROM cases WHERE office = $1 AND stage <> 'archived' "
        "        AND view->>'closed_at' IS NULL) AS cases, "
        "(SELECT count(DISTINCT person) FROM account_roles JOIN accounts USING (person) "
        "        WHERE office = $1 AND active) AS people, "
        "(SELECT count(*) FROM offices WHERE parent = $1 AND closed_on IS NULL) AS offices",
        office,
    )
    return InOffice(**row)


async def close_office(connection: Connection, office: str, on: date) -> None:
    await connection.execute("UPDATE offices SET closed_on = $2 WHERE path = $1", office, on)


async def people(connection: Connection, office: str, search: str = "") -> tuple[Kept, ...]:
    """Who has a role in the office or below it, or is kept there; by name, `MOST` at most."""
    wanted = "%" + search.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    rows = await connection.fetch(_PEOPLE, office, wanted, MOST)
    return tuple(_kept(row) for row in rows)


async def one_person(connection: Connection, person: str) -> Kept | None:
    """Locked for the rest of the transaction: two administrators do not take the last role together."""
    await connection.execute("SELECT FROM accounts WHERE person = $1 FOR NO KEY UPDATE", person)
    row = await connection.fetchrow(f"{_KEPT} WHERE a.person = $1 AND NOT a.service", person)
    return _kept(row) if row else None


async def keep_at(connection: Connection, person: str, office: str) -> None:
    """Where the account is kept from now on."""
    await connection.execute("UPDATE accounts SET home = $2 WHERE person = $1", person, office)


async def rename_person(connection: Connection, person: str, display_name: str) -> None:
    await connection.execute("UPDATE accounts SET display_name = $2 WHERE person = $1", person, display_name)


async def give_role(connection: Connection, person: str, held: Held) -> None:
    """Raises `NoSuchOffice`, `OfficeClosed`."""
    await must_be_open(connection, held.office)
    await connection.execute(
        "INSERT INTO account_roles (person, office, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        person, held.office, held.role.value,
    )  # fmt: skip


async def take_role(connection: Connection, person: str, held: Held) -> None:
    """The account stays with the office, so that somebody still keeps it."""
    await connection.execute(
        "DELETE FROM account_roles WHERE person = $1 AND office = $2 AND role = $3",
        person, held.office, held.role.value,
    )  # fmt: skip
    await connection.execute(
        "UPDATE accounts SET home = coalesce(home, $2) WHERE person = $1", person, held.office
    )


async def other_administrators(connection: Connection, office: str, person: str) -> int:
    """How many people besides this one administer the office itself, and can sign in.

    Whoever asks next about the same office waits for this transaction: two do not remove each other.
    """
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 34))", office)
    return int(
        await connection.fetchval(
            "SELECT count(*) FROM accounts JOIN account_roles USING (person) "
            "WHERE office = $1 AND role = 'administrator' AND active AND person <> $2",
            office,
            person,
        )
    )


_KEPT: Final = """
SELECT a.person, a.username, a.display_name, a.active, a.home, a.must_change,
    coalesce(a.locked_until > now(), false) AS locked,
    EXISTS (SELECT FROM second_factors f
            WHERE f.person = a.person AND confirmed_at IS NOT NULL) AS second_factor,
    (SELECT count(*) FROM sessions s WHERE s.person = a.person AND expires_at > now()) AS sessions,
    coalesce((SELECT array_agg(r.office || ' ' || r.role ORDER BY r.office, r.role) FROM account_roles r
              WHERE r.person = a.person), '{}') AS held
FROM accounts a"""

_PEOPLE: Final = f"""{_KEPT}
WHERE NOT a.service AND (a.username ILIKE $2 OR a.display_name ILIKE $2)
  AND (a.home = $1 OR starts_with(a.home, $1 || '.') OR EXISTS (
        SELECT FROM account_roles r
        WHERE r.person = a.person AND (r.office = $1 OR starts_with(r.office, $1 || '.'))))
ORDER BY a.active DESC, a.display_name, a.person LIMIT $3"""


def _kept(row: Record) -> Kept:
    held = (one.split(" ") for one in row["held"])
    return Kept(
        person=row["person"],
        username=row["username"],
        display_name=row["display_name"],
        active=row["active"],
        home=row["home"],
        roles=tuple(Held(office, Role(role)) for office, role in held),
        locked=row["locked"],
        must_change=row["must_change"],
        second_factor=row["second_factor"],
        sessions=row["sessions"],
    )
