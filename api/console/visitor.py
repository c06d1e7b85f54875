"""Who looks at a page: the session in its cookie, the token of its forms, and what a form has sent."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request, Response

from api.auth.reader import Reader, reader_of
from api.console.words import Words, words_for
from api.http.json_input import raw_body
from api.http.opening import MAY_OPEN
from api.http.outbox import IN_CHARGE
from api.http.problems import Problem, problem
from api.http.services import Services, ServicesNow
from api.http.unseen import without_unseen

SESSION_COOKIE: Final = "redress_session"
FORM_COOKIE: Final = "redress_form"
"""Stands in for the session in the forms of people who are not signed in."""

WITH_DUTY: Final = ("/account/password", "/account/second-factor", "/sign-out", "/language/")
"""Pages for people who have to do something first."""

CSRF_FIELD: Final = "csrf"
FILE_AGAIN: Final = "with-file"
"""Stands in what is kept of a form that carried a file."""

MOST_FIELDS: Final = 2_000

BY_ITSELF: Final = "/changes"
"""The addresses that an open page asks without anybody doing something end like this."""


AS_TYPED: Final = ("password", "kept-value")
"""How the names of fields begin of which nothing is taken out: secrets, and what was read once before."""


class FormData:
    """The fields of a form in the order they came, without what nobody sees; a name may come more than once.
    """

    def __init__(self, pairs: list[tuple[str, str]] | None = None) -> None:
        self._pairs = [
            (name, value if name.startswith(AS_TYPED) else without_unseen(value))
            for name, value in pairs or ()
        ]

    def one(self, name: str) -> str:
        """The last value of a name, empty when there is none."""
        return next((value for key, value in reversed(self._pairs) if key == name), "")

    def every(self, name: str) -> list[str]:
        return [value for key, value in self._pairs if key == name]

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self._pairs)

    def under(self, prefix: str) -> Iterator[str]:
        """The names that begin with `prefix.`."""
        return (key for key, _ in self._pairs if key.startswith(f"{prefix}."))

    def kept(self) -> list[tuple[str, str]]:
        """Everything but the token of the page it came from."""
        return [pair for pair in self._pairs if pair[0] != CSRF_FIELD]

    def with_values(self, values: Mapping[str, str]) -> "FormData":
        """The same form with other values in these fields."""
        others = [pair for pair in self._pairs if pair[0] not in values]
        return FormData([*others, *values.items()])

    def __bool__(self) -> bool:
        return bool(self._pairs)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at a page; `reader` None: not signed in. `place` is the page's own path and query.

    `without_role`: signed in with an account that has no role anywhere, which reads what is public.
    `secret` is what the token of the forms is made of: the session, or a cookie in its place; `fresh`: that
    cookie is still to be set.
    """

    services: Services
    words: Words
    place: str
    secret: str
    fresh: bool
    secure: bool
    reader: Reader | None = None
    form: FormData = field(default_factory=FormData)
    without_role: bool = False

    @property
    def csrf(self) -> str:
        """What the forms of this visitor's pages carry."""
        return csrf_of(self.services, self.secret)

    @property
    def in_charge(self) -> bool:
        """Whether the visitor works off what could not be delivered."""
        return self.reader is not None and bool(IN_CHARGE.intersection(self.reader.actor.roles))

    @property
    def clerk(self) -> bool:
        """Whether the visitor may see whom letters go to."""
        return self.reader is not None and bool(MAY_OPEN.intersection(self.reader.actor.roles))

    @property
    def signed(self) -> Reader:
        """Who it is; raises `NeedsSignIn`."""
        if self.reader is None:
            raise NeedsSignIn(self)
        return self.reader


class NeedsSignIn(Exception):
    """The page is for people signed in; `visitor.form` is what was typed on a page of ours."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__()
        self.visitor = visitor


class NeedsDuty(Exception):
    """The session is for nothing else until its duty is done; `visitor.form` is what was typed."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__()
        self.visitor = visitor


async def visiting(request: Request, services: ServicesNow) -> Visitor:
    """Anybody. A form without the token of its page raises `form_expired`."""
    token = request.cookies.get(SESSION_COOKIE, "")
    secret = token or request.cookies.get(FORM_COOKIE, "")
    form = FormData()
    if request.method == "POST":
        form = await _sent(request)
        check_form(services, secret, form)
    return await visitor_of(request, services, token, secret, form)


async def visiting_with_file(request: Request, services: ServicesNow) -> Visitor:
    """Somebody signed in whose form carries a file: it is not read yet, and its token is not checked yet."""
    token = request.cookies.get(SESSION_COOKIE, "")
    return await signed_in(await visitor_of(request, services, token, token, FormData()))


async def visitor_of(
    request: Request, services: Services, token: str, secret: str, form: FormData
) -> Visitor:
    """Whoever a session's `token` says it is, with a form that was read elsewhere; raises `NeedsDuty`."""
    reader, without_role = await _reader(services, token, use=not request.url.path.endswith(BY_ITSELF))
    visitor = Visitor(
        services=services,
        words=words_for(request),
        place=place_of(request),
        secret=secret or secrets.token_urlsafe(24),
        fresh=not secret,
        secure=is_secure(request, services),
        reader=reader,
        form=form,
        without_role=without_role,
    )
    duty = reader is not None and reader.person.duty is not None
    if duty and not visitor.place.startswith(WITH_DUTY):
        raise NeedsDuty(visitor)
    return visitor


AnyVisitor = Annotated[Visitor, Depends(visiting)]


async def signed_in(visitor: AnyVisitor) -> Visitor:
    """Somebody signed in; raises `NeedsSignIn`, and `no_role` for an account without any."""
    if visitor.without_role:
        raise problem("no_role")
    if visitor.reader is None:
        raise NeedsSignIn(visitor)
    return visitor


SignedIn = Annotated[Visitor, Depends(signed_in)]


def anonymous(request: Request, services: Services) -> Visitor:
    """A visitor nobody has asked for a session: for error pages."""
    return Visitor(services, words_for(request), place_of(request), "", fresh=False, secure=False)


def csrf_of(services: Services, secret: str) -> str:
    return hmac.new(services.body_key, f"form|{secret}".encode(), hashlib.sha256).hexdigest()


def place_of(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def inner(place: str) -> str:
    """`place` if it is a path of ours, else the first page: a form never leads to another site."""
    parts = urlsplit(place)
    ours = place.startswith("/") and not place.startswith(("//", "/\\")) and not parts.netloc
    return place if ours and place.isprintable() else "/"


def keep_session(response: Response, token: str, *, secure: bool) -> None:
    """The cookie ends with the browser; the session itself ends on the server."""
    response.set_cookie(SESSION_COOKIE, token, httponly=True, secure=secure, samesite="strict", path="/")


def is_secure(request: Request, services: Services) -> bool:
    """Whether people reach us by https, here or through a proxy in front."""
    return request.url.scheme == "https" or services.settings.public_base_url.startswith("https://")


async def _reader(services: Services, token: str, *, use: bool) -> tuple[Reader | None, bool]:
    """Who it is; and whether it is somebody without a role, of whom there is nothing more to say."""
    if not token:
        return None, False
    try:
        return await reader_of(services, token, use=use), False
    except Problem as found:
        if found.code not in ("unauthenticated", "no_role"):
            raise
        return None, found.code == "no_role"


async def _sent(request: Request) -> FormData:
    raw = await raw_body(request)
    try:
        pairs = parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise problem("invalid_body") from None
    return FormData(pairs)


def check_form(services: Services, secret: str, form: FormData) -> None:
    """A form comes from a page of ours: its token fits the cookie, which no other site can send along."""
    right = csrf_of(services, secret) if secret else ""
    if not secret or not hmac.compare_digest(right.encode(), form.one(CSRF_FIELD).encode()):
        raise problem("form_expired")
