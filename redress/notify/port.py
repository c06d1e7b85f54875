"""What is told to whom, and the ports through which it is told. What is due is decided in the domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from redress.domain.commands import DeliveryOutcome
from redress.persistence.outbox import Delivery


class NotDelivered(Exception):
    """A delivery that may succeed later; the text names the kind of failure only."""


class Undeliverable(NotDelivered):
    """A delivery that cannot succeed until a person has changed something: it is not tried again."""


class Unreachable(Exception):
    """The other side says for good that the party cannot be reached there: an attempt that has failed.

    `code` is a kind of failure, `said` the answer of the server without what it repeats of ours.
    """

    def __init__(self, code: str, said: str) -> None:
        super().__init__(code)
        self.code = code
        self.said = said


class NotYet(Exception):
    """Not to be delivered before `until`, which is nobody's failure."""

    def __init__(self, until: datetime) -> None:
        super().__init__("not yet")
        self.until = until


class WithAPerson(Exception):
    """Somebody brings it there, and says so; until then the delivery rests."""


class Courier(Protocol):
    """Who brings one kind of row where it belongs."""

    async def carry(self, delivery: Delivery) -> None:
        """Raises `NotDelivered`, `Undeliverable`, `NotYet`, `WithAPerson`.

        And `StoreUnavailable` where the store is away.
        """


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A PDF that goes with a message."""

    name: str
    content: bytes

    def __repr__(self) -> str:
        return f"Attachment({len(self.content)} bytes)"


class Papers(Protocol):
    async def paper(self, case_id: str, document: str, purpose: str) -> Attachment | None:
        """The issued document that a notice names; None where the name is no number of the case's own.

        Raises `Undeliverable` for one that is not to be sent. `purpose` is kept with the opening.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyMessage:
    """One notice to one party, opened. `identity` stays the same however often it is tried.

    `attached` goes with a mail; what is short has no room for it.
    """

    identity: str
    address: str
    subject: str
    whole: str
    short: str
    attached: Attachment | None = None

    def __repr__(self) -> str:
        return f"PartyMessage({self.identity})"


class Channel(Protocol):
    async def send(self, message: PartyMessage) -> str:
        """Sends once, however often it is called with the same identity; answers the provider's receipt.

        Raises `NotDelivered` for what may succeed later, `Unreachable` where the party is not there.
        """


class Cases(Protocol):
    async def hear(self, told: DeliveryReport) -> None:
        """Tells a case what became of a notice, once; raises `NotYet` while the engine does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What became of the notice that event `notice` sent; `proof_ref` a text of the vault."""

    case_id: str
    office: str
    notice: int
    n: int
    outcome: DeliveryOutcome
    at: datetime
    proof_ref: str | None


class Notifier(Protocol):
    async def deliver(self, message: Message) -> None:
        """Tells once, however often it is called with the same identity. Raises `NotDelivered`."""
