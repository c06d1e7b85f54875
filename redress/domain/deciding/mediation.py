"""Rules of mediation: consents, sessions, settlement and withdrawal (令121 art.18–20, 23)."""

from __future__ import annotations

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Case, Session
from redress.domain.clocks import profile_of
from redress.domain.context import Context
from redress.domain.deciding.appraisal import appraisals_dropped
from redress.domain.deciding.publication import taken_back
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.refusals import Refusal, refuse
from redress.domain.relation import own_party
from redress.domain.stages import before_result, open_to
from redress.domain.standing import mediation_agreed, result_reached

LONGEST_RECUSAL_DAYS = 60
"""No longer than the mediation itself."""


def record_consent(case: Case, command: c.RecordConsent, ctx: Context) -> Decided | Refusal:
    own = c.OwnPage.OWN_PAGE if own_party(case, ctx.actor) else None
    return _consent(case, command.party, command.matter, command.answer, own or command.channel)


def withdraw_consent(case: Case, command: c.WithdrawConsent, ctx: Context) -> Decided | Refusal:
    own = c.OwnPage.OWN_PAGE if own_party(case, ctx.actor) else None
    return _consent(case, command.party, command.matter, "withdrawn", own)


def _consent(
    case: Case, name: str, matter: c.ConsentMatter, answer: str, channel: object
) -> Decided | Refusal:
    party = case.party(name)
    if party is None:
        return refuse("unknown_party", ", ".join(case.parties))
    recorded = e.ConsentRecorded(party=party, matter=matter, answer=answer, channel=channel)  # type: ignore[arg-type]
    if matter is c.ConsentMatter.PUBLICATION:
        return (recorded, *taken_back(case, answer))
    waived = matter is c.ConsentMatter.REPRESENTATION and open_to(case, "withdraw")
    return (recorded,) if before_result(case) or waived else refuse("wrong_stage", case.stage)


def schedule_session(case: Case, command: c.ScheduleSession, ctx: Context) -> Decided | Refusal:
    """Mediation needs both consents (art.18); an on-site session names its place (art.20)."""
    if result_reached(case):
        return refuse("already_decided")
    if not mediation_agreed(case):
        return refuse("both_consents_needed")
    if command.at <= ctx.now:
        return refuse("session_in_the_past")
    on_site = command.form is c.SessionForm.ON_SITE
    if on_site and command.place is None:
        return refuse("advance_notice_needed", "place")
    if on_site and command.means is not None:
        return refuse("means_of_remote")
    alone = case.party(command.with_party) if command.with_party else None
    if command.with_party and alone is None:
        return refuse("unknown_party", ", ".join(case.parties))
    given = command.recusal_days
    if given is not None and not 1 <= given <= LONGEST_RECUSAL_DAYS:
        return refuse("recusal_days_impossible", f"1-{LONGEST_RECUSAL_DAYS}")
    if command.replaces is not None and _open_session(case, command.replaces) is None:
        return refuse("session_not_scheduled", str(command.replaces))
    number = case.sessions[-1].number + 1 if case.sessions else 1
    scheduled = e.SessionScheduled(
        session=number,
        session_at=command.at,
        form=command.form,
        mediator=command.mediator,
        place=command.place,
        joint=command.joint and alone is None,
        means=command.means,
        with_party=alone,
        recusal_days=given or (profile_of(case.profile, ctx.tables).recusal_days if on_site else None),
    )
    if command.replaces is None:
        return (scheduled,)
    return (e.SessionCancelled(session=command.replaces, reason=None, put_off_to=number), scheduled)


def _open_session(case: Case, number: int | None) -> Session | None:
    """The session of that number, or the last one, where it is still to be held."""
    if number is None:
        number = case.sessions[-1].number if case.sessions else 0
    return next((s for s in case.sessions if s.number == number and s.open), None)


def record_session(case: Case, command: c.RecordSession, ctx: Context) -> Decided | Refusal:
    """An on-site session that takes place was told to every party beforehand (art.20)."""
    session = _open_session(case, command.session or None)
    if session is None:
        return refuse("session_not_scheduled")
    if case.proceedings.recused(session.mediator):
        return refuse("recused", session.mediator)
    if ctx.now < session.at:
        return refuse("in_the_future", session.at.isoformat())
    if command.occurred_at and command.occurred_at < session.at:
        return refuse("before_its_cause", session.at.isoformat())
    expected = set(session.expected or case.parties)
    if session.form is c.SessionForm.ON_SITE and not expected.issubset(session.told):
        return refuse("advance_notice_needed")
    absent = tuple(case.party(name) for name in command.absent)
    spoke = tuple(case.party(note.party) for note in command.private_notes)
    if None in absent or None in spoke:
        return refuse("unknown_party", ", ".join(case.parties))
    return (
        e.SessionHeld(
            session=session.number,
            outcome=command.outcome,
            minutes=command.minutes,
            absent=tuple(party for party in absent if party),
            private_notes=tuple(
                c.PrivateNote(party=party, text=note.text)
                for party, note in zip(spoke, command.private_notes, strict=True)
                if party
            ),
        ),
    )


def cancel_session(case: Case, command: c.CancelSession, ctx: Context) -> Decided | Refusal:
    session = _open_session(case, command.session)
    if session is None:
        return refuse("session_not_scheduled")
    return (e.SessionCancelled(session=session.number, reason=command.reason),)


def record_settlement(case: Case, command: c.RecordSettlement, ctx: Context) -> Decided | Refusal:
    if result_reached(case):
        return refuse("already_decided")
    return (*appraisals_dropped(case), e.SettlementRecorded(terms=command.terms))


def withdraw(case: Case, command: c.Withdraw, ctx: Context) -> Decided | Refusal:
    """Withdrawal at any time before a result; after acceptance it ends the mediation (art.23(1)(1))."""
    if result_reached(case):
        return refuse("already_decided")
    after_acceptance = case.accepted is not None
    return (*appraisals_dropped(case), e.Withdrawn(after_acceptance=after_acceptance, reason=command.reason))


RULES: dict[type, Rule] = {
    c.RecordConsent: record_consent,
    c.WithdrawConsent: withdraw_consent,
    c.ScheduleSession: schedule_session,
    c.RecordSession: record_session,
    c.CancelSession: cancel_session,
    c.RecordSettlement: record_settlement,
    c.Withdraw: withdraw,
}
