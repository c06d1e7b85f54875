"""From a ledger row back to its domain event, and to the step row that stands beside it. No storage."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from temporalio.exceptions import ApplicationError

from redress.contracts.failures import FailureType
from redress.contracts.recorded import EVENT
from redress.contracts.recording import Batch, LedgerRow
from redress.contracts.step_rows import StepRow
from redress.domain.events import Event
from redress.domain.sealed import Sealed, Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where and by whom: the columns that every step row has."""

    seq: int
    occurred_at: datetime
    actor: str

    def columns(self) -> dict[str, Any]:
        return {"seq": self.seq, "occurred_at": self.occurred_at, "actor": self.actor}


RowOf = Callable[[Place, Any], StepRow]
RowTable = Mapping[type[Event], RowOf]
"""Which row an event leaves beside it; an event that is not listed leaves none."""


def event_of(row: LedgerRow) -> Event:
    """The event of a ledger row; raises a final ApplicationError that names its place, not its content."""
    try:
        return EVENT.validate_json(row.body)
    except ValidationError:
        where = f"event {row.seq} ({row.type}) cannot be read"
        raise ApplicationError(where, type=FailureType.UNREADABLE_EVENT, non_retryable=True) from None


def rows_of(batch: Batch, table: RowTable) -> list[StepRow]:
    """The step rows of a batch, in the order of its events."""
    rows: list[StepRow] = []
    for line in batch.rows:
        event = event_of(line)
        make = table.get(type(event))
        if make is not None:
            rows.append(make(Place(line.seq, line.occurred_at, line.actor), event))
    return rows


def ref(text: Text | None) -> str | None:
    """The vault reference of a text. A plain text must never come this far: a final ApplicationError."""
    if text is None:
        return None
    if not isinstance(text, Sealed):
        raise ApplicationError("a text is not sealed", type=FailureType.UNSEALED_TEXT, non_retryable=True)
    return text.ref


def refs(texts: tuple[Text, ...]) -> tuple[str, ...]:
    return tuple(found for text in texts if (found := ref(text)) is not None)
