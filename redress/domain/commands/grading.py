"""Commands of classification and grading: urgency, key complaints, supervision (S0-50…S0-54)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from redress.domain.commands.words import Command
from redress.domain.sealed import Text


class Urgency(StrEnum):
    """特急、紧急、一般 (S0-51)."""

    CRITICAL = "critical"
    URGENT = "urgent"
    ORDINARY = "ordinary"


class Criterion(StrEnum):
    """Why it is key (金额、范围、代表性, S0-50) or pressing (公共安全、群体性、社会影响, S0-54)."""

    AMOUNT = "amount"
    SCOPE = "scope"
    REPRESENTATIVENESS = "representativeness"
    PUBLIC_SAFETY = "public_safety"
    MASS_INCIDENT = "mass_incident"
    SOCIAL_IMPACT = "social_impact"
    VULNERABLE_PERSON = "vulnerable_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Command):
    """Urgency in three levels; a key complaint (重点投诉) has a named owner, an opaque person id."""

    type: Literal["grade"] = "grade"
    urgency: Urgency
    key: bool = False
    owner: str | None = None
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Classify(Command):
    """类别、行业、问题、区域: words of the case's taxonomy, by code or by Chinese name (S0-52, S0-53)."""

    type: Literal["classify"] = "classify"
    category: str | None = None
    industry: str | None = None
    problems: tuple[str, ...] = ()
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervise(Command):
    """督办: a superior's order with a due date."""

    type: Literal["supervise"] = "supervise"
    due_on: date
    order: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSupervision(Command):
    """What was done upon the order; `number` says which where several are open."""

    type: Literal["answer_supervision"] = "answer_supervision"
    summary: Text
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Urge(Command):
    """催办: a reminder to the handler."""

    type: Literal["urge"] = "urge"
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportUpward(Command):
    """A key complaint's periodic report to the superior (S0-50)."""

    type: Literal["report_upward"] = "report_upward"
    summary: Text
