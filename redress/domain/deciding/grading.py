"""Rules of classification and grading (S0-50…S0-54), of supervision (督办) and urging (催办)."""

from __future__ import annotations

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.permissions import Relation
from redress.domain.plain import unfit_words
from redress.domain.refusals import Refusal, refuse
from redress.domain.relation import kept_out
from redress.domain.taxonomy import Taxonomy, Term, code_of


def grade(case: Case, command: c.Grade, ctx: Context) -> Decided | Refusal:
    """A key complaint has a named owner (S0-50)."""
    if command.key and command.owner is None:
        return refuse("key_needs_owner")
    return (
        e.Graded(
            urgency=command.urgency,
            key=command.key,
            owner=command.owner if command.key else None,
            criteria=tuple(dict.fromkeys(command.criteria)),
        ),
    )


def classify(case: Case, command: c.Classify, ctx: Context) -> Decided | Refusal:
    """Only words of the case's taxonomy; a case from before there was one takes any short word."""
    given = (command.category, command.industry, command.region, *command.problems)
    if not any(given):
        return refuse("nothing_classified")
    if unfit := next(unfit_words(command), None):
        return refuse("not_a_word", unfit)
    words = ctx.tables.taxonomy
    found = _codes(command, words) if words else command
    if isinstance(found, Refusal):
        return found
    return (
        e.Classified(
            category=found.category,
            industry=found.industry,
            problems=tuple(dict.fromkeys(found.problems)),
            region=command.region,
        ),
    )


def _codes(command: c.Classify, words: Taxonomy) -> c.Classify | Refusal:
    category = command.category and words.category(command.category)
    if command.category and category is None:
        return _unknown("category", words.categories)
    industry = command.industry and code_of(words.industries, command.industry)
    if command.industry and industry is None:
        return _unknown("industry", words.industries)
    problems = tuple(code_of(words.problems, one) for one in command.problems)
    known = tuple(one for one in problems if one is not None)
    if len(known) < len(problems):
        return _unknown("problems", words.problems)
    return c.Classify(category=category, industry=industry, problems=known)


def _unknown(field: str, terms: tuple[Term, ...]) -> Refusal:
    return refuse("unknown_word", f"{field}: " + ", ".join(term.code for term in terms))


def supervise(case: Case, command: c.Supervise, ctx: Context) -> Decided | Refusal:
    """By the leaders of the case's office or of one above it; one order of an office at a time."""
    if barred := kept_out(case, command, ctx.actor, Relation.OFFICE_ABOVE):
        return barred
    if command.due_on < ctx.now.astimezone(CHINA).date():
        return refuse("due_day_past")
    if any(one.office == ctx.actor.office for one in case.grading.supervisions):
        return refuse("supervised_already")
    return (e.Supervised(number=case.grading.supervised + 1, due_on=command.due_on, order=command.order),)


def answer_supervision(case: Case, command: c.AnswerSupervision, ctx: Context) -> Decided | Refusal:
    """The order that is due first, unless another one is named."""
    orders = sorted(case.grading.supervisions, key=lambda one: one.due_on)
    order = next((one for one in orders if command.number in (None, one.number)), None)
    if order is None:
        return refuse("not_supervised")
    return (e.SupervisionAnswered(number=order.number, office=order.office, summary=command.summary),)


def urge(case: Case, command: c.Urge, ctx: Context) -> Decided | Refusal:
    return (e.Urged(times=case.grading.urged + 1, reason=command.reason),)


def report_upward(case: Case, command: c.ReportUpward, ctx: Context) -> Decided | Refusal:
    if not case.grading.key:
        return refuse("not_key")
    return (e.ReportedUpward(summary=command.summary),)


RULES: dict[type, Rule] = {
    c.Grade: grade,
    c.Classify: classify,
    c.Supervise: supervise,
    c.AnswerSupervision: answer_supervision,
    c.Urge: urge,
    c.ReportUpward: report_upward,
}
