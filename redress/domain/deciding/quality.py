"""Rules of the office's look at its own work: quality review of closed cases, lessons (令121 art.26)."""

from __future__ import annotations

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.context import Context
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.permissions import Relation
from redress.domain.refusals import Refusal, refuse
from redress.domain.relation import kept_out


def record_quality_review(case: Case, command: c.RecordQualityReview, ctx: Context) -> Decided | Refusal:
    """By a supervisor who did not handle the case, once per round; one that was not drawn may be reviewed
    too.
    """
    if barred := kept_out(case, command, ctx.actor, Relation.NEVER_HANDLED):
        return barred
    if case.closed_at is None:
        return refuse("not_closed")
    if case.after.quality:
        return refuse("already_reviewed")
    return (e.QualityReviewed(score=command.score, remarks=command.remarks),)


def add_lesson(case: Case, command: c.AddLesson, ctx: Context) -> Decided | Refusal:
    if case.conclusion is None:
        return refuse("no_result")
    return (e.LessonAdded(text=command.text, tags=tuple(dict.fromkeys(command.tags))),)


RULES: dict[type, Rule] = {
    c.RecordQualityReview: record_quality_review,
    c.AddLesson: add_lesson,
}
