"""Rules of evidence (S0-33, S0-77, S4-06): what is taken stays as it is; a wrong piece is marked."""

from __future__ import annotations

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.context import Context
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.evidence import GIVERS, NEEDS_FILE
from redress.domain.refusals import Refusal, refuse


def add_evidence(case: Case, command: c.AddEvidence, ctx: Context) -> Decided | Refusal:
    """A file that the same giver has given already is the same piece, unless that one was marked."""
    giver = command.given_by if command.given_by in GIVERS else case.party(command.given_by)
    if giver is None:
        return refuse("unknown_giver", ", ".join((*case.parties, *GIVERS)))
    if command.obtained_at and command.obtained_at > ctx.now:
        return refuse("in_the_future", "obtained_at")
    if command.file is None and command.kind in NEEDS_FILE:
        return refuse("evidence_needs_file", command.kind)
    if command.file is not None:
        if not command.file.fit:
            return refuse("not_an_id", "file")
        for known in case.evidence:
            same = known.file is not None and known.file.sha256 == command.file.sha256
            if same and known.given_by == giver and known.status is None:
                return refuse("already_in_evidence", str(known.number))
    missing = case.findings.missing if case.findings else ()
    if any(item not in missing for item in command.completes):
        return refuse("no_such_item", ", ".join(missing))
    return (
        e.EvidenceAdded(
            number=case.evidence_count + 1,
            kind=command.kind,
            given_by=giver,
            obtained_at=command.obtained_at or ctx.now,
            name=command.name,
            description=command.description,
            file=command.file,
            completes=command.completes,
        ),
    )


def mark_evidence(case: Case, command: c.MarkEvidence, ctx: Context) -> Decided | Refusal:
    if not 1 <= command.number <= case.evidence_count:
        return refuse("unknown_evidence", f"1-{case.evidence_count}" if case.evidence_count else None)
    if any(one.number == command.number and one.status is command.status for one in case.evidence):
        return refuse("already_marked", command.status)
    return (e.EvidenceMarked(number=command.number, status=command.status, reason=command.reason),)


RULES: dict[type, Rule] = {
    c.AddEvidence: add_evidence,
    c.MarkEvidence: mark_evidence,
}
