"""Events about documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from redress.domain.documents import Approver, SealKind
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDrafted:
    type: Literal["document_drafted"] = "document_drafted"
    number: int
    kind: str
    party: str | None
    template: str
    content: Text
    approver: Approver | None
    series: str
    replaces: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentApproved:
    type: Literal["document_approved"] = "document_approved"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentIssued:
    """Sealed and dated; its number follows with the record, which alone knows the series."""

    type: Literal["document_issued"] = "document_issued"
    number: int
    kind: str
    series: str
    seal: SealKind
    dated_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNumbered:
    """文号, e.g. 青河市监受〔2026〕第12号."""

    type: Literal["document_numbered"] = "document_numbered"
    number: int
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentVoided:
    type: Literal["document_voided"] = "document_voided"
    number: int
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanAttached:
    type: Literal["scan_attached"] = "scan_attached"
    number: int
    evidence: int
