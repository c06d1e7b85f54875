"""How a case hears what became of a notice: by the same update as from everybody else, under a fixed id."""

from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from temporalio.client import Client, RPCTimeoutOrCancelledError, WorkflowUpdateFailedError
from temporalio.service import RPCError, RPCStatusCode

from redress.contracts.complaint import ACT, Order, workflow_id
from redress.contracts.refused import refusal_of
from redress.domain.actors import SYSTEM, Actor
from redress.domain.commands import RecordDelivery
from redress.domain.sealed import Sealed
from redress.notify.port import DeliveryReport, NotYet

log = structlog.get_logger("redress.relay")

ANSWER_IN: Final = timedelta(seconds=10)
AGAIN_IN: Final = timedelta(seconds=15)


class EngineCases:
    """A known id changes nothing, so a report may be made again; what a rule refuses is settled too."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def hear(self, told: DeliveryReport) -> None:
        """Raises `NotYet` while the engine or the case's worker does not answer."""
        order = Order(
            id=f"delivery:{told.case_id}:{told.notice}:{told.n}",
            actor=Actor(SYSTEM.person, told.office, SYSTEM.roles),
            command=RecordDelivery(
                notice=told.notice,
                outcome=told.outcome,
                at=told.at,
                proof=Sealed(told.proof_ref) if told.proof_ref else None,
            ),
        )
        handle = self._client.get_workflow_handle(workflow_id(told.case_id))
        try:
            await handle.execute_update(ACT, order, id=order.id, rpc_timeout=ANSWER_IN)
        except WorkflowUpdateFailedError as error:
            log.warning("delivery_refused", case_id=told.case_id, code=refusal_of(error.cause).code)
        except RPCTimeoutOrCancelledError:
            raise NotYet(_later()) from None
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND and await self._has_ended(told.case_id):
                log.warning("delivery_refused", case_id=told.case_id, code="archived")
                return
            raise NotYet(_later()) from None

    async def _has_ended(self, case_id: str) -> bool:
        """Whether the engine knows the case as complete, or has forgotten it since."""
        try:
            found = await self._client.get_workflow_handle(workflow_id(case_id)).describe(
                rpc_timeout=ANSWER_IN
            )
        except RPCError as error:
            return error.status is RPCStatusCode.NOT_FOUND
        return found.close_time is not None


def _later() -> datetime:
    return datetime.now(UTC) + AGAIN_IN
