"""What has happened in a case, as moments in the words of the profiles. What they do is in `clocks.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.commands import AgreementWhy, Authority, ClueOutcome, ContactResult, NoticeMatter
from redress.domain.counting import midnight
from redress.domain.events import Jurisdiction
from redress.domain.facts import ExternalSystem

FORWARDING = frozenset({ExternalSystem.HOTLINE12345, ExternalSystem.SUPERIOR})
"""Systems that pass an order on and want to hear the result (转办)."""

REGIONS = {Jurisdiction.OTHER: "not_our_region", Jurisdiction.OURS: "our_region"}
"""What the intake check found, as a moment (S0-12); what it does not know is none."""

HANDED_ON = "handed_on"
"""The moment that ends what the receipt of a complaint had started: the bureau that has it now received it
later (令121 art.15), and what it owes starts afresh.
"""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A moment of the case by its name in the profiles (`told:termination`), with the party where it
    concerns one, or what else it is about (`ref`) and the date that was set for it (`due_at`).
    """

    name: str
    at: datetime
    party: str | None = None
    ref: str | None = None
    due_at: datetime | None = None


def occasions(case: Case, event: e.Event, occurred_at: datetime) -> tuple[Occasion, ...]:
    """What an event means for clocks, in the words that profiles use in `starts_on` and `ends_on`."""
    match event:
        case e.ComplaintRegistered():
            received = Occasion("received", event.received_at)
            return (received, Occasion("registered", occurred_at), *_orders(event))
        case e.ClueRegistered() | e.ReportRegistered():
            return (Occasion("clue_found", event.received_at),)
        case e.DuplicateMerged() if case.matter is e.Matter.REPORT:
            return (Occasion("report_merged", occurred_at),)
        case e.ReportRepeated():
            return (Occasion("report_repeated", event.reported_at),) if event.restarts else ()
        case e.NoticeRecorded():
            return _told(case, event)
        case e.ContactRecorded():
            return _contacted(event)
        case e.Withdrawn():
            after = (Occasion("terminated", occurred_at),) if event.after_acceptance else ()
            return (Occasion("withdrawn", occurred_at), *after)
        case e.SettlementRecorded():
            return (Occasion("settled", occurred_at), Occasion("terminated", occurred_at))
        case e.AgreementRecorded():
            return _agreed(event, occurred_at)
        case e.PerformanceRecorded():
            ref = f"term-{event.term}" if event.term else None
            return (Occasion("performed", occurred_at, ref=ref),)
        case e.AppraisalCommissioned(expected_on=day) if day is not None:
            ref = f"appraisal-{event.appraisal}"
            return (Occasion("report_expected", occurred_at, ref=ref, due_at=_after(day)),)
        case e.AppraisalConcluded():
            return (Occasion("report_received", occurred_at, ref=f"appraisal-{event.appraisal}"),)
        case e.AppraisalCancelled():
            return (Occasion("report_dropped", occurred_at, ref=f"appraisal-{event.appraisal}"),)
        case e.MediationDelegated(due_on=day) if day is not None:
            return (Occasion("delegated", occurred_at, due_at=_after(day)),)
        case e.ClueDecided():
            opened = event.outcome is ClueOutcome.OPENED
            return (Occasion("case_opened" if opened else "case_not_opened", occurred_at),)
        case e.Concluded():
            excused = () if event.callback_due else (Occasion("callback_excused", occurred_at),)
            return (Occasion("concluded", occurred_at), *excused)
        case e.CallbackRecorded(attempt=attempt, excused=excused) if attempt and not excused:
            return ()
        case e.CallbackRecorded(excused=True):
            return (Occasion("callback_excused", occurred_at),)
        case e.Reopened():
            return (Occasion("reopened", occurred_at), Occasion("received", occurred_at))
        case e.IntakeChecked(findings=findings):
            name = REGIONS.get(findings.jurisdiction)
            return (Occasion(name, occurred_at),) if name else ()
        case e.Transferred():
            return (Occasion("transferred", occurred_at), Occasion(f"transferred:{event.to}", occurred_at))
        case e.TransferProposed():
            crime = event.to is Authority.POLICE
            return (Occasion("crime_suspected" if crime else "not_our_remit", occurred_at),)
        case e.Dispatched():
            due_at = _after(event.report_back_on) if event.report_back_on else None
            return (Occasion("dispatched", occurred_at, ref=str(event.number), due_at=due_at),)
        case e.ReportedBack(number=number, order=order):
            if number is None:
                return (Occasion("reported_back", occurred_at, ref=order),)
            return (Occasion("dispatch_reported_back", occurred_at, ref=str(number)),)
        case e.DispatchAcknowledged() | e.DispatchReturned() | e.CaseTakenOver():
            over = _over(case, occurred_at)
            return (*over, *_handed_on(case, event.competent_receipt, occurred_at))
        case e.JurisdictionDisputeSettled():
            settled = Occasion("dispute_settled", occurred_at)
            over = _over(case, occurred_at)
            return (settled, *over, *_handed_on(case, event.competent_receipt, occurred_at))
        case e.Graded():
            return (Occasion("key_graded" if event.key else "key_released", occurred_at),)
        case e.Supervised():
            ref, due_at = str(event.number), _after(event.due_on)
            return (Occasion("supervised", occurred_at, ref=ref, due_at=due_at),)
        case e.SupervisionAnswered():
            return (Occasion("supervision_answered", occurred_at, ref=str(event.number)),)
        case _:
            name = PLAIN.get(type(event))
            return (Occasion(name, occurred_at),) if name else ()


PLAIN: dict[type, str] = {
    e.Accepted: "accepted",
    e.Refused: "refused",
    e.MediationTerminated: "terminated",
    e.JudicialConfirmationApplied: "confirmation_applied",
    e.DelegationReported: "delegation_reported",
    e.FeedbackGiven: "feedback_given",
    e.CallbackRecorded: "callback_recorded",
    e.Closed: "closed",
    e.ReportedUpward: "reported_upward",
    e.JurisdictionDisputed: "dispute_arose",
}
"""Events that are one moment of the same meaning, at the time they occurred."""


def _agreed(event: e.AgreementRecorded, at: datetime) -> tuple[Occasion, ...]:
    """What was not performed at once is in effect, and asked about by the dates it names."""
    agreed = Occasion("agreed", at)
    if event.why is AgreementWhy.PERFORMED_AT_ONCE:
        return (agreed,)
    dates = {f"term-{one.term}": one.due_on for one in event.due}
    if event.perform_by:
        dates["whole"] = event.perform_by
    promised = (
        Occasion("performance_promised", at, ref=ref, due_at=_after(day)) for ref, day in dates.items()
    )
    return (agreed, Occasion("agreement_in_effect", at), *promised)


def _orders(event: e.ComplaintRegistered) -> Iterator[Occasion]:
    """The same matter in systems that passed it on, each with a date of its own (S3-15)."""
    for n, ref in enumerate(event.filing.external_refs, start=1):
        at = ref.received_at or event.received_at
        if ref.system in FORWARDING:
            yield Occasion("forwarded", at, ref=f"{ref.system}-{n}")
        if ref.due_at is not None:
            yield Occasion("order_received", at, ref=f"{ref.system}-{n}", due_at=ref.due_at)


def _contacted(event: e.ContactRecorded) -> tuple[Occasion, ...]:
    """Somebody of that side was spoken to (S0-09); an attempt alone keeps no promise."""
    if event.result is not ContactResult.REACHED:
        return ()
    side = event.party.partition("-")[0]
    return (Occasion(f"contacted:{side}", event.contacted_at, event.party),)


def _after(day: date) -> datetime:
    """The first instant after a day that was named."""
    return midnight(day + timedelta(days=1))


def _over(case: Case, at: datetime) -> tuple[Occasion, ...]:
    """The dispatches that came back, or were overtaken, at this moment."""
    ended = (one for one in case.passing.dispatches if one.ended_at == at)
    return tuple(Occasion("dispatch_returned", at, ref=str(one.number)) for one in ended)


def _handed_on(case: Case, receipt: datetime | None, at: datetime) -> tuple[Occasion, ...]:
    """The bureau that has it now counts from its own receipt; the complainant from the first one."""
    if receipt is None or case.received_at is None:
        return ()
    first = case.received_at
    return (Occasion(HANDED_ON, at), Occasion("received", receipt), Occasion("received_elsewhere", first))


def _told(case: Case, event: e.NoticeRecorded) -> tuple[Occasion, ...]:
    """Telling ends a clock, and so does the second attempt that failed: more than that is owed to nobody."""
    if not case.was_told(event.matter, event.party):
        return ()
    decision = event.matter in (NoticeMatter.ACCEPTANCE, NoticeMatter.REFUSAL, NoticeMatter.MERGED)
    if decision and event.party not in case.complainants:
        return ()
    return (Occasion(f"told:{event.matter}", event.told_at, event.party),)
