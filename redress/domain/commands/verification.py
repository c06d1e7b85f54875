"""Commands of verification (初步核实): who the parties are, what is asked of them, what belongs together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from redress.domain.commands.words import Command
from redress.domain.facts import Claim, Respondent
from redress.domain.sealed import Text


class FoundBy(StrEnum):
    """How the office came to know better."""

    PLATFORM_PAGE = "platform_page"
    BUSINESS_REGISTER = "business_register"
    SITE_VISIT = "site_visit"
    DOCUMENT = "document"
    STATEMENT = "statement"


class Belonging(StrEnum):
    """Why a person ties two cases."""

    SAME_DISPUTE = "same_dispute"
    SAME_TRADER = "same_trader"
    SAME_CONSUMER = "same_consumer"
    RELATED = "related"


class Relation(StrEnum):
    """How another case stands to this one; every relation is shown from both sides."""

    SAME_DISPUTE = "same_dispute"
    SAME_TRADER = "same_trader"
    SAME_CONSUMER = "same_consumer"
    RELATED = "related"
    MERGED_INTO = "merged_into"
    MERGED_FROM = "merged_from"
    SPLIT_INTO = "split_into"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectParty(Command):
    """Corrects what is known of a party, e.g. the legal person behind a shop sign; the old stays in view.

    What is None stays as it was. `evidence`: number of the piece that shows it, e.g. the platform's page.
    """

    type: Literal["correct_party"] = "correct_party"
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
class AddRespondent(Command):
    """Another trader is complained of in the same dispute."""

    type: Literal["add_respondent"] = "add_respondent"
    respondent: Respondent
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendClaim(Command):
    """变更投诉请求: the claims from now on; the old ones stay in view."""

    type: Literal["amend_claim"] = "amend_claim"
    claims: tuple[Claim, ...]
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestIdentityProof(Command):
    """限期提供身份证明材料 (form 4, art.10(3)): identity only; stops no clock."""

    type: Literal["request_identity_proof"] = "request_identity_proof"
    items: tuple[Text, ...]
    due_on: date
    where_to: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCase(Command):
    """Ties another case to this one; the other one shows it too."""

    type: Literal["link_case"] = "link_case"
    case_id: str
    relation: Belonging = Belonging.RELATED


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeDuplicate(Command):
    """并案: the same dispute was filed twice, the other case goes on; the complainant is still told.

    Of a report: the same informant reported the same again (art.35); `new_facts` begin the period anew.
    """

    type: Literal["merge_duplicate"] = "merge_duplicate"
    into: str
    new_facts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitReport(Command):
    """The material is a report too (art.9): it becomes a case of its own, linked both ways."""

    type: Literal["split_report"] = "split_report"
    summary: Text
