"""From a case to what is shown of it at a moment. The shapes are in `view.py`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from redress.domain.actors import Actor, related
from redress.domain.after_view import after_items, after_view
from redress.domain.case import Case, Clock, ClockState, Stage
from redress.domain.clocks import due_of, profile_of, rule_of, state_of
from redress.domain.commands import NoticeMatter
from redress.domain.commands.verification import Relation
from redress.domain.counting import CHINA, EndRoll, Extension, ExtensionMode, midnight
from redress.domain.deciding.relation import concerned
from redress.domain.events import Matter
from redress.domain.explain import explain_clock, explain_given
from redress.domain.grounds import borne_out
from redress.domain.mediation_items import mediation_items
from redress.domain.permissions import LETTING_IN, MAY, RELATIONS, may
from redress.domain.problems import Problem
from redress.domain.prose import prose
from redress.domain.relation import lacks
from redress.domain.stages import DELEGATED, STAYED, open_to
from redress.domain.standing import ended_mediation, result_reached
from redress.domain.tables import Tables
from redress.domain.view import CaseView, ClockView, ConsentView
from redress.domain.what_if import Supposition, what_if

NOT_OURS = frozenset({"archive", "judicial_confirmation"})
"""Milestones that nobody waits for, or that only the parties can reach."""

OWED = frozenset({ClockState.RUNNING, ClockState.SUSPENDED, ClockState.EXPIRED, ClockState.BREACHED})


def view_of(case: Case, tables: Tables, now: datetime, actor: Actor | None = None) -> CaseView:
    """The sealed view of a case at `now`; `allowed_commands` are the actor's, empty without one."""
    clocks = tuple(clock_view(clock, tables, now) for clock in case.clocks)
    first = next_owed(clocks)
    return CaseView(
        case_id=case.case_id,
        case_number=case.case_number,
        matter=case.matter,
        stage=case.stage,
        profile=case.profile,
        office=case.office,
        handler=case.handler,
        handled_by=case.handled_by,
        version=case.version,
        received_at=case.received_at or now,
        registered_at=case.registered_at or now,
        now=now,
        filing=case.filing,
        summary=case.summary,
        origin=case.origin,
        parties=case.parties,
        findings=case.findings,
        open_items=tuple(
            dict.fromkeys((*open_items(case), *mediation_items(case, now), *after_items(case, tables)))
        ),
        consents=tuple(_consents(case)),
        sessions=case.sessions,
        appraisals=case.appraisals,
        told=case.told,
        sent=case.sent,
        clues=case.clues,
        ground=_ground(case),
        outcome=case.conclusion.outcome if case.conclusion else None,
        recovered_amount=case.conclusion.recovered_amount if case.conclusion else None,
        punitive_amount=case.conclusion.punitive_amount if case.conclusion else None,
        concluded_on=case.conclusion.at.astimezone(CHINA).date() if case.conclusion else None,
        feedback_at=case.feedback_at,
        callback=case.callback,
        closed_at=case.closed_at,
        overdue=any(_is_overdue(clock) for clock in clocks),
        next_due_at=first.due_at if first else None,
        due_on=first.due_on if first else None,
        safe_due_on=first.safe_due_on if first else None,
        clocks=clocks,
        allowed_commands=allowed_commands(case, actor) if actor else (),
        after=after_view(case, tables),
        evidence=case.evidence,
        evidence_count=case.evidence_count,
        formerly=case.intake.formerly,
        former_claims=case.intake.former_claims,
        links=case.intake.links,
        informant=case.intake.informant,
        grading=case.grading,
        passing=case.passing,
        documents=case.documents,
        agreement=case.agreement,
        proceedings=case.proceedings,
        clue_outcome=case.clue_outcome,
        termination_grounds=_suggested(case, tables, now),
        own=case.own,
    )


def may_see(actor: Actor, view: CaseView) -> bool:
    """Whose case it is, or was: what row-level security says, for when the database cannot be asked."""
    return related(actor, view.office) or any(related(actor, office) for office in view.passing.offices)


def _consents(case: Case) -> Iterator[ConsentView]:
    marks = {(mark.matter, mark.party): mark for mark in case.proceedings.consent_marks}
    for matter, party, answer in case.consents:
        mark = marks.get((matter, party))
        yield ConsentView(
            matter=matter,
            party=party,
            answer=answer,
            at=mark.at if mark else None,
            channel=mark.channel.value if mark and mark.channel else None,
        )


def _suggested(case: Case, tables: Tables, now: datetime) -> tuple[str, ...]:
    open_still = case.accepted and not result_reached(case) and case.withdrawn_at is None
    return borne_out(case, tables, now) if open_still else ()


def clock_view(clock: Clock, tables: Tables, now: datetime) -> ClockView:
    """A clock as it stands at `now`, with its due moment computed afresh."""
    rule, due = rule_of(clock, tables), due_of(clock, tables)
    return ClockView(
        key=clock.clock,
        milestone=rule.milestone,
        title_zh=rule.title_zh,
        title_en=rule.title_en,
        state=state_of(clock, due, rule, now),
        party=clock.party,
        opens_on=due.opens_on,
        started_at=clock.started_at,
        due_on=due.due_on,
        due_at=due.due_at,
        safe_due_on=due.safe_due_on,
        provisional=due.provisional,
        legal=rule.legal,
        given=rule.given,
        citation=citation(clock, tables),
        profile=clock.profile,
        calendar=tables.calendar.version,
        ended_at=clock.ended_at,
    )


def explanation(
    clock: Clock, tables: Tables, now: datetime, lang: str | None = None
) -> dict[str, object]:
    """How a clock's dates came about, day by day (contracts §2), with its state in the case.

    With `lang` (`zh` or `en`) also in words, as `prose`.
    """
    rule, profile = rule_of(clock, tables), profile_of(clock.profile, tables)
    if clock.given_due_at is not None:
        answer = explain_given(rule, profile, clock.started_at, clock.given_due_at, tables.calendar)
    else:
        answer = explain_clock(
            rule, profile, clock.started_at, tables.calendar, clock.suspensions, clock.extensions
        )
    if isinstance(answer, Problem):
        return {"error": answer.one_line()}
    words = {"prose": prose(answer, lang)} if lang else {}
    return {**answer, "state": state_of(clock, due_of(clock, tables), rule, now), **words}


def supposed(
    clock: Clock,
    tables: Tables,
    now: datetime,
    *,
    resumed_on: date | None = None,
    extension: int | None = None,
    end_roll: EndRoll | None = None,
    lang: str | None = None,
) -> dict[str, object]:
    """The same answer if something were so: a report received on a day, an extension approved now by the
    profile's rule, another reading of 令121 art.45. The clock stays as it is. A date that somebody else named
    stays what it is whatever is supposed.
    """
    rule, profile = rule_of(clock, tables), profile_of(clock.profile, tables)
    if clock.given_due_at is not None:
        return explanation(clock, tables, now, lang)
    mode = rule.extension.mode if rule.extension else ExtensionMode.ADD
    answer = what_if(
        Supposition(
            resumed_at=midnight(resumed_on) if resumed_on else None,
            extension=Extension(now, mode, extension) if extension else None,
            end_roll=end_roll,
        ),
        rule,
        profile,
        clock.started_at,
        tables.calendar,
        clock.suspensions,
        clock.extensions,
    )
    if isinstance(answer, Problem):
        return {"error": answer.one_line()}
    return {**answer, "prose": prose(answer, lang)} if lang else answer


def citation(clock: Clock, tables: Tables) -> str:
    """The law and article that a clock rests on, e.g. `令121 art.15`."""
    return profile_of(clock.profile, tables).cite(rule_of(clock, tables))


def next_owed(clocks: tuple[ClockView, ...]) -> ClockView | None:
    """The clock that is due first among those that somebody waits for."""
    ours = (c for c in clocks if c.milestone not in NOT_OURS)
    owed = [c for c in ours if not c.ended_at and c.state in OWED and c.due_at]
    return min(owed, key=lambda c: (c.safe_due_on or c.due_on, c.due_at), default=None)


def _is_overdue(clock: ClockView) -> bool:
    return clock.ended_at is None and clock.state in (ClockState.BREACHED, ClockState.EXPIRED)


def _ground(case: Case) -> str | None:
    decision = case.refused or ended_mediation(case)
    return decision.ground if decision else None


def open_items(case: Case) -> Iterator[str]:
    """What is still to be asked, told or done by somebody, by stable names."""
    if case.findings:
        yield from (item for item in case.findings.missing if item not in case.completed)
    if case.stage is Stage.ARCHIVED:
        return
    if case.accepted and not _told_any(case, NoticeMatter.ACCEPTANCE):
        yield "tell.acceptance"
    if case.refused and not _told_any(case, NoticeMatter.REFUSAL):
        yield "tell.refusal"
    if ended_mediation(case):
        for party in case.parties:
            if not case.was_told(NoticeMatter.TERMINATION, party):
                yield f"tell.termination:{party}"
    if case.material_request and not case.material_request.answered:
        yield "material"
    yield from _of_verification(case)
    if case.transfer_open:
        yield "transfer.outcome"
    yield from _passing_on(case)
    yield from (f"extension:{request.clock}" for request in case.extension_requests)
    yield from (f"review:{one.number}" for one in case.own.open_reviews)
    if case.own.unread:
        yield "party_acts"


def _of_verification(case: Case) -> Iterator[str]:
    """Proof still awaited, grounds that a lapsed request proposes, and a merger nobody was told of."""
    material, identity = case.material_request, case.intake.identity_request
    if identity and not identity.answered:
        yield "identity"
    if case.stage in (Stage.REGISTERED, Stage.CHECKING):
        if material and material.lapsed and not material.answered:
            yield "propose.16-5"
        if identity and identity.lapsed and not identity.answered:
            yield "propose.16-6"
    into = case.intake.merged_into
    came = {one.case_id for one in case.intake.links if one.relation is Relation.MERGED_FROM}
    if into in came:
        yield "merged.both"
    merged = case.intake.merged_into and case.matter is Matter.COMPLAINT
    if merged and not _told_any(case, NoticeMatter.MERGED):
        yield "tell.merged"


def _passing_on(case: Case) -> Iterator[str]:
    passing = case.passing
    if passing.open_dispatch:
        yield "dispatch.receipt"
    if any(one.reports_back and not one.open for one in passing.dispatches):
        yield "dispatch.report_back"
    if passing.referral:
        yield "referral"
    if passing.dispute:
        yield "jurisdiction.dispute"
    yield from (f"transfer.due.{authority}" for authority in passing.suspected)
    if case.grading.supervisions:
        yield "supervision"


def _told_any(case: Case, matter: NoticeMatter) -> bool:
    return any(case.was_told(matter, party) for party in case.complainants)


def allowed_commands(case: Case, actor: Actor) -> tuple[str, ...]:
    """Commands that the actor's roles and the stage allow; a rule may still refuse one for its content."""
    if case.proceedings.recused(actor.person):
        return ()
    return tuple(
        name
        for name in MAY
        if concerned(actor, case, name)
        and may(actor.roles, name)
        and open_to(case, name)
        and not any(lacks(case, one, actor) for one in RELATIONS.get(name, ()) if one not in LETTING_IN)
        and not (name in STAYED and case.proceedings.stay)
        and not (name in DELEGATED and case.proceedings.delegated)
    )
