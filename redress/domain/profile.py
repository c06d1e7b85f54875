"""A dated regulation profile as data: clocks, grounds, ladders. Read from TOML by `profile_file.py`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from redress.domain.counting import Counting, ExtensionMode, Period

NAMES_ITS_SOURCE = re.compile(r"S\d|(?!art\.|第)\S+ (art\.|第)")
"""What needs no law before it: a source rule (`S0-08`), an article of another law (`民诉法 art.205`)."""


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """Whether and how a clock may be extended (延长), e.g. 令121 art.27.

    `length` is in the clock's unit; `times` is how often; `approver` a role. A request that nobody decides
    within `decide_within` lapses; without it, when the clock is due.
    """

    mode: ExtensionMode
    length: int
    times: int
    approver: str
    article: str
    decide_within: Period | None = None


class Receipt(StrEnum):
    """Whose receipt of a complaint starts its clocks: the bureau with authority, or whoever had it first."""

    COMPETENT = "competent"
    FIRST = "first"


class LetterTold(StrEnum):
    """When a letter has told: handed to the post in time (在途时间不计), or only when it arrived."""

    POSTED = "posted"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Telling:
    """What counts as told (告知) where it is open; `article` is what that reading rests on."""

    letter: LetterTold = LetterTold.POSTED
    article: str = "程序规定 art.80; 民诉法 art.85"


class OnDue(StrEnum):
    BREACH = "breach"
    EXPIRE = "expire"
    LAPSE = "lapse"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One clock of a regime.

    `starts_on` and `ends_on` name moments of the case (`moments.py`), e.g. `received`, `told:refusal`.
    `sources`: all periods that hold at once, the earliest due day wins (`earliest_of`, C3).
    `opens_after`: a window opens after so many units of the first source (S0-08: the 3rd working day).
    `grace`: what is only `expired` at the due moment is `breached` when the grace has passed without an end.
    `given`: the event that starts it names the due moment (a hotline's order), and there are no `sources`.
    `legal` is False for the office's own promises. `on_due` is what the passing of the due moment means:
    `breach` (a duty missed), `expire` (the period is over and a person decides), `lapse` (nothing is owed:
    a window that simply closes) or `archive` (the case is filed away).
    """

    key: str
    milestone: str
    article: str
    title_zh: str
    title_en: str
    starts_on: tuple[str, ...]
    ends_on: tuple[str, ...]
    sources: tuple[Period, ...]
    opens_after: int | None = None
    per_party: bool = False
    suspended_by: tuple[str, ...] = ()
    extension: ExtensionRule | None = None
    grace: Period | None = None
    on_due: OnDue = OnDue.BREACH
    legal: bool = True
    ladder: str | None = None
    counting: Counting | None = None
    given: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of refusal or termination; `code` is stable (`16-4`, `23-2`), `article` its citation."""

    code: str
    article: str
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True)
class EscalationLevel:
    """One step of a ladder; `level` is unique in it.

    A negative offset (working days) warns before the safe due day, others come after the due moment.
    """

    level: int
    offset_working_days: int
    to_role: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Ladder:
    key: str
    levels: tuple[EscalationLevel, ...]


@dataclass(frozen=True, slots=True)
class Remedies:
    """The other ways a party has (消法 art.39), told with every refusal, termination and result."""

    article: str
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """A document the regime knows; `form` is its number in the published set, None without one."""

    code: str
    form: int | None
    article: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """Whose authority handles it (管辖): for a kind of respondent, the places in order of preference."""

    respondent: str
    places: tuple[str, ...]
    article: str
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True)
class RewardGrade:
    """A grade of reward for an informant: percent of fines and confiscations, and a minimum in CNY."""

    grade: int
    percent: int
    minimum: int


@dataclass(frozen=True, slots=True)
class Rewards:
    """Rewards for reports (举报奖励); `cap` in CNY for one case."""

    article: str
    cap: int
    grades: tuple[RewardGrade, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """One regime; `[valid_from, valid_to]` both days included, `valid_to` None: until the next one begins.

    A version loaded beside the shipped one has its revision in the id (`samr-121@7`), so that both can stand
    in one case. With `migrate_running` clocks that run under an earlier version or law go on under this one.

    `callback_attempts`: how often a call-back is tried before it is excused. `second_round`: whoever is
    dissatisfied has the case handled once more (S0-27). `quality_sample_percent` of the closed cases are
    reviewed (令121 art.26). `retention_years`: how long an archived case is kept, from the next year on.
    `recusal_days` fill the blank of form 7; `appraisal_days` after its commission a report is expected where
    no other day was named (calendar days, both an office's own).
    """

    id: str
    regime: str
    title_zh: str
    title_en: str
    valid_from: date
    valid_to: date | None
    law: str
    counting: Counting
    clocks: tuple[ClockRule, ...]
    refusal_grounds: tuple[Ground, ...]
    termination_grounds: tuple[Ground, ...]
    ladders: tuple[Ladder, ...]
    remedies: Remedies | None
    limitation_years: int | None
    office_may_designate_appraiser: bool
    callback_policy: str
    callback_sample_percent: int
    documents: tuple[DocumentRule, ...] = ()
    routing: tuple[RoutingRule, ...] = ()
    rewards: Rewards | None = None
    receipt: Receipt = Receipt.COMPETENT
    telling: Telling = Telling()
    migrate_running: bool = False
    callback_attempts: int = 3
    second_round: bool = False
    quality_sample_percent: int = 0
    retention_years: int | None = None
    recusal_days: int = 3
    appraisal_days: int = 30

    @property
    def name(self) -> str:
        """The id without the revision: what all versions have in common."""
        return self.id.partition("@")[0]

    @property
    def revision(self) -> int:
        """The load that this version came with; 0: shipped."""
        return int(self.id.partition("@")[2] or 0)

    def for_case(self) -> Profile:
        """The same regime without what only an office asks of it: where to send a case, titles of papers and
        of the steps of a ladder.
        """
        return replace(
            self,
            routing=(),
            documents=tuple(DocumentRule(each.code, each.form, "", "", "") for each in self.documents),
            ladders=tuple(
                replace(one, levels=tuple(replace(step, title_zh="", title_en="") for step in one.levels))
                for one in self.ladders
            ),
        )

    def clock(self, key: str) -> ClockRule | None:
        """The rule of a clock key, or None when this regime has no such clock."""
        return next((rule for rule in self.clocks if rule.key == key), None)

    def cite(self, rule: ClockRule) -> str:
        """What a clock of this regime rests on: its law and article, or the source that names it."""
        if rule.article.startswith(self.law) or NAMES_ITS_SOURCE.match(rule.article):
            return rule.article
        return f"{self.law} {rule.article}".strip()


def version_of(profile: Profile, revision: int) -> Profile:
    """The profile as the load of that revision brings it."""
    return replace(profile, id=f"{profile.name}@{revision}")
