"""Sessions by token. They live in the database; this only bridges its absence."""

import time
from collections import OrderedDict
from typing import Final

from redress.persistence.accounts import Person
from redress.persistence.pool import Pool, StoreUnavailable
from redress.persistence.sessions import find_session

REMEMBERED: Final = 900.0
"""Seconds for which a session stands in when the database is away, so that one case can still be read."""

MOST_REMEMBERED: Final = 10_000


class Sessions:
    """Looks up tokens in the database; remembers them for the time when it does not answer."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._seen: OrderedDict[str, tuple[float, Person]] = OrderedDict()

    async def person(self, token: str, *, use: bool = True) -> Person | None:
        """Who holds the token; raises `StoreUnavailable` when nobody knows. `use` as in `find_session`."""
        try:
            found = await find_session(self._pool, token, use=use)
        except StoreUnavailable:
            seen_at, known = self._seen.get(token, (0.0, None))
            if known is None or time.monotonic() - seen_at > REMEMBERED:
                raise
            return known
        if found is None:
            self.forget(token)
        else:
            self._remember(token, found)
        return found

    def forget(self, token: str) -> None:
        self._seen.pop(token, None)

    def _remember(self, token: str, person: Person) -> None:
        self._seen[token] = (time.monotonic(), person)
        self._seen.move_to_end(token)
        while len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)
