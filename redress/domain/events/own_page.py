"""Events of what the parties say themselves, and how it is met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from redress.domain.commands import SatisfactionParts, StatementAbout
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementGiven:
    type: Literal["statement_given"] = "statement_given"
    statement: int
    party: str
    about: StatementAbout
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementProposed:
    type: Literal["settlement_proposed"] = "settlement_proposed"
    proposal: int
    party: str
    terms: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAnswered:
    type: Literal["proposal_answered"] = "proposal_answered"
    proposal: int
    party: str
    answer: Literal["yes", "no"]
    text: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """`satisfaction`: the mean of the five parts."""

    type: Literal["rated"] = "rated"
    party: str
    satisfaction: int
    parts: SatisfactionParts
    opinion: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRequested:
    type: Literal["review_requested"] = "review_requested"
    review: int
    party: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAnswered:
    type: Literal["review_answered"] = "review_answered"
    review: int
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ActsNoted:
    """`acts`: how many acts of the parties were unread until then."""

    type: Literal["acts_noted"] = "acts_noted"
    acts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRenewed:
    """`times`: how often this party's code was renewed by now."""

    type: Literal["code_renewed"] = "code_renewed"
    party: str
    times: int
