"""The tables in force at this installation: the shipped ones and the notices it has loaded."""

from datetime import date

from redress.domain.calendar import Calendar, Notice
from redress.domain.tables import Tables, calendar_known_on, with_notices
from redress.persistence.calendar_notices import loaded_notices, newest_revision
from redress.persistence.pool import Connection


class Regulations:
    """One per process; `tables` are those of the last `refresh`, the shipped ones before the first."""

    def __init__(self, shipped: Tables) -> None:
        self._shipped = shipped
        self.tables = shipped
        self.revision = 0
        self.loaded: tuple[Notice, ...] = ()

    async def refresh(self, connection: Connection) -> None:
        """Reads what was loaded since; one small query when that is nothing. Raises `UnusableTables`."""
        if await newest_revision(connection) == self.revision:
            return
        found = await loaded_notices(connection)
        loaded = tuple(each.notice for each in found)
        self.tables = with_notices(self._shipped, loaded)
        self.loaded = loaded
        self.revision = found[-1].revision

    def version(self, known_on: date) -> Calendar | None:
        """The calendar `CN@known_on` with the loaded notices; None when nothing was published by then."""
        return calendar_known_on(known_on, self.loaded)
