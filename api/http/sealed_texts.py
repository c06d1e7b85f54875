"""`POST /v1/complaints/{case_id}/sealed`: texts into the vault, for callers of the engine itself."""

import json
from dataclasses import dataclass
from typing import ClassVar, Final

from fastapi import APIRouter

from api.auth.reader import Signed
from api.http.once import Once, OnceOnly
from api.http.one_case import CaseId
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import problem
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from redress.domain.facts import STRICT
from redress.domain.sealed import Text
from redress.persistence.commands_log import Status, find, insert_pending, settle
from redress.persistence.pool import Connection, acting_as
from redress.persistence.sealing import Sink, seal, sealed_refs

router = APIRouter(prefix="/v1/complaints", tags=["engine"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    texts: tuple[Text, ...]


TEXTS: Final[StrictReader[Texts]] = StrictReader(Texts)


@router.post(
    "/{case_id}/sealed",
    status_code=201,
    summary="Seals texts of a case",
    openapi_extra=described(body="Texts", answer="Refs", status=201, key=True),
)
async def seal_texts(case_id: CaseId, reader: Signed, services: ServicesNow, once: OnceOnly) -> Json:
    """References in the order of the texts; a command may carry `{"ref": …}` wherever it takes a text."""
    given = TEXTS.read(once.raw)
    if sealed_refs(given):
        raise problem("invalid_body", errors=(field_error("texts", "reference_not_allowed"),))
    async with acting_as(services.pool, reader.actor) as connection:
        known = await find(connection, once.scope, once.key)
        if known is None and not await services.vault.has_key(connection, case_id):
            raise problem("no_such_case")
        answer = once.answered(known) if known else await _sealed(services, connection, case_id, given, once)
    return Json(json.loads(answer or "{}"), 201)


async def _sealed(services: Services, connection: Connection, case_id: str, given: Texts, once: Once) -> str:
    """Seals and settles in one transaction: nothing is owed by the engine, so nothing stays pending."""
    sink = Sink()
    refs = sealed_refs(seal(given, sink))
    answer = json.dumps({"refs": refs})
    overtaken = await insert_pending(connection, once.row(case_id, answer))
    if overtaken is not None:
        return once.answered(overtaken) or answer
    if sink.texts:
        await services.vault.seal_many(connection, case_id, sink.texts, filed_in=once.actor.office)
    await settle(connection, once.command_id, Status.DONE, answer)
    return answer
