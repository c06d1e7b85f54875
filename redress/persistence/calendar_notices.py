"""Notices that the installation has loaded beside the shipped ones, in the order of their loading."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from redress.domain.actors import Actor
from redress.domain.calendar import Notice
from redress.domain.notice_file import parse_notice
from redress.domain.tables import UnusableTables
from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedNotice:
    """`revision` counts the loads of this installation, of profiles and overlays too; `content` is the notice
    as it was given.
    """

    revision: int
    year: int
    published_on: date
    content: str
    loaded_by: str
    loaded_at: datetime

    @property
    def notice(self) -> Notice:
        """The notice itself; it was checked when it was loaded. Raises `UnusableTables`."""
        found = parse_notice(self.content)
        if not isinstance(found, Notice):
            raise UnusableTables(found)
        return found


async def loaded_notices(connection: Connection, up_to: int | None = None) -> tuple[LoadedNotice, ...]:
    """All of them, or those up to a revision."""
    rows = await connection.fetch(
        "SELECT id AS revision, year, published_on, content, loaded_by, loaded_at FROM calendar_notices "
        "WHERE $1::integer IS NULL OR id <= $1 ORDER BY id",
        up_to,
    )
    return tuple(LoadedNotice(**row) for row in rows)


async def newest_revision(connection: Connection) -> int:
    """0 as long as nothing was loaded."""
    found: int = await connection.fetchval(
        "SELECT greatest((SELECT max(id) FROM calendar_notices), (SELECT max(id) FROM loaded_regulations), 0)"
    )
    return found


async def one_load_at_a_time(connection: Connection) -> None:
    """Until this transaction ends nobody else checks or adds anything: a load is checked against all others,
    and revisions are committed in their order.
    """
    await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)


async def add_notice(connection: Connection, notice: Notice, content: str, actor: Actor) -> int:
    """Adds a notice and answers its revision; call it under `one_load_at_a_time`."""
    revision: int = await connection.fetchval(
        "INSERT INTO calendar_notices (year, published_on, content, loaded_by, office) "
        "VALUES ($1, $2, $3, $4, $5) RETURNING id",
        notice.year,
        notice.published_on,
        content,
        actor.person,
        actor.office,
    )
    return revision


_LOCK: Final = 0x7265_6472_0008
