"""From a template to an answer: the one place that draws pages and sets what browsers may do with them."""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.console.navigation import menu_of
from api.console.visitor import FORM_COOKIE, NeedsSignIn, Visitor, anonymous
from api.http.problems import Problem
from api.http.services import services_of

POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing of other sites, and nothing written into the page itself: scripts and styles are files of ours."""

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Vary": "Accept-Language, Cookie",
}

_KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
STATIC: Final = {
    each.name: _KINDS[PurePath(each.name).suffix]
    for each in files("api.console").joinpath("static").iterdir()
    if PurePath(each.name).suffix in _KINDS
}
"""The static files with their media types."""

_PAGES: Final = Environment(
    loader=PackageLoader("api.console"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(visitor: Visitor, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page in the visitor's language."""
    drawn = _PAGES.get_template(template).render(
        t=visitor.words,
        visitor=visitor,
        rehearsal=visitor.services.settings.rehearsal,
        asset=asset,
        menu=menu_of(visitor),
        wrong_page=status >= 400 and not (status == 401 and values.get("found") is None),
        **values,
    )
    response = HTMLResponse(drawn, status, {**HEADERS, "Content-Language": visitor.words.tag})
    if visitor.fresh and visitor.secret:
        response.set_cookie(
            FORM_COOKIE, visitor.secret, httponly=True, secure=visitor.secure, samesite="strict", path="/"
        )
    return response


def lead_to(place: str) -> RedirectResponse:
    """On to another page, which is then read afresh."""
    return RedirectResponse(place, 303, HEADERS)


def error_page(request: Request, found: Problem) -> Response:
    """A problem as a page; what a form could show in its own place never gets here."""
    visitor = anonymous(request, services_of(request))
    response = page(visitor, "error.html", found.status, found=found)
    if found.retry_after is not None:
        response.headers["Retry-After"] = str(found.retry_after)
    return response


def ask_to_sign_in(request: Request, error: Exception) -> Response:
    """The sign-in page in place of one for people signed in, with what was typed kept in it."""
    assert isinstance(error, NeedsSignIn)  # noqa: S101
    visitor = error.visitor
    values = {"back": visitor.place, "kept": visitor.form.kept(), "username": "", "found": None}
    return page(visitor, "sign_in.html", 401, **values)


def static_file(name: str) -> Response:
    """One of `STATIC`; its address holds a hash of it, so it may be kept for ever."""
    return Response(
        _read(name), media_type=STATIC[name],
        headers={**HEADERS, "Cache-Control": "public, max-age=31536000, immutable"},
    )


@cache
def asset(name: str) -> str:
    """The address of a static file."""
    return f"/static/{name}?v={hashlib.sha256(_read(name)).hexdigest()[:12]}"


@cache
def _read(name: str) -> bytes:
    return files("api.console").joinpath("static", name).read_bytes()
