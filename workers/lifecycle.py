"""How a worker process lives: it waits for the engine, polls, drains on SIGTERM and shows its state."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import structlog
from temporalio.client import Client
from temporalio.runtime import Runtime
from temporalio.service import RPCError
from temporalio.worker import Worker

from redress.contracts.codec import data_converter
from redress.observability.engine_runtime import engine_runtime
from redress.observability.exposition import Exposition
from redress.persistence.pool import Pool, open_pool
from redress.settings import Settings, read_codec_keys

log = structlog.get_logger("redress.worker")

GRACE: Final = timedelta(seconds=10)
"""How long running activities may go on after SIGTERM; shorter than the supervisor's patience."""

LONGEST_PAUSE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Place:
    """What a worker process works with; `stop` is set when it shall end."""

    settings: Settings
    client: Client
    pool: Pool
    exposition: Exposition | None
    stop: asyncio.Event


async def live(
    settings: Settings,
    process: str,
    serve: Callable[[Place], Awaitable[None]],
    *,
    port: int | None,
    pool_size: int,
    stop: asyncio.Event | None = None,
) -> None:
    """Opens what is needed, serves until `stop` (by default: SIGTERM or SIGINT), closes it in order."""
    stop = stop or _stop_on_signals()
    runtime, sdk_metrics_url = engine_runtime(with_metrics=port is not None)
    exposition = Exposition(settings.metrics_host, port, sdk_metrics_url) if port is not None else None
    if exposition is not None:
        exposition.start()
    try:
        pool = await open_pool(settings.require_database_worker_url(), name=process, max_size=pool_size)
        try:
            client = await _connect(settings, runtime, stop)
            if client is not None:
                await serve(Place(settings, client, pool, exposition, stop))
        finally:
            await pool.close()
    finally:
        if exposition is not None:
            exposition.stop()


async def poll(
    place: Place, workers: Sequence[Worker], besides: Sequence[Coroutine[Any, Any, None]] = ()
) -> None:
    """Runs workers until the place's `stop`, then lets running work end; `besides` end by themselves then.

    A worker that fails for good ends the process with its error; the supervisor starts a new one.
    """
    async with asyncio.TaskGroup() as group:
        for each in besides:
            group.create_task(each)
        for worker in workers:
            group.create_task(worker.run())
        _show_ready(place, True)
        log.info("polling")
        try:
            await place.stop.wait()
        finally:
            # Also when a worker has failed: what runs beside hears this, but may lose a cancellation.
            place.stop.set()
            _show_ready(place, False)
        log.info("draining")
        await asyncio.gather(*(worker.shutdown() for worker in workers))
    log.info("stopped")


def _show_ready(place: Place, ready: bool) -> None:
    if place.exposition is not None:
        place.exposition.set_ready(ready)


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _connect(settings: Settings, runtime: Runtime, stop: asyncio.Event) -> Client | None:
    """A client; the engine may come up later than we do. None when the process shall end before."""
    converter = data_converter(read_codec_keys(settings.codec_keys_file))
    pause = 0.2
    while not stop.is_set():
        try:
            return await Client.connect(
                settings.temporal_address,
                namespace=settings.temporal_namespace,
                data_converter=converter,
                runtime=runtime,
            )
        except (RPCError, RuntimeError) as error:  # a refused connection is a RuntimeError of the SDK
            log.warning("engine_away", error=type(error).__name__, seconds=pause)
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await stop.wait()
        pause = min(pause * 2, LONGEST_PAUSE)
    return None
