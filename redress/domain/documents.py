"""A document (文书) of a case: what it is, where it stands, whom it has told. Sheets are drawn elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from redress.domain.sealed import Text

Approver = Literal["supervisor", "bureau_head"]
"""Whose approval an office can ask for."""


class DocumentStanding(StrEnum):
    """draft → approved → issued (numbered and sealed); void at any time, and a void one keeps its number."""

    DRAFT = "draft"
    APPROVED = "approved"
    ISSUED = "issued"
    VOID = "void"


class SealKind(StrEnum):
    """How the bureau's seal is on it: stamped on paper, or set electronically."""

    STAMPED = "stamped"
    ELECTRONIC = "electronic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document. `kind` is its code in the profile, `template` the version it was drawn up from (SHA-256),
    `content` the values of its fields as one sealed JSON text. `approver`: the role whose approval it needs;
    `series`: the word in its number (受), empty where it bears the number of the case.
    `scan`: the piece of evidence that shows the signed paper. `told`: parties told with it.
    """

    number: int
    kind: str
    party: str | None
    template: str
    content: Text
    drafted_by: str
    approver: Approver | None
    series: str = ""
    standing: DocumentStanding = DocumentStanding.DRAFT
    approved_by: str | None = None
    dated_on: date | None = None
    seal: SealKind | None = None
    reference: str | None = None
    scan: int | None = None
    told: tuple[str, ...] = ()
