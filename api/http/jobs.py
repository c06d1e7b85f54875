"""`/v1/jobs`: long work that a person starts, watches, calls off, and whose result they fetch."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import Field

from api.auth.reader import Signed
from api.http.bulk_jobs import BulkWanted, start_bulk
from api.http.export_jobs import ExportWanted, Labels, start_export
from api.http.job_starts import set_off
from api.http.languages import prefers_english
from api.http.once import Once, OnceOnly
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problem_titles import TITLES
from api.http.problems import problem, refused_as
from api.http.report_jobs import ReportWanted, start_report
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader
from redress.contracts.jobs import ENDED, KEPT_FOR, LEAVE_FILES, LOADS, ItemState, JobKind, JobState
from redress.documents.spreadsheets import BOM, CSV, csv_line
from redress.domain.actors import Actor
from redress.domain.refusals import RULES
from redress.files.evidence_store import FileGone
from redress.files.sealed_frames import FileDamaged
from redress.persistence.job_files import Purpose, file_key, files_of
from redress.persistence.jobs import (
    Job,
    JobItem,
    cancel,
    drop_prepared,
    items_of,
    job_of,
    list_jobs,
    numbers_of,
)
from redress.persistence.pool import acting_as

UNDER_WAY: Final = frozenset({JobState.PREPARED, JobState.WAITING, JobState.RUNNING})

MOST_JOBS: Final = 200
MOST_ITEMS: Final = 1_000

AnyWanted = BulkWanted | ExportWanted | ReportWanted
JobWanted = Annotated[AnyWanted, Field(discriminator="kind")]

JOB_WANTED: Final[StrictReader[AnyWanted]] = StrictReader(JobWanted, tagged=True)

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])


@dataclass(frozen=True, slots=True, kw_only=True)
class JobShown:
    """A job as it is answered. `handler`: to whom it gives cases; `mine`: its reader started it;
    `has_result`: there is something to fetch.
    """

    job_id: str
    kind: JobKind
    about: str | None
    handler: str | None
    office: str
    person: str
    mine: bool
    state: JobState
    total: int | None
    done: int
    refused: int
    failure: str | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    can_cancel: bool
    has_result: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """What became of one item. `title_zh`, `title_en`: why it was refused, in words."""

    n: int
    case_id: str | None
    case_number: str | None
    state: ItemState
    code: str | None
    title_zh: str | None
    title_en: str | None
    at_field: str | None
    lacked: tuple[str, ...]


def job_id_of(job_id: Annotated[str, Path()]) -> str:
    try:
        return str(UUID(job_id))
    except ValueError:
        raise problem("no_such_job") from None


JobId = Annotated[str, Depends(job_id_of)]


@router.post(
    "", status_code=202, summary="Starts long work",
    openapi_extra=described(body="JobWanted", answer="JobShown", status=202, key=True),
)  # fmt: skip
async def start_job(reader: Signed, services: ServicesNow, once: OnceOnly) -> Json:
    """The job that was started; it goes on whatever becomes of this connection."""
    job = await started(services, once)
    return Json(shown_job(job, reader.actor), 202, {"Location": f"/v1/jobs/{job.id}"})


async def started(services: Services, once: Once, labels: Labels | None = None) -> Job:
    """The job that a request asks for, started once; raises a `Problem`. `labels`: the words of a list."""
    wanted = JOB_WANTED.read(once.raw)
    if isinstance(wanted, BulkWanted):
        return await start_bulk(services, once, wanted)
    if isinstance(wanted, ReportWanted):
        return await start_report(services, once, wanted)
    return await start_export(services, once, wanted, labels)


@router.get("", summary="Long work", openapi_extra=described(answer="JobPage"))
async def show_jobs(
    reader: Signed,
    services: ServicesNow,
    limit: Annotated[int, Query(ge=1, le=MOST_JOBS)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Json:
    """The newest first: one's own, and for those in charge their office's."""
    jobs, following = await jobs_of(services, reader.actor, limit=limit, cursor=cursor)
    return Json({"items": [shown_job(each, reader.actor) for each in jobs], "next_cursor": following})


async def jobs_of(
    services: Services, actor: Actor, *, limit: int, cursor: str | None = None
) -> tuple[list[Job], str | None]:
    """A page of jobs and the cursor of the next one; raises `invalid_cursor`."""
    async with acting_as(services.pool, actor) as connection:
        found = await list_jobs(connection, before=_place(cursor), limit=limit + 1)
    page = found[:limit]
    following = f"{page[-1].created_at.isoformat()}~{page[-1].id}" if len(found) > limit else None
    return page, following


def _place(cursor: str | None) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    moment, _, job_id = cursor.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise ValueError(moment)
        return at, str(UUID(job_id))
    except ValueError:
        raise problem("invalid_cursor") from None


@router.get("/{job_id}", summary="One job", openapi_extra=described(answer="JobShown"))
async def show_job(job_id: JobId, reader: Signed, services: ServicesNow) -> Json:
    """How far it is."""
    return Json(shown_job(await one_job(services, reader.actor, job_id), reader.actor))


@router.get("/{job_id}/items", summary="What became of each item", openapi_extra=described(answer="JobItems"))
async def show_items(
    job_id: JobId,
    reader: Signed,
    services: ServicesNow,
    after: Annotated[int, Query(ge=0, le=2_147_483_647)] = 0,
    state: ItemState | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ITEMS)] = 200,
) -> Json:
    """By number, from the one after `after` on."""
    await one_job(services, reader.actor, job_id)
    return Json({"items": await items(services, reader.actor, job_id, after=after, limit=limit, state=state)})


@router.post(
    "/{job_id}/cancel", summary="Calls a job off", openapi_extra=described(answer="JobShown", key=True)
)
async def cancel_job(job_id: JobId, reader: Signed, services: ServicesNow, once: OnceOnly) -> Json:
    """What is done stays done; what has not begun will not. Asking twice changes nothing."""
    return Json(shown_job(await called_off(services, once.actor, job_id), reader.actor))


@router.get(
    "/{job_id}/result", summary="The result of a job",
    openapi_extra=described(answer="JobResult", media_type=CSV),
)  # fmt: skip
async def fetch_result(request: Request, job_id: JobId, reader: Signed, services: ServicesNow) -> Response:
    """Its file, or where it leaves none the outcome of every item as CSV; 409 `job_runs` before its end."""
    return await result_of(services, reader.actor, job_id, english=prefers_english(request))


async def one_job(services: Services, actor: Actor, job_id: str) -> Job:
    """Raises `no_such_job`, also for one that the actor may not see."""
    async with acting_as(services.pool, actor) as connection:
        found = await job_of(connection, job_id)
    if found is None:
        raise problem("no_such_job")
    return found


async def items(
    services: Services,
    actor: Actor,
    job_id: str,
    *,
    after: int = 0,
    limit: int = MOST_ITEMS,
    state: ItemState | None = None,
) -> list[ItemShown]:
    async with acting_as(services.pool, actor) as connection:
        found = await items_of(connection, job_id, after=after, limit=limit, state=state)
        numbers = await numbers_of(connection, [each.case_id for each in found if each.case_id])
    return [_shown_item(each, numbers.get(each.case_id or "")) for each in found]


async def called_off(services: Services, actor: Actor, job_id: str) -> Job:
    """The job, which ends after the items that are under way; raises `load_holds` for what stays."""
    job = await one_job(services, actor, job_id)
    if job.kind in LOADS:
        raise problem("load_holds")
    async with acting_as(services.pool, actor) as connection:
        _ = await drop_prepared(connection, job_id) or await cancel(connection, job_id)
    if job.state is JobState.WAITING:
        await set_off(services, job)  # one that nobody has started ends by running
    return await one_job(services, actor, job_id)


async def result_of(services: Services, actor: Actor, job_id: str, *, english: bool) -> Response:
    """The answer that carries a job's result; raises `job_runs`, `result_gone`."""
    job = await one_job(services, actor, job_id)
    if job.state not in ENDED:
        raise problem("job_runs")
    if job.kind in LEAVE_FILES:
        return await _file_of(services, actor, job)
    headers = {
        "Content-Disposition": f'attachment; filename="{job.kind.value}-{job.id}.csv"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_outcomes(services, actor, job_id, english), 200, headers, media_type=CSV)


async def _file_of(services: Services, actor: Actor, job: Job) -> Response:
    """What a job has read for somebody is given to them alone; the first piece is read before the answer."""
    async with acting_as(services.pool, actor) as connection:
        file = (await files_of(connection, [job.id], Purpose.RESULT)).get(job.id)
        key = await services.job_keys.of(connection, job.id) if file else None
    if file is None or key is None:
        raise problem("result_gone")
    pieces = services.files.read(file.address, file_key(key, job.id, file))
    try:
        first = await anext(pieces)
    except (FileGone, FileDamaged):
        raise problem("result_gone") from None
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Length": str(file.size),
    }
    return StreamingResponse(_after(first, pieces), 200, headers, media_type=file.media_type)


async def _after(first: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in pieces:
        yield piece


async def _outcomes(services: Services, actor: Actor, job_id: str, english: bool) -> AsyncIterator[bytes]:
    """The items page by page: a job has as many as there are cases."""
    head = ("item", "case_number", "case_id", "outcome", "code", "reason", "field", "lacked")
    yield BOM + csv_line(head)
    after = 0
    while page := await items(services, actor, job_id, after=after):
        for each in page:
            reason = each.title_en if english else each.title_zh
            yield csv_line(
                (each.n, each.case_number, each.case_id, each.state.value, each.code, reason, each.at_field,
                 " ".join(each.lacked))
            )  # fmt: skip
        after = page[-1].n


def shown_job(job: Job, actor: Actor) -> JobShown:
    return JobShown(
        job_id=job.id,
        kind=job.kind,
        about=job.parameters.get("command") or job.parameters.get("reason"),
        handler=job.parameters.get("handler"),
        office=job.actor.office,
        person=job.actor.person,
        mine=job.actor.person == actor.person,
        state=job.state,
        total=job.total,
        done=job.done,
        refused=job.refused,
        failure=job.failure,
        created_at=job.created_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        can_cancel=job.kind not in LOADS and job.state in UNDER_WAY,
        has_result=_has_result(job, actor),
    )


def _has_result(job: Job, actor: Actor) -> bool:
    """A file is its person's alone, and for a time; outcomes are whoever's sees the job."""
    if job.kind in LEAVE_FILES:
        mine = job.actor.person == actor.person
        lasts = job.ended_at is not None and datetime.now(UTC) < job.ended_at + KEPT_FOR
        return job.state is JobState.DONE and mine and lasts
    return job.kind not in LOADS and job.state in ENDED and job.state is not JobState.FAILED


def _shown_item(item: JobItem, number: str | None) -> ItemShown:
    titles: Any = (None, None)
    if item.code in TITLES:
        _, *titles = TITLES[item.code]
    elif item.code in RULES:
        found = refused_as(item.code)
        titles = (found.title_zh, found.title_en)
    return ItemShown(
        n=item.n,
        case_id=item.case_id,
        case_number=number,
        state=item.state,
        code=item.code,
        title_zh=titles[0],
        title_en=titles[1],
        at_field=item.at_field,
        lacked=item.lacked,
    )
