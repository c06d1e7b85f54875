"""Rules of mediation: consents, sessions, appraisal, agreement, withdrawal, termination (令121 art.18–24)."""

from __future__ import annotations

from datetime import date, datetime

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.clocks import due_of, profile_of
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding.publication import taken_back
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.refusals import Refusal, refuse
from redress.domain.stages import before_result
from redress.domain.standing import mediation_agreed

MEDIATION_CLOCK = "complaint.mediation"
WITHDRAWN_OR_SETTLED = "23-1"
ABSENT_OR_REFUSES = "23-2"
NO_AGREEMENT = "23-3"
PERIOD_OVER = "23-5"
ALLOWED_FORMS = frozenset(
    {
        (c.AgreementForm.MEDIATION_DOCUMENT, c.AgreementWhy.ON_SITE),
        (c.AgreementForm.RECORD_ONLY, c.AgreementWhy.REMOTE),
        (c.AgreementForm.RECORD_ONLY, c.AgreementWhy.PERFORMED_AT_ONCE),
        (c.AgreementForm.RECORD_ONLY, c.AgreementWhy.BOTH_WAIVED),
    }
)
"""Which form an agreement takes, by why (art.24)."""


def record_consent(case: Case, command: c.RecordConsent, ctx: Context) -> Decided | Refusal:
    return _consent(case, command.party, command.matter, command.answer, command.channel)


def withdraw_consent(case: Case, command: c.WithdrawConsent, ctx: Context) -> Decided | Refusal:
    return _consent(case, command.party, command.matter, "withdrawn", None)


def _consent(
    case: Case, name: str, matter: c.ConsentMatter, answer: str, channel: object
) -> Decided | Refusal:
    party = case.party(name)
    if party is None:
        return refuse("unknown_party", ", ".join(case.parties))
    recorded = e.ConsentRecorded(party=party, matter=matter, answer=answer, channel=channel)  # type: ignore[arg-type]
    if matter is c.ConsentMatter.PUBLICATION:
        return (recorded, *taken_back(case, answer))
    return (recorded,) if before_result(case) else refuse("wrong_stage", case.stage)


def schedule_session(case: Case, command: c.ScheduleSession, ctx: Context) -> Decided | Refusal:
    """Mediation needs both consents (art.18); an on-site session names its place (art.20)."""
    if _result_reached(case):
        return refuse("already_decided")
    if not mediation_agreed(case):
        return refuse("both_consents_needed")
    if command.at <= ctx.now:
        return refuse("session_in_the_past")
    if command.form is c.SessionForm.ON_SITE and command.place is None:
        return refuse("advance_notice_needed", "place")
    number = case.sessions[-1].number + 1 if case.sessions else 1
    return (
        e.SessionScheduled(
            session=number,
            session_at=command.at,
            form=command.form,
            mediator=command.mediator,
            place=command.place,
            joint=command.joint,
        ),
    )


def record_session(case: Case, command: c.RecordSession, ctx: Context) -> Decided | Refusal:
    """An on-site session that takes place was told to every party beforehand (art.20)."""
    number = command.session or (case.sessions[-1].number if case.sessions else 0)
    session = next((s for s in case.sessions if s.number == number and s.outcome is None), None)
    if session is None:
        return refuse("session_not_scheduled")
    if ctx.now < session.at:
        return refuse("in_the_future", session.at.isoformat())
    if command.occurred_at and command.occurred_at < session.at:
        return refuse("before_its_cause", session.at.isoformat())
    if session.form is c.SessionForm.ON_SITE and not set(case.parties).issubset(session.told):
        return refuse("advance_notice_needed")
    absent = tuple(case.party(name) for name in command.absent)
    if None in absent:
        return refuse("unknown_party", ", ".join(case.parties))
    return (
        e.SessionHeld(
            session=number,
            outcome=command.outcome,
            minutes=command.minutes,
            absent=tuple(party for party in absent if party),
        ),
    )


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
    if _result_reached(case):
        return refuse("already_decided")
    if case.running_appraisal:
        return refuse("appraisal_running")
    if not sampling and not mediation_agreed(case):
        return refuse("both_consents_needed")
    if refusal := _between(case.accepted.at if case.accepted else None, command.commissioned_on, ctx.now):
        return refusal
    return (
        e.AppraisalCommissioned(
            appraisal=len(case.appraisals) + 1,
            basis=command.basis,
            institution=command.institution,
            commissioned_on=command.commissioned_on,
            cost_agreement=command.cost_agreement,
            subject=command.subject,
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
    appraisal = case.running_appraisal
    if appraisal is None:
        return refuse("no_appraisal")
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
    appraisal = case.running_appraisal
    if appraisal is None:
        return refuse("no_appraisal")
    return (e.AppraisalCancelled(appraisal=appraisal.number, reason=command.reason),)


def record_agreement(case: Case, command: c.RecordAgreement, ctx: Context) -> Decided | Refusal:
    if not mediation_agreed(case):
        return refuse("both_consents_needed")
    if _result_reached(case):
        return refuse("already_decided")
    if case.running_appraisal:
        return refuse("appraisal_running")
    if (command.form, command.why) not in ALLOWED_FORMS:
        return refuse("form_not_allowed", f"{command.form}, {command.why}")
    return (
        e.AgreementRecorded(
            form=command.form,
            why=command.why,
            terms=command.terms,
            perform_by=command.perform_by,
            without_admission=command.without_admission,
        ),
    )


def _result_reached(case: Case) -> bool:
    """Mediation has its end: agreed, settled or terminated. There is one only."""
    return bool(case.agreement or case.settled_at or case.terminated)


def record_settlement(case: Case, command: c.RecordSettlement, ctx: Context) -> Decided | Refusal:
    if _result_reached(case):
        return refuse("already_decided")
    return (*_appraisal_dropped(case), e.SettlementRecorded(terms=command.terms))


def record_performance(case: Case, command: c.RecordPerformance, ctx: Context) -> Decided | Refusal:
    if case.agreement is None and case.after.performance_asked_at is None:
        return refuse("no_agreement")
    return (e.PerformanceRecorded(performed=command.performed, note=command.note),)


def withdraw(case: Case, command: c.Withdraw, ctx: Context) -> Decided | Refusal:
    """Withdrawal at any time before a result; after acceptance it ends the mediation (art.23(1)(1))."""
    if _result_reached(case):
        return refuse("already_decided")
    after_acceptance = case.accepted is not None
    return (*_appraisal_dropped(case), e.Withdrawn(after_acceptance=after_acceptance, reason=command.reason))


def terminate(case: Case, command: c.TerminateMediation, ctx: Context) -> Decided | Refusal:
    """终止调解 by a person, with a ground of art.23 that the case bears out."""
    profile = profile_of(case.profile, ctx.tables)
    grounds = {g.code: g for g in profile.termination_grounds}
    ground = grounds.get(command.ground)
    if ground is None:
        return refuse("unknown_ground", ", ".join(grounds))
    if command.reason is None:
        return refuse("reason_required", citation=f"{profile.law} {ground.article}")
    if _result_reached(case):
        return refuse("already_decided")
    if refusal := _unsupported(case, ground.code, command, ctx):
        return refusal
    event = e.MediationTerminated(ground=ground.code, article=ground.article, reason=command.reason)
    return (*_appraisal_dropped(case), event)


def _unsupported(case: Case, ground: str, command: c.TerminateMediation, ctx: Context) -> Refusal | None:
    if ground == WITHDRAWN_OR_SETTLED:
        return refuse("ground_of_withdrawal")
    if ground == PERIOD_OVER:
        clock = case.clock(MEDIATION_CLOCK)
        due_at = due_of(clock, ctx.tables).due_at if clock else None
        if due_at is None or (command.occurred_at or ctx.now) < due_at:
            return refuse("period_not_over", due_at.isoformat() if due_at else "suspended")
    if ground == ABSENT_OR_REFUSES and not _attempted(case):
        return refuse("ground_needs_attempts")
    if ground == NO_AGREEMENT and not any(s.outcome for s in case.sessions):
        return refuse("ground_needs_attempts", citation="令121 art.23(1)(3)")
    return None


def _attempted(case: Case) -> bool:
    """Somebody was contacted, was absent from a session, or said no when asked."""
    said_no = any(
        answer in ("no", "withdrawn") for matter, _, answer in case.consents if matter == "mediation"
    )
    absent = any(s.outcome is c.SessionOutcome.PARTY_ABSENT for s in case.sessions)
    return said_no or absent or any(a.total for a in case.attempts)


def _appraisal_dropped(case: Case) -> Decided:
    """An end of mediation ends an appraisal that is still out: its clock stands still for nothing."""
    running = case.running_appraisal
    if running is None:
        return ()
    return (e.AppraisalCancelled(appraisal=running.number, reason=None),)


RULES: dict[type, Rule] = {
    c.RecordConsent: record_consent,
    c.WithdrawConsent: withdraw_consent,
    c.ScheduleSession: schedule_session,
    c.RecordSession: record_session,
    c.CommissionAppraisal: commission_appraisal,
    c.ConcludeAppraisal: conclude_appraisal,
    c.CancelAppraisal: cancel_appraisal,
    c.RecordAgreement: record_agreement,
    c.RecordSettlement: record_settlement,
    c.RecordPerformance: record_performance,
    c.Withdraw: withdraw,
    c.TerminateMediation: terminate,
}
