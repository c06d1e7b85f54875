"""A file of complaints: looked through row by row before anything is filed, kept sealed, filed by a job.

The key of a row is made of the file's hash and the row's own id, as on the command line: the same file sent
again files nothing twice, by whichever way.
"""

import hmac
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from api.http.filing import FILING, PLACE, Received, dates_beside, register
from api.http.job_starts import begun, set_off
from api.http.once import Once, once_of
from api.http.problems import Problem, problem, refused_as
from api.http.services import Services
from redress.contracts.jobs import KEPT_FOR, ItemState, JobKind, JobState
from redress.domain.actors import Actor
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.events import Matter
from redress.domain.facts import Filing
from redress.domain.intake_check import missing
from redress.domain.opening import refused_filing
from redress.domain.permissions import may
from redress.domain.refusals import Refusal
from redress.domain.wording import plain
from redress.files.column_mapping import ColumnMapping, Unmappable, mapping_of
from redress.files.csv_rows import BadRow, CsvRows, Row, UnusableFile, row_key, text_of
from redress.files.csv_survey import survey
from redress.files.evidence_store import Received as ReceivedFile
from redress.files.sealed_frames import LARGEST_READ
from redress.persistence.commands_log import find
from redress.persistence.job_files import NewFile, Purpose, file_key, files_of, keep_file
from redress.persistence.jobs import Job, JobItem, add_items, job_of, release
from redress.persistence.offices import next_case_number
from redress.persistence.pool import Connection, acting_as
from redress.persistence.sealing import sealed_refs

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of an uploaded file; `redress import` takes any size."""

MOST_ROWS: Final = 1_000
"""Rows of one: all of them are sealed and numbered in one transaction."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as it was read: its filing, or why it cannot be filed and at which column or field."""

    number: int
    line: int
    key: str
    raw: bytes = b""
    filing: Filing | None = None
    code: str = ""
    at_field: str | None = None


def read_rows(content: bytes, mapping: ColumnMapping) -> list[ReadRow]:
    """Every row; raises UnusableFile, also for more than `MOST_ROWS`."""
    found = survey(io.BytesIO(content))
    rows = CsvRows(text_of(io.BytesIO(content), mapping.encoding or found.encoding), mapping.delimiter)
    lacking = mapping.missing_columns(rows.header)
    if lacking:
        names = "、".join(lacking)
        raise UnusableFile(f"文件缺少列:{names}", f"the file lacks column(s): {', '.join(lacking)}")
    read = [_read(row, found.sha256, mapping) for row in _at_most(iter(rows))]
    if not read:
        raise UnusableFile("文件中没有数据行", "the file has no rows")
    return read


def _at_most(rows: Iterator[Row | BadRow]) -> Iterator[Row | BadRow]:
    for n, row in enumerate(rows):
        if n == MOST_ROWS:
            raise UnusableFile(
                f"超过 {MOST_ROWS} 行,请拆分或用命令行导入",
                f"more than {MOST_ROWS} rows; split the file, or import it by the command line",
            )
        yield row


def _read(row: Row | BadRow, sha256: str, mapping: ColumnMapping) -> ReadRow:
    own = (row.values.get(mapping.source_id, "").strip() or None) if mapping.source_id else None
    read = ReadRow(row.number, row.line, row_key(sha256, own, row.number))
    if isinstance(row, BadRow):
        return replace(read, code=row.code)
    try:
        raw = json.dumps(mapping.filing(row.values)).encode()
        filing = FILING.read(raw)
    except Unmappable as error:
        return replace(read, code="unmappable", at_field=str(error)[:200])
    except Problem as found:
        return replace(read, code=found.code, at_field=found.errors[0].field if found.errors else None)
    if sealed_refs(filing) or not plain(filing.facts):
        return replace(read, code="missing_facts")
    return replace(read, raw=raw, filing=filing)


def mapping_in(text: str) -> ColumnMapping:
    """Raises UnusableFile."""
    return mapping_of(text, "mapping")


async def prepared(
    services: Services, actor: Actor, key: str, file: ReceivedFile, mapping: str, rows: int
) -> Job:
    """A job that waits for its person's word, with the file and its mapping sealed; once per key."""
    if not may(actor.roles, "file"):
        raise refused_as("forbidden", "file")
    said = json.dumps([file.sha256, mapping])
    once = once_of(services, actor, key, "POST /v1/jobs import", said.encode())
    packed = await _packed(services, file, mapping)

    async def filling(connection: Connection, job_id: str) -> None:
        wrapping = await services.job_keys.made_for(connection, job_id)
        await keep_file(connection, wrapping, job_id, Purpose.UPLOAD, packed, KEPT_FOR)

    return await begun(
        services, once, JobKind.IMPORT, filling, total=rows, state=JobState.PREPARED,
        parameters={"rows": rows},
    )  # fmt: skip


async def _packed(services: Services, file: ReceivedFile, mapping: str) -> NewFile:
    """The mapping on its first line and the file below it, as one sealed file of the store."""
    incoming = services.files.incoming(LARGEST + LARGEST_READ)
    try:
        incoming.write(json.dumps(mapping).encode() + b"\n")
        incoming.write(content_of(file))
        received = await incoming.finish()
        await services.files.keep(received)
    finally:
        incoming.drop()
    return NewFile(
        address=received.address, name="import.csv", media_type="text/csv", sha256=received.sha256,
        size=received.size, key=received.key,
    )  # fmt: skip


def content_of(file: ReceivedFile) -> bytes:
    """All of it, in memory: a file of this kind is at most `LARGEST`."""
    with file.reader() as reader:
        return b"".join(iter(lambda: reader.read(LARGEST_READ), b""))


async def looked_at(services: Services, actor: Actor, job: Job) -> tuple[str, bytes]:
    """The mapping and the content of a prepared import; raises `result_gone`."""
    async with acting_as(services.pool, actor) as connection:
        file = (await files_of(connection, [job.id], Purpose.UPLOAD)).get(job.id)
        key = await services.job_keys.of(connection, job.id) if file else None
    if file is None or key is None:
        raise problem("result_gone")
    content = b"".join([one async for one in services.files.read(file.address, file_key(key, job.id, file))])
    head, _, rest = content.partition(b"\n")
    return json.loads(head), rest


async def filed_by_job(services: Services, actor: Actor, job: Job) -> Job:
    """Seals and numbers every row that can be filed, and lets the job start the cases; once."""
    if job.state is not JobState.PREPARED:
        return job
    mapping, content = await looked_at(services, actor, job)
    rows = read_rows(content, mapping_in(mapping))
    now = datetime.now(UTC)
    usable = [row for row in rows if row.filing is not None]
    async with acting_as(services.pool, actor) as connection:
        await services.regulations.refresh(connection)
        beside = await dates_beside(connection, actor.office, services.tables, Matter.COMPLAINT)
        year = now.astimezone(CHINA).year
        serials = [await next_case_number(connection, actor.office, year) for _ in usable]
    numbered = dict(zip((row.number for row in usable), serials, strict=True))
    async with acting_as(services.pool, actor) as connection:
        if not await release(connection, job.id):
            found = await job_of(connection, job.id)
            return found or job
        items = []
        for row in rows:
            if row.filing is None:
                items.append(_refused(row))
                continue
            once = replace(once_of(services, actor, row.key, PLACE, row.raw), held_by=job.id)
            items.append(
                await _item(services, connection, once, row, row.filing, numbered[row.number], now, beside)
            )
        await add_items(connection, job.id, items)
    await set_off(services, job)
    return job


async def _item(
    services: Services,
    connection: Connection,
    once: Once,
    row: ReadRow,
    filing: Filing,
    serial: Any,
    now: datetime,
    beside: tuple[str, ...],
) -> JobItem:
    """The registration of a row; one that was filed before is said to be."""
    refusal = refused_filing(filing, Context(actor=once.actor, now=now, tables=services.tables))
    if isinstance(refusal, Refusal):
        return replace(_refused(row), code=refusal.code)
    known = await find(connection, once.scope, once.key)
    if known is not None:
        same = hmac.compare_digest(known.body_hmac, once.body_hmac)
        return replace(
            _refused(row), code="filed_before" if same else "idempotency_key_reused"
        )
    made = await register(services, connection, Received(filing), once, serial, now, beside)
    if made is None:
        return replace(_refused(row), code="filed_before")
    return JobItem(n=row.number, case_id=made.case_id, command_id=once.command_id, lacked=(*missing(filing),))


def _refused(row: ReadRow) -> JobItem:
    code = row.code or "unmappable"
    return JobItem(n=row.number, state=ItemState.REFUSED, code=code, at_field=row.at_field)

