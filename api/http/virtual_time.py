"""Virtual time of one case on the engine (rehearsal): what time it is there, and the jump to a later one."""

import asyncio
import uuid
from datetime import UTC, datetime, timedelta
from typing import Final

from google.protobuf.field_mask_pb2 import FieldMask
from temporalio.api.common.v1 import TimeSkippingConfig, WorkflowExecution
from temporalio.api.enums.v1.time_skipping_pb2 import FastForwardPollingResult
from temporalio.api.workflow.v1 import WorkflowExecutionOptions
from temporalio.api.workflowservice.v1 import (
    PollWorkflowExecutionTimeSkippingRequest,
    UpdateWorkflowExecutionOptionsRequest,
)
from temporalio.client import Client, WorkflowExecutionDescription, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from api.http.problems import Problem, problem, refused_as
from redress.contracts.complaint import workflow_id

MOST_SKIPS: Final = 10_000
"""The server's own limit of some 100 skips would end a jump over years of warnings and deadlines half-way."""

_REACHED = FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED
_ENDED = FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_FAILED


async def time_of(client: Client, case_id: str) -> datetime:
    """The case's own present; the wall clock's where time was never skipped."""
    return _present(await _describe(client, case_id))


async def jump(client: Client, case_id: str, until: datetime, within: timedelta) -> None:
    """Lets time pass in the case up to `until`, its timers firing on their days, or until it is archived.

    On the engine a jump takes the place of one that is under way, so this one looks whether it has arrived.
    `within` is the real time it may take. Raises `jump_held` naming the activities that hold it, `archived`,
    or `engine_busy`; the jump is then called off.
    """
    try:
        async with asyncio.timeout(within.total_seconds()):
            description = await _describe(client, case_id)
            while (span := until - _present(description)) > timedelta():
                await _arrival(client, case_id, await _set_out(client, case_id, span))
                description = await _describe(client, case_id)
                if description.status is not WorkflowExecutionStatus.RUNNING:
                    return
    except TimeoutError:
        held = await _called_off(client, case_id)
        raise held from None
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise refused_as("archived") from None
        raise problem("engine_busy") from None


async def _set_out(client: Client, case_id: str, span: timedelta) -> str:
    jump_id = str(uuid.uuid4())
    config = TimeSkippingConfig(enabled=True, max_session_skip_count=MOST_SKIPS)
    config.fast_forward_config.id = jump_id
    config.fast_forward_config.duration.FromTimedelta(span)
    await _set(client, case_id, config)
    return jump_id


async def _arrival(client: Client, case_id: str, jump_id: str) -> None:
    """Waits for the end of a jump; where another one took its place, for the end of that one."""
    request = PollWorkflowExecutionTimeSkippingRequest(
        namespace=client.namespace,
        workflow_execution=WorkflowExecution(workflow_id=workflow_id(case_id)),
        fast_forward_id=jump_id,
    )
    while True:
        found = await client.workflow_service.poll_workflow_execution_time_skipping(request, retry=True)
        present = found.fast_forward_info
        if found.fast_forward_polling_result == _REACHED:
            return
        if found.fast_forward_polling_result == _ENDED:
            if present.fast_forward_id in ("", request.fast_forward_id) or present.has_completed:
                return
            request.fast_forward_id = present.fast_forward_id


async def _called_off(client: Client, case_id: str) -> Problem:
    """Why the jump did not arrive. It is ended, so that it does not come about later unasked."""
    try:
        description = await _describe(client, case_id)
        await _set(client, case_id, TimeSkippingConfig(enabled=False))
    except (RPCError, Problem):
        return problem("engine_busy")
    holding = {each.activity_type.name for each in description.raw_description.pending_activities}
    return problem("jump_held", ", ".join(sorted(holding))) if holding else problem("engine_busy")


async def _set(client: Client, case_id: str, config: TimeSkippingConfig) -> None:
    await client.workflow_service.update_workflow_execution_options(
        UpdateWorkflowExecutionOptionsRequest(
            namespace=client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=workflow_id(case_id)),
            workflow_execution_options=WorkflowExecutionOptions(time_skipping_config=config),
            update_mask=FieldMask(paths=["time_skipping_config"]),
            identity=client.identity,
        ),
        retry=True,
        timeout=timedelta(seconds=5),
    )


async def _describe(client: Client, case_id: str) -> WorkflowExecutionDescription:
    try:
        handle = client.get_workflow_handle(workflow_id(case_id))
        return await handle.describe(rpc_timeout=timedelta(seconds=5))
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise refused_as("archived") from None
        raise problem("engine_busy") from None


def _present(description: WorkflowExecutionDescription) -> datetime:
    extended = description.raw_description.workflow_extended_info
    if not extended.HasField("time_skipping_info"):
        return datetime.now(UTC)
    return extended.time_skipping_info.current_time.ToDatetime().replace(tzinfo=UTC)
