"""How the events after the result change a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain.case import CallbackResult, Case, Conclusion, Stage
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
    return handled(replace(case, conclusion=conclusion, stage=stage), at.person)


def _feedback_given(case: Case, event: e.FeedbackGiven, at: Recorded) -> Case:
    return handled(replace(case, feedback_at=at.occurred_at, feedback_method=event.method), at.person)


def _callback_recorded(case: Case, event: e.CallbackRecorded, at: Recorded) -> Case:
    result = CallbackResult(at=at.occurred_at, result=event.result, satisfaction=event.satisfaction)
    return replace(case, callback=result)


def _closed(case: Case, event: e.Closed, at: Recorded) -> Case:
    return replace(case, closed_at=at.occurred_at)


def _reopened(case: Case, event: e.Reopened, at: Recorded) -> Case:
    return replace(
        case,
        stage=Stage.CHECKING,
        reopened=case.reopened + 1,
        reopened_at=at.occurred_at,
        accepted=None,
        refused=None,
        withdrawn_at=None,
        settled_at=None,
        terminated=None,
        told=(),
        consents=(),
        sessions=(),
        agreement=None,
        conclusion=None,
        feedback_at=None,
        feedback_method=None,
        callback=None,
        closed_at=None,
    )


def _archived(case: Case, event: e.Archived, at: Recorded) -> Case:
    return replace(case, stage=Stage.ARCHIVED)


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.Concluded: _concluded,
    e.FeedbackGiven: _feedback_given,
    e.CallbackRecorded: _callback_recorded,
    e.Closed: _closed,
    e.Reopened: _reopened,
    e.Archived: _archived,
}
