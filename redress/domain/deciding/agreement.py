"""Rules of the agreement: its form, legality, performance and confirmation (令121 art.24; S2-06)."""

from __future__ import annotations

from datetime import date

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Agreement, Case
from redress.domain.clock import due
from redress.domain.clocks import due_of, profile_of
from redress.domain.commands import LegalityPoint, Performed
from redress.domain.context import Context
from redress.domain.counting import CHINA, Period, Unit
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.refusals import Refusal, refuse
from redress.domain.standing import mediation_agreed, result_reached

CONFIRMATION_CLOCK = "agreement.judicial_confirmation"
THIRTY_DAYS = Period(30, Unit.CALENDAR_DAY)
"""人民调解法 art.33; 民诉法 art.205, for cases whose tables do not have that clock."""

ALLOWED_FORMS = frozenset(
    {
        (c.AgreementForm.MEDIATION_DOCUMENT, c.AgreementWhy.ON_SITE),
        (c.AgreementForm.RECORD_ONLY, c.AgreementWhy.REMOTE),
        (c.AgreementForm.RECORD_ONLY, c.AgreementWhy.PERFORMED_AT_ONCE),
        (c.AgreementForm.RECORD_ONLY, c.AgreementWhy.BOTH_WAIVED),
    }
)
"""Which form an agreement takes, by why (art.24)."""


HELD_ON_SITE = 3
"""The edition of the rules from which a mediation document rests on a session that was held on site."""


def record_agreement(case: Case, command: c.RecordAgreement, ctx: Context) -> Decided | Refusal:
    """Both consent, no appraisal is out, the form fits what was held, and nothing the check has found stands
    against it.
    """
    if not mediation_agreed(case):
        return refuse("both_consents_needed")
    if result_reached(case):
        return refuse("already_decided")
    if case.running_appraisal:
        return refuse("appraisal_running")
    if (command.form, command.why) not in ALLOWED_FORMS:
        return refuse("form_not_allowed", f"{command.form}, {command.why}")
    if command.why is c.AgreementWhy.ON_SITE and ctx.edition >= HELD_ON_SITE and not _met_on_site(case):
        return refuse("held_session_needed")
    if command.legality_checked is False:
        return refuse("agreement_unlawful")
    if command.legality_checked and (missing := _unchecked(command.checks)):
        return refuse("legality_incomplete", missing)
    numbers = [one.term for one in command.due]
    if len(set(numbers)) != len(numbers) or not set(numbers) <= set(range(1, len(command.terms) + 1)):
        return refuse("no_such_term", f"1-{len(command.terms)}")
    day = (command.occurred_at or ctx.now).astimezone(CHINA).date()
    if any(one.due_on < day for one in command.due):
        return refuse("due_before_agreement", day.isoformat())
    return (
        e.AgreementRecorded(
            form=command.form,
            why=command.why,
            terms=command.terms,
            perform_by=command.perform_by,
            without_admission=command.without_admission,
            legality_checked=command.legality_checked,
            checks=command.checks,
            due=command.due,
        ),
    )


def _met_on_site(case: Case) -> bool:
    """Whether the parties sat together on site, of which they were told (art.20), here or with the body that
    mediates for us and has reported an agreement (art.19).
    """
    delegation = case.proceedings.delegation
    if delegation is not None and delegation.result is c.DelegationResult.AGREED:
        return True
    return any(
        one.form is c.SessionForm.ON_SITE and one.outcome not in (None, c.SessionOutcome.PARTY_ABSENT)
        for one in case.sessions
    )


def _unchecked(checks: tuple[LegalityPoint, ...]) -> str:
    return ", ".join(point for point in LegalityPoint if point not in checks)


def confirm_legality(case: Case, command: c.ConfirmLegality, ctx: Context) -> Decided | Refusal:
    if case.agreement is None:
        return refuse("no_agreement")
    if case.agreement.lawful:
        return refuse("already_decided")
    if missing := _unchecked(command.checks):
        return refuse("legality_incomplete", missing)
    return (e.LegalityConfirmed(checks=command.checks),)


def record_performance(case: Case, command: c.RecordPerformance, ctx: Context) -> Decided | Refusal:
    if case.agreement is None and case.after.performance_asked_at is None:
        return refuse("no_agreement")
    terms = {one.number for one in case.agreement.terms} if case.agreement else set()
    if command.term is not None and command.term not in terms:
        return refuse("no_such_term", ", ".join(str(number) for number in sorted(terms)))
    said = command.performed
    extent = None if isinstance(said, bool) else said
    return (
        e.PerformanceRecorded(
            performed=said if isinstance(said, bool) else said is Performed.YES,
            note=command.note,
            extent=extent,
            term=command.term,
        ),
    )


def apply_confirmation(case: Case, command: c.ApplyJudicialConfirmation, ctx: Context) -> Decided | Refusal:
    """Both sides apply together, within thirty days from the day the agreement takes effect."""
    agreement = case.agreement
    if agreement is None:
        return refuse("no_agreement")
    if case.proceedings.confirmation:
        return refuse("already_decided", citation="人民调解法 art.33")
    if not agreement.lawful:
        return refuse("legality_unchecked")
    by = {case.party(name) for name in command.by}
    if None in by or not by:
        return refuse("unknown_party", ", ".join(case.parties))
    if not by.intersection(case.complainants) or not by.intersection(case.respondents):
        return refuse("confirmation_is_joint")
    if command.applied_on > ctx.now.astimezone(CHINA).date():
        return refuse("in_the_future", command.applied_on.isoformat())
    if command.applied_on < (first := agreement.at.astimezone(CHINA).date()):
        return refuse("before_its_cause", first.isoformat())
    last = _last_day(case, agreement, ctx)
    if last is not None and command.applied_on > last:
        return refuse("confirmation_too_late", last.isoformat())
    parties = tuple(party for party in case.parties if party in by)
    return (
        e.JudicialConfirmationApplied(applied_on=command.applied_on, court=command.court, by=parties),
    )


def _last_day(case: Case, agreement: Agreement, ctx: Context) -> date | None:
    clock = case.clock(CONFIRMATION_CLOCK)
    if clock is not None:
        return due_of(clock, ctx.tables).due_on
    counting = profile_of(case.profile, ctx.tables).counting
    return due(THIRTY_DAYS, agreement.at, ctx.tables.calendar, counting).due_on


def record_confirmation(
    case: Case, command: c.RecordJudicialConfirmation, ctx: Context
) -> Decided | Refusal:
    applied = case.proceedings.confirmation
    if applied is None:
        return refuse("no_confirmation")
    if applied.outcome is not None:
        return refuse("already_decided", citation="人民调解法 art.33")
    return (e.JudicialConfirmationRecorded(outcome=command.outcome, number=command.number),)


RULES: dict[type, Rule] = {
    c.RecordAgreement: record_agreement,
    c.ConfirmLegality: confirm_legality,
    c.RecordPerformance: record_performance,
    c.ApplyJudicialConfirmation: apply_confirmation,
    c.RecordJudicialConfirmation: record_confirmation,
}
