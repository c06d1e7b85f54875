"""The words commands are made of: closed lists, and what every command may carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Literal

from redress.domain.facts import STRICT
from redress.domain.sealed import Text


class NoticeMatter(StrEnum):
    """What a party is told (告知); the first three end clocks (art.15, art.23(2))."""

    ACCEPTANCE = "acceptance"
    REFUSAL = "refusal"
    TERMINATION = "termination"
    SESSION = "session"
    RESULT = "result"
    TRANSFER = "transfer"
    MERGED = "merged"
    OTHER = "other"


class NoticeOutcome(StrEnum):
    """`sent`: a letter handed to the post; whether that tells is a matter of the regime (`Telling`)."""

    TOLD = "told"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


class ContactResult(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong_number"
    NOT_AT_ADDRESS = "not_at_address"


class ConsentMatter(StrEnum):
    """`representation`: a represented complainant agrees to what the representatives want (art.12)."""

    MEDIATION = "mediation"
    DELEGATION = "delegation"
    PUBLICATION = "publication"
    REPRESENTATION = "representation"


class SessionForm(StrEnum):
    """On site (现场) or by phone, video or internet (art.20); joint or with one party alone (S2-08)."""

    ON_SITE = "on_site"
    REMOTE = "remote"


class RemoteMeans(StrEnum):
    """How a session that is not on site is held (art.20(1))."""

    INTERNET = "internet"
    PHONE = "phone"
    AUDIO = "audio"
    VIDEO = "video"


class SessionOutcome(StrEnum):
    AGREED = "agreed"
    ADJOURNED = "adjourned"
    NO_AGREEMENT = "no_agreement"
    PARTY_ABSENT = "party_absent"


class AppraisalBasis(StrEnum):
    """Agreed by the parties, designated by the office (art.22(1)), or by sampling (条例 art.47)."""

    AGREED = "agreed"
    DESIGNATED = "designated"
    SAMPLING = "sampling"


class AgreementForm(StrEnum):
    MEDIATION_DOCUMENT = "mediation_document"
    RECORD_ONLY = "record_only"


class AgreementWhy(StrEnum):
    ON_SITE = "on_site"
    REMOTE = "remote"
    PERFORMED_AT_ONCE = "performed_at_once"
    BOTH_WAIVED = "both_waived"


class LegalityPoint(StrEnum):
    """What an agreement must not infringe (S2-06)."""

    STATE = "state"
    COLLECTIVE = "collective"
    THIRD_PARTY = "third_party"
    PUBLIC = "public"
    PROHIBITION = "prohibition"


class Performed(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class OrganisationKind(StrEnum):
    """Whom a mediation may be delegated to (art.19)."""

    CONSUMER_ASSOCIATION = "consumer_association"
    MEDIATION_BODY = "mediation_body"


class DelegationResult(StrEnum):
    """`recalled`: the bureau takes the mediation back before the body has a result."""

    AGREED = "agreed"
    FAILED = "failed"
    RECALLED = "recalled"


class CostOutcome(StrEnum):
    """What became of negotiating who bears the cost of an appraisal (art.22(2), 23(1)(4))."""

    AGREED = "agreed"
    FAILED = "failed"


class CeasedKind(StrEnum):
    """死亡, or 主体资格灭失 (art.23(1)(7))."""

    DIED = "died"
    DISSOLVED = "dissolved"


class FraudSign(StrEnum):
    """夹带, 掉包, 造假, 篡改商品信息, 捏造事实 (art.42)."""

    SMUGGLED_IN = "smuggled_in"
    SWAPPED = "swapped"
    FAKED = "faked"
    TAMPERED = "tampered"
    FABRICATED = "fabricated"


class ConfirmationOutcome(StrEnum):
    """What the court did with the application (司法确认)."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class ClueTestCause(StrEnum):
    """检测、检验、检疫、鉴定, 权利人辨认或者鉴别 (程序规定 art.18)."""

    TESTING = "testing"
    INSPECTION = "inspection"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    RIGHT_HOLDER_IDENTIFICATION = "right_holder_identification"


class Outcome(StrEnum):
    """How the case ended, for the statistics (S0-42)."""

    AGREED = "agreed"
    SETTLED = "settled"
    PARTLY = "partly"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class ReopenGround(StrEnum):
    """`dissatisfied` (对不满意案件进行再次处理, S0-27) only where the profile has a second round."""

    OWN_ERROR = "own_error"
    ORDERED_BY_SUPERIOR = "ordered_by_superior"
    RECONSIDERATION_OR_COURT = "reconsideration_or_court"
    DISSATISFIED = "dissatisfied"


class StatementAbout(StrEnum):
    """What a party's statement is about: the matter itself, or how an agreement was kept."""

    MATTER = "matter"
    PERFORMANCE = "performance"


class OwnPage(StrEnum):
    """By which way a party says something itself, in place of a channel or method."""

    OWN_PAGE = "own_page"


class SalesChannel(StrEnum):
    """How the goods or the service were sold (销售方式), for the statistics."""

    ONLINE = "online"
    LIVE_STREAM = "live_stream"
    OFFLINE = "offline"
    TV_OR_PHONE = "tv_or_phone"
    DIRECT = "direct"
    OTHER = "other"


class CallbackMethod(StrEnum):
    """The five ways of asking how satisfied somebody is (S0-86); on site for weighty cases (S0-30)."""

    PHONE = "phone"
    SMS = "sms"
    ONLINE = "online"
    THIRD_PARTY = "third_party"
    ON_SITE = "on_site"


class LessonTag(StrEnum):
    """What a lesson is about (归纳总结, S2-01)."""

    COMMUNICATION = "communication"
    EVIDENCE = "evidence"
    MEDIATION = "mediation"
    LAW = "law"
    TIMELINESS = "timeliness"
    COORDINATION = "coordination"
    TRADER = "trader"
    PREVENTION = "prevention"


class Secrecy(StrEnum):
    """What keeps a case from publication (令121 art.39); `none` lifts the mark."""

    NONE = "none"
    STATE = "state_secret"
    PUBLIC_SECURITY = "public_security"
    BUSINESS = "business_secret"
    PRIVACY = "privacy"


class ClueOutcome(StrEnum):
    OPENED = "opened"
    NOT_OPENED = "not_opened"


class Authority(StrEnum):
    """Where a matter is handed over to (移送; S0-10, S0-11, art.42)."""

    POLICE = "police"
    OTHER_DEPARTMENT = "other_department"
    OTHER_BUREAU = "other_bureau"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What every command may carry: the legal moment, and the version of the case its author had read."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    occurred_at: datetime | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostAgreement:
    """Who bears the cost and when both parties agreed to it (art.22(2))."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    payer: Literal["complainant", "respondent", "shared"]
    both_consented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateNote:
    """What one party said alone (S2-08); the other party never sees it."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    party: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDue:
    """When a term of an agreement is to be performed; `term` counts them from 1."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    term: int
    due_on: date
