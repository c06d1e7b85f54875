"""Puts a step's own rows into the table of their kind, once per event of the case."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Final

from redress.contracts.step_rows import (
    AgreementRow,
    AppraisalRow,
    CallbackRow,
    ConsentRow,
    DelegationRow,
    DispatchRow,
    EvidenceRow,
    FeedbackRow,
    IntakeCheckRow,
    NoticeRow,
    RecusalRow,
    SessionRow,
    StepRow,
    TransferRow,
)
from redress.persistence.pool import Connection

TABLES: Final[dict[type[StepRow], str]] = {
    IntakeCheckRow: "intake_checks",
    TransferRow: "transfers",
    DispatchRow: "dispatches",
    ConsentRow: "consents",
    SessionRow: "sessions_held",
    AppraisalRow: "appraisals",
    AgreementRow: "agreements",
    DelegationRow: "delegations",
    RecusalRow: "recusals",
    NoticeRow: "notices",
    EvidenceRow: "evidence",
    FeedbackRow: "feedbacks",
    CallbackRow: "callbacks",
}
"""The columns of each table are the fields of its row, and `case_id`."""


async def write_steps(connection: Connection, case_id: str, rows: Iterable[StepRow]) -> None:
    """Adds step rows in the caller's transaction, after `record`; rows already there stay as they are."""
    for row in rows:
        await connection.execute(_STATEMENTS[type(row)], case_id, *_values(row))


def _values(row: StepRow) -> list[Any]:
    held = (getattr(row, field.name) for field in fields(row))
    return [list(value) if isinstance(value, tuple) else value for value in held]


def _statement(kind: type[StepRow], table: str) -> str:
    columns = ["case_id", *(field.name for field in fields(kind))]
    places = ", ".join(f"${n}" for n in range(1, len(columns) + 1))
    # Names come from the table above and from dataclasses, never from outside.
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608


_STATEMENTS: Final = {kind: _statement(kind, table) for kind, table in TABLES.items()}
