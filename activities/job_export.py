"""Exports a list: reads page after page as its person, keeps each sealed, and puts the file together at the
end.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter

from activities.job_results import JobResults
from activities.listing_cells import Row, cells_of, opened_for_lists
from activities.recorder import told_apart
from redress.contracts.jobs import BatchRun
from redress.contracts.listing import END, Listing
from redress.documents.spreadsheets import BOM, Table, csv_line, workbook
from redress.domain.actors import Actor
from redress.domain.case import Stage
from redress.domain.permissions import MAY_OPEN
from redress.domain.view import CaseView
from redress.files.evidence_store import Incoming
from redress.persistence.accounts import names_of
from redress.persistence.case_filters import CaseFilter
from redress.persistence.jobs import Job, items_of
from redress.persistence.offices import list_offices
from redress.persistence.pool import Connection, Pool, on_behalf
from redress.persistence.reading import CaseItem, items_named, list_cases, read_view
from redress.persistence.sealing import sealed_refs, unsealed
from redress.persistence.vault import Vault

AT_A_TIME: Final = 200
PURPOSE: Final = "export"
"""What every opening of a text for a list that leaves the house is recorded as."""

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")

VIEW: Final[TypeAdapter[CaseView]] = TypeAdapter(CaseView)
FILTER: Final[TypeAdapter[CaseFilter]] = TypeAdapter(CaseFilter)
LISTING: Final[TypeAdapter[Listing]] = TypeAdapter(Listing)


class ExportWork:
    def __init__(self, pool: Pool, vault: Vault, results: JobResults) -> None:
        self._pool = pool
        self._vault = vault
        self._results = results

    async def batch(self, job: Job) -> BatchRun:
        listing = LISTING.validate_python(dict(job.parameters))
        if job.place == END:

            async def writing(incoming: Incoming, pieces: AsyncIterator[bytes]) -> None:
                await _written(incoming, listing, _lines(pieces))

            return await self._results.put_together(job, listing.name, listing.format, writing)
        async with told_apart(), on_behalf(self._pool, job.actor) as connection:
            items, place = await _next(connection, job, listing)
            rows = await self._rows(connection, job.actor, items, listing)
        return await self._results.add(job, place, json.dumps(rows).encode(), done=len(rows))

    async def call_off(self, job: Job) -> BatchRun:
        return await self._results.call_off(job)

    async def _rows(
        self, connection: Connection, actor: Actor, items: tuple[CaseItem, ...], listing: Listing
    ) -> list[list[Any]]:
        """The cells of each case, with the texts that the person's roles open."""
        views: dict[str, CaseView] = {}
        for item in items:
            stored = await read_view(connection, item.case_id)
            if stored is not None:
                views[item.case_id] = VIEW.validate_json(stored.view_json)
        if MAY_OPEN.intersection(actor.roles):
            views |= await self._opened(connection, actor, views)
        names = await names_of(connection, [item.handler for item in items if item.handler])
        offices = {one.path: (one.name_zh, one.name_en) for one in await list_offices(connection)}
        return [cells_of(Row(one, views.get(one.case_id), names, offices, listing)) for one in items]

    async def _opened(
        self, connection: Connection, actor: Actor, views: Mapping[str, CaseView]
    ) -> dict[str, CaseView]:
        """Only the parties and the goods, and nothing of an archived case: that is opened for a reason."""
        short = {
            case_id: replace(view, filing=opened_for_lists(view.filing))
            for case_id, view in views.items()
            if view.stage is not Stage.ARCHIVED
        }
        wanted = {case_id: refs for case_id, view in short.items() if (refs := sealed_refs(view.filing))}
        texts = await self._vault.open_cases(connection, wanted, opened_by=actor.person, purpose=PURPOSE)
        plain = {case_id: {one.ref: one.text for one in found} for case_id, found in texts.items()}
        return {
            case_id: replace(view, filing=unsealed(view.filing, plain.get(case_id, {})))
            for case_id, view in short.items()
        }


async def _next(connection: Connection, job: Job, listing: Listing) -> tuple[tuple[CaseItem, ...], str]:
    """The next cases, and where the work goes on after them."""
    if listing.narrowed is None:
        after = int(job.place or 0)
        named = await items_of(connection, job.id, after=after, limit=AT_A_TIME)
        found = await items_named(connection, [one.case_id for one in named if one.case_id])
        return found, str(named[-1].n) if len(named) == AT_A_TIME else END
    narrowed = FILTER.validate_python(dict(listing.narrowed))
    page = await list_cases(connection, narrowed, limit=AT_A_TIME, cursor=job.place)
    return page.items, page.next_cursor or END


async def _written(incoming: Incoming, listing: Listing, lines: AsyncIterator[list[Any]]) -> None:
    head = tuple(listing.head.get(name, name) for name in listing.columns)
    if listing.format == "csv":
        incoming.write(BOM + csv_line(head))
        async for line in lines:
            incoming.write(csv_line(line))
        return
    rows = tuple([tuple(_typed(one) for one in line) async for line in lines])
    incoming.write(await asyncio.to_thread(workbook, [Table(listing.name, head, rows)]))


def _typed(cell: Any) -> Any:
    """A day as a day: a workbook sorts it as one."""
    if isinstance(cell, str) and _DAY.fullmatch(cell):
        return date.fromisoformat(cell)
    return cell


async def _lines(parts: AsyncIterator[bytes]) -> AsyncIterator[list[Any]]:
    async for part in parts:
        for line in json.loads(part):
            yield line
