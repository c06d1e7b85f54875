"""`/v1/reports`: reports (举报), the same shape as complaints; the informant stands behind a code."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query

from api.auth.reader import Signed
from api.http import case_list, commands, one_case, timeline
from api.http.case_list import MOST_ITEMS, Wanted, work_list
from api.http.filing import Received, take_in
from api.http.once import Once, OnceOnly
from api.http.one_case import CaseId
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import problem, refused_as
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from redress.contracts.ids import query_code
from redress.domain.actors import Actor, Role
from redress.domain.case import Stage
from redress.domain.events import Matter
from redress.domain.intake_check import check_report
from redress.domain.report_facts import Informant, ReportFiling
from redress.persistence.informants import named
from redress.persistence.pool import acting_as
from redress.persistence.sealing import sealed_refs

REPORT: Final[StrictReader[ReportFiling]] = StrictReader(ReportFiling)

router = APIRouter(prefix="/v1/reports", tags=["reports"])

for _path, _call, _of in (
    ("/{case_id}", one_case.show_case, "CaseView"),
    ("/{case_id}/timeline", timeline.show_timeline, "Timeline"),
    ("/{case_id}/clocks/{key}/explanation", timeline.show_explanation, "ClockAnswer"),
):
    router.add_api_route(
        _path, _call, name=f"report_{_call.__name__}", openapi_extra=described(answer=_of)
    )
router.add_api_route(
    "/{case_id}/commands",
    commands.give_command,
    methods=["POST"],
    name="report_give_command",
    openapi_extra=described(body="Command", answer="CaseView", key=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What a report is answered. `informant_code`: for the informant alone, to come back with (S0-72);
    `informant`: the code that the case shows instead of a person, None: anonymous.
    """

    case_id: str
    case_number: str
    informant_code: str
    informant: str | None
    stage: str
    profile: str
    clocks: tuple[Any, ...]
    open_items: tuple[str, ...]


@router.post(
    "",
    status_code=201,
    summary="Registers a report",
    openapi_extra=described(body="ReportFiling", answer="Reported", status=201, key=True),
)
async def file_report(reader: Signed, services: ServicesNow, once: OnceOnly) -> Json:
    """Anonymous without an informant (S0-57); what is missing is an open item."""
    reported = await report(services, once)
    return Json(reported, 201, {"Location": f"/v1/reports/{reported.case_id}"})


async def report(services: Services, once: Once) -> Reported:
    """Registers the report of a request, once; raises a `Problem`."""
    body = REPORT.read(once.raw)
    if sealed_refs(body):
        raise problem("invalid_body", errors=(field_error("facts", "reference_not_allowed"),))
    informant = named(body.informant) if body.informant else None
    view = await take_in(services, Received(body.without_informant(), Matter.REPORT, informant), once)
    return Reported(
        case_id=view.case_id,
        case_number=view.case_number,
        informant_code=informant_code(services, view.case_id),
        informant=view.informant,
        stage=view.stage,
        profile=view.profile,
        clocks=view.clocks,
        open_items=(*check_report(body.without_informant(), ()).missing, *view.open_items),
    )


def informant_code(services: Services, case_id: str) -> str:
    """What the informant is given and nobody else keeps; derived, so asking again gives the same."""
    return query_code(services.query_code_key, case_id, "informant")


@router.get("", summary="The list of reports", openapi_extra=described(answer="CasePage"))
async def list_reports(
    reader: Signed,
    services: ServicesNow,
    stage: Stage | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ITEMS)] = 50,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Json:
    """Reports of the reader's offices, by safe due day."""
    wanted = Wanted(matter=Matter.REPORT, stage=stage)
    page = (await work_list(services, reader.actor, wanted, limit=limit, cursor=cursor)).page
    items = [case_list.shown_item(each) for each in page.items]
    return Json({"items": items, "next_cursor": page.next_cursor})


@router.get(
    "/{case_id}/informant", summary="Who reported", openapi_extra=described(answer="Informant")
)
async def show_informant(case_id: CaseId, reader: Signed, services: ServicesNow) -> Json:
    """For the informants' custodian alone; every opening is audited (art.37, S0-73)."""
    return Json(await informant_of(services, case_id, reader.actor))


async def informant_of(services: Services, case_id: str, actor: Actor) -> Informant:
    """The identity behind a report's code; raises `forbidden`, and `no_such_case` where there is none."""
    if Role.CUSTODIAN not in actor.roles:
        raise refused_as("forbidden", "令121 art.37")
    async with acting_as(services.pool, actor) as connection:
        found = await services.informants.open(connection, case_id, actor.person)
    if found is None:
        raise problem("no_such_case")
    return found
