"""Tells open pages that their case has a new version. One look at the read model per office and interval,
however many pages are open; the engine is never asked. What has changed is read elsewhere.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from api.http.problems import problem
from redress.domain.actors import Actor
from redress.persistence.pool import Pool, StoreUnavailable, acting_as
from redress.persistence.watching import versions_of

LOOK_EVERY: Final = 1.0
"""Seconds between two looks while somebody watches."""

MOST: Final = 300
MOST_OF_PERSON: Final = 6
"""Open pages of a process, and of one person in it."""


@dataclass(slots=True)
class Watched:
    """One open page. `version`: the newest that is known; `over`: nothing more will come."""

    case_id: str
    actor: Actor
    version: int
    over: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def news(self, within: float) -> bool:
        """Waits at most so many seconds; whether there is something new, or an end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._news.wait()
        came = self._news.is_set()
        self._news.clear()
        return came

    def tell(self, version: int) -> None:
        if version > self.version:
            self.version = version
            self._news.set()

    def end(self) -> None:
        self.over = True
        self._news.set()


class Changes:
    """The open pages of this process. `close` lets all of them go, and takes no more."""

    def __init__(self, pool: Pool, every: float = LOOK_EVERY) -> None:
        self._pool = pool
        self._every = every
        self._pages: dict[int, Watched] = {}
        self._of_person: Counter[str] = Counter()
        self._looking: asyncio.Task[None] | None = None
        self._closed = False

    @contextmanager
    def watching(self, case_id: str, actor: Actor, version: int) -> Iterator[Watched]:
        """A page that shows `version` of a case; raises `too_many_requests`."""
        self.check(actor)
        page = Watched(case_id, actor, version)
        self._pages[id(page)] = page
        self._of_person[actor.person] += 1
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            yield page
        finally:
            del self._pages[id(page)]
            self._of_person -= Counter([actor.person])

    def check(self, actor: Actor) -> None:
        """Whether one more page of `actor` may watch; raises `too_many_requests`."""
        if self._closed or len(self._pages) >= MOST or self._of_person[actor.person] >= MOST_OF_PERSON:
            raise problem("too_many_requests")

    @property
    def count(self) -> int:
        """How many pages are open."""
        return len(self._pages)

    def close(self) -> None:
        self._closed = True
        for page in self._pages.values():
            page.end()

    async def _look(self) -> None:
        """Looks as long as somebody watches."""
        while self._pages:
            for pages in self._by_rights():
                with suppress(StoreUnavailable):
                    await self._look_for(pages)
            await asyncio.sleep(self._every)

    def _by_rights(self) -> list[list[Watched]]:
        """Pages whose readers see the same rows."""
        found: defaultdict[tuple[str, tuple[str, ...]], list[Watched]] = defaultdict(list)
        for page in self._pages.values():
            found[page.actor.office, tuple(page.actor.roles)].append(page)
        return list(found.values())

    async def _look_for(self, pages: list[Watched]) -> None:
        async with acting_as(self._pool, pages[0].actor) as connection:
            versions = await versions_of(connection, {page.case_id for page in pages})
        for page in pages:
            if page.case_id in versions:
                page.tell(versions[page.case_id])
            elif page.version:
                page.end()  # it went to an office of which this reader sees nothing
