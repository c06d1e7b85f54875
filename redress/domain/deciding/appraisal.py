"""Rules of the appraisal (鉴定、检测, 令121 art.22): one or several, each with its cost and its end."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Appraisal, Case
from redress.domain.clocks import profile_of
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.refusals import Refusal, refuse
from redress.domain.standing import mediation_agreed, result_reached

SEVERAL_AT_ONCE = 2
"""The edition of the rules from which several appraisals may be out at the same time."""


def commission_appraisal(case: Case, command: c.CommissionAppraisal, ctx: Context) -> Decided | Refusal:
    """Both parties agree on the cost unless the office samples; it may designate the institution (art.22)."""
    sampling = command.basis is c.AppraisalBasis.SAMPLING
    profile = profile_of(case.profile, ctx.tables)
    if command.basis is c.AppraisalBasis.DESIGNATED and not profile.office_may_designate_appraiser:
        return refuse("institution_not_agreed")
    if command.cost_agreement is None and not sampling:
        return refuse("cost_agreement_needed")
    if command.cost_agreement and command.cost_agreement.both_consented_at > ctx.now:
        return refuse("in_the_future", "both_consented_at")
    if result_reached(case):
        return refuse("already_decided")
    if case.running_appraisal and ctx.edition < SEVERAL_AT_ONCE:
        return refuse("appraisal_running")
    if not sampling and not mediation_agreed(case):
        return refuse("both_consents_needed")
    if refusal := _between(case.accepted.at if case.accepted else None, command.commissioned_on, ctx.now):
        return refusal
    usual = command.commissioned_on + timedelta(days=profile.appraisal_days)
    if command.expected_on and command.expected_on < command.commissioned_on:
        return refuse("before_its_cause", command.commissioned_on.isoformat())
    return (
        e.AppraisalCommissioned(
            appraisal=len(case.appraisals) + 1,
            basis=command.basis,
            institution=command.institution,
            commissioned_on=command.commissioned_on,
            cost_agreement=command.cost_agreement,
            subject=command.subject,
            expected_on=command.expected_on or usual,
        ),
    )


def _between(earliest: datetime | None, day: date, now: datetime) -> Refusal | None:
    if day > now.astimezone(CHINA).date():
        return refuse("in_the_future", day.isoformat())
    if earliest and day < earliest.astimezone(CHINA).date():
        return refuse("before_its_cause", earliest.astimezone(CHINA).isoformat())
    return None


def conclude_appraisal(case: Case, command: c.ConcludeAppraisal, ctx: Context) -> Decided | Refusal:
    """Receipt of the report sets the 60 days going again (art.22(3))."""
    appraisal = _meant(case, command.appraisal)
    if isinstance(appraisal, Refusal):
        return appraisal
    if command.received_on > ctx.now.astimezone(CHINA).date():
        return refuse("in_the_future", command.received_on.isoformat())
    if command.received_on < appraisal.commissioned_on:
        return refuse("before_its_cause", appraisal.commissioned_on.isoformat())
    return (
        e.AppraisalConcluded(
            appraisal=appraisal.number,
            received_on=command.received_on,
            finding=command.finding,
            supports=command.supports,
        ),
    )


def cancel_appraisal(case: Case, command: c.CancelAppraisal, ctx: Context) -> Decided | Refusal:
    appraisal = _meant(case, command.appraisal)
    if isinstance(appraisal, Refusal):
        return appraisal
    given = command.occurred_at
    if given and given.astimezone(CHINA).date() < appraisal.commissioned_on:
        return refuse("before_its_cause", appraisal.commissioned_on.isoformat())
    return (e.AppraisalCancelled(appraisal=appraisal.number, reason=command.reason),)


def _meant(case: Case, number: int | None) -> Appraisal | Refusal:
    """The appraisal of that number; without one the only one that is out."""
    running = case.running_appraisals
    if number is None and len(running) > 1:
        return refuse("which_appraisal", ", ".join(str(a.number) for a in running))
    meant = [a for a in running if number in (None, a.number)]
    return meant[0] if meant else refuse("no_appraisal")


def appraisals_dropped(case: Case) -> Decided:
    """An end of mediation ends the appraisals that are still out: its clock stands still for nothing."""
    return tuple(e.AppraisalCancelled(appraisal=a.number, reason=None) for a in case.running_appraisals)


RULES: dict[type, Rule] = {
    c.CommissionAppraisal: commission_appraisal,
    c.ConcludeAppraisal: conclude_appraisal,
    c.CancelAppraisal: cancel_appraisal,
}
