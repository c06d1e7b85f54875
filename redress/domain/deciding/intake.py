"""Rules of intake and desk work: material, notes, contacts and assignment."""

from __future__ import annotations

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.context import Context
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.deciding.verification import unfit_due_day
from redress.domain.evolve_intake import IDENTITY
from redress.domain.refusals import Refusal, refuse


def request_material(case: Case, command: c.RequestMaterial, ctx: Context) -> Decided | Refusal:
    """补正 stops no clock, so its date leaves at least one working day before the acceptance deadline."""
    if refusal := unfit_due_day(case, command.due_on, ctx):
        return refusal
    return (e.MaterialRequested(items=command.items, due_on=command.due_on, lapses=ctx.edition >= 2),)


def add_material(case: Case, command: c.AddMaterial, ctx: Context) -> Decided | Refusal:
    """Completes open items by the names that the intake check gave them."""
    known = case.findings.missing if case.findings else ()
    if case.intake.identity_request:
        known = (*known, IDENTITY)
    if any(item not in known for item in command.completes):
        return refuse("no_such_item", ", ".join(known))
    return (e.MaterialAdded(text=command.text, completes=command.completes),)


def add_note(case: Case, command: c.AddNote, ctx: Context) -> Decided | Refusal:
    return (e.NoteAdded(text=command.text),)


def record_contact(case: Case, command: c.RecordContact, ctx: Context) -> Decided | Refusal:
    party = case.party(command.party)
    if party is None:
        return refuse("unknown_party", ", ".join(case.parties))
    return (
        e.ContactRecorded(
            party=party,
            method=command.method,
            contacted_at=command.at,
            result=command.result,
            summary=command.summary,
        ),
    )


def assign(case: Case, command: c.Assign, ctx: Context) -> Decided | Refusal:
    """A second round is handled by somebody else than the first (S0-27)."""
    if command.handler in case.after.former_handlers:
        return refuse("second_round_by_another")
    return (e.Assigned(handler=command.handler),)


RULES: dict[type, Rule] = {
    c.RequestMaterial: request_material,
    c.AddMaterial: add_material,
    c.AddNote: add_note,
    c.RecordContact: record_contact,
    c.Assign: assign,
}
