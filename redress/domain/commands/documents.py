"""Commands about documents (文书): drawing up, approving, issuing, voiding, taking the signed paper back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from redress.domain.commands.words import Command
from redress.domain.documents import Approver, SealKind
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDocument(Command):
    """拟稿. `template`, `series` and `approver` are the office's own and never the drafter's to choose."""

    type: Literal["draft_document"] = "draft_document"
    kind: str
    content: Text
    template: str
    party: str | None = None
    approver: Approver | None = None
    series: str = ""
    replaces: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveDocument(Command):
    """签批, by the role that the office asks for and by another person than drew it up."""

    type: Literal["approve_document"] = "approve_document"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDocument(Command):
    """编号、用印: from now on it has a number in the series of bureau, year and kind."""

    type: Literal["issue_document"] = "issue_document"
    number: int
    seal: SealKind = SealKind.STAMPED
    dated_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidDocument(Command):
    """作废. A number once given is not given again."""

    type: Literal["void_document"] = "void_document"
    number: int
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachScan(Command):
    """扫描归档: the signed paper, which has been taken in as evidence."""

    type: Literal["attach_scan"] = "attach_scan"
    number: int
    evidence: int
