"""One supervisor for the whole embedded stack: what starts after what, with which settings, and the way back.

Every part is a process of its own. A part that ends is started again; a killed supervisor is followed by one
that first ends what it left behind.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import httpx
import structlog

from cli.stack import engine as embedded_engine
from cli.stack import postgres as embedded_postgres
from cli.stack.children import PortTaken, Program, StackFailure, end_orphans, free_port, port_is_free
from cli.stack.keeper import Keeper
from cli.stack.keys import make_keys, write_private
from cli.stack.place import SETTINGS, Mode, Place, locked
from redress.persistence.roles import API, OWNER, WORKER
from redress.persistence.seed import seed
from redress.settings import PREFIX, variable

log = structlog.get_logger("redress.stack")

READY_WITHIN: Final = 90.0
ATTEMPTS: Final = 3
HOST: Final = "127.0.0.1"

STOP_SIGNALS: Final[Mapping[str, signal.Signals]] = {
    "api": signal.SIGTERM,
    "escalation": signal.SIGTERM,
    "case": signal.SIGTERM,
    "engine": signal.SIGTERM,
    "postgres": signal.SIGINT,
}
"""Every part and how it is asked to stop, in the order of stopping: who asks goes before who is asked."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for. Ports that are None are chosen free."""

    data_dir: Path
    rehearsal: bool
    port: int
    engine_port: int | None = None
    engine_ui_port: int | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """Where the stack that now runs can be reached; `borrowed_account`: root lent PostgreSQL that account."""

    place: Place
    url: str
    engine_address: str
    engine_ui_url: str
    borrowed_account: str | None


@asynccontextmanager
async def stack(wish: Wish) -> AsyncIterator[Running]:
    """Starts everything, yields when /readyz answers, and stops everything in order, also on failure.

    Raises StackFailure with one clear text for what a person can put right.
    """
    with locked(wish.data_dir, Mode.REHEARSAL if wish.rehearsal else Mode.REAL) as place:
        for name in await end_orphans(place.run, STOP_SIGNALS):
            log.warning("orphan_ended", child=name)
        if not port_is_free(wish.port):
            raise StackFailure(
                f"端口 {wish.port} 已被占用 / port {wish.port} is in use; choose another with --port"
            )
        async with AsyncExitStack() as parts:
            yield await _start_with_free_ports(wish, place, parts)


async def _start_with_free_ports(wish: Wish, place: Place, parts: AsyncExitStack) -> Running:
    """A port can be lost between its choice and its use; then all of it starts anew with other ones."""
    for _ in range(ATTEMPTS - 1):
        async with AsyncExitStack() as attempt:
            try:
                running = await _start_all(wish, place, attempt)
            except PortTaken as failure:
                log.warning("port_taken", error=type(failure).__name__)
                continue
            parts.push_async_exit(attempt.pop_all())
            return running
    return await _start_all(wish, place, parts)


async def _start_all(wish: Wish, place: Place, parts: AsyncExitStack) -> Running:
    def kept(program: Program) -> Keeper:
        keeper = Keeper(program, place.run)
        parts.push_async_callback(keeper.stop)
        return keeper

    cluster = await embedded_postgres.prepare(place.postgres, place.secrets, free_port())
    database = kept(embedded_postgres.server(cluster, place.log("postgres")))
    await database.start(embedded_postgres.ready(cluster))
    await embedded_postgres.set_up(cluster)
    await seed(cluster.url(OWNER), place.passwords)

    engine = embedded_engine.Engine(
        port=wish.engine_port or free_port(),
        ui_port=wish.engine_ui_port or free_port(),
        home=place.engine,
        kept=True,
        time_skipping=wish.rehearsal,
    )
    await kept(embedded_engine.server(engine, place.log("engine"))).start(embedded_engine.ready(engine))

    shared = _shared_environment(wish, place, engine)
    own: dict[Keeper, str] = {}
    for queue in ("case", "escalation"):
        port = free_port()
        told = _named({"database_worker_url": cluster.url(WORKER), f"{queue}_metrics_port": port})
        program = _own(place, queue, ("worker", queue), shared | told, port)
        own[kept(program)] = f"http://{HOST}:{port}"
    url = f"http://{HOST}:{wish.port}"
    told = _named({"database_api_url": cluster.url(API)})
    own[kept(_own(place, "api", ("api",), shared | told, wish.port))] = url
    await _all_ready(own)
    reached = _named({"database_worker_url": cluster.url(WORKER), "database_api_url": cluster.url(API)})
    _leave_settings(place, shared | reached, parts)

    account = cluster.account.name if cluster.account.borrowed else None
    return Running(place, url, engine.address, f"http://{HOST}:{engine.ui_port}", account)


def _leave_settings(place: Place, environment: Mapping[str, str], parts: AsyncExitStack) -> None:
    """For commands like `audit verify` and `account`, as long as the installation runs."""
    file = place.run / SETTINGS
    parts.callback(file.unlink, missing_ok=True)
    fields = {name.removeprefix(PREFIX).lower(): value for name, value in environment.items()}
    write_private(file, json.dumps(fields))


async def _all_ready(own: Mapping[Keeper, str]) -> None:
    """Starts our own processes side by side; raises the first StackFailure."""
    try:
        async with asyncio.TaskGroup() as starting:
            for keeper, url in own.items():
                starting.create_task(keeper.start(_answers(f"{url}/readyz")))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None


def _own(
    place: Place, name: str, arguments: tuple[str, ...], environment: Mapping[str, str], port: int
) -> Program:
    """One of our own processes: the command that a deployment runs too, configured by environment only."""
    return Program(
        name=name,
        command=(sys.executable, "-P", "-m", "cli", *arguments),
        log=place.log(name),
        environment=environment,
        stop_signal=STOP_SIGNALS[name],
        grace=30.0,
        ports=(port,),
    )


def _named(told: Mapping[str, object]) -> dict[str, str]:
    """Settings as the environment carries them."""
    return {variable(field): str(value) for field, value in told.items()}


def _shared_environment(wish: Wish, place: Place, engine: embedded_engine.Engine) -> dict[str, str]:
    """What every own process is told. The person's own REDRESS_* pass, except database addresses."""
    passed = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(PREFIX) and not name.startswith(variable("database_"))
    }
    told = {
        "data_dir": place.root,
        "archive_dir": place.archive,
        "files_dir": place.files,
        "temporal_address": engine.address,
        "temporal_namespace": embedded_engine.NAMESPACE,
        "http_host": HOST,
        "http_port": wish.port,
        "rehearsal": place.mode is Mode.REHEARSAL,
        **asdict(make_keys(place.secrets)),
    }
    passed.setdefault(variable("public_base_url"), f"http://{HOST}:{wish.port}")
    return passed | _named(told)


async def _answers(url: str) -> None:
    """Waits until `url` answers 200; raises StackFailure after READY_WITHIN seconds."""
    last = "no answer"
    try:
        async with asyncio.timeout(READY_WITHIN), httpx.AsyncClient(trust_env=False, timeout=5) as client:
            while True:
                try:
                    answer = await client.get(url)
                    if answer.status_code == httpx.codes.OK:
                        return
                    last = f"{answer.status_code} {answer.text[:200]}"
                except httpx.TransportError as error:
                    last = type(error).__name__
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise StackFailure(f"{url} 没有就绪 / {url} did not become ready: {last}") from None


def stop_requested() -> asyncio.Event:
    """Set by Ctrl-C, SIGTERM or a closed terminal; a repeated signal changes nothing, stopping is bounded."""
    event = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, event.set)
    return event


async def up(wish: Wish, once_ready: Callable[[Running], Awaitable[None]]) -> None:
    """Runs the stack until it is told to stop, also while it still starts; raises StackFailure."""
    stopping = asyncio.create_task(stop_requested().wait())
    running = asyncio.create_task(_run(wish, once_ready))
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def _run(wish: Wish, once_ready: Callable[[Running], Awaitable[None]]) -> None:
    async with stack(wish) as running:
        await once_ready(running)
        await asyncio.Event().wait()
