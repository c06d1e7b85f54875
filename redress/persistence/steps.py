"""The rows that a step writes beside its events: one table per kind, one row per (case, seq). No rules."""

from dataclasses import asdict, fields
from typing import Final

from redress.contracts.step_rows import (
    AgreementRow,
    AppraisalRow,
    CallbackRow,
    ConsentRow,
    FeedbackRow,
    IntakeCheckRow,
    NoticeRow,
    SessionRow,
    StepRow,
    TransferRow,
)
from redress.persistence.pool import Connection

TABLE_OF: Final[dict[type[StepRow], str]] = {
    IntakeCheckRow: "intake_checks",
    TransferRow: "transfers",
    ConsentRow: "consents",
    SessionRow: "sessions_held",
    AppraisalRow: "appraisals",
    AgreementRow: "agreements",
    NoticeRow: "notices",
    FeedbackRow: "feedbacks",
    CallbackRow: "callbacks",
}


def _insertion(kind: type[StepRow], table: str) -> str:
    columns = ["case_id", *(field.name for field in fields(kind))]
    places = ", ".join(f"${n}" for n in range(1, len(columns) + 1))
    names = ", ".join(columns)
    return f"INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT (case_id, seq) DO NOTHING"  # noqa: S608


_INSERT: Final = {kind: _insertion(kind, table) for kind, table in TABLE_OF.items()}


async def write_step(connection: Connection, case_id: str, row: StepRow) -> None:
    """Writes one row after its event; a row that is there already stays as it is."""
    await connection.execute(_INSERT[type(row)], case_id, *asdict(row).values())


async def read_intake_check(connection: Connection, case_id: str, seq: int) -> IntakeCheckRow | None:
    """What the intake check of the event `seq` found, if it was made."""
    record = await connection.fetchrow(
        "SELECT * FROM intake_checks WHERE case_id = $1 AND seq = $2", case_id, seq
    )
    if record is None:
        return None
    values = {field.name: record[field.name] for field in fields(IntakeCheckRow)}
    values["missing"] = tuple(values["missing"])
    values["duplicates"] = tuple(map(str, values["duplicates"]))
    return IntakeCheckRow(**values)
