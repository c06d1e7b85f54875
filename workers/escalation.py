"""The escalation worker: delivers what cases decided, and sweeps for what was overslept or never answered.

A process and a queue of its own: it may be away for a day without stopping a case.
"""

import asyncio
import os
import socket
from datetime import UTC, datetime
from typing import Final

from temporalio.client import Client

from activities.assign_new import AssignNew
from activities.nudge_overslept import NudgeOverslept
from activities.run_job import StartJobs
from activities.settle_pending import SettlePending
from activities.sweep_files import SweepFiles
from redress.contracts import news
from redress.contracts.recorded import ASSIGNMENT, CLOCK_MOVED, ESCALATION, PARTY_NOTICE, WEBHOOK
from redress.domain.tables import load_tables
from redress.files.evidence_store import open_evidence_store
from redress.notify.inbox import InboxNotifier
from redress.notify.mail import MailNotifier
from redress.notify.port import Courier, Notifier
from redress.notify.relay import STORE_AWAY, Relay
from redress.notify.several import SeveralNotifiers
from redress.notify.to_offices import ToOffices
from redress.notify.to_parties import ToParties
from redress.notify.webhook import ToSystems
from redress.observability.logs import configure
from redress.persistence.case_words import WordHashes
from redress.persistence.pool import Pool, StoreUnavailable, transaction
from redress.persistence.regulations import Regulations
from redress.persistence.vault import FileMasterKey, Vault
from redress.persistence.webhooks import Subscription, keep_subscriptions
from redress.settings import Settings, read_key
from workers.channels import (
    mail_server,
    party_channels,
    quiet_hours,
    receivers,
    subscriptions,
    webhooks,
)
from workers.hearing import EngineCases
from workers.lifecycle import Place, live, poll
from workers.papers import IssuedPapers
from workers.polling import worker
from workers.schedules import ensure_schedules
from workflows.job import JobSweep
from workflows.sweeps import AssignmentSweep, EscalationSweep, FileSweep, PendingCommands

PROCESS: Final = "redress-escalation-worker"

KINDS: Final = (ESCALATION, ASSIGNMENT, CLOCK_MOVED, *news.KINDS)
"""The kinds of the outbox that are told to the people of offices."""

POOL_SIZE: Final = 16
"""The listeners, the relays, and the sweeps' settling of several cases at once."""


async def run(settings: Settings, *, stop: asyncio.Event | None = None) -> None:
    """Runs until `stop`, by default until SIGTERM or SIGINT; raises `Unconfigured`."""
    configure(settings.log_level, PROCESS)
    await live(
        settings, PROCESS, _serve, port=settings.escalation_metrics_port, pool_size=POOL_SIZE, stop=stop
    )


async def _serve(place: Place) -> None:
    settings = place.settings
    to_offices = ToOffices(place.pool, notifier(place.pool, settings))
    parties = to_parties(place.pool, place.client, settings)
    outside = webhooks(settings)
    systems = ToSystems(receivers(outside), now=_now)
    couriers: tuple[tuple[Courier, tuple[str, ...]], ...] = (
        (to_offices, KINDS),
        (parties, (PARTY_NOTICE,)),
        (systems, (WEBHOOK,)),
    )
    relays = [
        Relay(place.pool, courier, _own_name(), kinds, attempts=settings.outbox_attempts)
        for courier, kinds in couriers
    ]
    nudge = NudgeOverslept(place.client, place.pool, now=_now)
    settle = SettlePending(
        place.client, place.pool, Regulations(load_tables()), case_queue=settings.case_task_queue
    )
    await _keep_subscriptions(place, subscriptions(outside))
    queue = settings.escalation_task_queue
    await ensure_schedules(place.client, queue)
    assign = AssignNew(place.pool, settle, now=_now)
    files = SweepFiles(place.pool, open_evidence_store(settings.files_dir, settings.files_url), now=_now)
    jobs = StartJobs(place.client, place.pool, job_queue=settings.job_task_queue)
    activities = [
        nudge.nudge_overslept, settle.settle_pending, assign.assign_new, files.sweep_files, jobs.start_jobs
    ]  # fmt: skip
    workflows = [EscalationSweep, PendingCommands, AssignmentSweep, FileSweep, JobSweep]
    sweeps = worker(place.client, queue, workflows, activities)
    await poll(place, [sweeps], [relay.run(place.stop) for relay in relays])


def notifier(pool: Pool, settings: Settings) -> Notifier:
    """The inbox always, mail where a server is configured; raises `Unconfigured` for half a mail server."""
    inbox = InboxNotifier(pool)
    server = mail_server(settings)
    if server is None:
        return inbox
    return SeveralNotifiers([inbox, MailNotifier(server, settings.mail_recipients, settings.public_base_url)])


def to_parties(pool: Pool, client: Client, settings: Settings) -> ToParties:
    """Notices to parties on the channels that are on; raises `Unconfigured`."""
    words = WordHashes(read_key(settings.blind_index_key_file))
    vault = Vault(FileMasterKey(read_key(settings.vault_key_file)), words)
    return ToParties(
        pool,
        vault,
        Regulations(load_tables()),
        party_channels(settings),
        EngineCases(client),
        IssuedPapers(pool, vault),
        quiet=quiet_hours(settings),
        progress_url=f"{settings.public_base_url}/progress",
        code_key=read_key(settings.query_code_key_file),
        now=_now,
    )


async def _keep_subscriptions(place: Place, wanted: list[Subscription]) -> None:
    """Waits for the store: a worker may start before its database does."""
    while not place.stop.is_set():
        try:
            async with transaction(place.pool) as connection:
                await keep_subscriptions(connection, wanted)
            return
        except StoreUnavailable:
            await asyncio.sleep(STORE_AWAY.total_seconds())


def _own_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _now() -> datetime:
    return datetime.now(UTC)
