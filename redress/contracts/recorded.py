"""From events and a case to the batch that records them. Pure: the workflow calls it on every change."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Final

from pydantic import Discriminator, TypeAdapter

from redress.contracts.news import news_of, news_of_act
from redress.contracts.party_notices import notice_fields
from redress.contracts.recording import (
    Batch,
    CaseSummary,
    ClockFacts,
    ClockRow,
    LedgerRow,
    OutboxRow,
    ResultSummary,
)
from redress.domain import events as e
from redress.domain.case import Case, Clock
from redress.domain.commands import Urgency
from redress.domain.counting import CHINA
from redress.domain.passing import next_moment
from redress.domain.tables import Tables
from redress.domain.view import CaseView, ClockView
from redress.domain.views import view_of

ESCALATION = "escalation"
ASSIGNMENT = "assignment"
CLOCK_MOVED = "clock_moved"
PARTY_NOTICE = "party_notice"
WEBHOOK = "webhook"
SUSPENDED, DISPATCHED = "suspended", "dispatched"
"""What a case may wait for."""

OVERDUE, DUE, CALM = 2, 1, 0
"""Priorities of a case in lists: overdue before due today before the rest."""

GRADES: Final = {Urgency.ORDINARY: 0, Urgency.URGENT: 3, Urgency.CRITICAL: 6}
"""What its grade adds (S0-51): a critical case before an urgent one, whatever their dates. A key complaint
(S0-50) counts as urgent at least."""


EVENT: Final[TypeAdapter[e.Event]] = TypeAdapter(Annotated[e.Event, Discriminator("type")])
FACTS: Final = TypeAdapter(ClockFacts)
_VIEW: Final = TypeAdapter(CaseView)


def canonical(event: e.Event) -> str:
    """Canonical JSON of an event: sorted keys, no white space; what the ledger's chain is made of."""
    plain = EVENT.dump_python(event, mode="json")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def ledger_row(entry: e.Recorded) -> LedgerRow:
    """The ledger's row of an event."""
    return LedgerRow(
        seq=entry.seq,
        type=entry.event.type,
        at=entry.at,
        occurred_at=entry.occurred_at,
        actor=entry.person,
        office=entry.office,
        body=canonical(entry.event),
    )


def batch_of(
    rows: tuple[LedgerRow, ...], entries: tuple[e.Recorded, ...], case: Case, tables: Tables
) -> Batch:
    """Everything that one change writes: `entries` as `rows`, and the case after them."""
    view = view_of(case, tables, entries[-1].at)
    return Batch(
        case_id=case.case_id,
        rows=rows,
        summary=summary_of(case, view, tables),
        clocks=tuple(map(_clock_row, case.clocks, view.clocks)),
        outbox=tuple(_outbox(entries, case)),
        view_json=_VIEW.dump_json(view).decode(),
    )


def summary_of(case: Case, view: CaseView, tables: Tables) -> CaseSummary:
    """The columns of the read model that lists filter and sort by."""
    waiting, since = _waiting(case)
    return CaseSummary(
        number=view.case_number,
        matter=view.matter,
        stage=view.stage,
        profile=view.profile,
        office=view.office,
        version=view.version,
        received_at=view.received_at,
        channel=view.filing.channel,
        handler=view.handler,
        priority=priority_of(view, view.now),
        overdue=view.overdue,
        next_due_at=view.next_due_at,
        due_on=view.due_on,
        safe_due_on=view.safe_due_on,
        next_moment_at=next_moment(case, tables),
        concluded_on=view.concluded_on,
        result=_result(case, view),
        seen_by=view.passing.offices,
        urgency=view.grading.urgency,
        key=view.grading.key,
        supervised=bool(view.grading.supervisions),
        category=view.grading.category or view.filing.category,
        escalated=max((level for clock in case.clocks if clock.live for level in clock.fired), default=0),
        waiting=waiting,
        waiting_since=since,
    )


def _waiting(case: Case) -> tuple[str | None, datetime | None]:
    """What others are to do before the case goes on, and since when."""
    if case.passing.open_dispatch is not None:
        return DISPATCHED, case.passing.open_dispatch.at
    spans = (span for clock in case.clocks if clock.live for span in clock.suspensions)
    since = min((span.start for span in spans if span.end is None), default=None)
    return (None, None) if since is None else (SUSPENDED, since)


def _result(case: Case, view: CaseView) -> ResultSummary | None:
    if case.conclusion is None and not case.reopened and view.after.archived_at is None:
        return None
    after, figures = view.after, view.after.figures or e.Figures()
    return ResultSummary(
        outcome=view.outcome,
        concluded_on=view.concluded_on,
        disputed_amount=after.disputed_amount,
        recovered_amount=view.recovered_amount,
        punitive_amount=view.punitive_amount,
        category=figures.category,
        item=figures.item,
        problems=figures.problems,
        industry=figures.industry,
        sales_channel=figures.sales_channel,
        region=figures.region,
        round=after.round,
        satisfaction=view.callback.satisfaction if view.callback else None,
        dissatisfied=after.dissatisfied,
        sampled=after.sampled,
        reviewed_at=after.quality.at if after.quality else None,
        published_at=after.published_at,
        archived_at=after.archived_at,
        retain_until=after.retain_until,
        permanent=after.permanent,
    )


def priority_of(view: CaseView, now: datetime) -> int:
    """By grade; within one, overdue first, then what is due by the end of today."""
    grade = max(GRADES[view.grading.urgency], GRADES[Urgency.URGENT] if view.grading.key else 0)
    if view.overdue:
        return grade + OVERDUE
    today = now.astimezone(CHINA).date()
    return grade + (DUE if view.safe_due_on and view.safe_due_on <= today else CALM)


def _clock_row(kept: Clock, clock: ClockView) -> ClockRow:
    facts = ClockFacts(
        kept.rule, kept.profile, kept.suspensions, kept.extensions, kept.given_due_at
    )
    return ClockRow(
        key=clock.key,
        milestone=clock.milestone,
        state=clock.state,
        started_at=clock.started_at,
        citation=clock.citation,
        due_on=clock.due_on,
        due_at=clock.due_at,
        safe_due_on=clock.safe_due_on,
        opens_on=clock.opens_on,
        provisional=clock.provisional,
        legal=clock.legal,
        live=kept.live,
        facts=FACTS.dump_json(facts).decode(),
    )


def _outbox(entries: tuple[e.Recorded, ...], case: Case) -> Iterator[OutboxRow]:
    """What has to be delivered: every step of a ladder, assigned or not, the news of an assignment, and of
    another date of something still owed; every notice to a party, and what a party did.
    """
    for entry in entries:
        for kind, payload in news_of_act(entry, case):
            yield _row(entry.seq, kind, case, payload)
        match entry.event:
            case e.Escalated():
                yield _row(
                    entry.seq,
                    ESCALATION,
                    case,
                    {
                        "clock": entry.event.clock,
                        "level": entry.event.level,
                        "to_role": entry.event.to_role,
                        "moment": entry.event.moment.isoformat(),
                        "handler": entry.event.handler,
                    },
                )
            case e.Assigned():
                yield _row(
                    entry.seq, ASSIGNMENT, case, {"handler": entry.event.handler, "to_role": "handler"}
                )
            case e.NoticeSent():
                yield _row(entry.seq, PARTY_NOTICE, case, notice_fields(entry.event, case))
            case event if told := tuple(news_of(event, case)):
                for kind, payload in told:
                    yield _row(entry.seq, kind, case, payload)
            case e.ClockMoved() if (moved := case.clock(entry.event.clock)) and moved.live:
                yield _row(entry.seq, CLOCK_MOVED, case, _moved(entry.event, case))


def _moved(event: e.ClockMoved, case: Case) -> dict[str, object]:
    before, after = event.due_on_before, event.due_on_after
    return {
        "clock": event.clock,
        "due_on_before": before.isoformat() if before else None,
        "due_on": after.isoformat() if after else None,
        "provisional": event.provisional,
        "to_role": "handler",
        "handler": case.handler,
    }


def _row(seq: int, kind: str, case: Case, payload: Mapping[str, object]) -> OutboxRow:
    content = {"office": case.office, "case_number": case.case_number, **payload}
    return OutboxRow(seq=seq, kind=kind, payload=json.dumps(content, ensure_ascii=False, sort_keys=True))
