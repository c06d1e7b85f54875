"""Rules of who mediates: delegation to another body and the recusal of a mediator (令121 art.19, 21)."""

from __future__ import annotations

from datetime import date, timedelta

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.commands import OWN_MOTION, DelegationResult, NoticeMatter, NoticeOutcome
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.permissions import Relation
from redress.domain.refusals import Refusal, refuse
from redress.domain.relation import kept_out
from redress.domain.standing import delegation_agreed, mediation_agreed, result_reached


def delegate(case: Case, command: c.DelegateMediation, ctx: Context) -> Decided | Refusal:
    """Both parties consent to mediation and to the delegation; the body passes it on to nobody."""
    if result_reached(case):
        return refuse("already_decided")
    if case.proceedings.delegated:
        return refuse("delegated_already")
    if not mediation_agreed(case):
        return refuse("both_consents_needed")
    if not delegation_agreed(case):
        return refuse("delegation_consents_needed")
    if command.due_on and command.due_on < ctx.now.astimezone(CHINA).date():
        return refuse("due_day_past", command.due_on.isoformat(), "令121 art.19")
    return (
        e.MediationDelegated(
            to=command.to,
            organisation_kind=command.organisation_kind,
            scope=command.scope,
            due_on=command.due_on,
        ),
    )


def report_delegation(case: Case, command: c.ReportDelegationResult, ctx: Context) -> Decided | Refusal:
    """The body reports; the bureau, whose mediation it was, records the agreement or terminates."""
    if not case.proceedings.delegated:
        return refuse("not_delegated")
    if command.result is DelegationResult.AGREED and not command.terms:
        return refuse("terms_needed")
    return (
        e.DelegationReported(result=command.result, terms=command.terms, minutes=command.minutes),
    )


def recuse(case: Case, command: c.Recuse, ctx: Context) -> Decided | Refusal:
    """The application stays the mediation until it is decided."""
    if result_reached(case):
        return refuse("already_decided")
    if case.proceedings.stay:
        return refuse("stayed", case.proceedings.stay.mediator)
    if not _mediates(case, command.mediator) or case.proceedings.recused(command.mediator):
        return refuse("not_the_mediator", command.mediator)
    by = OWN_MOTION if command.by == OWN_MOTION else case.party(command.by)
    if by is None:
        return refuse("unknown_party", ", ".join((*case.parties, OWN_MOTION)))
    last = _until(case, command.mediator, by)
    if last and (command.occurred_at or ctx.now).astimezone(CHINA).date() > last:
        return refuse("recusal_too_late", last.isoformat())
    number = max((one.number for one in case.proceedings.recusals), default=0) + 1
    return (e.RecusalRequested(recusal=number, mediator=command.mediator, by=by, reason=command.reason),)


def _mediates(case: Case, person: str) -> bool:
    return person == case.handler or any(s.mediator == person and not s.cancelled for s in case.sessions)


def _until(case: Case, mediator: str, by: str) -> date | None:
    """The last day of the days told in form 7, from receipt of the notice; None where none run."""
    days = [s.recusal_days for s in case.sessions if s.mediator == mediator and s.recusal_days]
    receipt = next(
        (
            told.at
            for told in case.told
            if (told.matter, told.party, told.outcome) == (NoticeMatter.SESSION, by, NoticeOutcome.TOLD)
        ),
        None,
    )
    if receipt is None or not days:
        return None
    return receipt.astimezone(CHINA).date() + timedelta(days=max(days))


def decide_recusal(case: Case, command: c.DecideRecusal, ctx: Context) -> Decided | Refusal:
    """By a superior of the mediator, never by the mediator."""
    stay = case.proceedings.stay
    if stay is None:
        return refuse("no_recusal")
    if barred := kept_out(case, command, ctx.actor, Relation.NOT_THE_MEDIATOR):
        return barred
    return (
        e.RecusalDecided(
            recusal=stay.number, mediator=stay.mediator, granted=command.granted, reason=command.reason
        ),
    )


def replace_mediator(case: Case, command: c.ReplaceMediator, ctx: Context) -> Decided | Refusal:
    """For the open sessions of a recused mediator; where nobody is recused, for all that are open."""
    still_open = [s for s in case.sessions if s.open and s.mediator != command.mediator]
    taken = [s for s in still_open if case.proceedings.recused(s.mediator)]
    sessions = tuple(s.number for s in taken or still_open)
    if not sessions:
        return refuse("session_not_scheduled")
    return (e.MediatorReplaced(mediator=command.mediator, sessions=sessions),)


RULES: dict[type, Rule] = {
    c.DelegateMediation: delegate,
    c.ReportDelegationResult: report_delegation,
    c.Recuse: recuse,
    c.DecideRecusal: decide_recusal,
    c.ReplaceMediator: replace_mediator,
}
