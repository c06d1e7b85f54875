"""Commands of what the parties say themselves, at their own pages or through an officer; how it is met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from redress.domain.commands.result import SatisfactionParts
from redress.domain.commands.words import Command, StatementAbout
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveStatement(Command):
    """陈述、答复: what a party says to the matter; a trader's word that it has performed is one too."""

    type: Literal["give_statement"] = "give_statement"
    party: str
    text: Text
    about: StatementAbout = StatementAbout.MATTER


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeSettlement(Command):
    """和解方案 of one side, which the other side reads (art.18(2))."""

    type: Literal["propose_settlement"] = "propose_settlement"
    party: str
    terms: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerProposal(Command):
    """What the other side says to a proposal; a settlement is recorded by an officer."""

    type: Literal["answer_proposal"] = "answer_proposal"
    party: str
    proposal: int
    answer: Literal["yes", "no"]
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Command):
    """满意度评价 by the complainant (S0-40, S0-86): stands beside the call-back and replaces none."""

    type: Literal["rate"] = "rate"
    party: str
    parts: SatisfactionParts
    opinion: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReview(Command):
    """申诉: a complainant asks that the handling be looked at again (S0-26). It starts no clock."""

    type: Literal["request_review"] = "request_review"
    party: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReview(Command):
    """What came of looking again, where the case is not reopened; `number`: the first that is open."""

    type: Literal["answer_review"] = "answer_review"
    text: Text
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteActs(Command):
    """已阅: what the parties have done on their pages by now has been read."""

    type: Literal["note_acts"] = "note_acts"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewCode(Command):
    """A party's query code may be known to others: a new one holds, the old one opens nothing any more."""

    type: Literal["renew_code"] = "renew_code"
    party: str
