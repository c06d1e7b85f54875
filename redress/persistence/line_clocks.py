"""Which clock of a case is due next, for the lines of a list: one query for a page of cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from redress.domain.views import NOT_OURS, OWED
from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class LineClock:
    """As in a view; `due_at` None: it stands still."""

    key: str
    milestone: str
    state: str
    citation: str
    due_on: date | None
    due_at: datetime | None
    safe_due_on: date | None
    provisional: bool
    legal: bool


async def next_clocks(connection: Connection, case_ids: Iterable[str]) -> dict[str, LineClock]:
    """The clock under which each case owes something first (`next_owed`); one that stands still goes last."""
    rows = await connection.fetch(_NEXT, list(case_ids), sorted(NOT_OURS), sorted(OWED))
    return {
        str(row["case_id"]): LineClock(**{name: value for name, value in row.items() if name != "case_id"})
        for row in rows
    }


_NEXT: Final = """
SELECT DISTINCT ON (case_id) case_id, key, milestone, state, citation, due_on, due_at, safe_due_on,
       provisional, legal
FROM clocks
WHERE case_id = ANY ($1::uuid[]) AND live AND milestone <> ALL ($2) AND state = ANY ($3)
ORDER BY case_id, due_at IS NULL, coalesce(safe_due_on, due_on), due_at, key
"""
