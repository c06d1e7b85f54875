"""Events of intake, desk work and the art.15 decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from redress.domain.commands import (
    ContactResult,
    NoticeMatter,
    NoticeOutcome,
)
from redress.domain.facts import Filing, Method
from redress.domain.sealed import Text


class Matter(StrEnum):
    """What kind of case it is: a complaint (投诉), the clue that one led to (诉转案), or a report (举报)."""

    COMPLAINT = "complaint"
    CLUE = "clue"
    REPORT = "report"


class Jurisdiction(StrEnum):
    OURS = "ours"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the intake check (初步核实, S0-23) found; it informs a person and decides nothing.

    `missing`: open items (`complainant-1.phone`). `proposed_office`: an office path or None.
    `duplicates`: case ids of the same dispute. `beyond_limitation`: known of or bought more than the regime's
    years ago. `hints`: signs that a person should look at (`abuse_signs.SIGNS`, art.17).
    """

    missing: tuple[str, ...]
    in_scope: Literal["yes", "unclear"]
    jurisdiction: Jurisdiction
    jurisdiction_reason: str
    proposed_office: str | None
    duplicates: tuple[str, ...]
    beyond_limitation: bool | None
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRegistered:
    type: Literal["complaint_registered"] = "complaint_registered"
    case_id: str
    case_number: str
    office: str
    profile: str
    filing: Filing
    received_at: datetime
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueRegistered:
    type: Literal["clue_registered"] = "clue_registered"
    case_id: str
    case_number: str
    office: str
    profile: str
    origin: str
    summary: Text
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeChecked:
    type: Literal["intake_checked"] = "intake_checked"
    findings: Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialRequested:
    """`lapses`: the passing of its date is an event of the case (from edition 2 on)."""

    type: Literal["material_requested"] = "material_requested"
    items: tuple[Text, ...]
    due_on: date
    lapses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialAdded:
    type: Literal["material_added"] = "material_added"
    text: Text
    completes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded:
    type: Literal["note_added"] = "note_added"
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRecorded:
    type: Literal["contact_recorded"] = "contact_recorded"
    party: str
    method: Method
    contacted_at: datetime
    result: ContactResult
    summary: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    type: Literal["assigned"] = "assigned"
    handler: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    type: Literal["accepted"] = "accepted"
    note: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    type: Literal["refused"] = "refused"
    ground: str
    article: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRecorded:
    type: Literal["notice_recorded"] = "notice_recorded"
    matter: NoticeMatter
    party: str
    method: Method
    told_at: datetime
    outcome: NoticeOutcome
    document: str | None
    proof: Text | None
