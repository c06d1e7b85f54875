"""The clock strip: one deadline as a calendar ribbon; where each day lies and what it says.

The days come from the domain's explanation (contracts §2); nothing is counted here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

DAYS_IN_ROW: Final = 28
CELL: Final = 30
WEEK_GAP: Final = 7
HEAD: Final = 15
"""Height of the names of the week's days, once on top."""
MONTHS: Final = 15
BOX: Final = 36
FOOT: Final = 15
ROW: Final = MONTHS + BOX + FOOT + 4
MOST_ROWS: Final = 8
"""Of a longer ribbon the middle is folded."""

MOST_SUSPENDED: Final = 3 * DAYS_IN_ROW


@dataclass(frozen=True, slots=True)
class Cell:
    """One day. `kind` as in contracts §2; `mark` is what stands in its middle; `foot` the key under it."""

    x: int
    y: int
    day: date
    kind: str
    mark: str
    foot: str
    passed: bool
    extended: bool
    due: bool
    safe: bool
    today: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class Label:
    x: int
    y: int
    day: date


@dataclass(frozen=True, slots=True)
class Strip:
    """`heads`: where the days of the week are named; `folded`: how many days are not drawn, at `fold_y`."""

    width: int
    height: int
    cells: tuple[Cell, ...]
    months: tuple[Label, ...]
    heads: tuple[Label, ...]
    kinds: tuple[str, ...]
    folded: int = 0
    fold_y: int = 0


def strip_of(
    answer: Mapping[str, Any], today: date, ended_on: date | None, base_length: int | None
) -> Strip | None:
    """The ribbon of an explanation, as it stands `today` or as it stood on the day the clock ended.

    `base_length`: the period before any extension, in the unit of the count.
    """
    days: Sequence[Mapping[str, Any]] = answer.get("days") or ()
    if not days:
        return None
    days = [*days, *_since(answer, ended_on or today)]
    first = date.fromisoformat(days[0]["date"])
    lead = first.weekday()
    rows = -(-(lead + len(days)) // DAYS_IN_ROW)
    hidden = _hidden(rows)
    columns = range(lead, lead + len(days)) if rows == 1 else range(DAYS_IN_ROW)
    cells, months = [], []
    for n, one in enumerate(days):
        row, column = divmod(lead + n, DAYS_IN_ROW)
        if row in hidden:
            continue
        if hidden and row >= hidden.stop:
            row -= len(hidden) - 1
        x, y = _x(column) - _x(columns.start), HEAD + row * ROW + MONTHS
        day = date.fromisoformat(one["date"])
        cells.append(_cell(one, answer, day, (x, y), (today, ended_on), base_length))
        if n == 0 or day.day == 1 or column == 0:
            months.append(Label(x, y - 4, day))
    return Strip(
        width=_x(columns[-1]) - _x(columns.start) + CELL,
        height=HEAD + (rows - len(hidden) + bool(hidden)) * ROW,
        cells=tuple(cells),
        months=tuple(_apart(months)),
        heads=tuple(
            Label(_x(n) - _x(columns.start), HEAD - 4, first + timedelta(days=n - lead)) for n in columns
        ),
        kinds=tuple(dict.fromkeys(each.kind for each in cells)),
        folded=len(days) - len(cells),
        fold_y=HEAD + hidden.start * ROW + ROW // 2 if hidden else 0,
    )


def _since(answer: Mapping[str, Any], until: date) -> Iterator[Mapping[str, Any]]:
    """The days up to `until` that the explanation leaves out: still suspended, or late, as far as rows go."""
    kind, most = ("suspended", MOST_SUSPENDED) if answer["due_on"] is None else ("late", DAYS_IN_ROW)
    last = date.fromisoformat(answer["days"][-1]["date"])
    for n in range(min((until - last).days, most)):
        yield {"date": (last + timedelta(days=n + 1)).isoformat(), "kind": kind, "count": None}


def _hidden(rows: int) -> range:
    """The rows in the middle of a ribbon that is too long."""
    return range(MOST_ROWS // 2, rows - MOST_ROWS // 2 + 1) if rows > MOST_ROWS else range(0)


def _x(column: int) -> int:
    return column * CELL + column // 7 * WEEK_GAP


def _cell(
    one: Mapping[str, Any],
    answer: Mapping[str, Any],
    day: date,
    place: tuple[int, int],
    now: tuple[date, date | None],
    base_length: int | None,
) -> Cell:
    count, text = one["count"], one["date"]
    today, ended_on = now
    due, safe, ended = text == answer["due_on"], text == answer["safe_due_on"], day == ended_on
    present = day == today and ended_on is None
    return Cell(
        x=place[0],
        y=place[1],
        day=day,
        kind=one["kind"],
        mark="" if count is None else str(count),
        foot="ended" if ended else "due" if due else "safe" if safe else "today" if present else "",
        passed=day < (ended_on or today),
        extended=bool(base_length and count and count > base_length),
        due=due,
        safe=safe and not due,
        today=present,
        ended=ended,
    )


def _apart(labels: list[Label]) -> Iterator[Label]:
    """Names of months that would run into each other: the later one says more."""
    for one, following in zip(labels, [*labels[1:], None], strict=True):
        if following is None or following.y != one.y or following.x - one.x > 2 * CELL:
            yield one
