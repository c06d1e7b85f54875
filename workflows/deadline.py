"""One durable timer: set for a moment, set anew only when that moment changed, never two at a time."""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow


class Deadline:
    """Sleeps until the moment it is set for; `passed` says that the moment has come and was not yet taken."""

    def __init__(self) -> None:
        self._at: datetime | None = None
        self._sleeper: asyncio.Task[None] | None = None

    @property
    def passed(self) -> bool:
        return self._sleeper is not None and self._sleeper.done()

    def set(self, at: datetime | None) -> None:
        """Waits for `at` from now on; None waits for nothing."""
        if at == self._at and not self.passed:
            return
        if self._sleeper is not None:
            self._sleeper.cancel()
        self._at = at
        self._sleeper = None if at is None else asyncio.create_task(self._sleep(at))

    async def _sleep(self, at: datetime) -> None:
        await workflow.sleep(max(at - workflow.now(), timedelta()))
