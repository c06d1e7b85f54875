"""One's own account: the password, and the sessions that are open. Signing in is in `session.py`."""

from dataclasses import dataclass
from typing import ClassVar, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.auth.reader import AtTheDoor, Reader, token_of
from api.http.json_input import raw_body
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import FieldError, problem
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader
from redress.domain.facts import STRICT
from redress.domain.passwords import LONGEST, SHORTEST, Fault
from redress.persistence.account_keeping import change_password, end_all_sessions
from redress.persistence.pool import transaction
from redress.persistence.sessions import end_own_session, sessions_of, settle_duty, token_hash
from redress.persistence.sign_in import count_failure, is_locked
from redress.persistence.sign_in_log import Happening

FAULTS: Final[dict[Fault, tuple[str, str]]] = {
    Fault.TOO_SHORT: (f"至少 {SHORTEST} 个字符", f"at least {SHORTEST} characters"),
    Fault.TOO_LONG: (f"最多 {LONGEST} 个字符", f"at most {LONGEST} characters"),
    Fault.UNPRINTABLE: ("含有看不见的控制字符", "holds control characters"),
    Fault.COMMON: ("这是众所周知的密码", "is a well-known password"),
    Fault.REPEATED: ("同样的字符重复太多", "repeats the same few characters"),
    Fault.SEQUENTIAL: ("是连续的字母、数字或键位", "is a run of letters, figures or keys"),
    Fault.OWN_WORDS: (
        "不要包含姓名、用户名、单位或系统名称",
        "holds your name, your office's or the product's",
    ),
    Fault.SAME_AS_BEFORE: ("与现在的密码相同", "is the present one"),
}
"""What is wrong with a new password, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassword:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    present: str
    new: str


NEW_PASSWORD: Final[StrictReader[NewPassword]] = StrictReader(NewPassword)

router = APIRouter(prefix="/v1", tags=["session"])


@router.put(
    "/session/password",
    summary="Changes one's password",
    status_code=204,
    response_class=Response,
    openapi_extra=described(body="NewPassword"),
)
async def put_password(request: Request, reader: AtTheDoor, services: ServicesNow) -> Response:
    """All other sessions end. 422 `unusable_password` says what is wrong with the new one."""
    given = NEW_PASSWORD.read(await raw_body(request))
    await password_changed(services, reader, token_of(request), given)
    return Response(status_code=204)


@router.get("/sessions", summary="One's sessions", openapi_extra=described(answer="Sessions"))
async def show_sessions(request: Request, reader: AtTheDoor, services: ServicesNow) -> Json:
    async with transaction(services.pool) as connection:
        found = await sessions_of(connection, reader.person.person, token_of(request))
    return Json({"items": found})


@router.delete("/sessions/{session}", summary="Ends a session", status_code=204, response_class=Response)
async def end_one(session: str, reader: AtTheDoor, services: ServicesNow) -> Response:
    await session_ended(services, reader, session)
    return Response(status_code=204)


@router.delete("/sessions", summary="Signs out everywhere", status_code=204, response_class=Response)
async def end_every(reader: AtTheDoor, services: ServicesNow) -> Response:
    """Also here."""
    await all_ended(services, reader)
    return Response(status_code=204)


async def password_changed(services: Services, reader: Reader, token: str, given: NewPassword) -> None:
    """Raises `unusable_password`, and `bad_credentials` for a wrong present one, which counts as a try."""
    person = reader.person.person
    async with services.limits.turn(person), transaction(services.pool) as connection:
        locked = await is_locked(connection, person)
        found = (
            None if locked
            else await change_password(
                connection, person, given.present, given.new, keep=token_hash(token)
            )
        )  # fmt: skip
        if found is None and not locked:
            await count_failure(connection, person, Happening.WRONG_PASSWORD)
        if found == ():
            await settle_duty(connection, token)
    if found is None:
        raise problem("bad_credentials")
    if found:
        raise problem("unusable_password", errors=tuple(_error(fault) for fault in found))


async def session_ended(services: Services, reader: Reader, session: str) -> None:
    """Raises `no_such_session`."""
    async with transaction(services.pool) as connection:
        if not await end_own_session(connection, reader.person.person, session):
            raise problem("no_such_session")


async def all_ended(services: Services, reader: Reader, keep: str | None = None) -> None:
    """Signs somebody out everywhere, but for the session with the token `keep`."""
    person = reader.person.person
    async with transaction(services.pool) as connection:
        await end_all_sessions(connection, person, person, None if keep is None else token_hash(keep))


def _error(fault: Fault) -> FieldError:
    zh, en = FAULTS[fault]
    return FieldError("new", fault.value, zh, en)
