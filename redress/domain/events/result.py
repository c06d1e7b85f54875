"""Events after the result: figures, feedback, call-back, closing, reopening."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from redress.domain.commands import (
    Outcome,
    ReopenGround,
)
from redress.domain.facts import Method
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    type: Literal["concluded"] = "concluded"
    outcome: Outcome
    recovered_amount: Decimal
    punitive_amount: Decimal
    disputed_amount: Decimal | None
    callback_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven:
    type: Literal["feedback_given"] = "feedback_given"
    method: Method
    text: Text
    remedies_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackRecorded:
    type: Literal["callback_recorded"] = "callback_recorded"
    result: Literal["reached", "unreachable"]
    knows_result: bool | None
    promise_kept: bool | None
    satisfaction: int | None
    opinion: Text | None
    new_facts: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    type: Literal["closed"] = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    type: Literal["reopened"] = "reopened"
    ground: ReopenGround
    order: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    type: Literal["archived"] = "archived"
