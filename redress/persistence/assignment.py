"""Rules of assignment, leaves, the load of each person, cases nobody has yet. The choice is the domain's."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from redress.domain.actors import Actor, Role, related
from redress.domain.assignment import HANDLING, AssignmentRule, Candidate, Leave, NewCase
from redress.persistence.pool import Connection, Record


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A case without a handler; `round` 2 after a second round was opened."""

    case_id: str
    round: int
    case: NewCase


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredLeave(Leave):
    """A leave with the number under which it is taken back."""

    id: int
    office: str


async def rules_of(connection: Connection, office: str | None = None) -> tuple[AssignmentRule, ...]:
    """The rules of one office, or of all, in their order."""
    rows = await connection.fetch(
        "SELECT id, office, position, category, region, persons, most_open, automatic FROM assignment_rules "
        "WHERE $1::text IS NULL OR office = $1 ORDER BY office, position",
        office,
    )
    return tuple(AssignmentRule(**{**row, "persons": tuple(row["persons"])}) for row in rows)


async def put_rules(
    connection: Connection, office: str, rules: Iterable[AssignmentRule], set_by: str
) -> None:
    """Puts these rules in the place of those that the office had."""
    await connection.execute("DELETE FROM assignment_rules WHERE office = $1", office)
    await connection.executemany(
        "INSERT INTO assignment_rules (id, office, position, category, region, persons, most_open, "
        "automatic, set_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            (one.id, office, one.position, one.category, one.region, list(one.persons), one.most_open,
             one.automatic, set_by)
            for one in rules
        ],
    )  # fmt: skip


async def leaves_from(connection: Connection, day: date) -> tuple[EnteredLeave, ...]:
    """Leaves that are not over on a day, by their beginning."""
    rows = await connection.fetch(
        "SELECT id, office, person, from_on, to_on, deputy FROM leaves WHERE to_on >= $1 "
        "ORDER BY from_on, id",
        day,
    )
    return tuple(EnteredLeave(**row) for row in rows)


async def add_leave(connection: Connection, office: str, leave: Leave, entered_by: str) -> int:
    """Enters a leave once: the same person, days and deputy again are the same leave."""
    known = await connection.fetchval(
        "SELECT id FROM leaves WHERE person = $1 AND from_on = $2 AND to_on = $3 "
        "AND deputy IS NOT DISTINCT FROM $4",
        leave.person, leave.from_on, leave.to_on, leave.deputy,
    )  # fmt: skip
    if known is not None:
        return int(known)
    return int(
        await connection.fetchval(
            "INSERT INTO leaves (office, person, from_on, to_on, deputy, entered_by) "
            "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
            office, leave.person, leave.from_on, leave.to_on, leave.deputy, entered_by,
        )
    )  # fmt: skip


async def remove_leave(connection: Connection, leave: int) -> bool:
    """False when there is no such leave in the reader's offices."""
    done: str = await connection.execute("DELETE FROM leaves WHERE id = $1", leave)
    return done == "DELETE 1"


async def staff(connection: Connection) -> tuple[Candidate, ...]:
    """Everybody active who may handle cases, with the cases in hand that this connection sees."""
    rows = await connection.fetch(_STAFF)
    return tuple(
        Candidate(
            person=row["person"],
            office=row["office"],
            roles=tuple(map(Role, row["roles"])),
            open_cases=row["open_cases"],
        )
        for row in rows
    )


async def unassigned(connection: Connection, limit: int = 200) -> tuple[Unassigned, ...]:
    """Complaints before their decision that nobody has been given, the oldest first."""
    rows = await connection.fetch(
        "SELECT case_id, office, view FROM cases WHERE handler IS NULL AND matter = 'complaint' "
        "AND stage IN ('registered', 'checking') ORDER BY case_id LIMIT $1",
        limit,
    )
    return tuple(_unassigned(row) for row in rows)


async def may_be_given(connection: Connection, person: str, office: str) -> bool:
    """Whether an active account of this person handles cases in the office, above or below it."""
    rows = await connection.fetch(
        "SELECT office, array_agg(role) AS roles FROM accounts JOIN account_roles USING (person) "
        "WHERE active AND NOT service AND person = $1 GROUP BY office",
        person,
    )
    return any(
        HANDLING.intersection(map(Role, row["roles"])) and related(Actor(person, row["office"], ()), office)
        for row in rows
    )


async def cases_in_hand(connection: Connection, person: str) -> tuple[str, ...]:
    """The cases of a person that are not closed and archived, as far as this connection sees them."""
    rows = await connection.fetch(
        "SELECT case_id FROM cases WHERE handler = $1 AND stage <> 'archived' "
        "AND view->>'closed_at' IS NULL ORDER BY list_on, case_id",
        person,
    )
    return tuple(str(row["case_id"]) for row in rows)


async def new_case(connection: Connection, case_id: str) -> NewCase | None:
    """What the rules look at of one case; None where this connection does not see it."""
    row = await connection.fetchrow("SELECT case_id, office, view FROM cases WHERE case_id = $1", case_id)
    return _unassigned(row).case if row else None


def _unassigned(row: Record) -> Unassigned:
    view = json.loads(row["view"])
    after, filing, grading = view.get("after", {}), view["filing"], view.get("grading", {})
    recusals = view.get("proceedings", {}).get("recusals", ())
    recused = (one["mediator"] for one in recusals if one["granted"])
    case = NewCase(
        office=row["office"],
        category=grading.get("category") or filing.get("category"),
        region=grading.get("region") or filing.get("region"),
        excluded=frozenset((*after.get("former_handlers", ()), *recused)),
    )
    return Unassigned(str(row["case_id"]), after.get("round", 1), case)


_STAFF: Final = """
SELECT r.person, r.office, array_agg(r.role ORDER BY r.role) AS roles,
       (SELECT count(*) FROM cases c WHERE c.handler = r.person
          AND c.stage IN ('registered', 'checking', 'accepted', 'mediating')) AS open_cases
FROM account_roles r JOIN accounts a USING (person)
WHERE a.active AND NOT a.service GROUP BY r.person, r.office ORDER BY r.person, r.office
"""
