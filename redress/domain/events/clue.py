"""Events of the clue (诉转案) and of extending a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from redress.domain.commands import ClueOutcome, ClueTestCause
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueReferred:
    type: Literal["clue_referred"] = "clue_referred"
    clue_case_id: str
    clue_case_number: str
    summary: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueDecided:
    type: Literal["clue_decided"] = "clue_decided"
    outcome: ClueOutcome
    number: Text | None
    decided_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequested:
    type: Literal["extension_requested"] = "extension_requested"
    clock: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionLapsed:
    """Nobody decided the request in time; the clock runs on as it did, and a new request may be made."""

    type: Literal["extension_lapsed"] = "extension_lapsed"
    clock: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRejected:
    type: Literal["extension_rejected"] = "extension_rejected"
    clock: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueTestStarted:
    type: Literal["clue_test_started"] = "clue_test_started"
    test: int
    cause: ClueTestCause
    started_on: date
    body: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueTestEnded:
    type: Literal["clue_test_ended"] = "clue_test_ended"
    test: int
    received_on: date
    finding: Text | None
