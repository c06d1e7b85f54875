"""Once: the Idempotency-Key of a changing request, what was answered under it, and who is still at it."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Request

from api.auth.reader import Signed
from api.http.json_input import json_value, raw_body
from api.http.problems import Problem, problem, refused
from api.http.services import Services, ServicesNow
from redress.contracts.ids import COMMAND_ID
from redress.domain.actors import Actor
from redress.domain.refusals import RULES, refuse
from redress.persistence.commands_log import LoggedCommand, NewCommand, Status

HEADER: Final = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class Once:
    """One changing request: its body and the key under which its answer is kept, a person's own.

    `command_id` goes to the engine; it is derived, for a key may say more than an id should. `held_by`: the
    job that will send it.
    """

    raw: bytes
    actor: Actor
    key: str
    command_id: str
    body_hmac: bytes
    held_by: str | None = None

    @property
    def scope(self) -> str:
        return self.actor.person

    def row(self, case_id: str, sealed: str) -> NewCommand:
        """The command's row as it is before the engine hears of it."""
        return NewCommand(
            scope=self.scope,
            key=self.key,
            command_id=self.command_id,
            case_id=case_id,
            body_hmac=self.body_hmac,
            sealed=sealed,
            actor=self.actor,
            held_by=self.held_by,
        )

    def answered(self, found: LoggedCommand) -> str | None:
        """What the key answered before; None while pending. Raises the refusal it was, or a reused key."""
        if not hmac.compare_digest(found.body_hmac, self.body_hmac):
            raise problem("idempotency_key_reused")
        if found.status is Status.REFUSED:
            raise refused_before(found.result or "{}")
        return found.result


async def once_only(request: Request, reader: Signed, services: ServicesNow) -> Once:
    """Reads key and body; raises 428, 422, 413."""
    key = request.headers.get(HEADER)
    if key is None:
        raise problem("idempotency_key_required")
    raw = await raw_body(request)
    return once_of(services, reader.actor, key, f"{request.method} {request.url.path}", raw)


def once_of(services: Services, actor: Actor, key: str, place: str, raw: bytes) -> Once:
    """One changing request; `place` is the method and path of the JSON address, whatever form asked for it.

    Raises `invalid_idempotency_key`, and what `json_value` says of `raw`.
    """
    if not COMMAND_ID.fullmatch(key):
        raise problem("invalid_idempotency_key")
    same = json.dumps([place, json_value(raw) if raw else None], sort_keys=True, separators=(",", ":"))
    return Once(
        raw=raw,
        actor=actor,
        key=key,
        command_id=hashlib.sha256(f"{actor.person}\0{key}".encode()).hexdigest(),
        body_hmac=hmac.digest(services.body_key, same.encode(), "sha256"),
    )


OnceOnly = Annotated[Once, Depends(once_only)]


def refusal_json(found: Problem) -> str:
    """A rule's refusal as the command's row keeps it."""
    return json.dumps({"code": found.code, "detail": found.detail, "citation": found.citation})


def refused_before(text: str) -> Problem:
    """The reverse."""
    kept: dict[str, Any] = json.loads(text)
    code = kept.get("code") if kept.get("code") in RULES else "unreadable"
    return refused(refuse(str(code), kept.get("detail"), kept.get("citation")))
