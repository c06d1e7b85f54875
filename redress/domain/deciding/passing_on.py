"""Rules of passing on between offices (令121 art.13, 14, 33, 41) and to other authorities (art.42, S0-35)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import Actor, at_or_below, related
from redress.domain.case import Case
from redress.domain.clocks import rule_of
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.events import Jurisdiction
from redress.domain.offices import AUTHORITIES, UNITS, Offices, common_superior, level
from redress.domain.refusals import Refusal, refuse
from redress.domain.standing import between_bureaus, undecided
from redress.domain.tables import Tables


def dispatch(case: Case, command: c.Dispatch, ctx: Context) -> Decided | Refusal:
    """To an own unit at once; to another bureau it stays ours until that one has received it."""
    offices = Offices(ctx.offices)
    if refusal := _unfit_address(case, command.to, offices, ctx) or _unfit_letter(command, ctx):
        return refusal
    if case.passing.open_dispatch or any(one.whole for one in case.passing.handovers):
        return refuse("already_under_way")
    own, other = offices.bureau(case.office), offices.bureau(command.to)
    inside = own is not None and own == other
    refusal = _may_not_pass_on(case, ctx, inside=inside)
    refusal = refusal or (None if inside else _unfit_bureau(case, command, offices))
    if refusal:
        return refusal
    return (
        e.Dispatched(
            number=case.passing.dispatched + 1,
            sender=case.office,
            to=command.to,
            inside=inside,
            reason=command.reason,
            report_back_on=command.report_back_on,
            pieces=command.pieces,
            pages=command.pages,
        ),
    )


def _unfit_address(case: Case, to: str, offices: Offices, ctx: Context) -> Refusal | None:
    target = offices.find(to)
    if target is None:
        return refuse("unknown_office", to)
    if target.closed_on is not None and target.closed_on <= ctx.now.astimezone(CHINA).date():
        return refuse("office_closed", to)
    if target.kind not in AUTHORITIES | UNITS:
        return refuse("not_an_authority", to)
    return refuse("same_office", to) if to == case.office else None


def _unfit_letter(command: c.Dispatch, ctx: Context) -> Refusal | None:
    if command.pieces < 0 or command.pages < 0:
        return refuse("negative_number")
    if command.report_back_on and command.report_back_on < ctx.now.astimezone(CHINA).date():
        return refuse("due_day_past")
    return None


def _may_not_pass_on(case: Case, ctx: Context, *, inside: bool) -> Refusal | None:
    """Who received it by dispatch feeds back and does not send it on, except to units of its own (art.41)."""
    held = case.passing.held_by(case.office)
    if held is None or not at_or_below(ctx.actor.office, case.office):
        return None
    return refuse("may_not_dispatch_again") if held.inside or not inside else None


def _unfit_bureau(case: Case, command: c.Dispatch, offices: Offices) -> Refusal | None:
    """Another bureau is below ours or of our level, and what we have decided stays ours (art.14, 15, 41)."""
    target, own = offices.find(command.to), offices.bureau(case.office)
    if target is None or target.kind not in AUTHORITIES:
        return refuse("not_a_bureau", command.to)
    if not undecided(case):
        return refuse("decided_already")
    if own is None:
        return None
    if at_or_below(own, command.to):
        return refuse("ask_upward", command.to)
    below = at_or_below(command.to, own)
    if not below and level(command.to) != level(own):
        return refuse("not_your_level", command.to)
    ours = case.findings is not None and case.findings.jurisdiction is Jurisdiction.OURS
    if ours and not below and command.reason is None:
        return refuse("reason_required", citation="令121 art.14")
    return None


def acknowledge_dispatch(case: Case, command: c.AcknowledgeDispatch, ctx: Context) -> Decided | Refusal:
    sent = case.passing.open_dispatch
    if sent is None:
        return refuse("no_dispatch")
    if not at_or_below(ctx.actor.office, sent.to):
        return refuse("not_addressed", sent.to)
    at = command.received_at or command.occurred_at or ctx.now
    return (
        e.DispatchAcknowledged(
            number=sent.number,
            sender=sent.sender,
            to=sent.to,
            inside=sent.inside,
            proof=command.proof,
            competent_receipt=None if sent.inside else _if_undecided(case, at),
        ),
    )


def return_dispatch(case: Case, command: c.ReturnDispatch, ctx: Context) -> Decided | Refusal:
    """By the addressee, received or not; or by the sender as long as it is not received."""
    sent = case.passing.open_dispatch or case.passing.held_by(case.office)
    if sent is None:
        return refuse("no_dispatch")
    addressed = at_or_below(ctx.actor.office, sent.to)
    if not addressed and not (sent.open and related(ctx.actor, sent.sender)):
        return refuse("not_addressed", sent.to)
    moved = sent.acknowledged_at is not None and not sent.inside
    if moved and not undecided(case):
        return refuse("decided_already")
    first = next((one.at for one in case.passing.receipts if one.office == sent.sender), case.received_at)
    return (
        e.DispatchReturned(
            number=sent.number,
            sender=sent.sender,
            to=sent.to,
            taken_back=not addressed,
            reason=command.reason,
            competent_receipt=first if moved else None,
        ),
    )


def report_back(case: Case, command: c.ReportBack, ctx: Context) -> Decided | Refusal:
    """To the office that dispatched it first; then to the outside system of an order that is still owed."""
    sent = next((d for d in reversed(case.passing.dispatches) if d.reports_back and not d.open), None)
    if command.order or sent is None:
        orders = tuple(_orders_owed(case, ctx.tables))
        order = next((one for one in orders if command.order in (None, one)), None)
        if order is None:
            return refuse("no_report_due", ", ".join(orders) or None)
        return (e.ReportedBack(number=None, sender=None, summary=command.summary, order=order),)
    if related(ctx.actor, sent.sender) and not at_or_below(ctx.actor.office, sent.to):
        return refuse("not_addressed", sent.to)
    return (e.ReportedBack(number=sent.number, sender=sent.sender, summary=command.summary),)


def refer_up(case: Case, command: c.ReferUp, ctx: Context) -> Decided | Refusal:
    if case.passing.referral:
        return refuse("referral_open")
    superior = _superior(case, Offices(ctx.offices))
    if superior is None:
        return refuse("no_superior")
    return (e.ReferredUp(to=superior, reason=command.reason),)


def decline_referral(case: Case, command: c.DeclineReferral, ctx: Context) -> Decided | Refusal:
    referral = case.passing.referral
    if referral is None:
        return refuse("no_referral")
    if not at_or_below(referral.to, ctx.actor.office):
        return refuse("not_superior", referral.to)
    return (e.ReferralDeclined(to=referral.to, reason=command.reason),)


def take_over(case: Case, command: c.TakeOver, ctx: Context) -> Decided | Refusal:
    """Any bureau above may handle what a lower one received (art.13(3))."""
    offices = Offices(ctx.offices)
    own, taker = offices.bureau(case.office), offices.bureau(ctx.actor.office)
    if taker is None or taker == own or not at_or_below(case.office, taker):
        return refuse("not_superior", case.office)
    at = command.occurred_at or ctx.now
    return (
        e.CaseTakenOver(
            sender=case.office,
            to=taker,
            reason=command.reason,
            competent_receipt=_if_undecided(case, at),
        ),
    )


def raise_jurisdiction_dispute(
    case: Case, command: c.RaiseJurisdictionDispute, ctx: Context
) -> Decided | Refusal:
    """Between two bureaus; an addressee that contests its competence disputes with the sender."""
    if case.passing.dispute:
        return refuse("dispute_open")
    offices = Offices(ctx.offices)
    target = offices.find(command.with_office)
    if target is None:
        return refuse("unknown_office", command.with_office)
    if target.kind not in AUTHORITIES:
        return refuse("not_a_bureau", command.with_office)
    own = offices.bureau(_side_of(case, ctx.actor)) or case.office
    if own == command.with_office:
        return refuse("same_office", command.with_office)
    return (
        e.JurisdictionDisputed(
            bureau=own,
            with_office=command.with_office,
            superior=common_superior(own, command.with_office),
            reason=command.reason,
        ),
    )


def settle_jurisdiction_dispute(
    case: Case, command: c.SettleJurisdictionDispute, ctx: Context
) -> Decided | Refusal:
    """By agreement one of the two; by designation whom the common superior names (art.33)."""
    dispute = case.passing.dispute
    if dispute is None:
        return refuse("no_dispute")
    offices = Offices(ctx.offices)
    target = offices.find(command.competent)
    if target is None:
        return refuse("unknown_office", command.competent)
    if target.kind not in AUTHORITIES:
        return refuse("not_a_bureau", command.competent)
    if target.closed_on is not None and target.closed_on <= ctx.now.astimezone(CHINA).date():
        return refuse("office_closed", command.competent)
    if command.how == "agreed" and command.competent not in (dispute.office, dispute.with_office):
        return refuse("not_in_dispute", f"{dispute.office}, {dispute.with_office}")
    above = dispute.superior is not None and at_or_below(dispute.superior, ctx.actor.office)
    if command.how == "designated" and command.reference is None and not above:
        return refuse("reason_required", "reference", "令121 art.33")
    moved = offices.bureau(case.office) != command.competent
    at = command.occurred_at or ctx.now
    return (
        e.JurisdictionDisputeSettled(
            sender=case.office,
            competent=command.competent,
            how=command.how,
            reference=command.reference,
            moved=moved,
            competent_receipt=_if_undecided(case, at) if moved else None,
        ),
    )


def propose_transfer(case: Case, command: c.ProposeTransfer, ctx: Context) -> Decided | Refusal:
    if command.to in case.passing.suspected or _open_handover(case, command.to):
        return refuse("transfer_open", command.to)
    return (e.TransferProposed(to=command.to, reason=command.reason),)


def transfer(case: Case, command: c.Transfer, ctx: Context) -> Decided | Refusal:
    """移送 does not end the duty of art.15; its outcome is tracked (S0-35)."""
    if ctx.edition >= 2 and _open_handover(case, command.to):
        return refuse("transfer_open", command.to)
    if command.whole and (between_bureaus(case) or any(one.whole for one in case.passing.handovers)):
        return refuse("already_under_way")
    if command.whole and not undecided(case):
        return refuse("decided_already")
    return (
        e.Transferred(
            to=command.to, authority=command.authority, reason=command.reason, whole=command.whole
        ),
    )


def record_transfer_outcome(case: Case, command: c.RecordTransferOutcome, ctx: Context) -> Decided | Refusal:
    """What left us whole and was taken can still come back."""
    gone = case.passing.gone
    back = gone is not None and command.outcome == "returned" and command.to in (None, gone.to)
    if not case.transfer_open and not back:
        return refuse("no_transfer")
    kinds = {one.to for one in case.passing.handovers}
    if command.to is not None and command.to not in kinds and not back:
        return refuse("no_transfer", command.to)
    if command.to is None and len(kinds) > 1 and ctx.edition >= 2:
        return refuse("which_transfer", ", ".join(sorted(kinds)))
    return (
        e.TransferOutcomeRecorded(outcome=command.outcome, summary=command.summary, to=command.to),
    )


def _orders_owed(case: Case, tables: Tables) -> Iterator[str]:
    """The orders of outside systems whose date still runs, by their references."""
    for clock in case.clocks:
        if clock.live and clock.ref and "reported_back" in rule_of(clock, tables).ends_on:
            yield clock.ref


def _open_handover(case: Case, to: c.Authority) -> bool:
    return any(one.to is to for one in case.passing.handovers)


def _if_undecided(case: Case, at: datetime) -> datetime | None:
    return at if undecided(case) else None


def _superior(case: Case, offices: Offices) -> str | None:
    """The nearest bureau above the case's own."""
    own = offices.bureau(case.office)
    above = (
        one.path
        for one in offices.known
        if own and one.kind in AUTHORITIES and one.path != own and at_or_below(own, one.path)
    )
    return max(above, key=len, default=None)


def _side_of(case: Case, actor: Actor) -> str:
    """The office for which an actor disputes: the addressee's of a dispatch under way, else the case's."""
    sent = case.passing.open_dispatch
    return sent.to if sent is not None and at_or_below(actor.office, sent.to) else case.office


RULES: dict[type, Rule] = {
    c.Dispatch: dispatch,
    c.AcknowledgeDispatch: acknowledge_dispatch,
    c.ReturnDispatch: return_dispatch,
    c.ReportBack: report_back,
    c.ReferUp: refer_up,
    c.DeclineReferral: decline_referral,
    c.TakeOver: take_over,
    c.RaiseJurisdictionDispute: raise_jurisdiction_dispute,
    c.SettleJurisdictionDispute: settle_jurisdiction_dispute,
    c.ProposeTransfer: propose_transfer,
    c.Transfer: transfer,
    c.RecordTransferOutcome: record_transfer_outcome,
}
