"""What a case keeps of what its parties said themselves: a part of its state. The rules are in
`deciding/own_page.py`, the changes in `evolve_own_page.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from redress.domain.commands import SatisfactionParts
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposed settlement of `party`; `answers` of the other side, by party."""

    number: int
    party: str
    at: datetime
    terms: Text
    answers: tuple[tuple[str, Literal["yes", "no"]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A wish that the case be looked at again; answered by words or by reopening."""

    number: int
    party: str
    at: datetime
    answered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """How satisfied a complainant is, in five parts (S0-86)."""

    party: str
    at: datetime
    satisfaction: int
    parts: SatisfactionParts


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPages:
    """`unread`: the `seq` of acts of the parties that no officer has noted, the last ones. `renewed`: how
    often the code of a party was renewed, by party. `proposals` and `reviews` are the last ones.
    """

    unread: tuple[int, ...] = ()
    statements: int = 0
    proposals: tuple[Proposal, ...] = ()
    proposed: int = 0
    reviews: tuple[Review, ...] = ()
    reviewed: int = 0
    ratings: tuple[Rating, ...] = ()
    renewed: tuple[tuple[str, int], ...] = ()

    def times_renewed(self, party: str) -> int:
        return next((times for one, times in self.renewed if one == party), 0)

    @property
    def open_reviews(self) -> tuple[Review, ...]:
        return tuple(one for one in self.reviews if not one.answered)

    def rating_of(self, party: str) -> Rating | None:
        return next((one for one in self.ratings if one.party == party), None)

    def reopened(self) -> OwnPages:
        """As a case begins again: whoever asked for another look has it, and rates anew."""
        answered = tuple(replace(one, answered=True) for one in self.reviews)
        return replace(self, reviews=answered, ratings=(), proposals=())
