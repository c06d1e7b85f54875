"""How often somebody may try: sliding windows in memory, per process. Locks of accounts are elsewhere."""

import asyncio
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakValueDictionary

from fastapi import Request

from api.http.problems import problem

MOST_KEYS: Final = 50_000


class Window:
    """At most `most` per key within `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, key: str) -> None:
        """Raises `too_many_requests` when the key has used up its tries."""
        if len(self._recent(key)) >= self._most:
            raise problem("too_many_requests")

    def count(self, key: str) -> None:
        """One more try of the key."""
        self._recent(key).append(time.monotonic())
        while len(self._times) > MOST_KEYS:
            self._times.popitem(last=False)

    def _recent(self, key: str) -> deque[float]:
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while times and times[0] < time.monotonic() - self._seconds:
            times.popleft()
        return times


@dataclass(frozen=True, slots=True)
class Limits:
    """`public`: requests per address. `codes`: wrong codes per case. `lookups`: hints while typing, per
    person. `passwords`: wrong ones per name.
    `pages`: pages of parties with a session, per address. `acts`: what one party says. `filings`: complaints
    by one address.
    """

    public: Window = field(default_factory=lambda: Window(60, 60))
    codes: Window = field(default_factory=lambda: Window(10, 600))
    lookups: Window = field(default_factory=lambda: Window(240, 60))
    passwords: Window = field(default_factory=lambda: Window(10, 60))
    pages: Window = field(default_factory=lambda: Window(240, 60))
    acts: Window = field(default_factory=lambda: Window(60, 600))
    filings: Window = field(default_factory=lambda: Window(20, 3600))
    _turns: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def turn(self, key: str) -> asyncio.Lock:
        """One at a time per key: tries made at once may not overtake the count of wrong ones."""
        return self._turns.setdefault(key, asyncio.Lock())


def address_of(request: Request) -> str:
    return request.client.host if request.client else "unknown"
