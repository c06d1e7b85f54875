"""Rules after the result: concluding with figures, feedback, call-back, closing and reopening."""

from __future__ import annotations

from decimal import Decimal

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.clocks import due_of, profile_of
from redress.domain.commands import NoticeMatter, Outcome
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.refusals import Refusal, refuse
from redress.domain.standing import ended_mediation

CALLBACK_CLOCK = "callback.window"


def conclude(case: Case, command: c.Conclude, ctx: Context) -> Decided | Refusal:
    """办结: a result is reached and everybody whom the law names has been told."""
    if case.conclusion:
        return refuse("already_concluded")
    if any(amount is not None and not _amount(amount) for amount in _amounts(command)):
        return refuse("negative_amount")
    expected = _outcomes(case)
    if not expected:
        return refuse("no_result")
    if command.outcome not in expected:
        return refuse("outcome_differs", ", ".join(sorted(expected)))
    if untold := _untold(case):
        return refuse("party_not_told", untold)
    return (
        e.Concluded(
            outcome=command.outcome,
            recovered_amount=command.recovered_amount,
            punitive_amount=command.punitive_amount,
            disputed_amount=command.disputed_amount,
            callback_due=callback_due(case, ctx),
        ),
    )


def _amounts(command: c.Conclude) -> tuple[Decimal | None, ...]:
    return (command.recovered_amount, command.punitive_amount, command.disputed_amount)


def _amount(value: Decimal) -> bool:
    return value.is_finite() and value >= 0


def _outcomes(case: Case) -> frozenset[Outcome]:
    """The outcomes that what happened in the case allows (S0-42)."""
    if case.refused:
        return frozenset({Outcome.REFUSED})
    if case.withdrawn_at:
        return frozenset({Outcome.WITHDRAWN})
    if case.settled_at:
        return frozenset({Outcome.SETTLED})
    if case.agreement:
        return frozenset({Outcome.AGREED, Outcome.PARTLY})
    return frozenset({Outcome.FAILED}) if case.terminated else frozenset()


def _untold(case: Case) -> str | None:
    """The first party that the law wants told and nobody has told (art.15, art.23(2))."""
    if case.refused:
        told = any(case.was_told(NoticeMatter.REFUSAL, party) for party in case.complainants)
        return None if told else case.complainants[0]
    if ended_mediation(case) is None:
        return None
    return next((p for p in case.parties if not case.was_told(NoticeMatter.TERMINATION, p)), None)


def callback_due(case: Case, ctx: Context) -> bool:
    """Whether the office's policy calls this complainant back: none, a fixed share by case id, or all."""
    profile = profile_of(case.profile, ctx.tables)
    if profile.callback_policy == "sample":
        return int(case.case_id[-4:], 16) % 100 < profile.callback_sample_percent
    return profile.callback_policy == "all"


def give_feedback(case: Case, command: c.GiveFeedback, ctx: Context) -> Decided | Refusal:
    if case.conclusion is None:
        return refuse("no_result")
    return (e.FeedbackGiven(method=command.method, text=command.text, remedies_told=command.remedies_told),)


def record_callback(case: Case, command: c.RecordCallback, ctx: Context) -> Decided | Refusal:
    """By somebody who did not handle the case (S0-28), in the window: too early is wrong too (S0-08)."""
    if ctx.actor.person in case.handled_by:
        return refuse("callback_by_handler")
    if case.feedback_at is None:
        return refuse("feedback_missing")
    clock = case.clock(CALLBACK_CLOCK)
    if clock is None or (not clock.live and case.callback is None):
        return refuse("callback_not_due")
    if case.callback and case.callback.result == "reached":
        return refuse("already_decided")
    opens_on = due_of(clock, ctx.tables).opens_on
    if opens_on and (command.occurred_at or ctx.now).astimezone(CHINA).date() < opens_on:
        return refuse("callback_too_early", opens_on.isoformat())
    return (
        e.CallbackRecorded(
            result=command.result,
            knows_result=command.knows_result,
            promise_kept=command.promise_kept,
            satisfaction=command.satisfaction,
            opinion=command.opinion,
            new_facts=command.new_facts,
        ),
    )


def close(case: Case, command: c.Close, ctx: Context) -> Decided | Refusal:
    if case.closed_at:
        return refuse("already_closed")
    if case.clue_outcome:
        return (e.Closed(),)
    if case.conclusion is None:
        return refuse("no_result")
    if case.feedback_at is None:
        return refuse("feedback_missing")
    if case.conclusion.callback_due and case.callback is None:
        return refuse("callback_missing")
    return (e.Closed(),)


def reopen(case: Case, command: c.Reopen, ctx: Context) -> Decided | Refusal:
    """Only for an own error, by order of a superior, or after reconsideration or a judgment."""
    if case.closed_at is None:
        return refuse("not_closed")
    return (e.Reopened(ground=command.ground, order=command.order),)


RULES: dict[type, Rule] = {
    c.Conclude: conclude,
    c.GiveFeedback: give_feedback,
    c.RecordCallback: record_callback,
    c.Close: close,
    c.Reopen: reopen,
}
