"""The rows of long work: a job, how far it is, what became of each of its items. Its files: `job_files`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from redress.contracts.jobs import LOADS, ItemState, JobKind, JobState
from redress.domain.actors import Actor, Role
from redress.persistence.pool import Connection, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job about to be kept; `parameters` hold codes, ids and keyed hashes, nothing personal."""

    id: str
    kind: JobKind
    actor: Actor
    key: str
    body_hmac: bytes
    parameters: Mapping[str, Any] = field(default_factory=dict)
    total: int | None = None
    state: JobState = JobState.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it stands. `total` None: not known yet. `place`: where the work goes on."""

    id: str
    kind: JobKind
    actor: Actor
    key: str
    body_hmac: bytes
    parameters: Mapping[str, Any]
    state: JobState
    total: int | None
    done: int
    refused: int
    place: str | None
    failure: str | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobItem:
    """One item. `code` of its refusal, `at_field` where; `lacked`: open items of a case that was filed."""

    n: int
    case_id: str | None = None
    command_id: str | None = None
    state: ItemState = ItemState.WAITING
    code: str | None = None
    at_field: str | None = None
    lacked: tuple[str, ...] = ()


async def insert_job(connection: Connection, job: NewJob) -> Job | None:
    """Keeps a job and answers None, or answers the one that its person had started under the key before."""
    made = await connection.fetchval(
        "INSERT INTO jobs (id, kind, person, office, roles, key, body_hmac, parameters, total, state) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
        "ON CONFLICT (person, key) DO NOTHING RETURNING true",
        job.id, job.kind, job.actor.person, job.actor.office, list(job.actor.roles), job.key, job.body_hmac,
        json.dumps(job.parameters), job.total, job.state,
    )  # fmt: skip
    return None if made else await job_under(connection, job.actor.person, job.key)


async def job_under(connection: Connection, person: str, key: str) -> Job | None:
    row = await connection.fetchrow("SELECT * FROM jobs WHERE person = $1 AND key = $2", person, key)
    return _job(row) if row else None


async def job_of(connection: Connection, job_id: str) -> Job | None:
    row = await connection.fetchrow("SELECT * FROM jobs WHERE id = $1", job_id)
    return _job(row) if row else None


async def list_jobs(
    connection: Connection, *, before: tuple[datetime, str] | None = None, limit: int = 50
) -> list[Job]:
    """The newest first, those that the reader may see; `before`: older than this moment and id."""
    moment, job_id = before or (None, None)
    rows = await connection.fetch(
        "SELECT * FROM jobs WHERE $1::timestamptz IS NULL OR (created_at, id) < ($1, $2::uuid) "
        "ORDER BY created_at DESC, id DESC LIMIT $3",
        moment, job_id, limit,
    )  # fmt: skip
    return [_job(row) for row in rows]


async def never_started(connection: Connection, age: timedelta, limit: int = 100) -> list[Job]:
    """Jobs that wait for longer than that, or are to end without ever having begun."""
    rows = await connection.fetch(
        "SELECT * FROM jobs WHERE started_at IS NULL AND state IN ('waiting', 'cancelling') "
        "AND kind <> ALL ($3) AND created_at < now() - $1::interval ORDER BY created_at LIMIT $2",
        age, limit, [kind.value for kind in LOADS],
    )  # fmt: skip
    return [_job(row) for row in rows]


async def begin(connection: Connection, job_id: str) -> Job | None:
    """The job, running from now on if it was waiting; what was refused as it was written counts."""
    await connection.execute(
        "UPDATE jobs SET state = 'running', started_at = now(), refused = "
        "(SELECT count(*) FROM job_items i WHERE i.job_id = jobs.id AND i.state = 'refused') "
        "WHERE id = $1 AND state = 'waiting'",
        job_id,
    )
    return await job_of(connection, job_id)


async def advance(
    connection: Connection,
    job_id: str,
    *,
    done: int = 0,
    refused: int = 0,
    place: str | None = None,
    total: int | None = None,
) -> JobState:
    """Counts what a batch has done, in its transaction; `place` and `total` where they are given.

    The state afterwards: somebody may have cancelled the job meanwhile.
    """
    state = await connection.fetchval(
        "UPDATE jobs SET done = done + $2, refused = refused + $3, place = coalesce($4, place), "
        "total = coalesce($5, total) WHERE id = $1 RETURNING state",
        job_id, done, refused, place, total,
    )  # fmt: skip
    return JobState(state)


async def moved_on(connection: Connection, job: Job, place: str, *, done: int = 0) -> JobState | None:
    """`advance` to a place, for what is read page by page; None: another attempt has been here before."""
    state = await connection.fetchval(
        "UPDATE jobs SET done = done + $3, place = $4 WHERE id = $1 AND place IS NOT DISTINCT FROM $2 "
        "RETURNING state",
        job.id, job.place, done, place,
    )  # fmt: skip
    return JobState(state) if state else None


async def end(connection: Connection, job_id: str, state: JobState, failure: str | None = None) -> JobState:
    """Ends a job that runs; the state in which it has ended, be it earlier."""
    await connection.execute(
        "UPDATE jobs SET state = $2, failure = $3, ended_at = now() WHERE id = $1 AND ended_at IS NULL",
        job_id, state, failure,
    )  # fmt: skip
    return JobState(await connection.fetchval("SELECT state FROM jobs WHERE id = $1", job_id))


async def cancel(connection: Connection, job_id: str) -> bool:
    """Asks a job to end; False: it had ended, or was asked before."""
    done: str = await connection.execute(
        "UPDATE jobs SET state = 'cancelling' WHERE id = $1 AND state IN ('waiting', 'running')", job_id
    )
    return done == "UPDATE 1"


async def release(connection: Connection, job_id: str) -> bool:
    """Lets a prepared job begin; False: somebody has said so before, or it was called off."""
    done: str = await connection.execute(
        "UPDATE jobs SET state = 'waiting' WHERE id = $1 AND state = 'prepared'", job_id
    )
    return done == "UPDATE 1"


async def drop_prepared(connection: Connection, job_id: str) -> bool:
    """Ends a job that was only prepared: nothing of it was begun."""
    done: str = await connection.execute(
        "UPDATE jobs SET state = 'cancelled', ended_at = now() WHERE id = $1 AND state = 'prepared'", job_id
    )
    return done == "UPDATE 1"


async def load_job(connection: Connection, revision: int) -> str | None:
    """The job by which a load of tables shows, as far as the reader sees it."""
    found = await connection.fetchval(
        "SELECT id FROM jobs WHERE kind = ANY ($1) AND parameters->>'revision' = $2::text",
        [kind.value for kind in LOADS], str(revision),
    )  # fmt: skip
    return None if found is None else str(found)


async def load_told(
    connection: Connection, revision: int, told: int, last: str | None, *, over: bool
) -> None:
    """Moves the bar of a load by the cases that were told, each once however often the batch was tried;
    `over`: its last walk has come to the end.
    """
    job_id = await load_job(connection, revision)
    if job_id is None:
        return
    await connection.execute(
        "UPDATE jobs SET state = 'running', started_at = now() WHERE id = $1 AND state = 'waiting'", job_id
    )
    if last is not None:
        await connection.execute(
            "UPDATE jobs SET done = done + $2, place = $3, total = greatest(total, done + $2) "
            "WHERE id = $1 AND (place IS NULL OR place < $3)",
            job_id, told, last,
        )  # fmt: skip
    if over:
        await end(connection, job_id, JobState.DONE)


async def add_items(connection: Connection, job_id: str, items: Iterable[JobItem]) -> None:
    """Adds items, also settled ones; those whose number is there already stay as they are."""
    await connection.executemany(
        "INSERT INTO job_items (job_id, n, case_id, command_id, state, code, at_field, lacked) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        [
            (job_id, one.n, one.case_id, one.command_id, one.state, one.code, one.at_field, list(one.lacked))
            for one in items
        ],
    )


async def waiting_items(connection: Connection, job_id: str, limit: int) -> list[JobItem]:
    """The next items, those first that were sent and not answered."""
    rows = await connection.fetch(
        "SELECT * FROM job_items WHERE job_id = $1 AND state = 'waiting' "
        "ORDER BY sent_at NULLS LAST, n LIMIT $2",
        job_id, limit,
    )  # fmt: skip
    return [_item(row) for row in rows]


async def may_send(connection: Connection, job_id: str, n: int) -> bool:
    """Notes that an item is about to be sent; False: the job was cancelled before it was."""
    done: str = await connection.execute(
        "UPDATE job_items i SET sent_at = now() FROM jobs j WHERE i.job_id = $1 AND i.n = $2 AND j.id = $1 "
        "AND (j.state = 'running' OR i.sent_at IS NOT NULL)",
        job_id, n,
    )  # fmt: skip
    return done == "UPDATE 1"


async def settle_item(
    connection: Connection, job_id: str, n: int, state: ItemState, code: str | None
) -> None:
    """Settles an item that waits and counts it; one that was settled before stays as it is."""
    settled: str = await connection.execute(
        "UPDATE job_items SET state = $3, code = $4 WHERE job_id = $1 AND n = $2 AND state = 'waiting'",
        job_id, n, state, code,
    )  # fmt: skip
    if settled == "UPDATE 1":
        refused = state is ItemState.REFUSED
        await advance(connection, job_id, done=int(not refused), refused=int(refused))


async def call_off_items(connection: Connection, job_id: str) -> int:
    """What was not sent is not sent any more: items, and the commands that they hold. How many."""
    rows = await connection.fetch(
        "UPDATE job_items SET state = 'called_off' WHERE job_id = $1 AND state = 'waiting' "
        "AND sent_at IS NULL RETURNING command_id",
        job_id,
    )
    await connection.execute(
        "UPDATE commands SET status = 'refused', result = $2, settled_at = now() "
        "WHERE command_id = ANY ($1) AND status = 'pending'",
        [row["command_id"] for row in rows if row["command_id"]],
        json.dumps({"code": ItemState.CALLED_OFF}),
    )
    return len(rows)


async def items_of(
    connection: Connection, job_id: str, *, after: int = 0, limit: int = 1000, state: ItemState | None = None
) -> list[JobItem]:
    """Items by number, from the one after `after` on."""
    rows = await connection.fetch(
        "SELECT * FROM job_items WHERE job_id = $1 AND n > $2 AND ($3::text IS NULL OR state = $3) "
        "ORDER BY n LIMIT $4",
        job_id, after, state, limit,
    )  # fmt: skip
    return [_item(row) for row in rows]


async def numbers_of(connection: Connection, case_ids: Iterable[str]) -> dict[str, str]:
    """The case numbers of those cases that the reader sees."""
    rows = await connection.fetch(
        "SELECT case_id, number FROM cases WHERE case_id = ANY ($1::uuid[])", list(case_ids)
    )
    return {str(row["case_id"]): row["number"] for row in rows}


def _job(row: Record) -> Job:
    return Job(
        kind=JobKind(row["kind"]),
        actor=Actor(row["person"], row["office"], tuple(map(Role, row["roles"]))),
        state=JobState(row["state"]),
        parameters=json.loads(row["parameters"]),
        id=str(row["id"]),
        **{name: row[name] for name in _AS_THEY_ARE},
    )


def _item(row: Record) -> JobItem:
    return JobItem(
        n=row["n"],
        case_id=str(row["case_id"]) if row["case_id"] else None,
        command_id=row["command_id"],
        state=ItemState(row["state"]),
        code=row["code"],
        at_field=row["at_field"],
        lacked=tuple(row["lacked"] or ()),
    )


_AS_THEY_ARE: Final = (
    "key", "body_hmac", "total", "done", "refused", "place", "failure", "created_at", "started_at",
    "ended_at",
)  # fmt: skip
