"""Sends pending commands again with the id they had, and settles them by the answer (design §4.5)."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from typing import Any, Final

import structlog
from pydantic import TypeAdapter
from temporalio import activity
from temporalio.client import Client, RPCTimeoutOrCancelledError, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.recorder import told_apart
from redress.contracts.complaint import ACT, WORKFLOW, Order, Registration, workflow_id
from redress.contracts.pending import pending_of, start_of
from redress.contracts.refused import refusal_of
from redress.contracts.sweeps import PENDING_FOR, SETTLE_PENDING, SettleReport
from redress.domain.refusals import Refusal, refuse
from redress.domain.view import CaseView
from redress.observability.metrics import COMMANDS_SETTLED
from redress.persistence.commands_log import LoggedCommand, Status, pending_older_than, settle
from redress.persistence.pool import Pool, transaction
from redress.persistence.regulations import Regulations

log = structlog.get_logger("redress.sweep")

ANSWER_IN: Final = timedelta(seconds=10)
CASES_AT_ONCE: Final = 8

Settlement = tuple[Status, str]
"""What the command's key answers from now on: a sealed view, a refusal, or nothing for a filing."""


@cache
def _json_of(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


class SettlePending:
    def __init__(
        self,
        client: Client,
        pool: Pool,
        regulations: Regulations,
        *,
        case_queue: str,
        older_than: timedelta = PENDING_FOR,
    ) -> None:
        self._client = client
        self._pool = pool
        self._regulations = regulations
        self._case_queue = case_queue
        self._older_than = older_than

    @activity.defn(name=SETTLE_PENDING)
    async def settle_pending(self) -> SettleReport:
        """Settles what can be settled; cases beside each other, the commands of one case in their order.

        Raises ApplicationError `store_unavailable`.
        """
        async with told_apart(), transaction(self._pool) as connection:
            pending = await pending_older_than(connection, self._older_than)
            await self._regulations.refresh(connection)
        places = asyncio.Semaphore(CASES_AT_ONCE)

        async def of_case(commands: Sequence[LoggedCommand]) -> list[Status]:
            async with places:
                return [await self.settle(command) for command in commands]

        settled = await asyncio.gather(*(of_case(commands) for commands in _by_case(pending)))
        statuses = [status for case in settled for status in case]
        for status in statuses:
            COMMANDS_SETTLED.labels(status.value).inc()
        return SettleReport(
            done=statuses.count(Status.DONE),
            refused=statuses.count(Status.REFUSED),
            pending=statuses.count(Status.PENDING),
        )

    async def settle(self, command: LoggedCommand) -> Status:
        """Sends one command and keeps its answer; pending where there was none in time."""
        activity.heartbeat()
        settlement = await self.answer(command)
        if settlement is None:
            return Status.PENDING
        async with told_apart(), transaction(self._pool) as connection:
            await settle(connection, command.command_id, *settlement)
        log.info("command_settled", case_id=command.case_id, outcome=settlement[0].value)
        return settlement[0]

    async def answer(self, command: LoggedCommand) -> Settlement | None:
        """The engine's answer to a command that is sent under its id, or None when it gave none in time."""
        try:
            pending = pending_of(command.sealed)
        except (ValueError, KeyError):
            log.error("command_unreadable", case_id=command.case_id)
            return _refused(refuse("unreadable"))
        try:
            async with asyncio.timeout(ANSWER_IN.total_seconds()):
                if isinstance(pending, Registration):
                    return await self._start(pending)
                return await self._act(command.case_id, pending)
        except (TimeoutError, RPCTimeoutOrCancelledError):
            return None
        except RPCError as error:
            log.warning("command_waits", case_id=command.case_id, code=error.status.name)
            return None
        except Exception:  # one command that cannot be sent must not hold up the others
            log.exception("command_fails", case_id=command.case_id)
            return None

    async def _start(self, registration: Registration) -> Settlement:
        try:
            await self._client.start_workflow(
                WORKFLOW,
                start_of(
                    registration,
                    self._regulations.now.of_office(registration.office),
                    self._regulations.revision,
                ),
                id=workflow_id(registration.case_id),
                task_queue=self._case_queue,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
                rpc_timeout=ANSWER_IN,
            )
        except WorkflowAlreadyStartedError:
            log.info("case_had_started", case_id=registration.case_id)
        return Status.DONE, "{}"

    async def _act(self, case_id: str, order: Order) -> Settlement:
        handle = self._client.get_workflow_handle(workflow_id(case_id))
        try:
            view: CaseView = await handle.execute_update(
                ACT, order, id=order.id, result_type=CaseView, rpc_timeout=ANSWER_IN
            )
        except WorkflowUpdateFailedError as error:
            return _refused(refusal_of(error.cause))
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND or not await self._has_ended(case_id):
                raise
            return _refused(refuse("archived"))
        return Status.DONE, _json_of(CaseView).dump_json(view).decode()

    async def _has_ended(self, case_id: str) -> bool:
        """Whether the case was there and is complete; one whose filing still waits is not there yet."""
        try:
            handle = self._client.get_workflow_handle(workflow_id(case_id))
            found = await handle.describe(rpc_timeout=ANSWER_IN)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise
        return found.close_time is not None


def _by_case(commands: Iterable[LoggedCommand]) -> list[list[LoggedCommand]]:
    cases: defaultdict[str, list[LoggedCommand]] = defaultdict(list)
    for command in commands:
        cases[command.case_id].append(command)
    return list(cases.values())


def _refused(refusal: Refusal) -> Settlement:
    return Status.REFUSED, _json_of(Refusal).dump_json(refusal).decode()
