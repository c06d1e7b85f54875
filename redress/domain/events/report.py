"""Events of reports (举报): registered behind a code, and reported again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from redress.domain.facts import Filing
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRegistered:
    """`filing` holds the clue and the trader, never the informant, who is only known by `informant`, a code;
    None: anonymous. `origin`: the complaint that the report was split from, whose vault holds `summary`.
    """

    type: Literal["report_registered"] = "report_registered"
    case_id: str
    case_number: str
    office: str
    profile: str
    filing: Filing
    received_at: datetime
    informant: str | None = None
    origin: str | None = None
    summary: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRepeated:
    """The same informant reported the same trader again; with new facts the period begins anew (art.35)."""

    type: Literal["report_repeated"] = "report_repeated"
    case_id: str
    case_number: str
    reported_at: datetime
    restarts: bool
