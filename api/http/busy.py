"""Who is still at it: the idempotency keys that this process works on at this moment."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from api.http.problems import problem

WAIT: Final = 12.0
"""Seconds: one engine deadline and its answer."""


class Busy:
    """Keys in work. Two processes may both send it: the engine knows its id."""

    def __init__(self) -> None:
        self._over: dict[tuple[str, str], asyncio.Event] = {}

    @contextmanager
    def alone(self, scope: str, key: str) -> Iterator[None]:
        """Raises `still_running` when the same key is being worked on."""
        mine = (scope, key)
        if mine in self._over:
            raise problem("still_running")
        self._over[mine] = asyncio.Event()
        try:
            yield
        finally:
            self._over.pop(mine).set()

    async def turn(self, scope: str, key: str) -> None:
        """Waits until nobody here works on the key, but no longer than one answer takes: the browser of a
        form that was sent twice shows only the second answer, which has to be the first.
        """
        at_work = self._over.get((scope, key))
        if at_work is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(WAIT):
                    await at_work.wait()
