"""What a mediation holds beside its sessions and appraisals: who mediates, what its end rests on, and what
follows an agreement. Folded by `evolve_proceedings.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from redress.domain.commands.words import (
    CeasedKind,
    ClueTestCause,
    ConfirmationOutcome,
    ContactResult,
    CostOutcome,
    DelegationResult,
    OrganisationKind,
    OwnPage,
)
from redress.domain.facts import Channel, Method
from redress.domain.sealed import Text

CONTACTS_KEPT = 20
"""How many contacts travel with the case; the ledger has all."""

RECUSALS_KEPT = 50
TESTS_KEPT = 50
"""How many decided ones travel with the case; a granted recusal and a running test always do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentMark:
    """When and by which channel a party gave the answer that `Case.consents` holds."""

    matter: str
    party: str
    at: datetime
    channel: Channel | Method | OwnPage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One attempt to reach a party: who, when, how, with what result."""

    party: str
    method: Method
    at: datetime
    result: ContactResult
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """委托调解 (art.19), in the bureau's name. `result` None: the body has not reported."""

    to: Text
    organisation_kind: OrganisationKind
    scope: Text
    at: datetime
    due_on: date | None = None
    result: DelegationResult | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal:
    """回避 of a mediator (art.21). `granted` None: undecided, and the mediation is stayed."""

    number: int
    mediator: str
    by: str
    at: datetime
    granted: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CeasedParty:
    """A party that died, or whose capacity as a subject ended (art.23(1)(7))."""

    party: str
    kind: CeasedKind
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """司法确认: the joint application to a court, and what the court did."""

    applied_on: date
    court: Text
    outcome: ConfirmationOutcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueTest:
    """A test by the bureau on a clue; `ended_on` None: its fifteen working days stand still."""

    number: int
    cause: ClueTestCause
    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceedings:
    """`cost`: the last attempt to agree who bears an appraisal. `fraud_signs_at`: signs of art.42."""

    consent_marks: tuple[ConsentMark, ...] = ()
    contacts: tuple[Contact, ...] = ()
    delegation: Delegation | None = None
    recusals: tuple[Recusal, ...] = ()
    cost: CostOutcome | None = None
    ceased: tuple[CeasedParty, ...] = ()
    fraud_signs_at: datetime | None = None
    confirmation: Confirmation | None = None
    tests: tuple[ClueTest, ...] = ()

    @property
    def stay(self) -> Recusal | None:
        """The recusal that nobody has decided: the mediation is stayed (中止) until somebody does."""
        return next((one for one in self.recusals if one.granted is None), None)

    @property
    def delegated(self) -> bool:
        """A body mediates in the bureau's name and has not reported yet."""
        return self.delegation is not None and self.delegation.result is None

    @property
    def running_test(self) -> ClueTest | None:
        return next((one for one in self.tests if one.ended_on is None), None)

    def recused(self, person: str) -> bool:
        """The case has been taken from this person (回避)."""
        return any(one.granted and one.mediator == person for one in self.recusals)

    def afresh(self) -> Proceedings:
        """For a case decided anew: what people are stays, what they did does not count any more."""
        return replace(
            self,
            consent_marks=(),
            delegation=None,
            cost=None,
            fraud_signs_at=None,
            confirmation=None,
            recusals=tuple(one for one in self.recusals if one.granted),
        )
