"""What the grounds of a termination rest on (令121 art.23(1)): facts of a case, never the decision itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from redress.domain.case import Case
from redress.domain.clocks import due_of, profile_of
from redress.domain.commands import CostOutcome, DelegationResult, SessionOutcome
from redress.domain.tables import Tables

MEDIATION_CLOCK = "complaint.mediation"
WITHDRAWN_OR_SETTLED = "23-1"
ABSENT_OR_REFUSES = "23-2"
NO_AGREEMENT = "23-3"
COST_NOT_AGREED = "23-4"
PERIOD_OVER = "23-5"
FOUND_LATER = "23-6"
PARTY_CEASED = "23-7"
OTHER_LAW = "23-8"
FRAUD = "42"
"""The basis of the sixth ground that is not one of art.16."""


def attempted(case: Case) -> bool:
    """Somebody was contacted, was absent from a session, or said no when asked."""
    return _refused(case) or any(a.total for a in case.attempts)


def mediated(case: Case) -> bool:
    """A session was held, or a body that mediated in our name reports that it failed."""
    delegation = case.proceedings.delegation
    failed = delegation is not None and delegation.result is DelegationResult.FAILED
    return failed or any(s.outcome for s in case.sessions)


def cost_not_agreed(case: Case) -> bool:
    """Agreeing on the cost of an appraisal was tried and failed, or somebody was at least contacted."""
    return case.proceedings.cost is CostOutcome.FAILED or any(a.total for a in case.attempts)


def ends_at(case: Case, tables: Tables) -> datetime | None:
    """The end of the sixty days; None while they stand still."""
    clock = case.clock(MEDIATION_CLOCK)
    return due_of(clock, tables).due_at if clock else None


def borne_out(case: Case, tables: Tables, now: datetime) -> tuple[str, ...]:
    """The grounds that the recorded facts suggest to a person; the others need that person to find them."""
    known = {ground.code for ground in profile_of(case.profile, tables).termination_grounds}
    end = ends_at(case, tables)
    over = end is not None and now >= end
    found = (code for code, holds in _SUGGESTED.items() if code in known and holds(case))
    return tuple(sorted((*found, *((PERIOD_OVER,) if over and PERIOD_OVER in known else ()))))


def _refused(case: Case) -> bool:
    said_no = any(
        answer in ("no", "withdrawn") for matter, _, answer in case.consents if matter == "mediation"
    )
    return said_no or any(s.outcome is SessionOutcome.PARTY_ABSENT for s in case.sessions)


def _disagreed(case: Case) -> bool:
    delegation = case.proceedings.delegation
    failed = delegation is not None and delegation.result is DelegationResult.FAILED
    return failed or any(s.outcome is SessionOutcome.NO_AGREEMENT for s in case.sessions)


_SUGGESTED: dict[str, Callable[[Case], bool]] = {
    ABSENT_OR_REFUSES: _refused,
    NO_AGREEMENT: _disagreed,
    COST_NOT_AGREED: lambda case: case.proceedings.cost is CostOutcome.FAILED,
    FOUND_LATER: lambda case: case.proceedings.fraud_signs_at is not None,
    PARTY_CEASED: lambda case: bool(case.proceedings.ceased),
}
