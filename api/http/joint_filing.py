"""One dispute of many complainants: a case for each, with the same facts, filed and tied together by one job.

Every line of the list has a key of its own, made from who it is, so a list sent again, corrected or longer,
files only what was not filed before.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from api.http.commands import taken_in
from api.http.filing import FILING, PLACE, Received, dates_beside, register
from api.http.job_starts import begun
from api.http.once import Once, once_of
from api.http.problems import problem, refused, refused_as
from api.http.services import Services
from redress.contracts.jobs import JobKind
from redress.domain.actors import Actor
from redress.domain.amounts import written_amount
from redress.domain.commands import LinkCase
from redress.domain.commands.verification import Belonging
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.events import Matter
from redress.domain.facts import Filing
from redress.domain.joint_list import Listed
from redress.domain.opening import refused_filing
from redress.domain.permissions import may
from redress.domain.wording import plain
from redress.persistence.commands_log import Status, find
from redress.persistence.jobs import Job, JobItem, add_items
from redress.persistence.offices import Serial, next_case_number
from redress.persistence.pool import Connection, acting_as
from redress.persistence.sealing import sealed_refs

ABOUT: Final = "file"
"""What the job says that it does."""

TRIES: Final = 20
"""How often a line may be taken up again after its job was called off."""


@dataclass(frozen=True, slots=True)
class Due:
    """A line that is to be filed: its body and the request it would have been alone."""

    filing: Filing
    once: Once


def prefix_of(batch: str) -> str:
    """How the keys of a list begin."""
    return f"batch.{batch}."


def key_of(batch: str, line: Listed) -> str:
    """The key of a line: the same person is filed once, however the list was changed around it."""
    return prefix_of(batch) + hashlib.sha256(line.identity.encode()).hexdigest()[:24]


def body_of(shared: Mapping[str, Any], line: Listed) -> dict[str, Any]:
    """The filing of one line as the JSON of the API: the shared facts, the line's person, the line's amount
    where it has one, as the price and as the first claim that names an amount.
    """
    body = {name: value for name, value in shared.items() if name not in ("representatives", "agent")}
    person = line.complainant()
    names = ("name", "phone", "id_type", "id_number", "address")
    body["complainants"] = [{name: plain(getattr(person, name)) for name in names if getattr(person, name)}]
    owed = line.owed()
    if owed is None:
        return body
    amount = _json_number(owed)
    body["purchase"] = {**body.get("purchase", {}), "amount": amount}
    claims = [dict(claim) for claim in body.get("claims", ())]
    named = next((claim for claim in claims if "amount" in claim), None)
    if named is not None:
        named["amount"] = amount
    return {**body, "claims": claims} if claims else body


async def file_list(
    services: Services, actor: Actor, batch: str, shared: Mapping[str, Any], lines: tuple[Listed, ...]
) -> Job | None:
    """The job that files what was not filed before; None when nothing is left. Raises a `Problem`."""
    if not may(actor.roles, "file"):
        raise refused_as("forbidden", "file")
    now = datetime.now(UTC)
    async with acting_as(services.pool, actor) as connection:
        await services.regulations.refresh(connection)
        first, due = await _due(services, connection, actor, batch, shared, lines)
        ctx = Context(actor=actor, now=now, tables=services.tables)
        for one in due:
            if (refusal := refused_filing(one.filing, ctx)) is not None:
                raise refused(refusal)
        beside = await dates_beside(connection, actor.office, services.tables, Matter.COMPLAINT)
    if not due:
        return None
    serials = await _serials(services, actor, len(due), now)
    keys = "\n".join(one.once.key for one in due)
    name = prefix_of(batch) + hashlib.sha256(keys.encode()).hexdigest()[:24]
    whole = once_of(services, actor, name, "POST /cases/batch", json.dumps(keys).encode())

    async def filling(connection: Connection, job_id: str) -> None:
        """Every registration, and the command that ties it to the first case, as if each had come alone."""
        items, chief = list[JobItem](), first
        ties = list[tuple[int, str, str]]()
        for n, (one, serial) in enumerate(zip(due, serials, strict=True), 1):
            own = replace(one.once, held_by=job_id)
            made = await register(services, connection, Received(one.filing), own, serial, now, beside)
            if made is None:
                raise problem("still_running")
            items.append(JobItem(n=n, case_id=made.case_id, command_id=own.command_id))
            if chief is not None:
                ties.append((len(due) + len(ties) + 1, made.case_id, chief))
            chief = chief or made.case_id
        for n, case_id, other in ties:
            items.append(await _tie(services, connection, whole, job_id, n, case_id, other))
        await add_items(connection, job_id, items)

    total = 2 * len(due) - (first is None)
    return await begun(services, whole, JobKind.BULK, filling, parameters={"command": ABOUT}, total=total)


async def _due(
    services: Services,
    connection: Connection,
    actor: Actor,
    batch: str,
    shared: Mapping[str, Any],
    lines: tuple[Listed, ...],
) -> tuple[str | None, list[Due]]:
    """The first case of the list, if it was filed before, and every line that was not."""
    first, due = None, list[Due]()
    for line in lines:
        raw = json.dumps(body_of(shared, line)).encode()
        filing = FILING.read(raw)
        if sealed_refs(filing):
            raise problem("invalid_body")
        if not plain(filing.facts):
            raise refused_as("missing_facts")
        for n in range(TRIES):
            key = key_of(batch, line) + (f".{n}" if n else "")
            known = await find(connection, actor.person, key)
            if known is None:
                due.append(Due(filing, once_of(services, actor, key, PLACE, raw)))
                break
            if known.status is not Status.REFUSED:
                first = first or known.case_id
                break
    return first, due


async def _serials(services: Services, actor: Actor, count: int, now: datetime) -> list[Serial]:
    """Numbers in a row, in a transaction of their own: kept to the end, its lock would hold up the office."""
    async with acting_as(services.pool, actor) as connection:
        year = now.astimezone(CHINA).year
        return [await next_case_number(connection, actor.office, year) for _ in range(count)]


async def _tie(
    services: Services, connection: Connection, whole: Once, job_id: str, n: int, case_id: str, other: str
) -> JobItem:
    command = LinkCase(case_id=other, relation=Belonging.SAME_DISPUTE)
    raw = json.dumps({"type": "link_case", "case_id": other, "relation": Belonging.SAME_DISPUTE}).encode()
    key = hashlib.sha256(f"{whole.key}\0{case_id}".encode()).hexdigest()
    own = once_of(services, whole.actor, key, f"POST /v1/complaints/{case_id}/commands", raw)
    own = replace(own, held_by=job_id)
    await taken_in(services, connection, case_id, command, own)
    return JobItem(n=n, command_id=own.command_id)


def _json_number(amount: Decimal) -> int | float:
    text = written_amount(str(amount))
    return float(text) if "." in text else int(text)
