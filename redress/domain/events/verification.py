"""Events of verification: corrected parties, amended claims, requests and their lapse, linked cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from redress.domain.commands.verification import FoundBy, Relation
from redress.domain.facts import Claim, Respondent
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCorrected:
    """What is None stayed as it was."""

    type: Literal["party_corrected"] = "party_corrected"
    party: str
    found_by: FoundBy
    name: Text | None = None
    shop_name: Text | None = None
    uscc: Text | None = None
    address: Text | None = None
    platform: Text | None = None
    platform_address: Text | None = None
    legal_representative: Text | None = None
    contact_person: Text | None = None
    phone: Text | None = None
    email: Text | None = None
    id_type: Text | None = None
    id_number: Text | None = None
    unreachable: bool | None = None
    evidence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RespondentAdded:
    type: Literal["respondent_added"] = "respondent_added"
    party: str
    respondent: Respondent
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAmended:
    type: Literal["claim_amended"] = "claim_amended"
    claims: tuple[Claim, ...]
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProofRequested:
    type: Literal["identity_proof_requested"] = "identity_proof_requested"
    items: tuple[Text, ...]
    due_on: date
    where_to: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialRequestLapsed:
    """The date passed without an answer: ground 16-5 is proposed, a person decides."""

    type: Literal["material_request_lapsed"] = "material_request_lapsed"
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRequestLapsed:
    """The date passed without proof of identity: ground 16-6 is proposed, a person decides."""

    type: Literal["identity_request_lapsed"] = "identity_request_lapsed"
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLinked:
    """`case_number` is known where the other case has told it."""

    type: Literal["case_linked"] = "case_linked"
    case_id: str
    relation: Relation
    case_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateMerged:
    type: Literal["duplicate_merged"] = "duplicate_merged"
    case_id: str
    new_facts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSplit:
    type: Literal["report_split"] = "report_split"
    report_case_id: str
    report_case_number: str
    summary: Text
