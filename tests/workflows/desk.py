"""A desk for workflow tests: files and works real cases on the real engine with the real steps, then replays
them.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import Client, WorkflowHandle, WorkflowHistory, WorkflowUpdateFailedError
from temporalio.converter import DataConverter
from temporalio.exceptions import ApplicationError
from temporalio.worker import Replayer

from activities.export_history import ExportHistory
from activities.tell_cases import TellCases
from redress.contracts.codec import data_converter
from redress.contracts.complaint import ACT, WORKFLOW, ComplaintInput, Order, Registration, workflow_id
from redress.contracts.ids import case_number, uuid7
from redress.domain.actors import Actor, Role
from redress.domain.commands import AnyCommand
from redress.domain.context import EDITION
from redress.domain.facts import Channel, Complainant, Filing, Purchase, Respondent
from redress.domain.offices import OfficeFact
from redress.domain.tables import Tables, load_tables
from redress.domain.view import CaseView
from redress.files.archive import open_archive
from redress.persistence.demo_offices import QINGHE
from redress.persistence.offices import facts_of, list_offices
from redress.persistence.pool import Pool, open_pool, transaction
from redress.persistence.sealing import Sink, seal
from redress.persistence.seed import seed
from redress.persistence.vault import FileMasterKey, Vault
from redress.settings import Settings, read_codec_keys, read_key
from tests.servers import EngineServer, fresh_id
from workers.case import steps
from workers.polling import runner, worker
from workflows.calendar_load import CalendarLoad
from workflows.clue_start import ClueStart
from workflows.complaint import Complaint

OFFICE = QINGHE
OFFICER = Actor("p-officer", OFFICE, (Role.OFFICER, Role.MEDIATOR))
SUPERVISOR = Actor("p-supervisor", OFFICE, (Role.SUPERVISOR,))
CALLER = Actor("p-caller", OFFICE, (Role.CALLBACK,))

Case = WorkflowHandle[Any, Any]


def filing(**changes: Any) -> Filing:
    """An ordinary complaint by telephone with one party on each side."""
    usual: dict[str, Any] = {
        "channel": Channel.PHONE,
        "facts": "买的保健品宣称三十天改善视力,没有效果。",
        "complainants": (Complainant(name="林晓", phone="13800000001", address="青禾区一号"),),
        "respondents": (Respondent(name="明目商行", address="青禾区二号"),),
        "purchase": Purchase(amount=None),
    }
    return Filing(**{**usual, **changes})


async def eventually(true: Callable[[], Awaitable[bool]]) -> None:
    """Waits until something outside this process has become true; fails after half a minute."""
    async with asyncio.timeout(30):
        while not await true():  # noqa: ASYNC110 - what is waited for happens in other processes
            await asyncio.sleep(0.02)


@dataclass
class Desk:
    """`refused` answers a refusal's code; every other call fails the test when the engine refuses."""

    client: Client
    engine: EngineServer
    pool: Pool
    vault: Vault
    queue: str
    tables: Tables
    offices: tuple[OfficeFact, ...] = ()
    cases: list[Case] = field(default_factory=list)

    async def file(
        self,
        what: Filing | None = None,
        *,
        at: datetime | None = None,
        profile: str = "samr-121",
        beside: tuple[str, ...] = ("orders-given",),
        task_timeout: timedelta | None = None,
    ) -> Case:
        """A case registered `at` that moment (default: now), also one that is still to come."""
        now = at or datetime.now(UTC)
        case_id = uuid7(datetime.now(UTC), secrets.token_bytes(10))
        sealed = await self.sealed(case_id, what or filing())
        start = ComplaintInput(
            tables=self.tables,
            registration=Registration(
                case_id=case_id,
                case_number=case_number("990121", now.year, secrets.randbelow(10**6)),
                office=OFFICE,
                profile=profile,
                actor=OFFICER,
                command_id=str(uuid4()),
                at=now,
                filing=sealed,
                beside=beside,
            ),
            edition=EDITION,
        )
        case: Case = await self.client.start_workflow(
            WORKFLOW, start, id=workflow_id(case_id), task_queue=self.queue, task_timeout=task_timeout
        )
        self.cases.append(case)
        return case

    async def sealed(self, case_id: str, value: Any) -> Any:
        sink = Sink()
        sealed = seal(value, sink)
        async with transaction(self.pool) as connection:
            await self.vault.seal_many(connection, case_id, sink.texts, filed_in=OFFICE)
        return sealed

    async def act(
        self, case: Case, command: AnyCommand, actor: Actor = OFFICER, key: str | None = None
    ) -> CaseView:
        sealed = await self.sealed(case.id.removeprefix("complaint/"), command)
        order = Order(id=key or str(uuid4()), actor=actor, command=sealed, offices=self.offices)
        view: CaseView = await case.execute_update(ACT, order, id=order.id, result_type=CaseView)
        return view

    async def refused(self, case: Case, command: AnyCommand, actor: Actor = OFFICER) -> str:
        with pytest.raises(WorkflowUpdateFailedError) as caught:
            await self.act(case, command, actor)
        cause = caught.value.cause
        assert isinstance(cause, ApplicationError)
        return str(cause.type)

    async def view(self, case: Case) -> CaseView:
        view: CaseView = await case.query("view", result_type=CaseView)
        return view

    async def types(self, case: Case) -> list[str]:
        """The types of the case's last events."""
        return [row["type"] for row in await case.query("timeline", 0)]

    async def until(self, case: Case, event: str) -> None:
        """Waits until an event of this type is in the case's timeline."""

        async def there() -> bool:
            return event in await self.types(case)

        await eventually(there)

    async def pass_time(self, case: Case, span: timedelta) -> None:
        await self.engine.fast_forward(case, span)

    async def histories(self, case: Case) -> list[WorkflowHistory]:
        """The histories of all runs of a case, newest first."""
        found: list[WorkflowHistory] = []
        run: str | None = None
        while True:
            handle = self.client.get_workflow_handle(case.id, run_id=run)
            history = await handle.fetch_history()
            found.append(history)
            run = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id
            if not run:
                return found

    async def replay_all(self) -> None:
        """Replays every run of every case of this desk; raises when one would go another way today."""
        replayer = Replayer(
            workflows=[Complaint, ClueStart],
            data_converter=self.client.data_converter,
            workflow_runner=runner(),
        )
        for case in self.cases:
            for history in await self.histories(case):
                await replayer.replay_workflow(history)


@asynccontextmanager
async def open_desk(
    settings: Settings, engine: EngineServer, converter: DataConverter | None = None
) -> AsyncIterator[Desk]:
    """A desk with its own queue and worker on this engine; at the end every case is replayed and ended."""
    await seed(settings.require_database_owner_url(), settings.data_dir / "passwords.txt")
    converter = converter or data_converter(read_codec_keys(settings.codec_keys_file))
    client = await Client.connect(engine.address, data_converter=converter)
    pool = await open_pool(settings.require_database_worker_url(), name="desk", max_size=16)
    vault = Vault(FileMasterKey(read_key(settings.vault_key_file)))
    queue = fresh_id("case")
    export = ExportHistory(client, open_archive(settings.archive_dir, settings.archive_url), pool)
    tell = TellCases(client, pool, load_tables(), at_a_time=3)
    activities: list[Callable[..., Any]] = [*steps(pool, settings), export.export_history, tell.tell_cases]
    tables = load_tables().for_case(["samr-121", "orders-given", "promise-12315"], datetime.now(UTC).year)
    async with transaction(pool) as connection:
        offices = await facts_of(connection, [office.path for office in await list_offices(connection)])
    desk = Desk(client, engine, pool, vault, queue, tables, offices)
    try:
        async with worker(client, queue, [Complaint, ClueStart, CalendarLoad], activities):
            yield desk
            await desk.replay_all()
    finally:
        for case in desk.cases:
            if (await case.describe()).close_time is None:
                await case.terminate()
        await pool.close()
