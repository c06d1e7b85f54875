"""How the events of classification, grading and supervision change a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.case_grading import Supervision
from redress.domain.events import Recorded


def _graded(case: Case, event: e.Graded, at: Recorded) -> Case:
    grading = replace(
        case.grading,
        urgency=event.urgency,
        key=event.key,
        owner=event.owner,
        criteria=event.criteria,
        graded_at=at.occurred_at,
    )
    return replace(case, grading=grading)


def _classified(case: Case, event: e.Classified, at: Recorded) -> Case:
    """What is left open stays as it was."""
    before = case.grading
    grading = replace(
        before,
        category=event.category or before.category,
        industry=event.industry or before.industry,
        problems=event.problems or before.problems,
        region=event.region or before.region,
    )
    return replace(case, grading=grading)


def _supervised(case: Case, event: e.Supervised, at: Recorded) -> Case:
    order = Supervision(number=event.number, office=at.office, due_on=event.due_on)
    orders = (*case.grading.supervisions, order)
    return replace(case, grading=replace(case.grading, supervisions=orders, supervised=event.number))


def _answered(case: Case, event: e.SupervisionAnswered, at: Recorded) -> Case:
    orders = tuple(one for one in case.grading.supervisions if one.number != event.number)
    return replace(case, grading=replace(case.grading, supervisions=orders))


def _urged(case: Case, event: e.Urged, at: Recorded) -> Case:
    return replace(case, grading=replace(case.grading, urged=event.times, urged_at=at.occurred_at))


def _reported_upward(case: Case, event: e.ReportedUpward, at: Recorded) -> Case:
    return replace(case, grading=replace(case.grading, reported_at=at.occurred_at))


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.Graded: _graded,
    e.Classified: _classified,
    e.Supervised: _supervised,
    e.SupervisionAnswered: _answered,
    e.Urged: _urged,
    e.ReportedUpward: _reported_upward,
}
