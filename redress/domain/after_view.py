"""What is shown of a case after its result, and what is still owed then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from redress.domain.after_result import QualityReview, in_writing_and_by_phone
from redress.domain.case import Case, Stage
from redress.domain.clocks import profile_of
from redress.domain.commands import CallbackMethod, ReopenGround, SatisfactionParts, Secrecy
from redress.domain.events import Figures
from redress.domain.facts import Method
from redress.domain.profile import Remedies
from redress.domain.standing import is_key
from redress.domain.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterView:
    """`feedback_preferred`: the way the first complainant asked for (S0-39); `feedback_owed`: which of
    `written` and `phone` a key case still lacks (S0-37). `remedies`: the ways of 消法 art.39 for whoever is
    dissatisfied or was promised in vain (令121 art.25). `reopen_grounds`: on which grounds the regime reopens
    a case. `retain_until` None in the archive: kept for ever where `permanent`.
    """

    disputed_amount: Decimal | None = None
    figures: Figures | None = None
    feedback_preferred: Method | None = None
    feedback_by: tuple[Method, ...] = ()
    feedback_owed: tuple[str, ...] = ()
    callback_due: bool = False
    callback_method: CallbackMethod | None = None
    callback_attempts: int = 0
    callback_excused: bool = False
    satisfaction_parts: SatisfactionParts | None = None
    dissatisfied: bool = False
    performance_open: bool = False
    remedies: Remedies | None = None
    round: int = 1
    former_handlers: tuple[str, ...] = ()
    reopen_grounds: tuple[ReopenGround, ...] = ()
    sampled: bool = False
    quality: QualityReview | None = None
    lessons: int = 0
    secrecy: Secrecy = Secrecy.NONE
    published_at: datetime | None = None
    archived_at: datetime | None = None
    retain_until: date | None = None
    permanent: bool = False


def after_view(case: Case, tables: Tables) -> AfterView:
    """The view of everything that follows the result."""
    after, profile = case.after, profile_of(case.profile, tables)
    let_down = after.dissatisfied or after.performance_asked_at is not None
    return AfterView(
        disputed_amount=case.conclusion.disputed_amount if case.conclusion else None,
        figures=after.figures,
        feedback_preferred=case.filing.complainants[0].preferred_notice if case.filing.complainants else None,
        feedback_by=after.fed_back_by,
        feedback_owed=feedback_owed(case),
        callback_due=bool(case.conclusion and case.conclusion.callback_due),
        callback_method=after.callback_method,
        callback_attempts=after.callback_attempts,
        callback_excused=after.callback_excused,
        satisfaction_parts=after.satisfaction_parts,
        dissatisfied=after.dissatisfied,
        performance_open=after.performance_asked_at is not None,
        remedies=profile.remedies if let_down else None,
        round=after.round,
        former_handlers=after.former_handlers,
        reopen_grounds=reopen_grounds(case, tables),
        sampled=after.sampled,
        quality=after.quality,
        lessons=after.lessons,
        secrecy=after.secrecy,
        published_at=after.published_at,
        archived_at=after.archived_at,
        retain_until=after.retain_until,
        permanent=after.permanent,
    )


def feedback_owed(case: Case) -> tuple[str, ...]:
    """Which ways of feedback a concluded key case still lacks (S0-37)."""
    return in_writing_and_by_phone(case.after.fed_back_by) if case.conclusion and is_key(case) else ()


def reopen_grounds(case: Case, tables: Tables) -> tuple[ReopenGround, ...]:
    """The grounds that could reopen this case now; dissatisfaction where the profile has a second round."""
    offered = profile_of(case.profile, tables).second_round
    again = offered and case.after.dissatisfied and case.after.round == 1
    return tuple(
        ground
        for ground in ReopenGround
        if (again if ground is ReopenGround.DISSATISFIED else case.closed_at is not None)
    )


def after_items(case: Case, tables: Tables) -> Iterator[str]:
    """What is still owed after the result, by stable names."""
    if case.stage is Stage.ARCHIVED:
        return
    yield from (f"feedback.{way}" for way in feedback_owed(case))
    if case.after.performance_asked_at:
        yield "performance"
    if ReopenGround.DISSATISFIED in reopen_grounds(case, tables):
        yield "second_round"
