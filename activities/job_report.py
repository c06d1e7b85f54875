"""Makes a report of a period: one section after the other as its person, each kept sealed, then one file."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from pydantic import TypeAdapter

from activities.job_results import JobResults, Writing
from activities.recorder import told_apart
from redress.contracts.jobs import BatchRun
from redress.contracts.reports import Report, Section, sections_of
from redress.documents.kept_tables import packed, unpacked
from redress.documents.spreadsheets import Table, csv_file, workbook
from redress.documents.statistics_tables import board_tables, section_tables, urgent_tables
from redress.domain.statistical_periods import period_named
from redress.domain.tables import Tables
from redress.files.evidence_store import Incoming
from redress.persistence.jobs import Job
from redress.persistence.pool import Pool, on_behalf, transaction
from redress.persistence.regulations import Regulations
from redress.persistence.supervising import Look, read_board, read_statistics, read_urgent
from redress.persistence.trader_names import TraderNames

REPORT: Final[TypeAdapter[Report]] = TypeAdapter(Report)


class ReportWork:
    def __init__(
        self,
        pool: Pool,
        regulations: Regulations,
        naming: TraderNames,
        results: JobResults,
        *,
        rehearsal: bool,
    ) -> None:
        self._pool = pool
        self._regulations = regulations
        self._naming = naming
        self._results = results
        self._rehearsal = rehearsal

    async def batch(self, job: Job) -> BatchRun:
        report = REPORT.validate_python(dict(job.parameters))
        sections = sections_of(report.period_kind)
        if job.done == len(sections):
            return await self._results.put_together(job, report.name, report.format, _writing(report))
        section = sections[job.done]
        async with told_apart(), transaction(self._pool) as connection:
            await self._regulations.refresh(connection)
        tables = self._regulations.tables
        async with told_apart(), on_behalf(self._pool, job.actor) as connection:
            # The moment of the whole report: that at which its job began.
            look = Look(
                connection=connection,
                actor=job.actor,
                office=report.office,
                calendar=tables.calendar,
                now=job.started_at or job.created_at,
                rehearsal=self._rehearsal,
            )
            made = await self._made(look, report, section, tables)
        return await self._results.add(job, section.value, packed(made), done=1)

    async def call_off(self, job: Job) -> BatchRun:
        return await self._results.call_off(job)

    async def _made(self, look: Look, report: Report, section: Section, tables: Tables) -> list[Table]:
        if section is Section.BOARD:
            return board_tables(await read_board(look), report.lang)
        if section is Section.URGENT:
            return urgent_tables(await read_urgent(look), report.lang)
        period = period_named(report.period_kind, report.period)
        if period is None:
            raise ValueError(report.period)
        found = await read_statistics(look, self._naming, period, {section})
        return section_tables(found, section, tables, report.lang)


def _writing(report: Report) -> Writing:
    make = csv_file if report.format == "csv" else workbook

    async def write(incoming: Incoming, pieces: AsyncIterator[bytes]) -> None:
        tables = [one async for piece in pieces for one in unpacked(piece)]
        incoming.write(await asyncio.to_thread(make, tables))

    return write
