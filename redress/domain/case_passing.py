"""What a case keeps of being passed on: sender and addressee, whose it was, what is disputed or handed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from redress.domain.commands.words import Authority

DISPATCHES_KEPT = 6
"""The last ones travel with the case; the ledger has all."""

RECEIPTS_KEPT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """分送 from one office to another; `inside`: both act in the name of one bureau.

    It is open until acknowledged, returned or taken back. `report_back_on` is the sender's date.
    """

    number: int
    sender: str
    to: str
    inside: bool
    at: datetime
    report_back_on: date | None = None
    acknowledged_at: datetime | None = None
    ended_at: datetime | None = None
    reported_back_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Sent, and nobody has said that it arrived or came back."""
        return self.acknowledged_at is None and self.ended_at is None

    @property
    def reports_back(self) -> bool:
        """The sender's report is still to be made."""
        return self.report_back_on is not None and self.ended_at is None and self.reported_back_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeReceipt:
    """The moment at which a bureau received the complaint; the first one is the complainant's."""

    office: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """处理权限争议 with another bureau (art.33); `referred_at`: laid before the common superior."""

    office: str
    with_office: str
    superior: str | None
    arose_at: datetime
    referred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """报请上级 (art.13(4)): asked of a superior bureau, and not yet answered."""

    to: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """移送 to an authority outside; open until its outcome. `whole`: the complaint itself goes."""

    number: int
    to: Authority
    at: datetime
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """`offices`: all that have had the case and may go on reading it. `first_contact`: 首问负责, the person
    who stays answerable until another bureau has it (S0-31). `gone`: taken whole by another authority, and
    `before` the stage that it comes back to. `suspected`: found to be theirs, and not yet handed over.
    """

    first_contact: str | None = None
    receipts: tuple[OfficeReceipt, ...] = ()
    offices: tuple[str, ...] = ()
    dispatches: tuple[Dispatch, ...] = ()
    dispatched: int = 0
    dispute: Dispute | None = None
    referral: Referral | None = None
    handovers: tuple[Handover, ...] = ()
    handed_over: int = 0
    gone: Handover | None = None
    before: str | None = None
    suspected: tuple[Authority, ...] = ()

    @property
    def open_dispatch(self) -> Dispatch | None:
        return next((one for one in self.dispatches if one.open), None)

    def held_by(self, office: str) -> Dispatch | None:
        """The dispatch by which an office has the case now, acknowledged or not."""
        return next((d for d in reversed(self.dispatches) if d.to == office and d.ended_at is None), None)
