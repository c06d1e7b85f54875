"""`decide`: from a case, a command and a context to the events it causes, or the refusal of the rule that
forbids it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, time
from enum import Enum

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import by_the_system
from redress.domain.case import Case, Stage
from redress.domain.clocks import clock_events
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding import (
    agreement,
    appraisal,
    clue,
    decision,
    documents,
    evidence,
    grading,
    intake,
    mediation,
    mediators,
    notices,
    own_page,
    passing_on,
    publication,
    quality,
    result,
    termination,
    verification,
)
from redress.domain.deciding.following import cause_of
from redress.domain.deciding.joint import without_the_represented
from redress.domain.deciding.relation import concerned
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.evolve import evolve
from redress.domain.passing import pass_time
from redress.domain.permissions import Relation, may
from redress.domain.plain import IDENTIFIER, unfit_ids
from redress.domain.refusals import Refusal, refuse
from redress.domain.relation import kept_out, not_its_own, taken_from
from redress.domain.sealed import plain_texts, unfit_references
from redress.domain.stages import ARTICLES, DELEGATED, STAYED, known, open_to
from redress.domain.standing import decided_on

RULES: dict[type, Rule] = {
    **intake.RULES,
    **documents.RULES,
    **evidence.RULES,
    **verification.RULES,
    **decision.RULES,
    **mediation.RULES,
    **mediators.RULES,
    **appraisal.RULES,
    **agreement.RULES,
    **termination.RULES,
    **result.RULES,
    **quality.RULES,
    **publication.RULES,
    **clue.RULES,
    **passing_on.RULES,
    **notices.RULES,
    **grading.RULES,
    **own_page.RULES,
}
"""The rule of each command; a command without one does not exist."""

EARLIEST_YEAR = 1900
"""Nobody now at work received anything before; a clock cannot be dated back to the first year of all."""

LATEST_YEAR = 2299

DAYS_BOUND = 2
"""The edition since which the days of commands lie between the two, as those of filings do."""


def decide(case: Case, command: c.AnyCommand, ctx: Context) -> tuple[e.Recorded, ...] | Refusal:
    """What a command does to a case at `ctx.now`, or why it may not be done. Pure and total.

    Events that time has brought since the last one come first: a command never outruns its clocks.
    """
    if refusal := _unfit(case, command, ctx):
        return refusal
    present, passed = pass_time(case, ctx.now, ctx.tables)
    command = _to_the_minute(present, command, ctx)
    decided = (
        _untimely(present, command, ctx)
        or without_the_represented(present, command, ctx)
        or RULES[type(command)](present, command, ctx)
    )
    if isinstance(decided, Refusal):
        return decided if decided.citation else replace(decided, citation=ARTICLES[command.type])
    return passed + tuple(_recorded(present, decided, command, ctx))


def _unfit(case: Case, command: c.AnyCommand, ctx: Context) -> Refusal | None:
    """What is wrong with the command or its author, whatever the case says now."""
    if plain := next(plain_texts(command), None):
        return refuse("unsealed", plain)
    if unfit := next(unfit_references(command), None):
        return refuse("unsealed", unfit)
    if not IDENTIFIER.fullmatch(ctx.actor.person):
        return refuse("not_an_id", "actor")
    if naive := next(naive_times(command), None):
        return refuse("naive_time", naive)
    if impossible := next(_impossible_days(command, ctx.edition), None):
        return refuse("impossible_time", impossible)
    if unfit := next(unfit_ids(command), None):
        return refuse("not_an_id", unfit)
    if not by_the_system(ctx.actor) and not concerned(ctx.actor, case, command.type):
        return refuse("other_office")
    if not may(ctx.actor.roles, command.type):
        return refuse("forbidden", command.type)
    if foreign := not_its_own(case, command, ctx.actor):
        return foreign
    if taken := taken_from(case, command, ctx.actor):
        return refuse("recused", taken)
    if command.expected_version is not None and command.expected_version != case.version:
        return refuse("stale", f"version {case.version}")
    return None


def _to_the_minute(case: Case, command: c.AnyCommand, ctx: Context) -> c.AnyCommand:
    """People write down minutes: what happened in the minute of its cause, and seems earlier, was then.

    What a provider says was told before it was sent, or after now, is set right: its clock is not the case's.
    """
    if isinstance(command, c.RecordDelivery):
        sent = case.under_way(command.notice)
        return replace(command, at=min(max(command.at, sent.at), ctx.now)) if sent else command
    cause = cause_of(case, command.type)
    if isinstance(command, c.RecordNotice) and (decision := decided_on(case, command.matter)):
        cause = max(cause, decision.at) if cause else decision.at
    if cause is None:
        return command
    if isinstance(command, (c.RecordNotice, c.RecordContact)):
        return replace(command, at=cause) if _within_its_minute(command.at, cause) else command
    if isinstance(command, c.AcknowledgeDispatch) and command.received_at:
        late = _within_its_minute(command.received_at, cause)
        return replace(command, received_at=cause) if late else command
    given = command.occurred_at
    return replace(command, occurred_at=cause) if given and _within_its_minute(given, cause) else command


def _within_its_minute(given: datetime, cause: datetime) -> bool:
    return cause.replace(second=0, microsecond=0) <= given < cause


def _untimely(case: Case, command: c.AnyCommand, ctx: Context) -> Refusal | None:
    """What the stage or the command's legal moment forbids."""
    if case.stage is Stage.ARCHIVED:
        return refuse("archived")
    if not known(case.matter, command.type):
        return refuse("not_for_this_matter", command.type)
    if not open_to(case, command.type):
        if command.type == "refuse" and case.accepted:
            return refuse("already_accepted")
        return refuse("wrong_stage", case.stage)
    if case.proceedings.stay and command.type in STAYED:
        return refuse("stayed", case.proceedings.stay.mediator)
    if case.proceedings.delegated and command.type in DELEGATED:
        return refuse("delegated")
    moment = occurred(command, ctx)
    if moment > ctx.now:
        return refuse("in_the_future", moment.isoformat())
    if (cause := cause_of(case, command.type)) and moment < cause:
        return refuse("before_its_cause", cause.astimezone(CHINA).isoformat())
    return kept_out(case, command, ctx.actor, Relation.NOT_OF_FIRST_ROUND)


def occurred(command: c.AnyCommand, ctx: Context) -> datetime:
    """The legal moment of a command: told, contacted or occurred as it says, else now.

    A decision on a clue that is given by its day alone was made by the end of that day.
    """
    if isinstance(command, (c.RecordNotice, c.RecordContact, c.RecordDelivery)):
        return command.at
    if isinstance(command, c.RecordClueDecision) and command.decided_on and not command.occurred_at:
        return min(ctx.now, datetime.combine(command.decided_on, time.max, CHINA))
    if isinstance(command, c.AcknowledgeDispatch) and command.received_at:
        return command.received_at
    return command.occurred_at or ctx.now


def _recorded(case: Case, decided: Decided, command: c.AnyCommand, ctx: Context) -> Iterator[e.Recorded]:
    moment = occurred(command, ctx)
    for event in decided:
        first = _entry(case, event, moment, ctx)
        case = evolve(case, first)
        yield first
        for following in tuple(clock_events(case, event, moment, ctx.tables)):
            entry = _entry(case, following, moment, ctx)
            case = evolve(case, entry)
            yield entry


def _entry(case: Case, event: e.Event, moment: datetime, ctx: Context) -> e.Recorded:
    return e.Recorded(
        seq=case.version + 1,
        at=ctx.now,
        occurred_at=moment,
        person=ctx.actor.person,
        office=ctx.actor.office,
        command_id=ctx.command_id,
        event=event,
    )


def naive_times(value: object) -> Iterator[str]:
    """Paths of the times in a value (nested, in tuples) that lack an offset."""
    return (
        path
        for path, held in _days_and_times(value, "")
        if isinstance(held, datetime) and held.utcoffset() is None
    )


def _impossible_days(command: c.AnyCommand, edition: int) -> Iterator[str]:
    """Paths of the days in a command with which nothing can be reckoned; times are compared with their cause
    and with now.
    """
    first, last = (EARLIEST_YEAR, LATEST_YEAR) if edition >= DAYS_BOUND else (MINYEAR + 1, MAXYEAR - 1)
    for path, held in _days_and_times(command, ""):
        if not isinstance(held, datetime) and not first <= held.year <= last:
            yield path


def _days_and_times(value: object, path: str) -> Iterator[tuple[str, date]]:
    if isinstance(value, date):
        yield path, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _days_and_times(item, f"{path}[{index}]")
    elif is_dataclass(value) and not isinstance(value, (type, Enum)):
        for field in fields(value):
            where = f"{path}.{field.name}" if path else field.name
            yield from _days_and_times(getattr(value, field.name), where)
