"""How the events after the result change a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain.after_result import DISSATISFIED_AT_MOST, AfterResult, QualityReview
from redress.domain.case import CallbackResult, Case, Conclusion, Stage
from redress.domain.commands import ReopenGround, Secrecy
from redress.domain.events import Recorded
from redress.domain.standing import handled


def _concluded(case: Case, event: e.Concluded, at: Recorded) -> Case:
    conclusion = Conclusion(
        at=at.occurred_at,
        outcome=event.outcome,
        recovered_amount=event.recovered_amount,
        punitive_amount=event.punitive_amount,
        disputed_amount=event.disputed_amount,
        callback_due=event.callback_due,
    )
    kept = case.stage in (Stage.REFUSED, Stage.WITHDRAWN)
    stage = case.stage if kept else Stage.CONCLUDED
    after = replace(case.after, figures=event.figures)
    return handled(replace(case, conclusion=conclusion, stage=stage, after=after), at.person)


def _feedback_given(case: Case, event: e.FeedbackGiven, at: Recorded) -> Case:
    ways = tuple(dict.fromkeys((*case.after.fed_back_by, event.method)))
    after = replace(case.after, fed_back_by=ways)
    changed = replace(case, feedback_at=at.occurred_at, feedback_method=event.method, after=after)
    return handled(changed, at.person)


def _callback_recorded(case: Case, event: e.CallbackRecorded, at: Recorded) -> Case:
    result = CallbackResult(at=at.occurred_at, result=event.result, satisfaction=event.satisfaction)
    after = replace(
        case.after,
        callback_method=event.method,
        callback_attempts=case.after.callback_attempts + (event.result == "unreachable"),
        callback_excused=event.excused,
        satisfaction_parts=event.satisfaction_parts,
        dissatisfied=event.satisfaction is not None and event.satisfaction <= DISSATISFIED_AT_MOST,
        performance_asked_at=at.occurred_at if event.promise_kept is False else None,
    )
    return replace(case, callback=result, after=after)


def _closed(case: Case, event: e.Closed, at: Recorded) -> Case:
    after = replace(case.after, sampled=event.sampled)
    return replace(case, closed_at=at.occurred_at, after=after)


def _reopened(case: Case, event: e.Reopened, at: Recorded) -> Case:
    again = event.ground is ReopenGround.DISSATISFIED
    return replace(
        case,
        stage=Stage.CHECKING,
        handler=None if again else case.handler,
        after=_next_round(case, again),
        reopened=case.reopened + 1,
        reopened_at=at.occurred_at,
        accepted=None,
        refused=None,
        withdrawn_at=None,
        settled_at=None,
        terminated=None,
        told=(),
        consents=tuple(one for one in case.consents if one[0] == "publication"),
        sent=(),
        sessions=(),
        agreement=None,
        proceedings=case.proceedings.afresh(),
        own=case.own.reopened(),
        conclusion=None,
        feedback_at=None,
        feedback_method=None,
        callback=None,
        closed_at=None,
        intake=replace(case.intake, identity_request=None, merged_into=None, merged_at=None),
    )


def _next_round(case: Case, again: bool) -> AfterResult:
    """Nothing of the old result stands; who handled it, what it taught and what is secret does."""
    before = case.after
    former = (*before.former_handlers, *_handlers(case)) if again else before.former_handlers
    return AfterResult(
        round=before.round + again,
        former_handlers=tuple(dict.fromkeys(former)),
        lessons=before.lessons,
        secrecy=before.secrecy,
        published_at=before.published_at,
    )


def _handlers(case: Case) -> tuple[str, ...]:
    """The named handler; where nobody was named, everybody who had a hand in it."""
    return (case.handler,) if case.handler else case.handled_by


def _archived(case: Case, event: e.Archived, at: Recorded) -> Case:
    after = replace(
        case.after,
        archived_at=at.occurred_at,
        retain_until=event.retain_until,
        permanent=event.permanent,
    )
    return replace(case, stage=Stage.ARCHIVED, after=after)


def _quality_reviewed(case: Case, event: e.QualityReviewed, at: Recorded) -> Case:
    review = QualityReview(at=at.occurred_at, person=at.person, score=event.score)
    return replace(case, after=replace(case.after, quality=review))


def _lesson_added(case: Case, event: e.LessonAdded, at: Recorded) -> Case:
    return replace(case, after=replace(case.after, lessons=case.after.lessons + 1))


def _secrecy_marked(case: Case, event: e.SecrecyMarked, at: Recorded) -> Case:
    return replace(case, after=replace(case.after, secrecy=Secrecy(event.secrecy)))


def _published(case: Case, event: e.Published, at: Recorded) -> Case:
    return replace(case, after=replace(case.after, published_at=at.occurred_at))


def _unpublished(case: Case, event: e.Unpublished, at: Recorded) -> Case:
    return replace(case, after=replace(case.after, published_at=None))


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.Concluded: _concluded,
    e.FeedbackGiven: _feedback_given,
    e.CallbackRecorded: _callback_recorded,
    e.Closed: _closed,
    e.Reopened: _reopened,
    e.Archived: _archived,
    e.QualityReviewed: _quality_reviewed,
    e.LessonAdded: _lesson_added,
    e.SecrecyMarked: _secrecy_marked,
    e.Published: _published,
    e.Unpublished: _unpublished,
}
