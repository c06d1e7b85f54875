"""Rules of documents: what may be drawn up, who approves it, when it gets its number, when it is void."""

from __future__ import annotations

import re

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.clocks import profile_of
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.documents import Document, DocumentStanding
from redress.domain.permissions import Relation
from redress.domain.refusals import Refusal, refuse
from redress.domain.relation import kept_out

MOST = 100
"""Documents of one case: it stays small, and so many letters about one dispute are a mistake."""

SERIES = re.compile(r"[\u4e00-\u9fff]{0,4}")

VERSION = re.compile(r"[0-9a-f]{64}")

DECIDED = {
    "acceptance_decision": ("accepted", "令121 art.15"),
    "refusal_decision": ("refused", "令121 art.15, art.16"),
    "termination_decision": ("terminated", "令121 art.23"),
    "mediation_document": ("agreement", "令121 art.24"),
}
"""Documents that state a decision: what of the case must stand before they are issued."""


def draft(case: Case, command: c.DraftDocument, ctx: Context) -> Decided | Refusal:
    known = {rule.code for rule in profile_of(case.profile, ctx.tables).documents}
    if command.kind not in known:
        return refuse("unknown_document", ", ".join(sorted(known)) or None)
    if not VERSION.fullmatch(command.template):
        return refuse("not_an_id", "template")
    if not SERIES.fullmatch(command.series):
        return refuse("not_an_id", "series")
    party = case.party(command.party) if command.party is not None else None
    if command.party is not None and party is None:
        return refuse("unknown_party", ", ".join(case.parties))
    if len(case.documents) >= MOST:
        return refuse("too_many_documents", str(MOST))
    if command.replaces is not None and _of(case, command.replaces) is None:
        return refuse("no_such_document", _numbers(case))
    return (
        e.DocumentDrafted(
            number=len(case.documents) + 1,
            kind=command.kind,
            party=party,
            template=command.template,
            content=command.content,
            approver=command.approver,
            series=command.series,
            replaces=command.replaces,
        ),
    )


def approve(case: Case, command: c.ApproveDocument, ctx: Context) -> Decided | Refusal:
    document = _of(case, command.number)
    if document is None:
        return refuse("no_such_document", _numbers(case))
    if document.standing is not DocumentStanding.DRAFT or document.approver is None:
        return refuse("document_standing", document.standing)
    if document.approver not in ctx.actor.roles:
        return refuse("forbidden", document.approver)
    if barred := kept_out(case, command, ctx.actor, Relation.NOT_DRAFTER):
        return barred
    return (e.DocumentApproved(number=document.number),)


def issue(case: Case, command: c.IssueDocument, ctx: Context) -> Decided | Refusal:
    """A decision is issued when it has been made; nothing is dated ahead or before the case."""
    document = _of(case, command.number)
    if document is None:
        return refuse("no_such_document", _numbers(case))
    if document.standing is DocumentStanding.DRAFT:
        return refuse("approval_needed", document.approver)
    if document.standing is not DocumentStanding.APPROVED:
        return refuse("document_standing", document.standing)
    fact, article = DECIDED.get(document.kind, (None, None))
    if fact is not None and getattr(case, fact) is None:
        return refuse("nothing_decided_yet", document.kind, article)
    today = ctx.now.astimezone(CHINA).date()
    dated_on = command.dated_on or today
    if dated_on > today:
        return refuse("in_the_future", dated_on.isoformat())
    if case.received_at and dated_on < case.received_at.astimezone(CHINA).date():
        return refuse("before_its_cause", case.received_at.astimezone(CHINA).date().isoformat())
    return (
        e.DocumentIssued(
            number=document.number,
            kind=document.kind,
            series=document.series,
            seal=command.seal,
            dated_on=dated_on,
        ),
    )


def void(case: Case, command: c.VoidDocument, ctx: Context) -> Decided | Refusal:
    document = _of(case, command.number)
    if document is None:
        return refuse("no_such_document", _numbers(case))
    if document.standing is DocumentStanding.VOID:
        return refuse("document_standing", document.standing)
    return (e.DocumentVoided(number=document.number, reason=command.reason),)


def attach(case: Case, command: c.AttachScan, ctx: Context) -> Decided | Refusal:
    document = _of(case, command.number)
    if document is None:
        return refuse("no_such_document", _numbers(case))
    if document.standing is not DocumentStanding.ISSUED:
        return refuse("document_standing", document.standing)
    if not 1 <= command.evidence <= case.evidence_count:
        return refuse("unknown_evidence", f"1-{case.evidence_count}" if case.evidence_count else None)
    return (e.ScanAttached(number=document.number, evidence=command.evidence),)


def _of(case: Case, number: int) -> Document | None:
    return next((document for document in case.documents if document.number == number), None)


def _numbers(case: Case) -> str | None:
    return f"1-{len(case.documents)}" if case.documents else None


RULES: dict[type, Rule] = {
    c.DraftDocument: draft,
    c.ApproveDocument: approve,
    c.IssueDocument: issue,
    c.VoidDocument: void,
    c.AttachScan: attach,
}
