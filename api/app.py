"""The API's composition root: what it works with, which rooms it opens, and how its process lives."""

import asyncio
import hmac
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from types import FrameType
from typing import Final

import httpx
import uvicorn
from fastapi import Depends, FastAPI
from starlette.middleware.cors import CORSMiddleware
from temporalio.client import Client

from api.auth.issuer import issuer_of
from api.auth.sessions import Sessions
from api.console.routes import install as install_console
from api.http import (
    accesses,
    account,
    administration,
    administration_people,
    assignment,
    bundle,
    calendars,
    case_list,
    codec,
    commands,
    documents,
    evidence,
    explain,
    filing,
    giving,
    inbox,
    inquiries,
    issuer_links,
    jobs,
    office_settings,
    offices,
    one_case,
    operations,
    outbox,
    party_acts,
    permissions,
    print_queue,
    profiles,
    public,
    public_filing,
    published,
    rehearsal,
    reports,
    sealed_texts,
    session,
    shift_notes,
    statistics,
    timeline,
)
from api.http.busy import Busy
from api.http.changes import Changes
from api.http.engine import Engine
from api.http.known_query import only_known_parameters
from api.http.limits import Limits
from api.http.openapi import describe
from api.http.problems import install
from api.http.schemas import ANSWERS, BODIES, WRITTEN
from api.http.services import Services
from redress.contracts.codec import PayloadCipher, data_converter
from redress.domain.tables import load_tables
from redress.files.evidence_store import open_evidence_store
from redress.observability.logs import configure
from redress.persistence.blind_index import BlindIndex
from redress.persistence.case_words import WordHashes
from redress.persistence.informants import Informants
from redress.persistence.intake_drafts import Drafts
from redress.persistence.issuer import Attempts
from redress.persistence.job_files import JobKeys
from redress.persistence.pool import Pool, StoreUnavailable, open_pool, transaction
from redress.persistence.regulations import Regulations
from redress.persistence.second_factors import SecondFactors
from redress.persistence.vault import FileMasterKey, Vault
from redress.settings import Settings, read_codec_keys, read_key

PROCESS: Final = "redress-api"
POOL_SIZE: Final = 20

LAST_ANSWERS_IN: Final = 15
"""Seconds that running requests have after SIGTERM: one engine deadline and its answer."""

LOOK_FOR_NOTICES_EVERY: Final = 15
"""Seconds."""

LOOPBACK: Final = r"http://(127\.0\.0\.1|localhost)(:\d+)?"
"""Where the embedded engine's pages come from; they ask the codec with the reader's own token."""

ROUTERS: Final = (
    session.router,
    account.router,
    filing.router,
    reports.router,
    inquiries.router,
    case_list.router,
    one_case.router,
    commands.router,
    evidence.router,
    documents.router,
    bundle.router,
    timeline.router,
    sealed_texts.router,
    explain.router,
    calendars.router,
    administration.router,
    office_settings.router,
    issuer_links.router,  # before what is done to a person by its word in the address
    administration_people.router,
    offices.router,
    profiles.router,
    accesses.router,
    assignment.router,
    giving.router,
    jobs.router,
    shift_notes.router,
    statistics.router,
    public.router,
    public_filing.router,
    party_acts.router,
    published.router,
    inbox.router,
    outbox.router,
    permissions.router,
    print_queue.router,
    rehearsal.router,
    codec.router,
    operations.router,
)


def create_app(settings: Settings) -> FastAPI:
    """The application; databases and engine are reached when it starts to serve, and may come later."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        pool = await open_pool(settings.require_database_api_url(), name=PROCESS, max_size=POOL_SIZE)
        try:
            async with httpx.AsyncClient() as http:
                app.state.services = services = await _services(settings, pool, http)
                keeping = asyncio.create_task(_keep_current(services))
                yield
                keeping.cancel()
                services.changes.close()
        finally:
            await pool.close()

    app = FastAPI(
        title="Redress",
        version="1",
        description="Consumer complaints from the first call to the call-back. 消费者投诉办理。",
        lifespan=lifespan,
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
    )
    install(app)
    app.add_middleware(operations.Measured)
    app.add_middleware(
        CORSMiddleware,
        allow_origin_regex=LOOPBACK,
        allow_origins=[settings.temporal_ui_origin] if settings.temporal_ui_origin else [],
        allow_methods=["POST"],
        allow_headers=["Authorization", "Content-Type", "X-Namespace"],
    )
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(only_known_parameters)])
    describe(app, BODIES, ANSWERS, WRITTEN)
    install_console(app)
    return app


async def serve(settings: Settings) -> None:
    """Serves until SIGTERM or SIGINT; running requests are answered first. Raises `Unconfigured`."""
    configure(settings.log_level, PROCESS)
    config = uvicorn.Config(
        create_app(settings),
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=LAST_ANSWERS_IN,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=64 * 1024,
    )
    await _Server(config).serve()


async def _keep_current(services: Services) -> None:
    """Hears of notices that another process has loaded; a filing reads them in its own transaction."""
    while True:
        with suppress(StoreUnavailable):
            async with transaction(services.pool) as connection:
                await services.regulations.refresh(connection)
        await asyncio.sleep(LOOK_FOR_NOTICES_EVERY)


class _Server(uvicorn.Server):
    """Ends without an error when asked to: uvicorn would raise the signal again after it has stopped. Open
    pages are let go first, or their streams would hold it up.
    """

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        app = self.config.app
        if isinstance(app, FastAPI) and hasattr(app.state, "services"):
            app.state.services.changes.close()
        super().handle_exit(sig, frame)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)


async def _services(settings: Settings, pool: Pool, http: httpx.AsyncClient) -> Services:
    keys = read_codec_keys(settings.codec_keys_file)
    vault_key = read_key(settings.vault_key_file)
    client = await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        data_converter=data_converter(keys),
        identity=PROCESS,
        lazy=True,
    )
    blind_key = read_key(settings.blind_index_key_file)
    words = WordHashes(blind_key)
    return Services(
        settings=settings,
        pool=pool,
        engine=Engine(client, settings.case_task_queue, job_queue=settings.job_task_queue),
        vault=Vault(FileMasterKey(vault_key), words),
        words=words,
        cipher=PayloadCipher(keys),
        regulations=Regulations(load_tables()),
        sessions=Sessions(pool),
        blind_index=BlindIndex(blind_key),
        informants=Informants(FileMasterKey(vault_key)),
        drafts=Drafts(FileMasterKey(vault_key)),
        query_code_key=read_key(settings.query_code_key_file),
        body_key=hmac.digest(vault_key, b"redress fingerprint of bodies", "sha256"),
        limits=Limits(),
        busy=Busy(),
        files=open_evidence_store(settings.files_dir, settings.files_url),
        issuer=issuer_of(settings, http),
        attempts=Attempts(FileMasterKey(vault_key)),
        second_factors=SecondFactors(
            FileMasterKey(vault_key), hmac.digest(vault_key, b"redress recovery codes", "sha256")
        ),
        changes=Changes(pool),
        job_keys=JobKeys(FileMasterKey(vault_key)),
    )
