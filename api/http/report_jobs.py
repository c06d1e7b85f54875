"""The figures of a period as a job: what is asked for, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import Field, TypeAdapter

from api.http.job_starts import begun
from api.http.once import Once
from api.http.problems import problem
from api.http.services import Services
from api.http.statistics import named_period
from api.http.supervising import supervised_office
from redress.contracts.jobs import JobKind
from redress.contracts.reports import Report, sections_of
from redress.documents.statistics_tables import office_name
from redress.domain.actors import Actor
from redress.domain.facts import STRICT
from redress.persistence.jobs import Job
from redress.persistence.offices import Office, list_offices
from redress.persistence.pool import Connection, acting_as

REPORT: Final[TypeAdapter[Report]] = TypeAdapter(Report)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWanted:
    """As `GET /v1/statistics/{period_kind}/{period}`; the office is one's own where none is named."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    kind: Literal["report"]
    period_kind: Annotated[str, Field(max_length=20)]
    period: Annotated[str, Field(max_length=20)]
    office: Annotated[str, Field(max_length=200)] | None = None
    format: Literal["csv", "xlsx"] = "xlsx"
    lang: Literal["zh", "en"] = "zh"


async def start_report(services: Services, once: Once, wanted: ReportWanted) -> Job:
    """Raises `not_supervising`, `not_found`, `no_such_period`, as the figures themselves do."""
    path = supervised_office(once.actor, wanted.office)
    period = named_period(wanted.period_kind, wanted.period)
    office = await _office(services, once.actor, path)
    report = Report(
        period_kind=period.kind,
        period=period.name,
        office=path,
        format=wanted.format,
        lang=wanted.lang,
        name=f"{office_name(office, wanted.lang)}_{period.name}",
    )
    parameters: Mapping[str, Any] = REPORT.dump_python(report, mode="json")
    total = len(sections_of(period.kind))
    return await begun(services, once, JobKind.REPORT, _nothing_more, parameters=parameters, total=total)


async def _office(services: Services, actor: Actor, path: str) -> Office:
    async with acting_as(services.pool, actor) as connection:
        for one in await list_offices(connection):
            if one.path == path:
                return one
    raise problem("not_found")


async def _nothing_more(connection: Connection, job_id: str) -> None:
    """A report has no items: its sections are its steps."""
