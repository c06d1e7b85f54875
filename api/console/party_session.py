"""Number and code exchanged for a short session of the parties' pages, so that no address holds a code.

The session is a marked statement in a cookie of `/my`: nothing is kept on the server; a renewed code ends it.
"""

import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.responses import Response

from api.console.visitor import FORM_COOKIE, SESSION_COOKIE, AnyVisitor, FormData, Visitor, visitor_of
from api.http.limits import address_of
from api.http.party import Known, again
from api.http.services import Services, ServicesNow

COOKIE: Final = "redress_party"
AREA: Final = "/my"
LASTS: Final = 30 * 60
"""Seconds without a request after which the code is asked for again."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose session it is; `renewed`: how often the code had been renewed when it began."""

    number: str
    case_id: str
    party: str
    renewed: int = 0


@dataclass(frozen=True, slots=True)
class Own:
    """A party at its pages."""

    visitor: Visitor
    known: Known


class NeedsCode(Exception):
    """The page is for a party whose session is over; `visitor.form` is what was typed."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__()
        self.visitor = visitor


def session_of(known: Known) -> Whose:
    return Whose(known.view.case_number, known.case_id, known.party, known.renewed)


def keep_party(response: Response, visitor: Visitor, whose: Whose) -> None:
    """Begins the session, or lets it go on. `lax`: a link in a letter or message leads here too."""
    response.set_cookie(
        COOKIE,
        _token(visitor.services, whose, int(time.time()) + LASTS),
        max_age=LASTS,
        httponly=True,
        secure=visitor.secure,
        samesite="lax",
        path=AREA,
    )


def forget_party(response: Response) -> None:
    response.delete_cookie(COOKIE, path=AREA)


async def own(request: Request, visitor: AnyVisitor) -> Own:
    """The party of the request's session; raises `NeedsCode` and `too_many_requests`."""
    return await _own(request, visitor)


async def own_with_file(request: Request, services: ServicesNow) -> Own:
    """The same for a form with a file, which is not read yet, nor its token checked."""
    token = request.cookies.get(SESSION_COOKIE, "")
    secret = token or request.cookies.get(FORM_COOKIE, "")
    return await _own(request, await visitor_of(request, services, token, secret, FormData()))


OwnNow = Annotated[Own, Depends(own)]
OwnWithFile = Annotated[Own, Depends(own_with_file)]


async def _own(request: Request, visitor: Visitor) -> Own:
    services = visitor.services
    services.limits.pages.check(address_of(request))
    services.limits.pages.count(address_of(request))
    said = _read(services, request.cookies.get(COOKIE, ""))
    known = await again(services, said.number, said.case_id, said.party, said.renewed) if said else None
    if known is None:
        raise NeedsCode(visitor)
    return Own(visitor, known)


def _token(services: Services, whose: Whose, until: int) -> str:
    said = f"{whose.number}.{whose.case_id}.{whose.party}.{whose.renewed}.{until}"
    return f"{said}.{_mark(services, said)}"


def _read(services: Services, token: str) -> Whose | None:
    """Whose session it is, while it lasts."""
    said, _, mark = token.rpartition(".")
    if not hmac.compare_digest(_mark(services, said).encode(), mark.encode()):
        return None
    number, case_id, party, renewed, until = said.split(".")
    return Whose(number, case_id, party, int(renewed)) if int(until) > time.time() else None


def _mark(services: Services, said: str) -> str:
    return hmac.new(services.body_key, f"party|{said}".encode(), hashlib.sha256).hexdigest()
