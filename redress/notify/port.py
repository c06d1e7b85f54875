"""What is told to whom, and the port through which it is told. What is due is decided in the domain."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from redress.persistence.outbox import Delivery


class NotDelivered(Exception):
    """A delivery that may succeed later; the text names the kind of failure only."""


class Undeliverable(NotDelivered):
    """A delivery that cannot succeed until a person has changed something: it is not tried again."""


class NotYet(Exception):
    """Not to be delivered before `until`, which is nobody's failure."""

    def __init__(self, until: datetime) -> None:
        super().__init__("not yet")
        self.until = until


class Courier(Protocol):
    """Who brings one kind of row where it belongs."""

    async def carry(self, delivery: Delivery) -> None:
        """Raises `NotDelivered`, `Undeliverable`, `NotYet`; `StoreUnavailable` where the store is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One delivery; `(case_id, seq, kind, n)` is its identity. `office` a path; a role of it or one person.

    `payload` is JSON with references and codes only, never a name or a text.
    """

    case_id: str
    case_number: str
    seq: int
    kind: str
    n: int
    office: str
    role: str | None
    person: str | None
    payload: str

    @property
    def identity(self) -> str:
        return f"{self.case_id}.{self.seq}.{self.kind}.{self.n}"


class Notifier(Protocol):
    async def deliver(self, message: Message) -> None:
        """Tells once, however often it is called with the same identity. Raises `NotDelivered`."""
