"""The shape of a party's own page, for the JSON address and the pages alike; `own_page.py` fills it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from redress.domain.case import Stage
from redress.domain.commands import ConsentMatter
from redress.domain.facts import Claim
from redress.domain.profile import Ground, Remedies
from redress.persistence.party_notices import Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """The complaint as this party may read it. `who`: the complainant itself, for a trader a surname alone;
    `against`: the traders. `order_number` and the rest say which purchase it is.
    """

    who: tuple[str, ...]
    against: tuple[str, ...]
    facts: str
    claims: tuple[Claim, ...]
    bought_on: date | None
    item: str
    place: str
    order_number: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A session still to come; `recusal_days`: in which a recusal may be asked for, after the notice."""

    number: int
    at: datetime
    form: str
    means: str | None
    place: str
    mediator: str
    mediator_id: str
    alone: bool
    recusal_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document issued to this party."""

    number: int
    title_zh: str
    title_en: str
    reference: str | None
    dated_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A proposed settlement; `answered`: what this party said to it, None for its own."""

    number: int
    mine: bool
    at: datetime
    terms: str
    answered: str | None
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What this party said to a matter, when and how; None: nothing yet. `open`: it may still be said."""

    matter: ConsentMatter
    answer: str | None
    at: datetime | None
    channel: str | None
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    number: int
    kind: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A text of this party, or one that answers it: `statement`, `performance`, `review`, `review_answer` or
    `feedback`.
    """

    kind: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """All of it. `texts` False: the case is archived and its texts stay closed. `acts`: commands that this
    party may give now. `ground`, `remedies`: why it was refused or ended, and which ways are left (art.25).
    """

    case_number: str
    party: str
    stage: Stage
    version: int
    texts: bool
    claimed: Claimed | None
    meetings: tuple[Meeting, ...]
    consents: tuple[Consent, ...]
    papers: tuple[Paper, ...]
    offers: tuple[Offer, ...]
    pieces: tuple[Piece, ...]
    words: tuple[Word, ...]
    terms: tuple[str, ...]
    perform_by: date | None
    performed: bool | None
    rated: int | None
    review_open: bool
    ground: Ground | None
    remedies: Remedies | None
    office: Sender
    unread: bool
    acts: tuple[str, ...]
