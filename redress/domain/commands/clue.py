"""Commands of the clue (诉转案) and of extending a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from redress.domain.commands.words import ClueOutcome, ClueTestCause, Command
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferClue(Command):
    """线索: a suspected violation found in mediation gets a case of its own (art.27)."""

    type: Literal["refer_clue"] = "refer_clue"
    summary: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClueDecision(Command):
    """立案 or 不予立案, with number and date (程序规定 art.18–20)."""

    type: Literal["record_clue_decision"] = "record_clue_decision"
    outcome: ClueOutcome
    number: Text | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartClueTest(Command):
    """A test by the bureau: stops the clue's fifteen working days and nothing else (程序规定 art.18)."""

    type: Literal["start_clue_test"] = "start_clue_test"
    cause: ClueTestCause
    started_on: date
    body: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndClueTest(Command):
    type: Literal["end_clue_test"] = "end_clue_test"
    received_on: date
    finding: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExtension(Command):
    type: Literal["request_extension"] = "request_extension"
    clock: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveExtension(Command):
    type: Literal["approve_extension"] = "approve_extension"
    clock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectExtension(Command):
    type: Literal["reject_extension"] = "reject_extension"
    clock: str
    reason: Text
