"""What a case asked to be recorded, found by replaying its engine histories. Comparing is `audit.py`."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from temporalio import workflow
from temporalio.client import Client, WorkflowHistory
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import (
    Interceptor,
    Replayer,
    StartActivityInput,
    StartLocalActivityInput,
    UnsandboxedWorkflowRunner,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from redress.contracts.complaint import workflow_id
from redress.contracts.recording import Batch, LedgerRow
from redress.files.archive import Archive, ArchiveUnavailable
from redress.persistence.histories import ArchivedHistory
from workflows.clue_start import ClueStart
from workflows.complaint import Complaint


@dataclass(slots=True)
class Asked:
    """The rows that a case's runs asked to be recorded, by seq, and the last view; `trouble` in words."""

    rows: dict[int, LedgerRow] = field(default_factory=dict)
    view_json: str | None = None
    trouble: list[str] = field(default_factory=list)

    def take(self, arguments: Iterable[Any]) -> None:
        for batch in arguments:
            if isinstance(batch, Batch):
                self.rows.update((row.seq, row) for row in batch.rows)
                self.view_json = batch.view_json


async def asked_by(
    client: Client, archive: Archive, case_id: str, archived: tuple[ArchivedHistory, ...]
) -> Asked:
    """Replays every run of a case, the earliest first; what the engine dropped comes from the archive."""
    asked = Asked()
    by_run = {one.run_id: one for one in archived}
    replayer = Replayer(
        workflows=[Complaint, ClueStart],
        namespace=client.namespace,
        data_converter=client.data_converter,
        interceptors=[_Capturing(asked)],
        workflow_runner=UnsandboxedWorkflowRunner(),
    )
    for history in await _runs(client, archive, case_id, by_run, asked):
        result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
        if result.replay_failure is not None:
            asked.trouble.append(f"its history does not replay ({type(result.replay_failure).__name__})")
    return asked


async def _runs(
    client: Client, archive: Archive, case_id: str, by_run: dict[str, ArchivedHistory], asked: Asked
) -> list[WorkflowHistory]:
    """The histories of a case from its newest run back to its first, turned round."""
    found: list[WorkflowHistory] = []
    run_id: str | None = None
    history = await _of_engine(client, case_id, None)
    if history is None:
        if not by_run:
            asked.trouble.append("neither engine nor archive knows its history")
            return []
        run_id = list(by_run)[-1]
    while history is not None or run_id:
        history = history or await _of_engine(client, case_id, run_id) or await _of_archive(
            archive, case_id, by_run.get(run_id or ""), asked
        )
        if history is None:
            asked.trouble.append(f"run {run_id} is neither in the engine nor in the archive")
            break
        found.append(history)
        started = history.events[0].workflow_execution_started_event_attributes
        run_id, history = started.continued_execution_run_id, None
    return found[::-1]


async def _of_engine(client: Client, case_id: str, run_id: str | None) -> WorkflowHistory | None:
    handle = client.get_workflow_handle(workflow_id(case_id), run_id=run_id)
    try:
        return await handle.fetch_history()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise


async def _of_archive(
    archive: Archive, case_id: str, known: ArchivedHistory | None, asked: Asked
) -> WorkflowHistory | None:
    if known is None:
        return None
    try:
        packed = await archive.get(known.location)
    except ArchiveUnavailable:
        asked.trouble.append(f"the archived history of run {known.run_id} cannot be read")
        return None
    if hashlib.sha256(packed).digest() != known.sha256:
        asked.trouble.append(f"the archived history of run {known.run_id} is not what was archived")
        return None
    return WorkflowHistory.from_json(workflow_id(case_id), gzip.decompress(packed).decode())


class _Capturing(Interceptor):
    """Notes what a replayed case hands to its steps. Outside the sandbox, so that it can be kept."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def workflow_interceptor_class(
        self, input: WorkflowInterceptorClassInput
    ) -> type[WorkflowInboundInterceptor] | None:
        asked = self._asked

        class Inbound(WorkflowInboundInterceptor):
            def init(self, outbound: WorkflowOutboundInterceptor) -> None:
                super().init(_Steps(outbound, asked))

        return Inbound


class _Steps(WorkflowOutboundInterceptor):
    def __init__(self, following: WorkflowOutboundInterceptor, asked: Asked) -> None:
        super().__init__(following)
        self._asked = asked

    def start_activity(self, input: StartActivityInput) -> workflow.ActivityHandle[Any]:
        self._asked.take(input.args)
        return super().start_activity(input)

    def start_local_activity(
        self, input: StartLocalActivityInput
    ) -> workflow.ActivityHandle[Any]:
        self._asked.take(input.args)
        return super().start_local_activity(input)
