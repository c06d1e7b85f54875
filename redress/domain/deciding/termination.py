"""Rules of the termination (终止调解, 令121 art.23): eight grounds, and the facts that each rests on."""

from __future__ import annotations

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain import grounds as g
from redress.domain.case import Case
from redress.domain.clocks import profile_of
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding.appraisal import appraisals_dropped
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.refusals import Refusal, refuse
from redress.domain.standing import result_reached

EVERY_GROUND = 2
"""The edition of the rules from which also the fourth and the sixth to eighth ground rest on something."""


def terminate(case: Case, command: c.TerminateMediation, ctx: Context) -> Decided | Refusal:
    """终止调解 by a person, with a ground of art.23 that the case bears out."""
    profile = profile_of(case.profile, ctx.tables)
    grounds = {one.code: one for one in profile.termination_grounds}
    ground = grounds.get(command.ground)
    if ground is None:
        return refuse("unknown_ground", ", ".join(grounds))
    if command.reason is None:
        return refuse("reason_required", citation=f"{profile.law} {ground.article}")
    if result_reached(case):
        return refuse("already_decided")
    if refusal := _unsupported(case, ground.code, command, ctx) or _unnamed(case, ground.code, command, ctx):
        return refusal
    event = e.MediationTerminated(
        ground=ground.code,
        article=ground.article,
        reason=command.reason,
        basis=command.basis if ground.code == g.FOUND_LATER else None,
        provision=command.provision,
    )
    return (*appraisals_dropped(case), event)


def _unsupported(case: Case, ground: str, command: c.TerminateMediation, ctx: Context) -> Refusal | None:
    """What a ground rests on and the case does not show."""
    if ground == g.WITHDRAWN_OR_SETTLED:
        return refuse("ground_of_withdrawal")
    if ground == g.PERIOD_OVER:
        due_at = g.ends_at(case, ctx.tables)
        if due_at is None or (command.occurred_at or ctx.now) < due_at:
            return refuse("period_not_over", due_at.isoformat() if due_at else "suspended")
    if ground == g.ABSENT_OR_REFUSES and not g.attempted(case):
        return refuse("ground_needs_attempts")
    if ground == g.NO_AGREEMENT and not g.mediated(case):
        return refuse("ground_needs_attempts", citation="令121 art.23(1)(3)")
    if ctx.edition < EVERY_GROUND:
        return None
    if ground == g.COST_NOT_AGREED and not g.cost_not_agreed(case):
        return refuse("ground_needs_attempts", citation="令121 art.22(2), art.23(1)(4)")
    if ground == g.PARTY_CEASED and not case.proceedings.ceased:
        return refuse("ceased_party_needed")
    return None


def _unnamed(case: Case, ground: str, command: c.TerminateMediation, ctx: Context) -> Refusal | None:
    """What a ground must name and the command does not."""
    if ctx.edition < EVERY_GROUND:
        return None
    if ground == g.FOUND_LATER:
        known = (*(one.code for one in profile_of(case.profile, ctx.tables).refusal_grounds), g.FRAUD)
        if command.basis is None:
            return refuse("basis_needed", ", ".join(known))
        if command.basis not in known:
            return refuse("unknown_ground", ", ".join(known))
    if ground == g.OTHER_LAW and command.provision is None:
        return refuse("provision_needed")
    return None


def record_cost_negotiation(
    case: Case, command: c.RecordCostNegotiation, ctx: Context
) -> Decided | Refusal:
    """Negotiating the cost stops nothing (art.22)."""
    if result_reached(case):
        return refuse("already_decided")
    return (e.CostNegotiated(outcome=command.outcome, note=command.note),)


def record_party_ceased(case: Case, command: c.RecordPartyCeased, ctx: Context) -> Decided | Refusal:
    party = case.party(command.party)
    if party is None:
        return refuse("unknown_party", ", ".join(case.parties))
    if command.on > ctx.now.astimezone(CHINA).date():
        return refuse("in_the_future", command.on.isoformat())
    return (e.PartyCeased(party=party, kind=command.kind, ceased_on=command.on, proof=command.proof),)


def report_fraud_signs(case: Case, command: c.ReportFraudSigns, ctx: Context) -> Decided | Refusal:
    return (e.FraudSignsReported(summary=command.summary, signs=command.signs),)


RULES: dict[type, Rule] = {
    c.TerminateMediation: terminate,
    c.RecordCostNegotiation: record_cost_negotiation,
    c.RecordPartyCeased: record_party_ceased,
    c.ReportFraudSigns: report_fraud_signs,
}
