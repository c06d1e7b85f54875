"""Commands about evidence and the files that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from redress.domain.commands.words import Command
from redress.domain.evidence import EvidenceKind, EvidenceStatus, StoredFile
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEvidence(Command):
    """收到证据: from now on nobody changes or removes it. `name` is the file's or the thing's; `obtained_at`
    is when it was given (default now).
    """

    type: Literal["add_evidence"] = "add_evidence"
    kind: EvidenceKind
    given_by: str
    name: Text
    description: Text | None = None
    obtained_at: datetime | None = None
    file: StoredFile | None = None
    completes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkEvidence(Command):
    """Says what became of a piece; the piece itself stays."""

    type: Literal["mark_evidence"] = "mark_evidence"
    number: int
    status: EvidenceStatus
    reason: Text
