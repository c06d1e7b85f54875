"""How the events of documents change a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.documents import Document, DocumentStanding
from redress.domain.events import Recorded


def _drafted(case: Case, event: e.DocumentDrafted, at: Recorded) -> Case:
    document = Document(
        number=event.number,
        kind=event.kind,
        party=event.party,
        template=event.template,
        content=event.content,
        drafted_by=at.person,
        approver=event.approver,
        series=event.series,
        standing=DocumentStanding.DRAFT if event.approver else DocumentStanding.APPROVED,
    )
    return replace(case, documents=(*case.documents, document))


def _approved(case: Case, event: e.DocumentApproved, at: Recorded) -> Case:
    return _on(case, event.number, standing=DocumentStanding.APPROVED, approved_by=at.person)


def _issued(case: Case, event: e.DocumentIssued, at: Recorded) -> Case:
    return _on(
        case, event.number, standing=DocumentStanding.ISSUED, seal=event.seal, dated_on=event.dated_on
    )


def _numbered(case: Case, event: e.DocumentNumbered, at: Recorded) -> Case:
    return _on(case, event.number, reference=event.reference)


def _voided(case: Case, event: e.DocumentVoided, at: Recorded) -> Case:
    return _on(case, event.number, standing=DocumentStanding.VOID)


def _scanned(case: Case, event: e.ScanAttached, at: Recorded) -> Case:
    return _on(case, event.number, scan=event.evidence)


def told_with(case: Case, reference: str | None, party: str) -> Case:
    """The case in which that party has been told with the document named by a notice."""
    found = case.document(reference)
    if found is None or party in found.told:
        return case
    return _on(case, found.number, told=(*found.told, party))


def _on(case: Case, number: int, **changes: Any) -> Case:
    return replace(
        case, documents=tuple(replace(d, **changes) if d.number == number else d for d in case.documents)
    )


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.DocumentDrafted: _drafted,
    e.DocumentApproved: _approved,
    e.DocumentIssued: _issued,
    e.DocumentNumbered: _numbered,
    e.DocumentVoided: _voided,
    e.ScanAttached: _scanned,
}
