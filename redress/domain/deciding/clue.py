"""Rules of the clue (诉转案, 令121 art.27) and of extending a clock."""

from __future__ import annotations

from datetime import date

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import Role
from redress.domain.case import Case, Clock, ExtensionRequest
from redress.domain.clocks import due_of, lapse_of, rule_of
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.permissions import Relation
from redress.domain.profile import ExtensionRule
from redress.domain.refusals import Refusal, refuse
from redress.domain.relation import kept_out

NUMBERED = 2
"""The edition of the rules from which an opened case has its number."""


def refer_clue(case: Case, command: c.ReferClue, ctx: Context) -> Decided | Refusal:
    """A clue becomes a case of its own, which outlives the complaint; linked both ways."""
    number = f"{case.case_number}-C{len(case.clues) + 1}"
    return (e.ClueReferred(clue_case_id=ctx.new_id, clue_case_number=number, summary=command.summary),)


def record_clue_decision(case: Case, command: c.RecordClueDecision, ctx: Context) -> Decided | Refusal:
    today = ctx.now.astimezone(CHINA).date()
    decided_on = command.decided_on or (command.occurred_at or ctx.now).astimezone(CHINA).date()
    if decided_on > today:
        return refuse("in_the_future", decided_on.isoformat())
    if case.received_at and decided_on < (found_on := case.received_at.astimezone(CHINA).date()):
        return refuse("before_its_cause", found_on.isoformat())
    opened = command.outcome is c.ClueOutcome.OPENED
    if opened and command.number is None and ctx.edition >= NUMBERED:
        return refuse("case_number_needed")
    return (e.ClueDecided(outcome=command.outcome, number=command.number, decided_on=decided_on),)


def start_clue_test(case: Case, command: c.StartClueTest, ctx: Context) -> Decided | Refusal:
    """检测、检验、检疫、鉴定 and the like by the bureau are not counted in the fifteen working days."""
    if case.proceedings.running_test:
        return refuse("clue_test_running")
    if refusal := _on_a_day(case, command.started_on, ctx):
        return refusal
    number = max((one.number for one in case.proceedings.tests), default=0) + 1
    return (
        e.ClueTestStarted(
            test=number, cause=command.cause, started_on=command.started_on, body=command.body
        ),
    )


def end_clue_test(case: Case, command: c.EndClueTest, ctx: Context) -> Decided | Refusal:
    test = case.proceedings.running_test
    if test is None:
        return refuse("no_clue_test")
    if command.received_on < test.started_on:
        return refuse("before_its_cause", test.started_on.isoformat())
    if refusal := _on_a_day(case, command.received_on, ctx):
        return refusal
    return (e.ClueTestEnded(test=test.number, received_on=command.received_on, finding=command.finding),)


def _on_a_day(case: Case, day: date, ctx: Context) -> Refusal | None:
    """A day of the clue's life: neither to come nor before it was found."""
    if day > ctx.now.astimezone(CHINA).date():
        return refuse("in_the_future", day.isoformat())
    found_on = case.received_at.astimezone(CHINA).date() if case.received_at else day
    return refuse("before_its_cause", found_on.isoformat()) if day < found_on else None


def request_extension(case: Case, command: c.RequestExtension, ctx: Context) -> Decided | Refusal:
    extendable = _extendable(case, command.clock, command, ctx)
    if isinstance(extendable, Refusal):
        return extendable
    if _open_request(case, command.clock, ctx):
        return refuse("extension_requested")
    return (e.ExtensionRequested(clock=command.clock, reason=command.reason),)


def approve_extension(case: Case, command: c.ApproveExtension, ctx: Context) -> Decided | Refusal:
    """By another person than asked, of the profile's approver role, before the clock expires."""
    extendable = _extendable(case, command.clock, command, ctx)
    if isinstance(extendable, Refusal):
        return extendable
    request = _open_request(case, command.clock, ctx)
    if request is None:
        return refuse("no_extension_request")
    if barred := kept_out(case, command, ctx.actor, Relation.NOT_REQUESTER):
        return barred
    if not _decides(extendable, ctx):
        return refuse("forbidden", extendable.approver)
    return (
        e.ClockExtended(
            clock=command.clock, approved_at=ctx.now, mode=extendable.mode, length=extendable.length
        ),
    )


def reject_extension(case: Case, command: c.RejectExtension, ctx: Context) -> Decided | Refusal:
    clock = case.clock(command.clock)
    if clock is None or not _open_request(case, command.clock, ctx):
        return refuse("no_extension_request")
    extension = rule_of(clock, ctx.tables).extension
    if extension is not None and not _decides(extension, ctx):
        return refuse("forbidden", extension.approver)
    return (e.ExtensionRejected(clock=command.clock, reason=command.reason),)


def _decides(extension: ExtensionRule, ctx: Context) -> bool:
    """The profile's approver, and the head above them (程序规定 art.18, S0-07)."""
    return extension.approver in ctx.actor.roles or Role.BUREAU_HEAD in ctx.actor.roles


def _open_request(case: Case, key: str, ctx: Context) -> ExtensionRequest | None:
    """The request to extend a clock, unless it has lapsed already."""
    request = next((r for r in case.extension_requests if r.clock == key), None)
    clock = case.clock(key)
    if request is None or clock is None:
        return None
    lapses_at = lapse_of(request, clock, ctx.tables)
    return None if lapses_at is not None and ctx.now >= lapses_at else request


def _extendable(
    case: Case, key: str, command: c.RequestExtension | c.ApproveExtension, ctx: Context
) -> ExtensionRule | Refusal:
    """The extension rule of a live clock of the case, or why there can be no extension."""
    clock: Clock | None = case.clock(key)
    if clock is None:
        return refuse("no_such_clock", ", ".join(clock.clock for clock in case.clocks))
    rule = rule_of(clock, ctx.tables)
    if rule.extension is None:
        return refuse("not_extendable", key, rule.article)
    if command.occurred_at is not None:
        return refuse("moment_of_entry")
    due_at = due_of(clock, ctx.tables).due_at
    if not clock.live or clock.breached or (due_at is not None and ctx.now >= due_at):
        return refuse("too_late_to_extend", key)
    if len(clock.extensions) >= rule.extension.times:
        return refuse("extension_used", key)
    return rule.extension


RULES: dict[type, Rule] = {
    c.ReferClue: refer_clue,
    c.RecordClueDecision: record_clue_decision,
    c.StartClueTest: start_clue_test,
    c.EndClueTest: end_clue_test,
    c.RequestExtension: request_extension,
    c.ApproveExtension: approve_extension,
    c.RejectExtension: reject_extension,
}
