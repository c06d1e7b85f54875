"""Commands of passing on (分送、报请、提级、管辖争议、移送) between offices and to other authorities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from redress.domain.commands.words import Authority, Command
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch(Command):
    """分送 to an own branch office or section, or to another bureau (art.41, form 3).

    `to` is an office path; `pieces` and `pages` count the material that goes along.
    """

    type: Literal["dispatch"] = "dispatch"
    to: str
    reason: Text | None = None
    report_back_on: date | None = None
    pieces: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeDispatch(Command):
    """The addressee has received it: from then on its own period of art.15 runs (default: now)."""

    type: Literal["acknowledge_dispatch"] = "acknowledge_dispatch"
    received_at: datetime | None = None
    proof: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDispatch(Command):
    """退回: the addressee has no authority and feeds back (art.41(3)); or the sender takes back what nobody
    has received yet.
    """

    type: Literal["return_dispatch"] = "return_dispatch"
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBack(Command):
    """报告处理结果 to the sender who set a date for it: the office that dispatched it (form 3), or the
    outside system of an order (`hotline12345-1`, S3-15).
    """

    type: Literal["report_back"] = "report_back"
    summary: Text
    order: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferUp(Command):
    """报请上级: asks the superior bureau to handle it (art.13(4))."""

    type: Literal["refer_up"] = "refer_up"
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineReferral(Command):
    """The superior bureau leaves the case where it is (art.13(4))."""

    type: Literal["decline_referral"] = "decline_referral"
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver(Command):
    """提级: a superior bureau handles what a lower one received (art.13(3))."""

    type: Literal["take_over"] = "take_over"
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseJurisdictionDispute(Command):
    """处理权限争议 with another bureau: seven working days to agree (art.33)."""

    type: Literal["raise_jurisdiction_dispute"] = "raise_jurisdiction_dispute"
    with_office: str
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleJurisdictionDispute(Command):
    """Agreed between the two, or designated by the common superior (art.33)."""

    type: Literal["settle_jurisdiction_dispute"] = "settle_jurisdiction_dispute"
    competent: str
    how: Literal["agreed", "designated"]
    reference: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeTransfer(Command):
    """Found: a suspected crime, or another authority's matter; the time to hand it over runs (S0-10, S0-11).
    """

    type: Literal["propose_transfer"] = "propose_transfer"
    to: Authority
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Command):
    """移送 to the police or another authority; never ends the art.15 duty.

    `whole`: the complaint itself is handed over, so that it has left us once it is taken.
    """

    type: Literal["transfer"] = "transfer"
    to: Authority
    authority: Text
    reason: Text
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTransferOutcome(Command):
    """Taken by the authority, or returned; `to` says which hand-over where several are open (S0-35)."""

    type: Literal["record_transfer_outcome"] = "record_transfer_outcome"
    outcome: Literal["taken", "returned"]
    summary: Text | None = None
    to: Authority | None = None
