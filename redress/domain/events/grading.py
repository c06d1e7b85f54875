"""Events of classification, grading and supervision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from redress.domain.commands import Criterion, Urgency
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    type: Literal["graded"] = "graded"
    urgency: Urgency
    key: bool
    owner: str | None
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """Codes of the case's taxonomy, None or empty for what was left open."""

    type: Literal["classified"] = "classified"
    category: str | None
    industry: str | None
    problems: tuple[str, ...]
    region: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervised:
    type: Literal["supervised"] = "supervised"
    number: int
    due_on: date
    order: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionAnswered:
    """`office`: whose order it was."""

    type: Literal["supervision_answered"] = "supervision_answered"
    number: int
    office: str
    summary: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Urged:
    """`times`: how often by now."""

    type: Literal["urged"] = "urged"
    times: int
    reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedUpward:
    type: Literal["reported_upward"] = "reported_upward"
    summary: Text
