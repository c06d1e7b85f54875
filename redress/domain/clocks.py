"""The clocks of a case: which events start, stop and end them, their due moments and states. Counting is in
`clock.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from redress.domain import events as e
from redress.domain.case import Case, Clock, ClockState, ExtensionRequest
from redress.domain.clock import Due, due, due_as_given, due_of_rule
from redress.domain.commands import (
    AgreementWhy,
    Authority,
    ClueOutcome,
    ContactResult,
    NoticeMatter,
)
from redress.domain.counting import CHINA, Period
from redress.domain.events import Jurisdiction
from redress.domain.facts import ExternalSystem
from redress.domain.profile import ClockRule, OnDue, Profile, Receipt
from redress.domain.tables import Tables

CANCELLING = frozenset(
    {"withdrawn", "callback_excused", "reopened", "report_repeated", "report_merged", "handed_on"}
    | {"report_dropped", "our_region"}
)
"""Moments after which a clock that they end is no longer owed, rather than met."""

FORWARDING = frozenset({ExternalSystem.HOTLINE12345, ExternalSystem.SUPERIOR})
"""Systems that pass an order on and want to hear the result (转办)."""

AFRESH = "reopened"
"""The moment that ends every clock still running: a reopened case is decided anew, with clocks of its own."""


REGIONS = {Jurisdiction.OTHER: "not_our_region", Jurisdiction.OURS: "our_region"}
"""What the intake check found, as a moment (S0-12); what it does not know is none."""

RESTARTING = frozenset({"report_repeated", "reported_upward"})
"""Moments that begin a clock anew which they start: new facts reported again (令121 art.35), a periodic
report that was made (S0-50).
"""

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
        case e.AppraisalCommissioned(expected_on=date() as day):
            ref = f"appraisal-{event.appraisal}"
            return (Occasion("report_expected", occurred_at, ref=ref, due_at=_after(day)),)
        case e.AppraisalConcluded():
            return (Occasion("report_received", occurred_at, ref=f"appraisal-{event.appraisal}"),)
        case e.AppraisalCancelled():
            return (Occasion("report_dropped", occurred_at, ref=f"appraisal-{event.appraisal}"),)
        case e.MediationDelegated(due_on=date() as day):
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
            due_at = _end_of(event.report_back_on)
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
            ref, due_at = str(event.number), _end_of(event.due_on)
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


def _after(day: date) -> datetime:
    """The first instant after a day that was named."""
    return midnight(day + timedelta(days=1))


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


def _end_of(day: date | None) -> datetime | None:
    """The first instant after a day in China."""
    return midnight(day + timedelta(days=1)) if day else None


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


def clock_events(case: Case, event: e.Event, occurred_at: datetime, tables: Tables) -> Iterator[e.Event]:
    """The clock events that follow from an event; `case` is the case after it."""
    found = tuple(_by_receipt(one, case, tables) for one in occasions(case, event, occurred_at))
    if _from_the_first_receipt(found, case, tables):
        found = tuple(one for one in found if one.name not in (HANDED_ON, "received"))
    names = {occasion.name for occasion in found}
    ended = tuple(one for occasion in found for one in ended_by(case, occasion, tables))
    yield from ended
    going_on = {clock.clock for clock in case.clocks if clock.live} - {one.clock for one in ended}
    for occasion in found:
        for rule, profile in _rules(case, occasion.at, tables):
            if occasion.name in rule.starts_on and not names.intersection(rule.ends_on) - {"reopened"}:
                started = _started(case, rule, profile, occasion)
                yield from (one for one in started if one.clock not in going_on)
    yield from _stopped(case, event, tables)


def _from_the_first_receipt(found: tuple[Occasion, ...], case: Case, tables: Tables) -> bool:
    """A regime that counts from the first receipt knows no later one."""
    handed_on = next((one for one in found if one.name == HANDED_ON), None)
    return handed_on is not None and (
        governing(case.profile, handed_on.at, tables).receipt is Receipt.FIRST
    )


def _by_receipt(occasion: Occasion, case: Case, tables: Tables) -> Occasion:
    """Where the profile counts from the first receipt, the day on which another body had it already."""
    first = case.filing.originally_received_on
    if occasion.name != "received" or first is None or case.reopened:
        return occasion
    if governing(case.profile, occasion.at, tables).receipt is not Receipt.FIRST:
        return occasion
    return replace(occasion, at=min(occasion.at, midnight(first)))


def started_by(case: Case, occasion: Occasion, tables: Tables) -> Iterator[e.ClockStarted]:
    """The clocks that a moment starts where nothing else happens with it."""
    for rule, profile in _rules(case, occasion.at, tables):
        if occasion.name in rule.starts_on:
            yield from _started(case, rule, profile, occasion)


def ended_by(case: Case, occasion: Occasion, tables: Tables) -> Iterator[e.ClockEnded]:
    """The running clocks that a moment ends."""
    for clock in case.clocks:
        rule = rule_of(clock, tables)
        concerned = clock.party is None or occasion.party in (None, clock.party)
        about = clock.ref is None or occasion.ref in (None, clock.ref)
        anew = occasion.name == AFRESH or (occasion.name in RESTARTING and occasion.name in rule.starts_on)
        ends = occasion.name in rule.ends_on or anew or _restarted(occasion, rule)
        if clock.live and concerned and about and ends:
            owed_at = owed_at_of(clock, tables)
            yield e.ClockEnded(
                clock=clock.clock,
                outcome="cancelled" if occasion.name in CANCELLING else "met",
                ended_at=occasion.at,
                entered_after_breach=clock.breached and owed_at is not None and occasion.at < owed_at,
            )


def _restarted(occasion: Occasion, rule: ClockRule) -> bool:
    return occasion.name == HANDED_ON and "received" in rule.starts_on


def owed_at_of(clock: Clock, tables: Tables) -> datetime | None:
    """The moment from which the clock is breached: the due moment, or the end of the grace."""
    rule, due_at = rule_of(clock, tables), due_of(clock, tables).due_at
    return grace_end(clock, rule.grace, due_at, tables) if due_at and rule.grace else due_at


def _started(case: Case, rule: ClockRule, profile: Profile, occasion: Occasion) -> Iterator[e.ClockStarted]:
    if rule.given and occasion.due_at is None:
        return
    ref = occasion.ref if rule.given else None
    for party in case.parties if rule.per_party else (None,):
        about = party or ref
        yield e.ClockStarted(
            clock=f"{rule.key}:{about}" if about else rule.key,
            rule=rule.key,
            profile=profile.id,
            party=party,
            started_at=occasion.at,
            ref=ref,
            given_due_at=occasion.due_at if rule.given else None,
        )


def _stopped(case: Case, event: e.Event, tables: Tables) -> Iterator[e.Event]:
    match event:
        case e.AppraisalCommissioned(appraisal=n, commissioned_on=day):
            yield from _suspended(case, tables, "appraisal", f"appraisal:{n}", day)
        case e.AppraisalConcluded(appraisal=n, received_on=day):
            yield from _resumed(case, f"appraisal:{n}", day)
        case e.AppraisalCancelled(appraisal=n):
            ended_on = next((a.ended_on for a in case.appraisals if a.number == n), None)
            yield from _resumed(case, f"appraisal:{n}", ended_on or date.max)
        case e.ClueTestStarted(test=n, started_on=day):
            yield from _suspended(case, tables, event.cause.value, f"test:{n}", day)
        case e.ClueTestEnded(test=n, received_on=day):
            yield from _resumed(case, f"test:{n}", day)


def _suspended(case: Case, tables: Tables, cause: str, source: str, day: date) -> Iterator[e.Event]:
    for clock in case.clocks:
        if clock.live and cause in rule_of(clock, tables).suspended_by:
            yield e.ClockSuspended(clock=clock.clock, cause=cause, suspended_at=midnight(day), source=source)


def _resumed(case: Case, source: str, day: date) -> Iterator[e.Event]:
    """A suspension that was recorded without its source is the only one of its time."""
    for clock in case.clocks:
        for span in clock.suspensions:
            if clock.live and span.end is None and span.source in (None, source) and span.cause:
                yield e.ClockResumed(
                    clock=clock.clock, cause=span.cause, resumed_at=midnight(day), source=source
                )


def midnight(day: date) -> datetime:
    """The first instant of a day in China."""
    return datetime.combine(day, time(), CHINA)


def _rules(case: Case, at: datetime, tables: Tables) -> Iterator[tuple[ClockRule, Profile]]:
    """The clocks of the case's regime, and those beside it; a key that the regime has is the regime's."""
    taken: set[str] = set()
    for profile_id in (case.profile, *case.beside):
        profile = governing(profile_id, at, tables)
        yield from ((rule, profile) for rule in profile.clocks if rule.key not in taken)
        taken.update(rule.key for rule in profile.clocks)


def governing(profile_id: str, at: datetime, tables: Tables) -> Profile:
    """The profile of the case's regime that is in force on the local day of `at` (a clock keeps it)."""
    chosen = profile_of(profile_id, tables)
    return tables.in_force(chosen.regime, at.astimezone(CHINA).date()) or chosen


def profile_of(profile_id: str, tables: Tables) -> Profile:
    """The profile of an id; a case's tables always hold the profiles of its clocks."""
    return next(p for p in tables.profiles if p.id == profile_id)


def rule_of(clock: Clock, tables: Tables) -> ClockRule:
    """The rule a clock runs under: that of the profile it started with."""
    return next(r for r in profile_of(clock.profile, tables).clocks if r.key == clock.rule)


def due_of(clock: Clock, tables: Tables) -> Due:
    """The due moment of a clock from its whole history; a clock that has ended keeps its last one."""
    if clock.given_due_at is not None:
        return due_as_given(clock.given_due_at, tables.calendar)
    profile = profile_of(clock.profile, tables)
    return due_of_rule(
        rule_of(clock, tables),
        profile,
        clock.started_at,
        tables.calendar,
        clock.suspensions,
        clock.extensions,
    )


def lapse_of(request: ExtensionRequest, clock: Clock, tables: Tables) -> datetime | None:
    """The moment from which a request to extend is void: its own deadline or the clock's, whichever is first.

    None while the clock stands still and the request has no deadline of its own.
    """
    rule = rule_of(clock, tables)
    within = rule.extension.decide_within if rule.extension else None
    counting = rule.counting or profile_of(clock.profile, tables).counting
    own = due(within, request.at, tables.calendar, counting).due_at if within else None
    return min((moment for moment in (own, due_of(clock, tables).due_at) if moment), default=None)


def grace_end(clock: Clock, grace: Period, due_at: datetime, tables: Tables) -> datetime:
    """The first instant after the grace: a period of one working day from the last day of the clock."""
    last_day = due_at - timedelta(microseconds=1)
    counting = rule_of(clock, tables).counting or profile_of(clock.profile, tables).counting
    return due(grace, last_day, tables.calendar, counting).due_at or due_at


def state_of(clock: Clock, found: Due, rule: ClockRule, now: datetime) -> ClockState:
    """What a view shows: recorded facts first, then what the passing of time has already decided."""
    over = found.due_at is not None and (clock.ended_at or now) >= found.due_at
    if clock.breached or (over and rule.on_due is OnDue.BREACH and clock.outcome != "cancelled"):
        return ClockState.BREACHED
    if clock.outcome:
        return ClockState(clock.outcome)
    if clock.expired or (over and rule.on_due is OnDue.EXPIRE):
        return ClockState.EXPIRED
    return ClockState.SUSPENDED if found.suspended else ClockState.RUNNING
