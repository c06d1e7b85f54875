"""Tells people in the office's inbox, which the console shows."""

from redress.notify.port import Message, NotDelivered
from redress.persistence.inbox import NewMessage, put
from redress.persistence.pool import Pool, StoreUnavailable, transaction


class InboxNotifier:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def deliver(self, message: Message) -> None:
        """One row per identity, however often it comes."""
        try:
            async with transaction(self._pool) as connection:
                await put(
                    connection,
                    NewMessage(
                        case_id=message.case_id,
                        seq=message.seq,
                        kind=message.kind,
                        n=message.n,
                        office=message.office,
                        role=message.role,
                        person=message.person,
                        payload=message.payload,
                    ),
                )
        except StoreUnavailable as error:
            raise NotDelivered(str(error)) from None
