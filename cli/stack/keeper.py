"""Keeps one program running: starts it, starts it again after growing pauses, stops it when told."""

import asyncio
import contextlib
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Final, TypeVar

import structlog

from cli.stack.children import Child, PortTaken, Program, StackFailure, port_is_free

log = structlog.get_logger("redress.stack")

T = TypeVar("T")

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
SETTLED_AFTER: Final = 60.0
"""Seconds a program has to live before its next end counts as the first again."""

LAST_WORDS: Final = 600


class Keeper:
    """One program under care. `start` once, `stop` any number of times."""

    def __init__(self, program: Program, pid_dir: Path) -> None:
        self.program = program
        self._pid_dir = pid_dir
        self._child: Child | None = None
        self._care: asyncio.Task[None] | None = None

    async def start(self, ready: Coroutine[Any, Any, T]) -> T:
        """Starts it, answers what `ready` does and cares for it from then on.

        When it ends before it is ready, raises StackFailure with the end of its log, or PortTaken.
        """
        waiting = asyncio.create_task(ready)
        try:
            self._child = await Child.start(self.program, self._pid_dir)
            ending = asyncio.create_task(self._child.wait())
            await asyncio.wait({waiting, ending}, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                raise self._failure(ending.result())
        finally:
            waiting.cancel()
        self._care = asyncio.create_task(self._keep(self._child, ending), name=f"care:{self.program.name}")
        return waiting.result()

    async def stop(self) -> None:
        """Ends the care first, so that nothing starts it again, then the program."""
        if self._care is not None:
            self._care.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._care
        if self._child is not None:
            await self._child.stop()

    def _failure(self, code: int) -> StackFailure:
        kind = StackFailure if all(map(port_is_free, self.program.ports)) else PortTaken
        name = self.program.name
        words = _last_words(self.program.log)
        return kind(f"{name} 启动失败 / {name} ended at its start (exit {code}): {words}")

    async def _keep(self, child: Child, ending: asyncio.Task[int]) -> None:
        clock = asyncio.get_running_loop().time
        pause = FIRST_PAUSE
        while True:
            started = clock()
            code = await asyncio.shield(ending)
            if clock() - started > SETTLED_AFTER:
                pause = FIRST_PAUSE
            log.warning("child_ended", child=self.program.name, exit_code=code, seconds=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            child = await Child.start(self.program, self._pid_dir)
            self._child = child
            ending = asyncio.create_task(child.wait())
            log.info("child_restarted", child=self.program.name, pid=child.pid)


def _last_words(path: Path) -> str:
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    return text.strip()[-LAST_WORDS:] or "(no output)"
