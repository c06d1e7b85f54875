"""Rules of verification (S0-23, 令121 art.9, 10, 12, 16): parties, claims, requests, tied cases."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.calendar import add_working_days
from redress.domain.case import Case
from redress.domain.clocks import due_of
from redress.domain.commands.verification import Relation
from redress.domain.context import Context
from redress.domain.counting import CHINA, midnight
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.evolve_verification import fields_given
from redress.domain.facts import Complainant, Respondent
from redress.domain.refusals import Refusal, refuse
from redress.domain.standing import ended_mediation

MOST_RESPONDENTS = 20
MATERIAL_MISSING = "16-5"
IDENTITY_REFUSED = "16-6"
MERGED_FROM = Relation.MERGED_FROM


def correct_party(case: Case, command: c.CorrectParty, ctx: Context) -> Decided | Refusal:
    """What is corrected is recorded; the check of jurisdiction and duplicates follows from it."""
    party = case.party(command.party)
    if party is None:
        return refuse("unknown_party", ", ".join(case.parties))
    kind = Complainant if party.startswith("complainant") else Respondent
    given = {f.name: getattr(command, f.name) for f in fields(e.PartyCorrected) if f.name in _CORRECTABLE}
    alien = [name for name, value in given.items() if value is not None and name not in _names(kind)]
    if alien:
        return refuse("not_of_this_party", ", ".join(alien))
    if not fields_given(command, kind):
        return refuse("nothing_corrected")
    if command.evidence is not None and not 1 <= command.evidence <= case.evidence_count:
        return refuse("unknown_evidence", f"1-{case.evidence_count}" if case.evidence_count else None)
    return (e.PartyCorrected(party=party, found_by=command.found_by, evidence=command.evidence, **given),)


_CORRECTABLE = frozenset({f.name for f in fields(c.CorrectParty)} & {
    f.name for kind in (Complainant, Respondent) for f in fields(kind)
})  # fmt: skip
"""The facts of a party that a correction can touch."""


def _names(kind: type[Complainant] | type[Respondent]) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))


def add_respondent(case: Case, command: c.AddRespondent, ctx: Context) -> Decided | Refusal:
    if ended_mediation(case):
        return refuse("already_decided")
    number = len(case.filing.respondents) + 1
    if number > MOST_RESPONDENTS:
        return refuse("too_many_respondents")
    return (
        e.RespondentAdded(
            party=f"respondent-{number}", respondent=command.respondent, reason=command.reason
        ),
    )


def amend_claim(case: Case, command: c.AmendClaim, ctx: Context) -> Decided | Refusal:
    """变更 by the complainant before there is a result; a joint complaint needs the others (art.12)."""
    if case.agreement or ended_mediation(case):
        return refuse("already_decided")
    if not command.claims:
        return refuse("no_claims")
    amounts = [claim.amount for claim in command.claims if claim.amount is not None]
    if any(not amount.is_finite() or amount < 0 for amount in amounts):
        return refuse("negative_amount")
    return (e.ClaimAmended(claims=command.claims, reason=command.reason),)


def request_identity_proof(case: Case, command: c.RequestIdentityProof, ctx: Context) -> Decided | Refusal:
    """Form 4: the art.15 clock runs on, so the date leaves a working day to decide in."""
    if refusal := unfit_due_day(case, command.due_on, ctx):
        return refusal
    return (
        e.IdentityProofRequested(items=command.items, due_on=command.due_on, where_to=command.where_to),
    )


def unfit_due_day(case: Case, due_on: date, ctx: Context) -> Refusal | None:
    """A date asked of a party is not past and leaves one working day before the acceptance deadline."""
    if due_on < ctx.now.astimezone(CHINA).date():
        return refuse("due_day_past")
    acceptance = case.clock("complaint.acceptance")
    safe = due_of(acceptance, ctx.tables).safe_due_on if acceptance and acceptance.live else None
    if safe and due_on > (latest := add_working_days(ctx.tables.calendar, safe, -1)):
        return refuse("due_day_too_late", latest.isoformat())
    return None


def too_early_to_refuse(case: Case, ground: str, ctx: Context) -> Refusal | None:
    """Whoever was given a date may use it: no refusal for what is still being waited for (edition 2)."""
    request = {
        MATERIAL_MISSING: case.material_request, IDENTITY_REFUSED: case.intake.identity_request
    }.get(ground)  # fmt: skip
    if ctx.edition < 2 or request is None or request.answered:
        return None
    if ctx.now >= midnight(request.due_on + timedelta(days=1)):
        return None
    return refuse("request_still_open", request.due_on.isoformat())


def link_case(case: Case, command: c.LinkCase, ctx: Context) -> Decided | Refusal:
    if refusal := _not_linkable(case, command.case_id):
        return refusal
    return (e.CaseLinked(case_id=command.case_id, relation=Relation(command.relation)),)


def merge_duplicate(case: Case, command: c.MergeDuplicate, ctx: Context) -> Decided | Refusal:
    """Handled in the other case from now on; art.15 is met when the complainant has been told of it."""
    if case.intake.merged_into:
        return refuse("already_decided")
    if command.into == case.case_id:
        return refuse("links_to_itself")
    if any(one.case_id == command.into and one.relation is MERGED_FROM for one in case.intake.links):
        return refuse("merged_here")
    return (e.DuplicateMerged(case_id=command.into, new_facts=command.new_facts),)


def split_report(case: Case, command: c.SplitReport, ctx: Context) -> Decided | Refusal:
    """Complaint and report are handled separately (art.9)."""
    number = f"{case.case_number}-R{case.intake.reports + 1}"
    return (
        e.ReportSplit(report_case_id=ctx.new_id, report_case_number=number, summary=command.summary),
    )


def _not_linkable(case: Case, other: str) -> Refusal | None:
    if other == case.case_id:
        return refuse("links_to_itself")
    if any(link.case_id == other for link in case.intake.links):
        return refuse("linked_already")
    return None


RULES: dict[type, Rule] = {
    c.CorrectParty: correct_party,
    c.AddRespondent: add_respondent,
    c.AmendClaim: amend_claim,
    c.RequestIdentityProof: request_identity_proof,
    c.LinkCase: link_case,
    c.MergeDuplicate: merge_duplicate,
    c.SplitReport: split_report,
}
