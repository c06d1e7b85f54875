"""Events after the result: figures, feedback, call-back, closing, reopening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from redress.domain.commands import (
    CallbackMethod,
    LessonTag,
    Outcome,
    QualityScore,
    ReopenGround,
    SalesChannel,
    SatisfactionParts,
    Secrecy,
)
from redress.domain.facts import Method
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the statistics know of a concluded case beside its amounts: words of classification alone."""

    category: str | None = None
    item: str | None = None
    problems: tuple[str, ...] = ()
    industry: str | None = None
    sales_channel: SalesChannel | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    type: Literal["concluded"] = "concluded"
    outcome: Outcome
    recovered_amount: Decimal
    punitive_amount: Decimal
    disputed_amount: Decimal | None
    callback_due: bool
    figures: Figures | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven:
    type: Literal["feedback_given"] = "feedback_given"
    method: Method
    text: Text
    remedies_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackRecorded:
    """`attempt` counts the calls that reached nobody, from 1; the last one that is owed is `excused`. An
    unreachable one without a number ended the duty by itself (rules edition 1).
    """

    type: Literal["callback_recorded"] = "callback_recorded"
    result: Literal["reached", "unreachable"]
    knows_result: bool | None
    promise_kept: bool | None
    satisfaction: int | None
    opinion: Text | None
    new_facts: Text | None
    method: CallbackMethod | None = None
    satisfaction_parts: SatisfactionParts | None = None
    attempt: int = 0
    excused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """`sampled`: drawn for the quality review (令121 art.26)."""

    type: Literal["closed"] = "closed"
    sampled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    type: Literal["reopened"] = "reopened"
    ground: ReopenGround
    order: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """归档 (S4-18). `retain_until` None: kept for ever where `permanent`, otherwise nobody has said."""

    type: Literal["archived"] = "archived"
    retain_until: date | None = None
    permanent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityReviewed:
    type: Literal["quality_reviewed"] = "quality_reviewed"
    score: QualityScore
    remarks: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonAdded:
    type: Literal["lesson_added"] = "lesson_added"
    text: Text
    tags: tuple[LessonTag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecrecyMarked:
    type: Literal["secrecy_marked"] = "secrecy_marked"
    secrecy: Secrecy
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    type: Literal["published"] = "published"
    reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublished:
    """`cause`: by decision, or at once because consent, result or freedom from secrecy are gone."""

    type: Literal["unpublished"] = "unpublished"
    cause: Literal["decision", "consent_withdrawn", "reopened", "secrecy"]
    reason: Text | None
