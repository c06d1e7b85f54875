"""A lost workflow task takes the rows of its steps with it, whatever the step: none is forgotten."""

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any, Final, get_args, get_type_hints

import pytest

from redress.contracts.step_rows import StepRow
from redress.persistence.pool import Connection, Pool, transaction
from redress.persistence.recording import record
from redress.persistence.steps import TABLES, write_steps
from tests.persistence.examples import CASE, batch

READ_MODEL: Final = {"ledger", "lost_events", "clocks", "outbox", "inbox"}
"""Tables with a case's `seq` that no step writes; what was delivered (inbox) stays delivered."""

SAMPLES: Final[dict[Any, Any]] = {
    str: "x", int: 1, bool: True, date: date(2026, 8, 20), datetime: datetime(2026, 8, 20, tzinfo=UTC),
}  # fmt: skip


def _row(kind: type[StepRow], seq: int) -> StepRow:
    """A row of this kind with something in every column that must not be empty."""
    hints = get_type_hints(kind)
    values = {
        field.name: SAMPLES.get(hints[field.name], ()) for field in fields(kind)
        if type(None) not in get_args(hints[field.name])
    }  # fmt: skip
    return kind(**{**values, "seq": seq})


async def test_every_table_of_a_step_is_listed_and_open_to_the_function(
    worker: Pool, superuser: Connection
) -> None:
    with_seq = await superuser.fetch(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND column_name IN ('case_id', 'seq') GROUP BY table_name HAVING count(*) = 2"
    )
    listed = {row["name"] for row in await superuser.fetch("SELECT name FROM step_tables")}
    opened = await superuser.fetch("SELECT tablename FROM pg_policies WHERE policyname = 'lost_task'")
    assert set(TABLES.values()) == listed
    assert {row["table_name"] for row in with_seq} == listed | READ_MODEL
    assert {row["tablename"] for row in opened} >= listed


@pytest.mark.parametrize("kind", TABLES, ids=TABLES.values())
async def test_what_a_lost_task_wrote_goes_and_what_was_before_stays(
    worker: Pool, superuser: Connection, kind: type[StepRow]
) -> None:
    async with transaction(worker) as connection:
        await record(connection, batch(1, 3))
        await write_steps(connection, CASE, [_row(kind, seq) for seq in (1, 2, 3)])
        await connection.execute("SELECT take_out_lost_events($1, 2)", CASE)
    # Names come from the product's own table.
    left = await superuser.fetch(f"SELECT seq FROM {TABLES[kind]}")  # noqa: S608
    assert [row["seq"] for row in left] == [1]
