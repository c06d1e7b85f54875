"""What the intake check of a case found, read back when it is repeated; twins are checked one by one."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Final

from redress.contracts.step_rows import IntakeCheckRow
from redress.persistence.blind_index import Entry
from redress.persistence.pool import Connection

IDENTITIES: Final = ("consumer.phone", "consumer.id_number", "informant.phone", "informant.id_number")


async def wait_for_twins(connection: Connection, entries: Iterable[Entry]) -> None:
    """Until this transaction ends, no other one checks a filing of the same consumer or informant.

    Of two filings sent at the same moment neither would see the other otherwise.
    """
    keys = sorted(
        int.from_bytes(entry.hash[:8], "big", signed=True) for entry in entries if entry.field in IDENTITIES
    )
    await connection.execute("SELECT pg_advisory_xact_lock(key) FROM unnest($1::bigint[]) AS key", keys)


async def read_intake_check(connection: Connection, case_id: str, seq: int) -> IntakeCheckRow | None:
    """The intake check made for the event `seq`, or None."""
    row = await connection.fetchrow(
        "SELECT * FROM intake_checks WHERE case_id = $1 AND seq = $2", case_id, seq
    )
    if row is None:
        return None
    values = {field.name: row[field.name] for field in fields(IntakeCheckRow)}
    values["missing"] = tuple(values["missing"])
    values["hints"] = tuple(values["hints"])
    values["duplicates"] = tuple(map(str, values["duplicates"]))
    return IntakeCheckRow(**values)
