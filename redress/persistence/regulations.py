"""The tables in force at this installation: the shipped ones and what it has loaded."""

from dataclasses import dataclass, replace
from datetime import date

from redress.domain.calendar import Calendar, Notice
from redress.domain.overlay import Overlay, of_office
from redress.domain.tables import Tables, calendar_known_on, with_notices
from redress.persistence.calendar_notices import loaded_notices, newest_revision
from redress.persistence.loaded_regulations import loaded_overlays, loaded_profiles
from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything that was loaded up to a revision, and the national `tables` with it.

    `tables` hold every version of every profile.
    """

    tables: Tables
    revision: int = 0
    notices: tuple[Notice, ...] = ()
    overlays: tuple[Overlay, ...] = ()

    def of_office(self, office: str) -> Tables:
        """The tables of an office: with the days of its region."""
        return replace(self.tables, calendar=of_office(self.tables.calendar, self.overlays, office))


async def loaded_up_to(connection: Connection, shipped: Tables, revision: int) -> Loaded:
    """The tables of a revision, over the shipped ones; raises `UnusableTables`."""
    notices = tuple(each.notice for each in await loaded_notices(connection, revision))
    profiles = tuple(each.profile for each in await loaded_profiles(connection, revision))
    tables = with_notices(shipped, notices) if notices else shipped
    return Loaded(
        tables=replace(tables, profiles=(*shipped.profiles, *profiles)),
        revision=revision,
        notices=notices,
        overlays=tuple(each.overlay for each in await loaded_overlays(connection, revision)),
    )


class Regulations:
    """One per process; `now` is as of the last `refresh`, the shipped tables before the first."""

    def __init__(self, shipped: Tables) -> None:
        self._shipped = shipped
        self.now = Loaded(shipped)

    @property
    def tables(self) -> Tables:
        """The national tables; an office's own are `now.of_office`."""
        return self.now.tables

    @property
    def revision(self) -> int:
        """Of the newest load; 0 as long as nothing was loaded."""
        return self.now.revision

    async def refresh(self, connection: Connection) -> None:
        """Reads what was loaded since; one small query when that is nothing. Raises `UnusableTables`."""
        newest = await newest_revision(connection)
        if newest != self.revision:
            self.now = await loaded_up_to(connection, self._shipped, newest)

    def version(self, known_on: date) -> Calendar | None:
        """The calendar `CN@known_on` with the loaded notices; None when nothing was published by then."""
        return calendar_known_on(known_on, self.now.notices)
