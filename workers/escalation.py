"""The escalation worker: delivers what cases decided, and sweeps for what was overslept or never answered.

A process and a queue of its own: it may be away for a day without stopping a case.
"""

import asyncio
import os
import socket
from datetime import UTC, datetime
from typing import Final

from activities.nudge_overslept import NudgeOverslept
from activities.settle_pending import SettlePending
from redress.contracts.recorded import ASSIGNMENT, CLOCK_MOVED, ESCALATION
from redress.domain.tables import load_tables
from redress.notify.inbox import InboxNotifier
from redress.notify.mail import MailNotifier, MailServer
from redress.notify.port import Notifier
from redress.notify.relay import Relay
from redress.notify.several import SeveralNotifiers
from redress.notify.to_offices import ToOffices
from redress.observability.logs import configure
from redress.persistence.pool import Pool
from redress.persistence.regulations import Regulations
from redress.settings import Settings, Unconfigured, variable
from workers.lifecycle import Place, live, poll
from workers.polling import worker
from workers.schedules import ensure_schedules
from workflows.sweeps import EscalationSweep, PendingCommands

PROCESS: Final = "redress-escalation-worker"

KINDS: Final = (ESCALATION, ASSIGNMENT, CLOCK_MOVED)
"""The kinds of the outbox that are told to people."""

POOL_SIZE: Final = 12
"""The listener, the relay, and the sweeps' settling of several cases at once."""


async def run(settings: Settings, *, stop: asyncio.Event | None = None) -> None:
    """Runs until `stop`, by default until SIGTERM or SIGINT; raises `Unconfigured`."""
    configure(settings.log_level, PROCESS)
    await live(
        settings, PROCESS, _serve, port=settings.escalation_metrics_port, pool_size=POOL_SIZE, stop=stop
    )


async def _serve(place: Place) -> None:
    settings = place.settings
    to_offices = ToOffices(place.pool, notifier(place.pool, settings))
    relay = Relay(place.pool, to_offices, _own_name(), KINDS, attempts=settings.outbox_attempts)
    nudge = NudgeOverslept(place.client, place.pool, now=_now)
    settle = SettlePending(
        place.client, place.pool, Regulations(load_tables()), case_queue=settings.case_task_queue
    )
    queue = settings.escalation_task_queue
    await ensure_schedules(place.client, queue)
    activities = [nudge.nudge_overslept, settle.settle_pending]
    sweeps = worker(place.client, queue, [EscalationSweep, PendingCommands], activities)
    await poll(place, [sweeps], [relay.run(place.stop)])


def notifier(pool: Pool, settings: Settings) -> Notifier:
    """The inbox always, mail where a server is configured; raises `Unconfigured` for half a mail server."""
    inbox = InboxNotifier(pool)
    if settings.mail_host is None:
        return inbox
    if settings.mail_sender is None:
        raise Unconfigured(f"Configuration is missing: set {variable('mail_sender')}.")
    password = settings.mail_password
    server = MailServer(
        host=settings.mail_host,
        port=settings.mail_port,
        sender=settings.mail_sender,
        use_tls=settings.mail_tls,
        username=settings.mail_username,
        password=password.get_secret_value() if password is not None else None,
    )
    return SeveralNotifiers([inbox, MailNotifier(server, settings.mail_recipients, settings.public_base_url)])


def _own_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _now() -> datetime:
    return datetime.now(UTC)
