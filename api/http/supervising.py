"""Who may look at the board, its lists and the figures of a period; what is read is in persistence.

For the JSON interface, the files and the console alike.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final

from api.http.problems import problem
from api.http.services import Services
from redress.contracts.reports import BRIEF, OF_A_PERIOD
from redress.domain.actors import Actor, Role, at_or_below
from redress.domain.board import Count, Figure
from redress.domain.statistical_periods import StatisticalPeriod
from redress.persistence.board_figures import Listed, Scope, days_of, listed
from redress.persistence.offices import NoSuchOffice
from redress.persistence.pool import acting_as
from redress.persistence.reading import BadCursor
from redress.persistence.supervising import (
    Board,
    Look,
    Statistics,
    Urgent,
    read_board,
    read_statistics,
    read_urgent,
)
from redress.persistence.trader_names import TraderNames

SUPERVISING: Final = frozenset({Role.SUPERVISOR, Role.BUREAU_HEAD, Role.AUDITOR})


def supervised_office(actor: Actor, office: str | None) -> str:
    """The office that is looked at: the actor's own or one below; raises `not_supervising`, `not_found`."""
    if not SUPERVISING.intersection(actor.roles):
        raise problem("not_supervising")
    wanted = office or actor.office
    if not at_or_below(wanted, actor.office):
        raise problem("not_found")
    return wanted


@asynccontextmanager
async def looking(services: Services, actor: Actor, office: str | None) -> AsyncIterator[Look]:
    """Raises `not_supervising`, `not_found`."""
    wanted = supervised_office(actor, office)
    try:
        async with acting_as(services.pool, actor) as connection:
            yield Look(
                connection=connection,
                actor=actor,
                office=wanted,
                calendar=services.tables.calendar,
                now=datetime.now(UTC),
                rehearsal=services.settings.rehearsal,
            )
    except NoSuchOffice:
        raise problem("not_found") from None


async def board_of(services: Services, actor: Actor, office: str | None) -> Board:
    """The board as it stands now; raises `not_supervising`, `not_found`."""
    async with looking(services, actor, office) as look:
        return await read_board(look)


async def list_behind(
    services: Services, actor: Actor, what: Figure | Count, scope: Scope, *, limit: int, cursor: str | None
) -> Listed:
    """The cases of a figure; raises `not_supervising`, `not_found`, `invalid_cursor`."""
    supervised_office(actor, scope.office)
    try:
        async with acting_as(services.pool, actor) as connection:
            days = await days_of(connection, services.tables.calendar, datetime.now(UTC))
            return await listed(connection, what, scope, days, limit=limit, cursor=cursor)
    except BadCursor:
        raise problem("invalid_cursor") from None


async def statistics_of(
    services: Services,
    actor: Actor,
    office: str | None,
    period: StatisticalPeriod,
    *,
    trend: bool = False,
    brief: bool = False,
) -> Statistics:
    """The figures of a period; with `trend` the months are the last two years up to it, else its own.

    `brief`: without kinds and traders, whose names would have to be opened.
    """
    naming = TraderNames(services.vault, services.blind_index)
    async with looking(services, actor, office) as look:
        return await read_statistics(look, naming, period, BRIEF if brief else OF_A_PERIOD, trend=trend)


async def urgent_lists(services: Services, actor: Actor, office: str) -> Urgent:
    """The lists that stand in a sheet, those that are empty left out."""
    async with looking(services, actor, office) as look:
        return await read_urgent(look)
