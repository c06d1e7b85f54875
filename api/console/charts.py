"""Charts as pictures that the server draws: where every bar, line and word lies. The templates paint them.

Nothing is counted here; colours are classes of `board.css`, so that light, dark and print are theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 720
LEFT, RIGHT, TOP, FOOT = 44, 8, 14, 26
HEIGHT: Final = 220
ROW: Final = 28
NAMES: Final = 190
"""Width of the names beside the bars of kinds."""

NUMBERS: Final = 56
LONGEST_NAME: Final = 24
"""In columns, of which a Chinese character takes two."""

MOST_BARS: Final = 12


@dataclass(frozen=True, slots=True)
class Column:
    """One month: its bar, and where the same month a year before lies."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    label: str
    value: int
    before: int
    before_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Trend:
    """`line`: the points of the year before, ready for a polyline."""

    width: int
    height: int
    left: int
    floor: float
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    line: str


@dataclass(frozen=True, slots=True)
class Bar:
    y: float
    width: float
    label: str
    name: str
    value: int
    share: float
    address: str


@dataclass(frozen=True, slots=True)
class Bars:
    """`rest`: kinds that are not drawn; the table beneath has all."""

    width: int
    height: int
    names: int
    bars: tuple[Bar, ...]
    rest: int


def trend_of(months: Sequence[tuple[str, int, int]]) -> Trend:
    """Of month, number, and number a year before."""
    highest = ceiling(max((max(now, before) for _, now, before in months), default=0))
    floor = HEIGHT - FOOT
    step = (WIDTH - LEFT - RIGHT) / max(len(months), 1)

    def y(value: int) -> float:
        return round(floor - (floor - TOP) * value / highest, 1)

    columns = tuple(
        Column(
            x=round(LEFT + n * step + step * 0.2, 1),
            y=y(now),
            width=round(step * 0.6, 1),
            height=round(floor - y(now), 1),
            middle=round(LEFT + (n + 0.5) * step, 1),
            label=label,
            value=now,
            before=before,
            before_y=y(before),
        )
        for n, (label, now, before) in enumerate(months)
    )
    ticks = tuple(Tick(y(value), value) for value in sorted({0, highest // 2, highest}))
    line = " ".join(f"{one.middle},{one.before_y}" for one in columns)
    return Trend(WIDTH, HEIGHT, LEFT, floor, columns, ticks, line)


def bars_of(kinds: Sequence[tuple[str, int, str]]) -> Bars:
    """Of name, number, and the address of the list behind it; the longest first."""
    drawn = kinds[:MOST_BARS]
    most = max((number for _, number, _ in kinds), default=0) or 1
    whole = sum(number for _, number, _ in kinds) or 1
    room = WIDTH - NAMES - NUMBERS
    bars = tuple(
        Bar(
            y=n * ROW + 4,
            width=max(round(room * number / most, 1), 2),
            label=shortened(name),
            name=name,
            value=number,
            share=number / whole,
            address=address,
        )
        for n, (name, number, address) in enumerate(drawn)
    )
    return Bars(WIDTH, max(len(bars), 1) * ROW + 4, NAMES, bars, len(kinds) - len(drawn))


def ceiling(value: int) -> int:
    """The even number of a scale (2, 4, 10, 20, 40, 100, …) that is not below the value."""
    scale = 1
    while True:
        for factor in (2, 4, 10):
            if value <= factor * scale:
                return factor * scale
        scale *= 10


def shortened(name: str) -> str:
    """As much of a name as fits beside its bar."""
    used = 0
    for place, one in enumerate(name):
        used += 2 if ord(one) > 0x2E7F else 1
        if used > LONGEST_NAME:
            return f"{name[:place]}…"
    return name
