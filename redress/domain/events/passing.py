"""Events of passing on between offices and to other authorities.

`competent_receipt`: the moment from which the period of art.15 of the bureau that now has it runs; None
where its clock does not move (inside one bureau, or already decided).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from redress.domain.commands import Authority
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatched:
    type: Literal["dispatched"] = "dispatched"
    number: int
    sender: str
    to: str
    inside: bool
    reason: Text | None
    report_back_on: date | None
    pieces: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchAcknowledged:
    type: Literal["dispatch_acknowledged"] = "dispatch_acknowledged"
    number: int
    sender: str
    to: str
    inside: bool
    proof: Text | None
    competent_receipt: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchReturned:
    """`taken_back`: by the sender, before anybody had received it."""

    type: Literal["dispatch_returned"] = "dispatch_returned"
    number: int
    sender: str
    to: str
    taken_back: bool
    reason: Text
    competent_receipt: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedBack:
    """To the office that dispatched it (`number`), or to the outside system of an order (`order`: S3-15)."""

    type: Literal["reported_back"] = "reported_back"
    number: int | None
    sender: str | None
    summary: Text
    order: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferredUp:
    type: Literal["referred_up"] = "referred_up"
    to: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralDeclined:
    type: Literal["referral_declined"] = "referral_declined"
    to: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTakenOver:
    """提级 (art.13(3))."""

    type: Literal["case_taken_over"] = "case_taken_over"
    sender: str
    to: str
    reason: Text
    competent_receipt: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JurisdictionDisputed:
    """`superior`: 共同的上一级 of the two, None where the office tree has none."""

    type: Literal["jurisdiction_disputed"] = "jurisdiction_disputed"
    bureau: str
    with_office: str
    superior: str | None
    reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeReferred:
    """The days to agree are over: it lies with the common superior (art.33)."""

    type: Literal["dispute_referred"] = "dispute_referred"
    superior: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JurisdictionDisputeSettled:
    """`sender`: the office that had the case; it goes to `competent` where that is another bureau."""

    type: Literal["jurisdiction_dispute_settled"] = "jurisdiction_dispute_settled"
    sender: str
    competent: str
    how: Literal["agreed", "designated"]
    reference: Text | None
    moved: bool
    competent_receipt: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferProposed:
    type: Literal["transfer_proposed"] = "transfer_proposed"
    to: Authority
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    type: Literal["transferred"] = "transferred"
    to: Authority
    authority: Text
    reason: Text
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOutcomeRecorded:
    """`to` None: of the newest open hand-over."""

    type: Literal["transfer_outcome_recorded"] = "transfer_outcome_recorded"
    outcome: Literal["taken", "returned"]
    summary: Text | None
    to: Authority | None = None
