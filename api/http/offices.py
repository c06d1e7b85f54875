"""`/v1/offices`: the office tree, and which regimes an office lets hold beside the law."""

import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request

from api.auth.reader import Signed
from api.http.json_input import json_value, raw_body
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import FieldError, problem
from api.http.services import Services, ServicesNow
from redress.documents.library import shipped_templates
from redress.documents.template import Template
from redress.documents.template_file import load_template
from redress.domain.actors import Actor, Role, at_or_below
from redress.domain.problems import Problem
from redress.persistence.document_choices import DocumentChoice, choose, keep_template, set_head
from redress.persistence.offices import list_offices, set_regimes_beside
from redress.persistence.pool import acting_as

LONGEST: Final = 200
"""Characters of a telephone number or address in a letterhead."""

MOST: Final = 8
"""More regimes than this beside the law are a mistake."""

router = APIRouter(prefix="/v1/offices", tags=["offices"])


@router.get("", summary="The office tree", openapi_extra=described(answer="Offices"))
async def show_offices(reader: Signed, services: ServicesNow) -> Json:
    """Every office with its kind, names, and the regimes it lets hold beside the law (null: as above it)."""
    async with acting_as(services.pool, reader.actor) as connection:
        offices = await list_offices(connection)
    return Json({"items": offices})


@router.put(
    "/{office}/regimes",
    summary="Lets regimes hold beside the law in an office",
    openapi_extra=described(body="Regimes", answer="Regimes"),
)
async def set_regimes(
    office: Annotated[str, Path(max_length=200)], request: Request, reader: Signed, services: ServicesNow
) -> Json:
    """For cases filed from now on; a case that runs keeps the regimes it started with."""
    _may_set(reader.actor, office)
    async with acting_as(services.pool, reader.actor) as connection:
        await services.regulations.refresh(connection)
        beside = _regimes(json_value(await raw_body(request)), services)
        if not await set_regimes_beside(connection, office, beside):
            raise problem("not_found")
    return Json({"office": office, "beside": beside})


@router.put(
    "/{office}/letterhead",
    summary="What the letters of an office say of it",
    openapi_extra=described(body="Letterhead", answer="Letterhead"),
)
async def set_letterhead(
    office: Annotated[str, Path(max_length=200)], request: Request, reader: Signed, services: ServicesNow
) -> Json:
    """Telephone and address for the office and those below it that say nothing of their own."""
    _may_set(reader.actor, office)
    document = json_value(await raw_body(request))
    if not isinstance(document, dict) or set(document) != {"phone", "address"}:
        words = ("应为 phone 与 address", "has phone and address")
        raise problem("invalid_body", errors=(FieldError("", "missing", *words),))
    for name, value in document.items():
        if not isinstance(value, str) or len(value) > LONGEST:
            words = (f"应为不超过 {LONGEST} 字的文字", f"must be text of at most {LONGEST} characters")
            raise problem("invalid_body", errors=(FieldError(name, "not_text", *words),))
    async with acting_as(services.pool, reader.actor) as connection:
        if not await set_head(connection, office, document["phone"].strip(), document["address"].strip()):
            raise problem("not_found")
    return Json(document)


@router.put(
    "/{office}/documents/{code}",
    summary="How an office wants a kind of document",
    openapi_extra=described(body="DocumentChoice", answer="DocumentChoice"),
)
async def choose_document(
    office: Annotated[str, Path(max_length=200)],
    code: Annotated[str, Path(max_length=60)],
    request: Request,
    reader: Signed,
    services: ServicesNow,
) -> Json:
    """Whose approval it needs, and a template of its own; documents drawn up earlier stay as they are."""
    _may_set(reader.actor, office)
    if code not in shipped_templates():
        raise problem("not_found")
    asked = json_value(await raw_body(request))
    template = _template(code, asked)
    choice = DocumentChoice(
        version=template.version if template else None, approver=asked.get("approver")
    )
    async with acting_as(services.pool, reader.actor) as connection:
        if template is not None:
            await keep_template(connection, template.version, code, template.canonical)
        await choose(connection, office, code, choice, reader.actor.person)
    return Json({"approver": choice.approver, "version": choice.version})


def _template(code: str, asked: Any) -> Template | None:
    """The office's template, checked whole; raises `unusable_template` with every place and reason."""
    if not isinstance(asked, dict) or set(asked) - {"approver", "template"}:
        raise _wrong_choice("")
    if asked.get("approver") not in (None, "none", "supervisor", "bureau_head"):
        raise _wrong_choice("approver")
    text = asked.get("template")
    if text is None:
        return None
    if not isinstance(text, str):
        raise _wrong_choice("template")
    found = load_template(text)
    if isinstance(found, Template) and found.code == code:
        return found
    if isinstance(found, Template):
        found = (Problem("code", "unknown_value", (found.code, code)),)
    raise problem(
        "unusable_template",
        errors=tuple(
            FieldError(each.one_line(), each.code, each.text("zh"), each.text("en")) for each in found
        ),
    )


def _wrong_choice(field: str) -> Exception:
    words = (
        "应为 approver(none、supervisor、bureau_head)与 template(TOML)",
        "has approver (none, supervisor, bureau_head) and template (TOML)",
    )
    return problem("invalid_body", errors=(FieldError(field, "unknown_value", *words),))


def _may_set(actor: Actor, office: str) -> None:
    """An administrator or bureau head of the office or of one above it."""
    if not {Role.ADMINISTRATOR, Role.BUREAU_HEAD}.intersection(actor.roles):
        raise problem("not_administrator")
    if not at_or_below(office, actor.office):
        raise problem("not_found")


def _regimes(document: Any, services: Services) -> tuple[str, ...] | None:
    """`{"beside": [profile id, …]}`, null for "as the office above"; raises a `Problem`."""
    given = document.get("beside") if isinstance(document, dict) and set(document) == {"beside"} else ...
    if given is None:
        return None
    if not isinstance(given, list) or len(given) > MOST or not all(isinstance(one, str) for one in given):
        words = ("应为 {\"beside\": [法规配置编号]}", 'must be {"beside": [profile ids]}')
        raise problem("invalid_body", errors=(FieldError("beside", "not_a_list", *words),))
    for one in given:
        if services.tables.newest(one) is None:
            words = (f"没有法规配置“{one}”", f"there is no profile {json.dumps(one, ensure_ascii=False)}")
            raise problem("invalid_body", errors=(FieldError("beside", "unknown_profile", *words),))
    return tuple(dict.fromkeys(given))
