"""What verification leaves in a case: requests for proof, former names and claims, cases tied to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from redress.domain.commands.verification import Relation
from redress.domain.facts import Claim
from redress.domain.sealed import Text

FORMER_KEPT = 20
LINKS_KEPT = 50
"""How many travel with the case; the ledger has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRequest:
    due_on: date
    answered: bool = False
    lapsed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerParty:
    """What a party was called before a correction."""

    party: str
    until: datetime
    name: Text | None = None
    shop_name: Text | None = None
    address: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerClaims:
    until: datetime
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLink:
    case_id: str
    relation: Relation
    case_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeState:
    identity_request: IdentityRequest | None = None
    formerly: tuple[FormerParty, ...] = ()
    former_claims: tuple[FormerClaims, ...] = ()
    links: tuple[CaseLink, ...] = ()
    merged_into: str | None = None
    merged_at: datetime | None = None
    reports: int = 0
    informant: str | None = None
