"""The one conversation with the engine: start a case, give an order, ask a view. Every call has a deadline.

Answers are values or `Problem`s; nothing of the engine's own errors leaves this file.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Final, TypeVar

from temporalio.client import (
    Client,
    RPCTimeoutOrCancelledError,
    WorkflowExecutionStatus,
    WorkflowQueryFailedError,
    WorkflowQueryRejectedError,
    WorkflowUpdateFailedError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from api.http.problems import Problem, problem, refused, refused_as
from redress.contracts.calendar_load import CALENDAR_LOAD, PROGRESS, LoadProgress, LoadStart, load_id
from redress.contracts.complaint import ACT, IN_FLIGHT, WORKFLOW, ComplaintInput, Order, workflow_id
from redress.contracts.jobs import JOB, JobStart, job_workflow_id
from redress.contracts.refused import refusal_of
from redress.domain.view import CaseView

T = TypeVar("T")

ANSWER_IN: Final = timedelta(seconds=10)
"""How long a person waits for the engine before `engine_busy`."""

QUERY_IN: Final = timedelta(seconds=4)

_NEVER_APPLIED: Final = "unexpected workflow task failure"
"""The server's words for an update that a failing workflow task lost; it was never applied (design §4.4)."""

_PASSING: Final = frozenset(
    {
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.RESOURCE_EXHAUSTED,
        RPCStatusCode.CANCELLED,
        RPCStatusCode.ABORTED,
        RPCStatusCode.INTERNAL,
        RPCStatusCode.UNKNOWN,
    }
)
"""What asking again later may cure."""


class Engine:
    """Talks to the cases' workflows. At most five orders of one case are in flight (design §4.7).

    `jump_in`: the real time that a fast-forward may take, however many days it spans.
    """

    def __init__(
        self, client: Client, case_queue: str, answer_in: timedelta = ANSWER_IN, *, job_queue: str = "jobs"
    ) -> None:
        self._client = client
        self._reached = False
        self._case_queue = case_queue
        self._job_queue = job_queue
        self._answer_in = answer_in
        self.jump_in = 2 * answer_in
        self._slots: dict[str, asyncio.Semaphore] = {}
        self._users: Counter[str] = Counter()

    async def file(self, case_id: str, start: ComplaintInput) -> None:
        """Starts a case; a case with this id that runs already is the same filing, sent twice."""
        await self._start(
            WORKFLOW,
            start,
            workflow_id(case_id),
            WorkflowIDReusePolicy.REJECT_DUPLICATE,
            WorkflowIDConflictPolicy.FAIL,
        )

    async def act(self, case_id: str, order: Order) -> CaseView:
        """The view after an order; raises the rule's refusal, `archived`, or `engine_busy` after 10 s."""
        try:
            async with asyncio.timeout(self._answer_in.total_seconds()), self._slot(case_id):
                return await self._until_applied(case_id, order)
        except (TimeoutError, RPCTimeoutOrCancelledError):
            raise problem("engine_busy") from None
        except WorkflowUpdateFailedError as error:
            raise refused(refusal_of(error.cause)) from None
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise await self._not_running(case_id) from None
            raise _busy_or_raise(error) from None

    async def _not_running(self, case_id: str) -> Problem:
        """A completed case is archived; one that the engine does not know (yet) may still come."""
        handle = (await self.client()).get_workflow_handle(workflow_id(case_id))
        try:
            found = await self._in_time(handle.describe(rpc_timeout=QUERY_IN), QUERY_IN)
        except RPCError:
            return problem("engine_busy")
        completed = found.status is WorkflowExecutionStatus.COMPLETED
        return refused_as("archived") if completed else problem("engine_busy")

    async def _until_applied(self, case_id: str, order: Order) -> CaseView:
        handle = (await self.client()).get_workflow_handle(workflow_id(case_id))
        while True:
            try:
                view: CaseView = await handle.execute_update(
                    ACT, order, id=order.id, result_type=CaseView, rpc_timeout=self._answer_in
                )
                return view
            except RPCError as error:
                if _NEVER_APPLIED not in error.message:
                    raise
                await asyncio.sleep(0.1)

    async def view(self, case_id: str) -> CaseView:
        """The live view; raises `engine_busy`, or `no_such_case` where the engine knows none."""
        return await self.ask(case_id, "view", CaseView)

    async def load_calendar(self, start: LoadStart) -> None:
        """Starts bringing a loaded notice to the cases; one load is started once. Raises `engine_busy`."""
        await self._start(
            CALENDAR_LOAD,
            start,
            load_id(start.revision),
            WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            WorkflowIDConflictPolicy.USE_EXISTING,
        )

    async def start_job(self, start: JobStart) -> None:
        """Starts the work of a job whose row is kept, once. Raises `engine_busy`; a sweep starts it then."""
        await self._start(
            JOB,
            start,
            job_workflow_id(start.job_id),
            WorkflowIDReusePolicy.REJECT_DUPLICATE,
            WorkflowIDConflictPolicy.USE_EXISTING,
            queue=self._job_queue,
        )

    async def _start(
        self,
        workflow: str,
        start: ComplaintInput | LoadStart | JobStart,
        id_: str,
        reuse: WorkflowIDReusePolicy,
        conflict: WorkflowIDConflictPolicy,
        queue: str | None = None,
    ) -> None:
        """Starts a workflow; one that was started before under this id is the one that was meant."""
        client = await self.client()
        try:
            await self._in_time(
                client.start_workflow(
                    workflow,
                    start,
                    id=id_,
                    task_queue=queue or self._case_queue,
                    id_reuse_policy=reuse,
                    id_conflict_policy=conflict,
                    rpc_timeout=self._answer_in,
                ),
                self._answer_in,
            )
        except WorkflowAlreadyStartedError:
            return
        except RPCError as error:
            raise _busy_or_raise(error) from None

    async def load_progress(self, revision: int) -> LoadProgress:
        """How far a load has come; raises `engine_busy`, or `no_such_load` when the engine forgot it."""
        return await self._query(load_id(revision), PROGRESS, LoadProgress, unknown="no_such_load")

    async def ask(self, case_id: str, query: str, kind: type[T], *arguments: Any) -> T:
        """A case's answer to a query; raises `engine_busy`, or `no_such_case`."""
        return await self._query(workflow_id(case_id), query, kind, *arguments, unknown="no_such_case")

    async def _query(self, workflow: str, query: str, kind: type[T], *arguments: Any, unknown: str) -> T:
        """The answer to a query under a deadline, for it hangs when no worker runs."""
        handle = (await self.client()).get_workflow_handle(workflow)
        try:
            return await self._in_time(
                handle.query(query, args=arguments, result_type=kind, rpc_timeout=QUERY_IN), QUERY_IN
            )
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise problem(unknown) from None
            raise _busy_or_raise(error) from None
        except (WorkflowQueryFailedError, WorkflowQueryRejectedError):
            raise problem("engine_busy") from None

    async def client(self) -> Client:
        """The connected client; raises `engine_busy` as long as the engine was never reached."""
        if not self._reached and not await self.is_up():
            raise problem("engine_busy")
        return self._client

    async def is_up(self) -> bool:
        """Whether the engine answers now; for readiness."""
        try:
            self._reached = await self._client.service_client.check_health(timeout=timedelta(seconds=2))
        except (RPCError, RuntimeError):  # a first connection that is refused is a RuntimeError of the SDK
            return False
        return self._reached

    async def _in_time(self, call: Awaitable[T], limit: timedelta) -> T:
        try:
            async with asyncio.timeout(limit.total_seconds()):
                return await call
        except (TimeoutError, RPCTimeoutOrCancelledError):
            raise problem("engine_busy") from None

    @asynccontextmanager
    async def _slot(self, case_id: str) -> AsyncIterator[None]:
        """One of the case's places; the book is kept only while somebody waits or works."""
        self._users[case_id] += 1
        try:
            async with self._slots.setdefault(case_id, asyncio.Semaphore(IN_FLIGHT)):
                yield
        finally:
            self._users[case_id] -= 1
            if not self._users[case_id]:
                del self._users[case_id], self._slots[case_id]


def _busy_or_raise(error: RPCError) -> Exception:
    return problem("engine_busy") if error.status in _PASSING else error
