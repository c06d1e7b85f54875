"""The page on which somebody complains without an account: what a complaint is, the form, and on to the
party's own page. What a value has to look like is judged by the interface, as for every form.
"""

import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.console.bound import Draft, Input, Wrong, bound, errors_of, inputs_of, summary
from api.console.forms import Typed, parts_of, typed
from api.console.pages import lead_to, page
from api.console.party_session import AREA, Whose, keep_party
from api.console.visitor import AnyVisitor, FormData, Visitor
from api.http.limits import address_of
from api.http.problems import Problem, problem
from api.http.public_filing import PublicComplaint, bureaus, filed_publicly
from api.http.services import Services

FASTEST: Final = 2
"""Seconds in which no person fills in the form."""

LONGEST: Final = 24 * 3600
"""Seconds for which the key of a form holds."""

TRAP: Final = "website"
"""An input that people do not see and programs fill in."""

PREFIX: Final = "complain"

SECTIONS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("who", ("complainants.0.name", "complainants.0.phone", "complainants.0.address",
             "complainants.0.email")),
    ("whom", ("respondents.0.name", "respondents.0.shop_name", "respondents.0.address",
              "respondents.0.platform", "respondents.0.phone")),
    ("what", ("purchase.on", "purchase.item", "purchase.order_number", "purchase.amount", "facts")),
    ("want", ("claims.0.kind", "claims.0.amount", "claims.1.kind", "claims.1.amount")),
)  # fmt: skip
"""The inputs in the order in which somebody tells a story."""

NEEDED: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("complainants.0.name",), "name"),
    (("complainants.0.phone",), "phone"),
    (("respondents.0.name", "respondents.0.shop_name"), "trader"),
    (("facts",), "facts"),
    (("true",), "true"),
)
"""What this page asks for (令121 art.10): one of the inputs each, and the words where none is filled."""

AT_LEAST: Final = {"complainants": 1, "respondents": 1, "claims": 2}

router = APIRouter(prefix="/complain")


@router.get("")
async def show_guide(visitor: AnyVisitor, office: Annotated[str, Query(max_length=200)] = "") -> Response:
    """What is a complaint, what is not and where that goes; `office`: whose page it is."""
    return page(visitor, "complain.html", office=office)


@router.get("/new")
async def show_form(visitor: AnyVisitor, office: Annotated[str, Query(max_length=200)] = "") -> Response:
    return await _page(visitor, office)


@router.post("/new")
async def file_complaint(request: Request, visitor: AnyVisitor) -> Response:
    """To the own page of the new case, with number and code to keep; the same form sent twice makes one."""
    services, form = visitor.services, visitor.form
    said = typed(parts_of(PublicComplaint), form)
    office = form.one("page")
    missing = {names[0]: word for names, word in NEEDED if not any(form.one(n).strip() for n in names)}
    if missing:
        return await _page(visitor, office, said, missing=missing)
    try:
        _by_a_person(services, form)
        raw = json.dumps(_body(said, office), ensure_ascii=False).encode()
        filed = await filed_publicly(services, address_of(request), form.one("key"), raw)
    except Problem as found:
        return await _page(visitor, office, said, found)
    response = lead_to(f"{AREA}?done=filed")
    keep_party(response, visitor, Whose(filed.case_number, filed.case_id, "complainant-1"))
    return response


def _body(said: Typed, office: str) -> dict[str, object]:
    body = {name: value for name, value in said.value.items() if name not in ("page", "office")}
    if chosen := said.value.get("office"):
        body["office"] = chosen
    return {**body, "page": office} if office else body


def _by_a_person(services: Services, form: FormData) -> None:
    """Raises `form_trap`, `form_expired`, `form_too_fast`."""
    if form.one(TRAP):
        raise problem("form_trap")
    at, _, rest = form.one("key").partition(".")
    nonce, _, mark = rest.partition(".")
    right = _mark(services, f"{at}.{nonce}")
    if not at.isdecimal() or not hmac.compare_digest(right.encode(), mark.encode()):
        raise problem("form_expired")
    age = time.time() - int(at)
    if age > LONGEST:
        raise problem("form_expired")
    if age < FASTEST:
        raise problem("form_too_fast")


def _fresh_key(services: Services) -> str:
    """The key of one complaint, which says when its form was shown."""
    said = f"{int(time.time())}.{secrets.token_urlsafe(15)}"
    return f"{said}.{_mark(services, said)}"


def _mark(services: Services, said: str) -> str:
    return hmac.new(services.body_key, f"complain|{said}".encode(), "sha256").hexdigest()[:32]


async def _page(
    visitor: Visitor,
    office: str,
    said: Typed | None = None,
    found: Problem | None = None,
    missing: Mapping[str, str] | None = None,
) -> Response:
    words = visitor.words
    errors = errors_of(found, said, words) if found and said else {}
    errors |= {name: words(f"complain.needed.{word}") for name, word in (missing or {}).items()}
    draft = Draft(words=words, form=visitor.form, prefix=PREFIX, errors=errors, at_least=AT_LEAST)
    inputs = {each.name: each for each in inputs_of(bound(parts_of(PublicComplaint), draft))}
    known = await bureaus(visitor.services)
    offices = tuple((one.path, words.either(one.name_zh, one.name_en)) for one in known)
    kept_key = visitor.form.one("key") if visitor.form and (not found or found.code != "form_expired") else ""
    return page(
        visitor,
        "complain_form.html",
        200 if said is None else found.status if found else 422,
        sections=tuple((name, tuple(_shown(inputs[each]) for each in names)) for name, names in SECTIONS),
        offices=offices,
        office=office if office in {path for path, _ in offices} else "",
        chosen=visitor.form.one("office"),
        form=visitor.form,
        true_error=errors.get("true", ""),
        found=found,
        wrong=_wrong(inputs, errors),
        key=kept_key or _fresh_key(visitor.services),
        trap=TRAP,
    )


def _shown(one: Input) -> Input:
    needed = {name for names, _ in NEEDED for name in names[:1]}
    return replace(one, required=one.name in needed, hint="")


def _wrong(inputs: Mapping[str, Input], errors: Mapping[str, str]) -> tuple[Wrong, ...]:
    ordered = tuple(inputs[name] for _, names in SECTIONS for name in names)
    found = summary(ordered, {name: text for name, text in errors.items() if name != "true"})
    return (*found, *(Wrong("complain-true", "", text) for name, text in errors.items() if name == "true"))
