"""RFC 9457 problem documents: the one place where refusals, bad input and failures become HTTP."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.languages import prefers_english
from api.http.problem_titles import TITLES
from redress.domain.refusals import Kind, Refusal, refuse
from redress.files.evidence_store import FilesUnavailable
from redress.persistence.pool import StoreUnavailable

log = structlog.get_logger("redress.api")

MEDIA_TYPE: Final = "application/problem+json"

STATUS_OF_KIND: Final[dict[Kind, int]] = {
    Kind.RULE: 409,
    Kind.STALE: 409,
    Kind.FORBIDDEN: 403,
    Kind.INVALID: 422,
}

RETRY_AFTER: Final[dict[str, int]] = {
    "still_running": 1,
    "engine_busy": 2,
    "store_unavailable": 5,
    "files_unavailable": 5,
    "issuer_unreachable": 5,
    "too_many_requests": 60,
}
"""Seconds after which asking again makes sense."""

ErrorPage: TypeAlias = "Callable[[Request, Problem], Response]"
"""What `app.state.error_page` may hold: draws a problem for people."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One unusable field: its path (`purchase.amount`, empty for the whole body), a stable code, words."""

    field: str
    code: str
    zh: str
    en: str


@dataclass(eq=False)
class Problem(Exception):
    """What a request is answered instead of a result. `code` is stable; `detail` holds no personal data.

    Not frozen: the interpreter sets tracebacks on what is raised.
    """

    status: int
    code: str
    title_zh: str
    title_en: str
    citation: str | None = None
    detail: str | None = None
    errors: tuple[FieldError, ...] = ()
    retry_after: int | None = None


def problem(code: str, detail: str | None = None, errors: tuple[FieldError, ...] = ()) -> Problem:
    """The problem of a code of `TITLES`."""
    status, zh, en = TITLES[code]
    return Problem(status, code, zh, en, None, detail, errors, RETRY_AFTER.get(code))


def refused(refusal: Refusal) -> Problem:
    """A rule's refusal as a problem."""
    return Problem(
        STATUS_OF_KIND[refusal.kind],
        refusal.code,
        refusal.title_zh,
        refusal.title_en,
        refusal.citation,
        refusal.detail,
    )


def refused_as(code: str, detail: str | None = None) -> Problem:
    """The problem of a code of the domain's `RULES`."""
    return refused(refuse(code, detail))


def document(found: Problem, english: bool) -> dict[str, Any]:
    """The problem document in the reader's language; `title_zh` and `title_en` say both."""
    body: dict[str, Any] = {
        "type": f"urn:redress:problem:{found.code}",
        "title": found.title_en if english else found.title_zh,
        "title_zh": found.title_zh,
        "title_en": found.title_en,
        "status": found.status,
        "code": found.code,
        "citation": found.citation,
    }
    if found.detail is not None:
        body["detail"] = found.detail
    if found.errors:
        body["errors"] = [
            {
                "field": each.field,
                "code": each.code,
                "message": each.en if english else each.zh,
                "message_en": each.en,
            }
            for each in found.errors
        ]
    return body


def answer(request: Request, found: Problem) -> Response:
    """The problem as the reader asked for it: a page for people with a browser, a document for the rest."""
    page: ErrorPage | None = getattr(request.app.state, "error_page", None)
    if page is not None and not request.url.path.startswith("/v1/") and _takes_pages(request):
        return page(request, found)
    return _document_answer(request, found)


def _takes_pages(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _document_answer(request: Request, found: Problem) -> JSONResponse:
    headers = {"Content-Language": "en" if prefers_english(request) else "zh-CN", "Cache-Control": "no-store"}
    if found.retry_after is not None:
        headers["Retry-After"] = str(found.retry_after)
    if found.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(
        document(found, prefers_english(request)), found.status, headers=headers, media_type=MEDIA_TYPE
    )


def _of(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case StoreUnavailable():
            log.warning("store_unavailable", error=str(error))
            return problem("store_unavailable")
        case FilesUnavailable():
            log.warning("files_unavailable", error=str(error))
            return problem("files_unavailable")
        case RequestValidationError():
            return problem("invalid_query", errors=tuple(_parameter(each) for each in error.errors()))
        case HTTPException(status_code=405):
            return problem("method_not_allowed")
        case HTTPException(status_code=404):
            return problem("not_found")
        case HTTPException():
            return replace(problem("invalid_body"), status=error.status_code)
        case _:
            return problem("internal")


def _parameter(error: dict[str, Any]) -> FieldError:
    name = ".".join(str(part) for part in error["loc"][1:])
    return FieldError(name, "invalid", "参数无效", str(error["msg"]))


async def _handle(request: Request, error: Exception) -> Response:
    return answer(request, _of(error))


class Unexpected:
    """Answers what nobody expected with `internal` and gives it to our own log, which keeps type and place.

    Its message can quote what people wrote, so it must not reach the server's log.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            if scope["type"] != "http":
                raise
            request = Request(scope)
            log.error("request_failed", exc_info=error, route=_route(request))
            if not started:
                await answer(request, _of(error))(scope, receive, send)


def _route(request: Request) -> str:
    path: str = getattr(request.scope.get("route"), "path", "unknown")
    return path.replace("{", ":").replace("}", "")


def install(app: FastAPI) -> None:
    """Answers every error of `app` by the one table."""
    for kind in (Problem, StoreUnavailable, FilesUnavailable, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _handle)
    app.add_middleware(Unexpected)
