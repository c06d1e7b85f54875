"""A file of complaints taken in by hand: upload, a look at its rows, then filed by a job."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Final
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.console.pages import lead_to, page
from api.console.visitor import SignedIn, Visitor
from api.console.with_file import Sent, sent_form
from api.http.import_jobs import (
    LARGEST,
    MOST_ROWS,
    ReadRow,
    content_of,
    filed_by_job,
    looked_at,
    mapping_in,
    prepared,
    read_rows,
)
from api.http.jobs import JobId, one_job
from api.http.problems import Problem, problem, refused_as
from api.http.services import ServicesNow
from redress.contracts.jobs import JobKind, JobState
from redress.domain.actors import Actor
from redress.domain.permissions import may
from redress.files.csv_rows import UnusableFile
from redress.persistence.jobs import Job

SHOWN: Final = 8
"""Rows that are shown before anything is filed."""

MOST_BAD: Final = 50

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Wrong:
    """What stands against an upload, at which of the two inputs."""

    field: str
    words: str


@router.get("/jobs/import")
async def show_form(visitor: SignedIn) -> Response:
    _may(visitor.signed.actor)
    return _form(visitor, shipped_mapping())


@router.post("/jobs/import")
async def take(request: Request, services: ServicesNow) -> Response:
    """To the rows as they were read; nothing is filed yet. A form sent twice leads to the same place."""
    async with sent_form(request, services) as sent:
        _may(sent.visitor.signed.actor)
        mapping = sent.visitor.form.one("mapping").replace("\r\n", "\n")
        try:
            job = await _taken(sent, mapping)
        except UnusableFile as error:
            field = "mapping" if "mapping" in error.en else "file"
            return _form(sent.visitor, mapping, Wrong(field, sent.visitor.words.either(error.zh, error.en)))
        except Problem as found:
            if found.status in (403, 404) or found.status >= 500:
                raise
            return _form(sent.visitor, mapping, Wrong("file", sent.visitor.words.title(found)))
    return lead_to(f"/jobs/{job.id}/review")


@router.get("/jobs/{job_id}/review")
async def review(job_id: JobId, visitor: SignedIn) -> Response:
    """The first rows, and every one that cannot be filed."""
    services, actor = visitor.services, visitor.signed.actor
    job = await _own(visitor, job_id)
    if job.state is not JobState.PREPARED:
        return lead_to(f"/jobs/{job_id}")
    mapping, content = await looked_at(services, actor, job)
    rows = read_rows(content, mapping_in(mapping))
    bad = [row for row in rows if row.filing is None]
    good = [row for row in rows if row.filing is not None]
    return page(
        visitor, "import_review.html", job=job, good=good[:SHOWN], bad=bad[:MOST_BAD], usable=len(good),
        refused=len(bad), reasons={row.number: _reason(visitor, row) for row in bad},
    )  # fmt: skip


@router.post("/jobs/{job_id}/file")
async def file_rows(job_id: JobId, visitor: SignedIn) -> Response:
    """Every row that can be filed becomes a case; to the job."""
    _may(visitor.signed.actor)
    job = await _own(visitor, job_id)
    await filed_by_job(visitor.services, visitor.signed.actor, job)
    return lead_to(f"/jobs/{job_id}")


def shipped_mapping() -> str:
    return files("redress.files.mappings").joinpath("desk.toml").read_text(encoding="utf-8")


async def _taken(sent: Sent, mapping: str) -> Job:
    visitor = sent.visitor
    if sent.found is not None:
        raise sent.found
    if sent.upload is None or sent.upload.received is None:
        words = visitor.words
        raise UnusableFile(words("import.no_file"), words("import.no_file"))
    if sent.upload.received.size > LARGEST:
        raise problem("file_too_large", f"{LARGEST // 1024 // 1024} MB")
    rows = read_rows(content_of(sent.upload.received), mapping_in(mapping))
    actor, key = visitor.signed.actor, visitor.form.one("key")
    return await prepared(visitor.services, actor, key, sent.upload.received, mapping, len(rows))


async def _own(visitor: Visitor, job_id: str) -> Job:
    """Raises `no_such_job` for what is no import of the visitor's own."""
    job = await one_job(visitor.services, visitor.signed.actor, job_id)
    if job.kind is not JobKind.IMPORT or job.actor.person != visitor.signed.actor.person:
        raise problem("no_such_job")
    return job


def _may(actor: Actor) -> None:
    if not may(actor.roles, "file"):
        raise refused_as("forbidden", "file")


def _form(visitor: Visitor, mapping: str, wrong: Wrong | None = None) -> Response:
    return page(
        visitor, "import.html", 422 if wrong else 200, mapping=mapping, wrong=wrong, key=str(uuid4()),
        most=LARGEST // 1024 // 1024, rows=MOST_ROWS,
    )  # fmt: skip


def _reason(visitor: Visitor, row: ReadRow) -> str:
    words = visitor.words
    return words.known(f"job.code.{row.code}") or row.code
