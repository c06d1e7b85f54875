"""The facts of a complaint as they are received: parties, purchase, claims, consents and references to other
systems.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from redress.domain.sealed import Text

STRICT: dict[str, str] = {"extra": "forbid"}
"""Read by pydantic at the edges: unknown fields are refused."""


class Channel(StrEnum):
    """How it came in (令121 art.8, S1-15)."""

    PHONE = "phone"
    WEB = "web"
    APP = "app"
    WECHAT = "wechat"
    LETTER = "letter"
    WALK_IN = "walk_in"
    NATIONAL_PLATFORM = "national_platform"
    HOTLINE_12345 = "hotline_12345"
    SUPERIOR = "superior"
    OTHER_AGENCY = "other_agency"
    DISPATCH = "dispatch"
    IMPORT = "import"


class Method(StrEnum):
    """How a party is told or contacted; `in_person` at the counter or on site."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    PLATFORM = "platform"
    IN_PERSON = "in_person"


class RespondentRole(StrEnum):
    SELLER = "seller"
    MAKER = "maker"
    PLATFORM = "platform"
    SERVICE = "service"


class ClaimKind(StrEnum):
    """What is asked for (form 1, note 4)."""

    REPAIR = "repair"
    REDO = "redo"
    EXCHANGE = "exchange"
    RETURN = "return"
    MAKE_UP_QUANTITY = "make_up_quantity"
    REFUND_PRICE = "refund_price"
    REFUND_FEE = "refund_fee"
    COMPENSATION = "compensation"
    PUNITIVE = "punitive"
    APOLOGY = "apology"
    OTHER = "other"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class ExternalSystem(StrEnum):
    SAMR12315 = "samr12315"
    HOTLINE12345 = "hotline12345"
    POST = "post"
    SUPERIOR = "superior"


class Situation(StrEnum):
    """Why somebody else acts for a complainant by law: a minor, or one who has died."""

    MINOR = "minor"
    DECEASED = "deceased"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """监护人 of a minor, 继承人 of somebody who died; `proof_seen`: what shows it was seen."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: Text | None = None
    relation: Text | None = None
    phone: Text | None = None
    id_number: Text | None = None
    proof_seen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Complainant:
    """投诉人 (art.10(1)(1)). Absent fields are open items, never errors."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: Text | None = None
    phone: Text | None = None
    address: Text | None = None
    id_type: Text | None = None
    id_number: Text | None = None
    email: Text | None = None
    preferred_notice: Method | None = None
    situation: Situation | None = None
    stands_in: StandIn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    """代表人 of a joint complaint, at most two, elected in writing (art.12).

    `complainant`: which of the complainants it is, from 1.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: Text | None = None
    phone: Text | None = None
    complainant: int | None = None
    elected_in_writing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerOfAttorney:
    """授权委托书: matter, powers and term, signed, the original seen (art.11)."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    matter: Text | None = None
    powers: Text | None = None
    until: date | None = None
    original_seen: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """受托人 (art.11)."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: Text | None = None
    id_type: Text | None = None
    id_number: Text | None = None
    power_of_attorney: PowerOfAttorney | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondent:
    """被投诉人 (art.10(1)(2)); `platform` names the platform whose page shows the shop (art.13).

    `unreachable`: nobody can be reached at the address that the platform publishes (art.13(3)).
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: Text | None = None
    shop_name: Text | None = None
    uscc: Text | None = None
    address: Text | None = None
    platform: Text | None = None
    platform_address: Text | None = None
    legal_representative: Text | None = None
    contact_person: Text | None = None
    phone: Text | None = None
    role: RespondentRole = RespondentRole.SELLER
    unreachable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What was bought; `amount` in CNY, >= 0; `quantity` in pieces."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    on: date | None = None
    place: Text | None = None
    order_number: Text | None = None
    item: Text | None = None
    brand_model: Text | None = None
    amount: Decimal | None = None
    quantity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One request; `amount` in CNY, >= 0."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    kind: ClaimKind
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """The boxes of form 1, publication of complaint information and delegation of mediation (art.19, 38), and
    whether the complainants agree to be treated as one (art.12).
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    publish: Answer = Answer.NOT_ASKED
    delegate_mediation: Answer = Answer.NOT_ASKED
    joint: Answer = Answer.NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalRef:
    """The same matter in another system, with that system's own due date."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    system: ExternalSystem
    number: Text | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    report_back_to: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptProof:
    """What shows that and when it was received; which of it a channel has is in `receipts.py`.

    `at`: the platform's time, the end of the call, the stamp of counter or mail room. `number`: of the
    platform's order, the call, the counter receipt or the registered letter.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    at: datetime | None = None
    number: Text | None = None
    postmarked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferral:
    """Why a call or a visitor could not be taken at once, and what they were told (S0-05)."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    reason: Text
    told: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """The filing body (contracts §3). Only the channel and the facts are required.

    `read_back`: what staff wrote down of an oral complaint was read to the complainant (art.10(2)).
    `knew_on`: when the complainant knew of the infringement (art.16(4)).
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    channel: Channel
    facts: Text | None = None
    received_at: datetime | None = None
    registered_by: Text | None = None
    complainants: tuple[Complainant, ...] = ()
    representatives: tuple[Representative, ...] = ()
    agent: Agent | None = None
    respondents: tuple[Respondent, ...] = ()
    purchase: Purchase | None = None
    claims: tuple[Claim, ...] = ()
    category: str | None = None
    industry: str | None = None
    problems: tuple[str, ...] = ()
    region: str | None = None
    consents: Consents = Consents()
    external_refs: tuple[ExternalRef, ...] = ()
    profile: str | None = None
    originally_received_on: date | None = None
    receipt: ReceiptProof | None = None
    deferral: Deferral | None = None
    read_back: bool | None = None
    knew_on: date | None = None
