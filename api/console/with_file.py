"""A form that may carry a file, with what was typed kept whatever becomes of the file or of the session."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import Depends, Request

from api.console.visitor import (
    FILE_AGAIN,
    SESSION_COOKIE,
    FormData,
    NeedsDuty,
    NeedsSignIn,
    Visitor,
    check_form,
    signed_in,
    visiting,
    visiting_with_file,
    visitor_of,
)
from api.http.problems import Problem, problem
from api.http.services import Services, ServicesNow
from api.http.upload import Upload, is_multipart, uploaded
from redress.files.evidence_store import FilesUnavailable
from redress.persistence.pool import StoreUnavailable

DRAINED: Final = 64 * 1024 * 1024
"""Bytes of a file read and thrown away, so that the answer reaches the browser of somebody signed out."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came: the visitor with the fields of the form, the file if one came, or why it was not taken."""

    visitor: Visitor
    upload: Upload | None = None
    found: Problem | None = None


@asynccontextmanager
async def sent_form(request: Request, services: Services) -> AsyncIterator[Sent]:
    """The form of a request, its file laid aside for as long as the block runs.

    What was typed comes before the file. Raises `NeedsSignIn` and `NeedsDuty` with all of it, `form_expired`,
    `no_role`.
    """
    if not is_multipart(request):
        yield Sent(await signed_in(await visiting(request, services)))
        return
    token, owing = request.cookies.get(SESSION_COOKIE, ""), False
    try:
        visitor = await visitor_of(request, services, token, token, FormData())
    except NeedsDuty as duty:
        visitor, owing = duty.visitor, True
    if visitor.without_role:
        raise problem("no_role")
    seen: list[Mapping[str, list[str]]] = []

    def before_file(fields: Mapping[str, list[str]]) -> None:
        form = form_of(fields)
        check_form(services, token, form)
        seen.append(fields)
        if visitor.reader is None:
            raise NeedsSignIn(_with_mark(visitor, form))
        if owing:
            raise NeedsDuty(_with_mark(visitor, form))

    async with AsyncExitStack() as laid_aside:
        upload, found = None, None
        try:
            upload = await laid_aside.enter_async_context(
                uploaded(request, services.files, services.settings.file_limit, before_file)
            )
        except (NeedsSignIn, NeedsDuty):
            await _drain(request)
            raise
        except (Problem, FilesUnavailable) as error:
            if not seen:
                raise
            found = problem_of(error)
        # With what came behind the file: a button of the form, most likely.
        whole = replace(visitor, form=form_of(seen[0]))
        yield Sent(whole, upload if upload and upload.received else None, found)


def form_of(fields: Mapping[str, list[str]]) -> FormData:
    """The fields of an upload as a form has them."""
    return FormData([(name, value) for name, values in fields.items() for value in values])


def problem_of(error: Problem | StoreUnavailable | FilesUnavailable) -> Problem:
    """What an upload that was not taken says."""
    match error:
        case Problem():
            return error
        case FilesUnavailable():
            return problem("files_unavailable")
        case _:
            return problem("store_unavailable")


def _with_mark(visitor: Visitor, form: FormData) -> Visitor:
    """The form that comes back asks for the file again: no page can hold one."""
    return replace(visitor, form=FormData([*form.kept(), (FILE_AGAIN, "yes")]))


async def signed_in_with_file(request: Request, services: ServicesNow) -> Visitor:
    """Somebody signed in whose form carries a file, which is not read yet; its token is not checked yet.

    Raises `NeedsSignIn` with all that was typed on a page of ours.
    """
    try:
        return await visiting_with_file(request, services)
    except NeedsSignIn:
        if request.cookies.get(SESSION_COOKIE) and is_multipart(request):
            async with sent_form(request, services):
                pass
        raise


WithFile = Annotated[Visitor, Depends(signed_in_with_file)]


async def _drain(request: Request) -> None:
    came = 0
    async for chunk in request.stream():
        came += len(chunk)
        if came > DRAINED:
            return
