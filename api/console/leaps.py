"""Where a case of a rehearsal can be led to in one step, and what it has lived through on the way."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final

from api.console.telling import Told
from api.console.words import Words
from api.http.problems import Problem
from redress.domain.counting import CHINA
from redress.domain.view import CaseView

MORNING: Final = time(9, 0, tzinfo=CHINA)


@dataclass(frozen=True, slots=True)
class Leap:
    """`until`: local time to the minute, as the form carries it."""

    words: str
    until: str
    at: datetime


def leaps_of(view: CaseView) -> tuple[Leap, ...]:
    """To the morning of the day on which the next duty is due, and to just after its period is over."""
    found = []
    if view.due_on is not None:
        found.append(("forward.to_due_day", datetime.combine(view.due_on, MORNING)))
    if view.next_due_at is not None:
        found.append(("forward.past_due", view.next_due_at.astimezone(CHINA) + timedelta(minutes=1)))
    return tuple(Leap(words, f"{at:%Y-%m-%dT%H:%M}", at) for words, at in found if at > view.now)


def lived_through(entries: tuple[Told, ...], since: int | None) -> tuple[Told, ...]:
    """What has happened after that event, oldest first."""
    return () if since is None else tuple(one for one in entries if one.seq > since)


def in_words(found: Problem, words: Words) -> Problem:
    """A held jump with the activities that hold it as people call them."""
    if found.code != "jump_held" or not found.detail:
        return found
    names = (words.known(f"activity.{name}") or name for name in found.detail.split(", "))
    return replace(found, detail=words("forward.held", what=words("list.and").join(names)))
