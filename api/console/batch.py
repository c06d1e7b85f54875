"""One dispute with many complainants: the form is what they share, a list says who they are; first a look at
every line, then one case for each.
"""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.console.drafting import (
    BATCH,
    LIST_FIELD,
    SOURCE_FIELD,
    DraftId,
    Window,
    discard_draft,
    draft_of,
    keep_draft,
    window_of,
)
from api.console.filing import FORM
from api.console.forms import typed
from api.console.intake_form import may_file
from api.console.pages import lead_to, page
from api.console.signing import resume
from api.console.visitor import FormData, SignedIn, Visitor
from api.console.with_file import Sent, sent_form
from api.http.jobs import one_job, shown_job
from api.http.joint_filing import file_list, key_of, prefix_of
from api.http.problems import Problem, problem
from api.http.services import ServicesNow
from redress.contracts.jobs import ENDED
from redress.domain.identity_number import fault_of_number
from redress.domain.joint_list import COLUMNS, Listed, read_joint_list
from redress.domain.telephone import PhoneShape, shape_of_phone
from redress.files.evidence_store import Received
from redress.persistence.intake_drafts import Draft, DraftGone, DraftOvertaken
from redress.persistence.joint_filing import FiledLine, filed_lines, newest_job
from redress.persistence.pool import StoreUnavailable, acting_as

MOST_BYTES: Final = 1_000_000
"""Of a list that comes as a file."""

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Row:
    """A line that can be filed: what looks odd of it, and the case it has become."""

    listed: Listed
    odd: tuple[str, ...]
    filed: FiledLine | None


@router.get("/cases/batch/{draft}")
async def show_list(draft: DraftId, visitor: SignedIn) -> Response:
    """What the list says, line by line, and how far its filing is."""
    may_file(visitor)
    return await _page(visitor, await draft_of(visitor, draft, BATCH))


@router.post("/cases/batch/{draft}")
async def take_list(draft: DraftId, request: Request, services: ServicesNow) -> Response:
    """Keeps the list and shows its lines again; or files those that were looked at."""
    async with sent_form(request, services) as sent:
        visitor = sent.visitor
        may_file(visitor)
        try:
            return await _answer(sent, await draft_of(visitor, draft, BATCH))
        except StoreUnavailable:
            kept = tuple(visitor.form.kept())
            return resume(visitor, f"/cases/batch/{draft}", kept, problem("store_unavailable"), 503)


async def _answer(sent: Sent, known: Draft) -> Response:
    visitor, form = sent.visitor, sent.visitor.form
    text = form.one(LIST_FIELD).replace("\r\n", "\n")
    if sent.found is not None:
        return await _page(visitor, known, text=text, found=sent.found)
    try:
        if sent.upload and sent.upload.received:
            text = await _read(sent.upload.received)
        if form.has("file_all") and form.one("seen") == _digest(text):
            lines, actor = read_joint_list(text).lines, visitor.signed.actor
            await file_list(visitor.services, actor, known.draft, _shared(known), lines)
            await discard_draft(visitor, known.one(SOURCE_FIELD))
        else:
            await _keep(visitor, known, text)
    except Problem as found:
        return await _page(visitor, known, text=text, found=found)
    return lead_to(f"/cases/batch/{known.draft}")


async def _keep(visitor: Visitor, known: Draft, text: str) -> None:
    """Raises `draft_overtaken` where another window has changed the list."""
    window = replace(window_of(visitor.form), draft=known.draft)
    pairs = (*(pair for pair in known.pairs if pair[0] != LIST_FIELD), (LIST_FIELD, text))
    try:
        await keep_draft(visitor, window, BATCH, pairs)
    except (DraftGone, DraftOvertaken):
        raise problem("list_overtaken") from None


async def _read(file: Received) -> str:
    """A file as text: UTF-8, or what spreadsheet programs write in Chinese; raises `list_unreadable`."""
    def reading() -> bytes:
        with file.reader() as reader:
            return reader.read(MOST_BYTES + 1)

    raw = await asyncio.to_thread(reading)
    if len(raw) > MOST_BYTES:
        raise problem("list_unreadable")
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise problem("list_unreadable")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _shared(known: Draft) -> dict[str, Any]:
    """The form under the list, as the JSON of the API."""
    return typed(FORM.parts, FormData(list(known.pairs))).value


async def _page(
    visitor: Visitor, known: Draft, *, text: str | None = None, found: Problem | None = None
) -> Response:
    text = known.one(LIST_FIELD) if text is None else text
    listed = read_joint_list(text)
    actor = visitor.signed.actor
    async with acting_as(visitor.services.pool, actor) as connection:
        filed = await filed_lines(connection, actor.person, prefix_of(known.draft))
        job_id = await newest_job(connection, actor.person, prefix_of(known.draft))
    job = shown_job(await one_job(visitor.services, actor, job_id), actor) if job_id else None
    by_key = {one.key: one for one in filed if one.status != "refused"}
    rows = [_row(known.draft, one, by_key) for one in listed.lines]
    return page(
        visitor,
        "batch.html",
        200 if found is None else found.status,
        draft=known,
        window=Window(known.draft, known.version),
        shared=FormData(list(known.pairs)),
        text=text,
        seen=_digest(text),
        rows=rows,
        left=sum(row.filed is None for row in rows),
        faults=listed.faults,
        job=job,
        ended=job is None or job.state in ENDED,
        columns=COLUMNS,
        found=found,
    )


def _row(batch: str, line: Listed, by_key: dict[str, FiledLine]) -> Row:
    key = key_of(batch, line)
    filed = next((one for name, one in by_key.items() if name == key or name.startswith(f"{key}.")), None)
    return Row(line, tuple(_odd(line)), filed)


def _odd(line: Listed) -> Iterator[str]:
    """What looks wrong and is taken all the same."""
    if shape_of_phone(line.phone) is PhoneShape.ODD:
        yield "phone.odd"
    resident = "身份证" in (line.id_type or "身份证")
    if resident and line.id_number and (wrong := fault_of_number(line.id_number)):
        yield f"id_number.{wrong}"
