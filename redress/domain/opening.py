"""The first moment of a case: from a sealed registration to its first events. The workflow and the 201
answer both call it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.clocks import clock_events, ended_by, started_by
from redress.domain.context import Context
from redress.domain.deciding.decide import EARLIEST_YEAR, LATEST_YEAR, naive_times
from redress.domain.evolve import evolve
from redress.domain.facts import Filing
from redress.domain.occasions import Occasion
from redress.domain.passing import pass_time
from redress.domain.permissions import may
from redress.domain.plain import unfit_words
from redress.domain.receipts import RECEIPTS, received
from redress.domain.refusals import Refusal, refuse
from redress.domain.sealed import Text, plain_texts

MOST_REPRESENTATIVES = 2


def refused_filing(filing: Filing, ctx: Context, *, with_file: bool = False) -> Refusal | None:
    """Why a filing cannot be taken. Missing facts of the parties are open items, never refused (art.10).

    The facts themselves are an open item only where a file came in their place.
    """
    if refusal := _impossible_time(filing):
        return refusal
    if not may(ctx.actor.roles, "file"):
        return refuse("forbidden", "file")
    if filing.facts is None and not with_file:
        return refuse("missing_facts")
    if unfit := next(unfit_words(filing), None):
        return refuse("not_a_word", unfit)
    if (at := received(filing)) and at > ctx.now:
        return refuse("in_the_future", "received_at" if filing.received_at else "receipt.at")
    if len(filing.representatives) > MOST_REPRESENTATIVES:
        return refuse("too_many_representatives")
    if any(amount is not None and not _amount(amount) for amount in _amounts(filing)):
        return refuse("negative_amount")
    if filing.profile and ctx.tables.newest(filing.profile) is None:
        return refuse("unknown_profile", filing.profile)
    return None


def _impossible_time(filing: Filing) -> Refusal | None:
    if naive := next(naive_times(filing), None):
        return refuse("naive_time", naive)
    if (at := received(filing)) and at.year < EARLIEST_YEAR:
        return refuse("impossible_time", "received_at" if filing.received_at else "receipt.at")
    given = [moment for ref in filing.external_refs for moment in (ref.received_at, ref.due_at) if moment]
    if any(not EARLIEST_YEAR <= moment.year <= LATEST_YEAR for moment in given):
        return refuse("impossible_time", "external_refs")
    return None


def _amounts(filing: Filing) -> Iterator[Decimal | None]:
    yield filing.purchase.amount if filing.purchase else None
    yield from (claim.amount for claim in filing.claims)


def _amount(value: Decimal) -> bool:
    return value.is_finite() and value >= 0


def open_complaint(
    case_id: str,
    case_number: str,
    office: str,
    profile: str,
    filing: Filing,
    ctx: Context,
    beside: tuple[str, ...] = (),
) -> tuple[e.Recorded, ...] | Refusal:
    """The first events of a complaint received by `office` under `profile`; `filing` is sealed.

    `beside`: profiles whose clocks it carries beside those of its own regime.

    Whether the filing may be taken was asked before (`refused_filing`): what has been received is registered.
    """
    if plain := next(plain_texts(filing), None):
        return refuse("unsealed", plain)
    if refusal := _impossible_time(filing):
        return refusal
    return _opened(
        e.ComplaintRegistered(
            case_id=case_id,
            case_number=case_number,
            office=office,
            profile=profile,
            filing=filing,
            received_at=received(filing) or ctx.now,
            beside=beside,
        ),
        ctx,
    )


def open_clue(
    case_id: str,
    case_number: str,
    office: str,
    profile: str,
    origin: str,
    summary: Text,
    ctx: Context,
    found_at: datetime | None = None,
) -> tuple[e.Recorded, ...]:
    """The first events of a clue (诉转案) found in the case `origin`: its period runs from `found_at`, the
    discovery (art.27), or from now.
    """
    return _opened(
        e.ClueRegistered(
            case_id=case_id,
            case_number=case_number,
            office=office,
            profile=profile,
            origin=origin,
            summary=summary,
            received_at=found_at or ctx.now,
        ),
        ctx,
    )


def open_report(
    case_id: str,
    case_number: str,
    office: str,
    profile: str,
    filing: Filing,
    ctx: Context,
    *,
    informant: str | None = None,
    origin: str | None = None,
    summary: Text | None = None,
    found_at: datetime | None = None,
) -> tuple[e.Recorded, ...] | Refusal:
    """The first events of a report (举报): its verification runs from its receipt (程序规定 art.18).

    `informant`: the code behind which the informant is kept; `origin`, `summary`, `found_at`: of one that was
    split from a complaint (art.9).
    """
    if plain := next(plain_texts(filing), None):
        return refuse("unsealed", plain)
    if refusal := _impossible_time(filing):
        return refusal
    return _opened(
        e.ReportRegistered(
            case_id=case_id,
            case_number=case_number,
            office=office,
            profile=profile,
            filing=filing,
            received_at=found_at or received(filing) or ctx.now,
            informant=informant,
            origin=origin,
            summary=summary,
        ),
        ctx,
    )


def _opened(
    event: e.ComplaintRegistered | e.ClueRegistered | e.ReportRegistered, ctx: Context
) -> tuple[e.Recorded, ...]:
    first = e.Recorded(
        seq=1,
        at=ctx.now,
        occurred_at=event.received_at,
        person=ctx.actor.person,
        office=ctx.actor.office,
        command_id=ctx.command_id,
        event=event,
    )
    case = evolve(Case(), first)
    following = clock_events(case, event, event.received_at, ctx.tables)
    opened = (first, *(replace(first, seq=n, event=clock) for n, clock in enumerate(following, start=2)))
    if ctx.edition < 2 or not isinstance(event, e.ComplaintRegistered):
        return opened
    return (*opened, *_by_channel(fold(opened), first, ctx))


def _by_channel(case: Case, first: e.Recorded, ctx: Context) -> Iterator[e.Recorded]:
    """The clocks of the channel itself (S0-02, S0-03). Keying in a call ends its own with the registration,
    and what had passed by then has passed.
    """
    begins = RECEIPTS[case.filing.channel].begins
    if begins is None:
        return
    started = tuple(started_by(case, Occasion(begins, first.occurred_at), ctx.tables))
    entries = tuple(replace(first, seq=case.version + n, event=one) for n, one in enumerate(started, start=1))
    yield from entries
    case = fold(entries, case)
    if not any(ended_by(case, Occasion("registered", ctx.now), ctx.tables)):
        return
    case, passed = pass_time(case, ctx.now, ctx.tables)
    yield from passed
    ended = ended_by(case, Occasion("registered", ctx.now), ctx.tables)
    for n, one in enumerate(ended, start=1):
        yield replace(first, seq=case.version + n, occurred_at=ctx.now, event=one)


def fold(recorded: tuple[e.Recorded, ...], case: Case | None = None) -> Case:
    """The case after these events."""
    case = case or Case()
    for entry in recorded:
        case = evolve(case, entry)
    return case
