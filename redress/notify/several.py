"""Several ways of telling as one."""

from collections.abc import Sequence

from redress.notify.port import Message, Notifier


class SeveralNotifiers:
    """Tells on every way, in order; a failing one stops the rest, and all are repeated later."""

    def __init__(self, notifiers: Sequence[Notifier]) -> None:
        self._notifiers = tuple(notifiers)

    async def deliver(self, message: Message) -> None:
        for notifier in self._notifiers:
            await notifier.deliver(message)
