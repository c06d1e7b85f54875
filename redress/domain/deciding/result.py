"""Rules after the result: concluding with figures, feedback, call-back, closing and reopening."""

from __future__ import annotations

from decimal import Decimal

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.after_result import in_writing_and_by_phone
from redress.domain.case import Case
from redress.domain.clocks import due_of, profile_of
from redress.domain.commands import NoticeMatter, Outcome, ReopenGround, SalesChannel
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.facts import Filing, RespondentRole
from redress.domain.permissions import Relation
from redress.domain.plain import unfit_words
from redress.domain.refusals import Refusal, refuse
from redress.domain.relation import kept_out
from redress.domain.standing import callback_done, ended_mediation, is_key

CALLBACK_CLOCK = "callback.window"
UNHELPED = frozenset({Outcome.FAILED, Outcome.REFUSED})


def conclude(case: Case, command: c.Conclude, ctx: Context) -> Decided | Refusal:
    """办结: a result is reached and everybody whom the law names has been told."""
    if case.conclusion:
        return refuse("already_concluded")
    if any(amount is not None and not _amount(amount) for amount in _amounts(command)):
        return refuse("negative_amount")
    if unfit := next(unfit_words(command), None):
        return refuse("not_a_word", unfit)
    if ctx.edition >= 2 and (refusal := _contradictory(command)):
        return refusal
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
            figures=figures_of(case, command),
        ),
    )


def _contradictory(command: c.Conclude) -> Refusal | None:
    """What makes good a loss (消法 art.52) does not exceed what was in dispute; punitive damages (art.55) do.
    Whether those are counted into what was recovered is the office's way, so the two are not compared.
    """
    disputed = command.disputed_amount
    if disputed is not None and command.recovered_amount > disputed and not command.punitive_amount:
        return refuse("recovered_exceeds_disputed")
    return None


def figures_of(case: Case, command: c.Conclude) -> e.Figures:
    """The classification for the statistics: as given, else as classified, else as the case was filed."""
    filing, classified = case.filing, case.grading
    return e.Figures(
        category=command.category or classified.category or filing.category,
        item=command.item,
        problems=command.problems or classified.problems or filing.problems,
        industry=command.industry or classified.industry or filing.industry,
        sales_channel=command.sales_channel or _sold_by(filing),
        region=command.region or classified.region or filing.region,
    )


def _sold_by(filing: Filing) -> SalesChannel | None:
    """What is sold on a platform is sold online; of the rest the filing does not say."""
    online = any(one.platform or one.role is RespondentRole.PLATFORM for one in filing.respondents)
    return SalesChannel.ONLINE if online else None


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
    """Whether the office's policy calls this complainant back: none, a fixed share by case id, key cases
    or all.
    """
    profile = profile_of(case.profile, ctx.tables)
    if profile.callback_policy == "sample":
        return int(case.case_id[-4:], 16) % 100 < profile.callback_sample_percent
    if profile.callback_policy == "key":
        return is_key(case)
    return profile.callback_policy == "all"


def give_feedback(case: Case, command: c.GiveFeedback, ctx: Context) -> Decided | Refusal:
    """Without a result that helps, the other ways of 消法 art.39 are told with it (art.15, art.25)."""
    if case.conclusion is None:
        return refuse("no_result")
    if ctx.edition >= 2 and case.conclusion.outcome in UNHELPED and not command.remedies_told:
        return refuse("remedies_needed")
    return (e.FeedbackGiven(method=command.method, text=command.text, remedies_told=command.remedies_told),)


def record_callback(case: Case, command: c.RecordCallback, ctx: Context) -> Decided | Refusal:
    """By somebody who did not handle the case (S0-28), in the window: too early is wrong too (S0-08)."""
    if barred := kept_out(case, command, ctx.actor, Relation.NEVER_HANDLED):
        return barred
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
    if ctx.edition >= 2 and command.result == "unreachable":
        return _nobody_reached(case, command, ctx)
    parts = command.satisfaction_parts
    return (
        e.CallbackRecorded(
            result=command.result,
            knows_result=command.knows_result,
            promise_kept=command.promise_kept,
            satisfaction=command.satisfaction or (parts.overall if parts else None),
            opinion=command.opinion,
            new_facts=command.new_facts,
            method=command.method,
            satisfaction_parts=parts,
        ),
    )


def _nobody_reached(case: Case, command: c.RecordCallback, ctx: Context) -> Decided | Refusal:
    """An attempt; after as many as the profile asks for, the call-back is excused."""
    answers = (command.knows_result, command.promise_kept, command.satisfaction, command.satisfaction_parts)
    if any(answer is not None for answer in (*answers, command.opinion, command.new_facts)):
        return refuse("nothing_heard")
    attempt = case.after.callback_attempts + 1
    return (
        e.CallbackRecorded(
            result="unreachable",
            knows_result=None,
            promise_kept=None,
            satisfaction=None,
            opinion=None,
            new_facts=None,
            method=command.method,
            attempt=attempt,
            excused=attempt >= profile_of(case.profile, ctx.tables).callback_attempts,
        ),
    )


def close(case: Case, command: c.Close, ctx: Context) -> Decided | Refusal:
    if case.closed_at:
        return refuse("already_closed")
    if case.clue_outcome:
        return (e.Closed(),)
    if case.intake.merged_into and case.matter is e.Matter.REPORT:
        return (e.Closed(),)
    if case.intake.merged_into:
        told = any(case.was_told(NoticeMatter.MERGED, party) for party in case.complainants)
        return (e.Closed(),) if told else refuse("party_not_told", case.complainants[0])
    if case.conclusion is None:
        return refuse("no_result")
    if case.feedback_at is None:
        return refuse("feedback_missing")
    if case.conclusion.callback_due and not callback_done(case):
        return refuse("callback_missing")
    if ctx.edition >= 2:
        owed = in_writing_and_by_phone(case.after.fed_back_by) if is_key(case) else ()
        if owed:
            return refuse("feedback_incomplete", ", ".join(owed))
        if case.after.performance_asked_at:
            return refuse("performance_open")
    return (e.Closed(sampled=quality_sampled(case, ctx)),)


def quality_sampled(case: Case, ctx: Context) -> bool:
    """Whether the case is among the share that is reviewed (art.26): by its id, so that nobody chooses."""
    return int(case.case_id[-8:-4], 16) % 100 < profile_of(case.profile, ctx.tables).quality_sample_percent


def reopen(case: Case, command: c.Reopen, ctx: Context) -> Decided | Refusal:
    """For an own error, by order of a superior, or after reconsideration or a judgment; where the profile has
    a second round (S0-27), once for dissatisfaction, and then before the closing too.
    """
    if command.ground is ReopenGround.DISSATISFIED:
        if refusal := _no_second_round(case, ctx):
            return refusal
    elif case.closed_at is None:
        return refuse("not_closed")
    reopened = e.Reopened(ground=command.ground, order=command.order)
    if case.after.published_at is None:
        return (reopened,)
    return (reopened, e.Unpublished(cause="reopened", reason=None))


def _no_second_round(case: Case, ctx: Context) -> Refusal | None:
    if not profile_of(case.profile, ctx.tables).second_round:
        return refuse("ground_not_allowed")
    if case.after.round > 1:
        return refuse("second_round_used")
    return None if case.after.dissatisfied else refuse("not_dissatisfied")


RULES: dict[type, Rule] = {
    c.Conclude: conclude,
    c.GiveFeedback: give_feedback,
    c.RecordCallback: record_callback,
    c.Close: close,
    c.Reopen: reopen,
}
