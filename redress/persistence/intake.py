"""What the intake check reads: the office table, the filings of other cases, and what it found before."""

from collections.abc import Iterable
from dataclasses import fields

from redress.contracts.step_rows import IntakeCheckRow
from redress.domain.jurisdiction import OfficeArea
from redress.persistence.pool import Connection


async def office_areas(connection: Connection) -> tuple[OfficeArea, ...]:
    """The office table: who covers which regions and platforms (令121 art.13)."""
    rows = await connection.fetch("SELECT path, kind, regions, platforms FROM offices ORDER BY path")
    return tuple(OfficeArea(r["path"], r["kind"], tuple(r["regions"]), tuple(r["platforms"])) for r in rows)


async def registrations(connection: Connection, case_ids: Iterable[str]) -> dict[str, str]:
    """The bodies of the first events of those cases, by case id: sealed filings, newest case first."""
    records = await connection.fetch(
        "SELECT case_id, body FROM ledger "
        "WHERE case_id = ANY ($1) AND seq = 1 AND type = 'complaint_registered' ORDER BY case_id DESC",
        list(case_ids),
    )
    return {str(row["case_id"]): row["body"] for row in records}


async def read_intake_check(connection: Connection, case_id: str, seq: int) -> IntakeCheckRow | None:
    """What the intake check of the event `seq` found, if it was made."""
    row = await connection.fetchrow(
        "SELECT * FROM intake_checks WHERE case_id = $1 AND seq = $2", case_id, seq
    )
    if row is None:
        return None
    values = {field.name: row[field.name] for field in fields(IntakeCheckRow)}
    values["missing"] = tuple(values["missing"])
    values["duplicates"] = tuple(map(str, values["duplicates"]))
    return IntakeCheckRow(**values)
