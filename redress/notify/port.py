"""What is told to whom, and the port through which it is told. What is due is decided in the domain."""

from dataclasses import dataclass
from typing import Protocol


class NotDelivered(Exception):
    """A delivery that may succeed later; the text names the kind of failure only."""


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
