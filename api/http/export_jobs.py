"""A list to take along: which cases and columns an export is asked for; a job reads and writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Final, Literal

from pydantic import TypeAdapter

from api.http.bulk_jobs import listed
from api.http.case_list import Wanted, narrowed_to
from api.http.job_starts import begun
from api.http.once import Once
from api.http.opening import MAY_OPEN
from api.http.problems import problem
from api.http.services import Services
from redress.contracts.jobs import JobKind
from redress.contracts.listing import COLUMNS, MOST_IN_WORKBOOK, TEXTS, Listing
from redress.domain.actors import Actor
from redress.domain.counting import CHINA
from redress.domain.facts import STRICT
from redress.persistence.case_filters import CaseFilter
from redress.persistence.jobs import Job, JobItem, add_items
from redress.persistence.pool import Connection, acting_as
from redress.persistence.reading import count_cases

MOST_FOUND: Final = 2_000
"""Cases of a search: each was opened to find it."""

MOST_ROWS: Final = 1_000_000

FILTER: Final[TypeAdapter[CaseFilter]] = TypeAdapter(CaseFilter)
LISTING: Final[TypeAdapter[Listing]] = TypeAdapter(Listing)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportWanted:
    """The cases of a list, all of its pages."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    kind: Literal["export"] = "export"
    format: Literal["csv", "xlsx"] = "csv"
    filters: Wanted = field(default_factory=Wanted)


@dataclass(frozen=True, slots=True)
class Labels:
    """What the columns and the codes in them are called; without any, scripts find the names of the API."""

    head: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    english: bool = True


async def start_export(
    services: Services, once: Once, wanted: ExportWanted, labels: Labels | None = None
) -> Job:
    """Raises `too_many_cases`, for a workbook earlier than for CSV, and what the list says of its filters."""
    said = labels or Labels()
    found: tuple[str, ...] | None = None
    narrowed: dict[str, Any] | None = None
    if (wanted.filters.q or "").strip():
        found = await listed(services, once.actor, wanted.filters, MOST_FOUND)
        total = len(found)
    else:
        narrowing = narrowed_to(once.actor, wanted.filters)
        total = await _count(services, once.actor, narrowing)
        narrowed = {k: v for k, v in FILTER.dump_python(narrowing, mode="json").items() if v is not None}
    if wanted.format == "xlsx" and total > MOST_IN_WORKBOOK:
        raise problem("too_many_cases", f"xlsx: {MOST_IN_WORKBOOK}")
    listing = Listing(
        format=wanted.format,
        name=f"cases-{datetime.now(UTC).astimezone(CHINA):%Y%m%d-%H%M}",
        columns=columns_for(once.actor),
        narrowed=narrowed,
        head=said.head,
        words=said.words,
        english=said.english,
    )

    async def filling(connection: Connection, job_id: str) -> None:
        items = [JobItem(n=n, case_id=case_id) for n, case_id in enumerate(found or (), 1)]
        await add_items(connection, job_id, items)

    parameters = LISTING.dump_python(listing, mode="json")
    return await begun(services, once, JobKind.EXPORT, filling, parameters=parameters, total=total)


def columns_for(actor: Actor) -> tuple[str, ...]:
    """The columns that the actor's roles may see."""
    texts = bool(MAY_OPEN.intersection(actor.roles))
    return tuple(name for name in COLUMNS if texts or name not in TEXTS)


async def _count(services: Services, actor: Actor, narrowed: CaseFilter) -> int:
    async with acting_as(services.pool, actor) as connection:
        return (await count_cases(connection, [narrowed], MOST_ROWS))[0]
