"""Quiet hours: when nobody gets a text message. By the wall clock of the offices, in China."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Self

from redress.domain.actors import at_or_below
from redress.domain.counting import CHINA

_SPAN: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Span:
    """From one time of day up to, not including, another; over midnight where the second is the earlier."""

    start: time
    end: time

    @classmethod
    def read(cls, text: str) -> Self | None:
        """`21:00-08:00`; empty: no quiet hours. Raises ValueError."""
        if not text:
            return None
        found = _SPAN.fullmatch(text)
        if found is None or found.group(1, 2) == found.group(3, 4):
            raise ValueError(f"quiet hours are written 21:00-08:00, not {text!r}")
        first, second, third, fourth = map(int, found.groups())
        return cls(time(first, second), time(third, fourth))

    def over_at(self, now: datetime) -> datetime | None:
        """When the quiet is over that reigns at `now`; None when it does not."""
        local = now.astimezone(CHINA)
        clock = local.time()
        overnight = self.end < self.start
        quiet = clock >= self.start or clock < self.end if overnight else self.start <= clock < self.end
        if not quiet:
            return None
        day = local.date() + timedelta(days=1 if overnight and clock >= self.start else 0)
        return datetime.combine(day, self.end, CHINA)


class QuietHours:
    """Those of the installation, and of offices with hours of their own (theirs count for those below)."""

    def __init__(self, everywhere: str, offices: Mapping[str, str]) -> None:
        """Raises ValueError for what `Span.read` does not read."""
        self._everywhere = Span.read(everywhere)
        self._offices = {path: Span.read(text) for path, text in offices.items()}

    def over_at(self, office: str, now: datetime) -> datetime | None:
        """When an office may send again; None: now."""
        above = [path for path in self._offices if at_or_below(office, path)]
        span = self._offices[max(above, key=len)] if above else self._everywhere
        return span.over_at(now) if span else None
