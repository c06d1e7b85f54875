"""Events of notices on their way; what was told in the end is `NoticeRecorded`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from redress.domain.commands import NoticeMatter
from redress.domain.facts import Method
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSent:
    type: Literal["notice_sent"] = "notice_sent"
    matter: NoticeMatter
    party: str
    method: Method
    document: str | None
    text: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeNotSent:
    """It never left the house; nobody has tried to reach the party."""

    type: Literal["notice_not_sent"] = "notice_not_sent"
    matter: NoticeMatter
    party: str
    method: Method
    reason: Text | None
