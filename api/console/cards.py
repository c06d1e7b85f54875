"""The clocks of a case as cards: state, dates, the ribbon and the words that explain it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from api.console.choices import profile_named
from api.console.desk_lines import left_until
from api.console.naming import Naming
from api.console.strip import Strip, strip_of
from api.http.problems import Problem
from api.http.services import Services
from api.http.timeline import explained
from redress.domain.case import ClockState
from redress.domain.counting import CHINA
from redress.domain.prose import prose
from redress.domain.view import CaseView, ClockView

LIVE: Final = frozenset({ClockState.RUNNING, ClockState.SUSPENDED, ClockState.EXPIRED, ClockState.BREACHED})


@dataclass(frozen=True, slots=True)
class Card:
    """One clock. `strip`, `words`, `days`: empty while the engine cannot be asked. `left`: working days."""

    clock: ClockView
    title: str
    owed: bool
    left: int | None
    ended_on: date | None
    strip: Strip | None
    words: str
    days: tuple[Mapping[str, Any], ...]


async def cards_of(services: Services, view: CaseView, naming: Naming, today: date) -> list[Card]:
    """What is owed first, by its safe due day; then what is over, the latest first."""
    answers = await asyncio.gather(*(_answer(services, view, n) for n in range(len(view.clocks))))
    cards = [
        _card(services, clock, answer, naming, today)
        for clock, answer in zip(view.clocks, answers, strict=True)
    ]
    owed = sorted((c for c in cards if c.owed), key=lambda c: (c.clock.safe_due_on or date.max, c.clock.key))
    return [*owed, *(card for card in reversed(cards) if not card.owed)]


async def _answer(services: Services, view: CaseView, n: int) -> Mapping[str, Any] | None:
    """How a clock came about; None when it cannot be asked, or a later clock has its key."""
    key = view.clocks[n].key
    if any(later.key == key for later in view.clocks[n + 1:]):
        return None
    try:
        answer = await explained(services, view.case_id, key)
    except Problem:
        return None
    return answer if answer and "error" not in answer else None


def _card(
    services: Services, clock: ClockView, answer: Mapping[str, Any] | None, naming: Naming, today: date
) -> Card:
    owed = clock.ended_at is None and clock.state in LIVE
    hurries = clock.milestone != "archive"  # which is owed to nobody
    ended_on = clock.ended_at.astimezone(CHINA).date() if clock.ended_at else None
    return Card(
        clock=clock,
        title=naming.clock(clock.key),
        owed=owed,
        left=left_until(services.tables.calendar, today, clock.safe_due_on) if owed and hurries else None,
        ended_on=ended_on,
        strip=strip_of(answer, today, ended_on, base_length(services, clock)) if answer else None,
        words=prose(answer, naming.words.lang) if answer else "",
        days=tuple(answer["days"]) if answer else (),
    )


def base_length(services: Services, clock: ClockView) -> int | None:
    """The length of the period before any extension."""
    profile = profile_named(services.tables, clock.profile)
    rule = profile.clock(clock.key.partition(":")[0]) if profile else None
    return rule.sources[0].length if rule and len(rule.sources) == 1 else None
