"""What a case is after its result, as the statistics, the quality review and the public list ask for it."""

from dataclasses import astuple, dataclass, fields
from datetime import date, datetime
from typing import Any, Final

from redress.contracts.recording import ResultSummary
from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCase:
    """A case on the public list: what may be said without naming a consumer."""

    case_id: str
    office: str
    concluded_on: date
    published_at: datetime
    outcome: str
    category: str | None
    item: str | None
    problems: tuple[str, ...]
    industry: str | None
    sales_channel: str | None
    region: str | None


async def write_result(connection: Connection, case_id: str, result: ResultSummary) -> None:
    """Puts the case's row in the place of what was known before, in the caller's transaction."""
    await connection.execute(_UPSERT, case_id, *_values(result))


async def forget_result(connection: Connection, case_id: str) -> None:
    """Takes out what a lost workflow task had written; what is true is written anew."""
    await connection.execute("DELETE FROM case_results WHERE case_id = $1", case_id)


async def published(
    connection: Connection, *, before: datetime | None = None, limit: int = 20
) -> tuple[PublishedCase, ...]:
    """Published cases, the newest first; `before` is the moment of the last one that was read."""
    rows = await connection.fetch(_PUBLISHED, before, limit)
    return tuple(
        PublishedCase(**{**row, "case_id": str(row["case_id"]), "problems": tuple(row["problems"])})
        for row in rows
    )


def _values(result: ResultSummary) -> list[Any]:
    return [list(value) if isinstance(value, tuple) else value for value in astuple(result)]


_COLUMNS: Final = tuple(field.name for field in fields(ResultSummary))

# Names come from the dataclass, never from outside.
_UPSERT: Final = (
    f"INSERT INTO case_results (case_id, {', '.join(_COLUMNS)}) "  # noqa: S608
    f"VALUES ($1, {', '.join(f'${n}' for n in range(2, len(_COLUMNS) + 2))}) "
    f"ON CONFLICT (case_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)}"
)

_PUBLISHED: Final = """
SELECT r.case_id, c.office, r.concluded_on, r.published_at, r.outcome, r.category, r.item, r.problems,
       r.industry, r.sales_channel, r.region
FROM case_results r JOIN cases c USING (case_id)
WHERE r.published_at IS NOT NULL AND ($1::timestamptz IS NULL OR r.published_at < $1)
ORDER BY r.published_at DESC, r.case_id LIMIT $2
"""
