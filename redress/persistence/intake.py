"""What the intake check of a case found, read back for a step that is repeated."""

from dataclasses import fields

from redress.contracts.step_rows import IntakeCheckRow
from redress.persistence.pool import Connection


async def read_intake_check(connection: Connection, case_id: str, seq: int) -> IntakeCheckRow | None:
    """The intake check made for the event `seq`, or None."""
    row = await connection.fetchrow(
        "SELECT * FROM intake_checks WHERE case_id = $1 AND seq = $2", case_id, seq
    )
    if row is None:
        return None
    values = {field.name: row[field.name] for field in fields(IntakeCheckRow)}
    values["missing"] = tuple(values["missing"])
    values["duplicates"] = tuple(map(str, values["duplicates"]))
    return IntakeCheckRow(**values)
