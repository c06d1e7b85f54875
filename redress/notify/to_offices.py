"""Brings news of a case to the people of its office: escalations, assignments, moved dates."""

from redress.notify.addressing import addressee
from redress.notify.port import Message, Notifier
from redress.persistence.offices import nearest_with_role
from redress.persistence.outbox import Delivery
from redress.persistence.pool import Connection, Pool, transaction


class ToOffices:
    """Finds out who is meant, as things stand at the moment of telling, and tells them."""

    def __init__(self, pool: Pool, notifier: Notifier) -> None:
        self._pool = pool
        self._notifier = notifier

    async def carry(self, delivery: Delivery) -> None:
        async with transaction(self._pool) as connection:
            message = await _message(connection, delivery)
        await self._notifier.deliver(message)


async def _message(connection: Connection, delivery: Delivery) -> Message:
    to = addressee(delivery.payload)
    office = to.office
    if to.person is None:
        office = await nearest_with_role(connection, to.office, to.role) or to.office
    return Message(
        case_id=delivery.case_id,
        case_number=to.case_number,
        seq=delivery.seq,
        kind=delivery.kind,
        n=delivery.n,
        office=office,
        role=None if to.person is not None else to.role,
        person=to.person,
        payload=delivery.payload,
    )
