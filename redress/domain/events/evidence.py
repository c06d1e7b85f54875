"""Events about evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from redress.domain.evidence import EvidenceKind, EvidenceStatus, StoredFile
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAdded:
    type: Literal["evidence_added"] = "evidence_added"
    number: int
    kind: EvidenceKind
    given_by: str
    obtained_at: datetime
    name: Text
    description: Text | None
    file: StoredFile | None
    completes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceMarked:
    type: Literal["evidence_marked"] = "evidence_marked"
    number: int
    status: EvidenceStatus
    reason: Text
