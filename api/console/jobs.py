"""Long work as pages: the list of jobs, and one with its bar, its outcome and what it left to download."""

from typing import Annotated, Final
from uuid import uuid4

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.console.naming import Naming
from api.console.pages import lead_to, page
from api.console.visitor import SignedIn, Visitor
from api.http.jobs import (
    ItemShown,
    JobId,
    JobShown,
    called_off,
    items,
    jobs_of,
    one_job,
    result_of,
    shown_job,
)
from redress.contracts.jobs import ENDED, LOADS, ItemState
from redress.domain.permissions import may
from redress.persistence.accounts import names_of
from redress.persistence.pool import acting_as

ON_A_PAGE: Final = 30
MOST_REFUSED: Final = 100
MOST_DONE: Final = 100
"""Items that a job's page shows; all of them are in the download."""

router = APIRouter()


@router.get("/jobs")
async def show_jobs(
    visitor: SignedIn, cursor: Annotated[str | None, Query(max_length=200)] = None
) -> Response:
    """One's own, and for those in charge their office's."""
    actor = visitor.signed.actor
    jobs, following = await jobs_of(visitor.services, actor, limit=ON_A_PAGE, cursor=cursor or None)
    shown = [shown_job(each, actor) for each in jobs]
    return page(
        visitor, "jobs.html", jobs=shown, naming=await _naming(visitor, shown), next_cursor=following,
        paged=cursor is not None, files=may(actor.roles, "file"),
    )  # fmt: skip


@router.get("/jobs/{job_id}")
async def show_job(
    job_id: JobId, visitor: SignedIn, still: Annotated[str, Query(max_length=1)] = ""
) -> Response:
    """`still`: the page does not load itself again, for those who asked for that."""
    services, actor = visitor.services, visitor.signed.actor
    job = shown_job(await one_job(services, actor, job_id), actor)
    return page(
        visitor,
        "job.html",
        job=job,
        ended=job.state in ENDED,
        load=job.kind in LOADS,
        refused=await _some(visitor, job_id, ItemState.REFUSED, MOST_REFUSED),
        done=await _some(visitor, job_id, ItemState.DONE, MOST_DONE),
        naming=await _naming(visitor, [job]),
        key=str(uuid4()),
        still=bool(still),
    )


@router.post("/jobs/{job_id}/cancel")
async def cancel(job_id: JobId, visitor: SignedIn) -> Response:
    """Back to the job, which ends after what is under way."""
    await called_off(visitor.services, visitor.signed.actor, job_id)
    return lead_to(f"/jobs/{job_id}")


@router.get("/jobs/{job_id}/result")
async def fetch_result(job_id: JobId, visitor: SignedIn) -> Response:
    return await result_of(
        visitor.services, visitor.signed.actor, job_id, english=visitor.words.lang == "en"
    )


async def _some(visitor: Visitor, job_id: str, state: ItemState, limit: int) -> list[ItemShown]:
    return await items(visitor.services, visitor.signed.actor, job_id, limit=limit, state=state)


async def _naming(visitor: Visitor, jobs: list[JobShown]) -> Naming:
    async with acting_as(visitor.services.pool, visitor.signed.actor) as connection:
        persons = {person for each in jobs for person in (each.person, each.handler) if person}
        names = await names_of(connection, sorted(persons))
    return Naming(visitor.words, visitor.services.tables, names)
