"""How notices on their way change a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain.case import Case, SentNotice
from redress.domain.events import Recorded


def _sent(case: Case, event: e.NoticeSent, at: Recorded) -> Case:
    notice = SentNotice(
        notice=at.seq,
        matter=event.matter,
        party=event.party,
        method=event.method,
        document=event.document,
        at=at.at,
    )
    return replace(case, sent=(*case.sent, notice))


def arrived(case: Case, event: e.NoticeRecorded | e.NoticeNotSent) -> Case:
    """The case without the notice that this event settles; a person may settle a letter too."""
    what = (event.matter, event.party, event.method)
    return replace(case, sent=tuple(s for s in case.sent if (s.matter, s.party, s.method) != what))


def _not_sent(case: Case, event: e.NoticeNotSent, at: Recorded) -> Case:
    return arrived(case, event)


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.NoticeSent: _sent,
    e.NoticeNotSent: _not_sent,
}
