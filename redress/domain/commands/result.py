"""Commands after the result: figures, feedback, call-back, closing, reopening."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from redress.domain.commands.words import (
    Command,
    Outcome,
    ReopenGround,
)
from redress.domain.facts import Method
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclude(Command):
    """办结: the result is reached and all parties are told; amounts in CNY."""

    type: Literal["conclude"] = "conclude"
    outcome: Outcome
    recovered_amount: Decimal = Decimal(0)
    punitive_amount: Decimal = Decimal(0)
    disputed_amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveFeedback(Command):
    """反馈: the result told to the complainant, with the other ways of 消法 art.39 (S0-37…39)."""

    type: Literal["give_feedback"] = "give_feedback"
    method: Method
    text: Text
    remedies_told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCallback(Command):
    """回访 by another person (S0-28) with its five items (S0-29); satisfaction 1 (worst) to 5."""

    type: Literal["record_callback"] = "record_callback"
    result: Literal["reached", "unreachable"]
    knows_result: bool | None = None
    promise_kept: bool | None = None
    satisfaction: Literal[1, 2, 3, 4, 5] | None = None
    opinion: Text | None = None
    new_facts: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    type: Literal["close"] = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    type: Literal["reopen"] = "reopen"
    ground: ReopenGround
    order: Text
