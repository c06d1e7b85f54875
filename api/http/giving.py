"""Many cases to one colleague: `POST /v1/assignments`, `POST /v1/handover` of all that somebody has in hand.

Each starts the bulk job that `POST /v1/jobs` starts with the command `assign`.
"""

import json
from dataclasses import dataclass
from typing import ClassVar, Final

from fastapi import APIRouter

from api.auth.reader import Signed
from api.http.bulk_jobs import many
from api.http.jobs import shown_job
from api.http.once import Once, OnceOnly
from api.http.one_case import case_id_of
from api.http.openapi import described
from api.http.outbox import IN_CHARGE
from api.http.outgoing import Json
from api.http.problems import problem
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader
from redress.domain.commands import Assign
from redress.domain.facts import STRICT
from redress.persistence.assignment import cases_in_hand
from redress.persistence.jobs import Job
from redress.persistence.pool import acting_as

router = APIRouter(prefix="/v1", tags=["assignment"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignments:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    case_ids: tuple[str, ...]
    handler: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    from_person: str
    to_person: str


ASSIGNMENTS: Final[StrictReader[Assignments]] = StrictReader(Assignments)
HANDOVER: Final[StrictReader[Handover]] = StrictReader(Handover)


@router.post(
    "/assignments", status_code=202, summary="Gives many cases to somebody",
    openapi_extra=described(body="Assignments", answer="JobShown", status=202, key=True),
)  # fmt: skip
async def assign_many(reader: Signed, services: ServicesNow, once: OnceOnly) -> Json:
    """The job that gives them; its items say what became of each case."""
    given = ASSIGNMENTS.read(once.raw)
    cases = tuple(dict.fromkeys(map(case_id_of, given.case_ids)))
    job = await _given(services, once, cases, given.handler)
    return Json(shown_job(job, reader.actor), 202, {"Location": f"/v1/jobs/{job.id}"})


@router.post(
    "/handover", status_code=202, summary="Hands somebody's cases over",
    openapi_extra=described(body="Handover", answer="JobShown", status=202, key=True),
)  # fmt: skip
async def hand_over(reader: Signed, services: ServicesNow, once: OnceOnly) -> Json:
    """The job that gives all open cases of `from_person` in the reader's offices to `to_person`."""
    given = HANDOVER.read(once.raw)
    job = await handed_over(services, once, given.from_person, given.to_person)
    return Json(shown_job(job, reader.actor), 202, {"Location": f"/v1/jobs/{job.id}"})


async def handed_over(services: Services, once: Once, giver: str, taker: str) -> Job:
    """The job of a hand-over; somebody else's cases are handed over by who leads. Raises `not_leading`,
    `forbidden`, `unknown_person`.
    """
    if giver != once.actor.person and not IN_CHARGE.intersection(once.actor.roles):
        raise problem("not_leading")
    async with acting_as(services.pool, once.actor) as connection:
        cases = await cases_in_hand(connection, giver)
    return await _given(services, once, cases, taker)


async def _given(services: Services, once: Once, cases: tuple[str, ...], handler: str) -> Job:
    raw = json.dumps({"type": "assign", "handler": handler}).encode()
    return await many(services, once, Assign(handler=handler), raw, cases)
