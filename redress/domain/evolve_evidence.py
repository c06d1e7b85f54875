"""How the events of evidence change a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.events import Recorded
from redress.domain.evidence import Evidence

EVIDENCE_KEPT = 50
"""How many pieces travel with the case, the newest; the ledger and the list of evidence have all."""


def _evidence_added(case: Case, event: e.EvidenceAdded, at: Recorded) -> Case:
    piece = Evidence(
        number=event.number,
        kind=event.kind,
        given_by=event.given_by,
        obtained_at=event.obtained_at,
        added_at=at.at,
        name=event.name,
        file=event.file,
    )
    request = case.material_request
    if request and event.completes:
        request = replace(request, answered=True)
    return replace(
        case,
        evidence=(*case.evidence, piece)[-EVIDENCE_KEPT:],
        evidence_count=event.number,
        completed=tuple(dict.fromkeys((*case.completed, *event.completes))),
        material_request=request,
    )


def _evidence_marked(case: Case, event: e.EvidenceMarked, at: Recorded) -> Case:
    marked = tuple(
        replace(one, status=event.status) if one.number == event.number else one for one in case.evidence
    )
    return replace(case, evidence=marked)


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.EvidenceAdded: _evidence_added,
    e.EvidenceMarked: _evidence_marked,
}
