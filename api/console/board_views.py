"""What the pages of the board show: addresses of lists behind figures, rates beside earlier ones, charts."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from api.console.charts import Bars, Trend, bars_of, trend_of
from api.console.words import Words
from redress.documents.statistics_tables import kind_name
from redress.domain.board import RATES, Count, Rate
from redress.domain.board_words import COUNT_WORDS, RATE_WORDS
from redress.domain.statistical_periods import StatisticalPeriod
from redress.domain.tables import Tables
from redress.persistence.offices import Office
from redress.persistence.statistics import Kinds, Sums
from redress.persistence.supervising import Statistics

COUNTED: Final = (Count.RECEIVED, Count.MERGED, Count.REPORTS, Count.CONCLUDED, Count.RECOVERING)
"""Counts that stand beside the rates, each with its list."""


def list_address(figure: str, office: str, **narrowed: Any) -> str:
    """The list behind a figure, narrowed as the figure is."""
    said = {name: value for name, value in narrowed.items() if value is not None and value is not False}
    return "/board/list?" + urlencode({"figure": figure, "office": office, **said})


@dataclass(frozen=True, slots=True)
class Share:
    """A rate of one period: `per_cent` None where nothing was owed; numerator and denominator with lists."""

    per_cent: float | None
    part: int
    whole: int
    part_at: str
    whole_at: str


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate now, a period before and a year before; the differences in percentage points."""

    name: str
    means: str
    rests_on: str
    now: Share
    before: Share
    year_before: Share

    def change(self, other: Share) -> float | None:
        if self.now.per_cent is None or other.per_cent is None:
            return None
        return round(self.now.per_cent - other.per_cent, 1)


@dataclass(frozen=True, slots=True)
class CountRow:
    name: str
    means: str
    rests_on: str
    numbers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class TrendView:
    """`months`: all 24, with number and address; the chart shows the last twelve over those a year before."""

    id: str
    title: str
    chart: Trend
    months: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class KindsView:
    id: str
    title: str
    chart: Bars
    kinds: tuple[tuple[str, int, str], ...]


def rate_rows(found: Statistics, words: Words) -> tuple[RateRow, ...]:
    """Every rate of the statistics."""
    office, period = found.office.path, found.period
    rows = []
    for rate in Rate:
        part = COUNT_WORDS[RATES[rate][0]]
        whole = COUNT_WORDS[RATES[rate][1]]
        rows.append(
            RateRow(
                name=words.either(*RATE_WORDS[rate]),
                means=f"{words.either(whole.means_zh, whole.means_en)} → "
                f"{words.either(part.means_zh, part.means_en)}",
                rests_on=part.rests_on,
                now=share_of(found.whole, rate, office, period),
                before=share_of(found.before, rate, office, period.before),
                year_before=share_of(found.year_before, rate, office, period.year_before),
            )
        )
    return tuple(rows)


def share_of(sums: Sums, rate: Rate, office: str, period: StatisticalPeriod, exact: bool = False) -> Share:
    share = sums.rate(rate)
    part, whole = RATES[rate]
    days = {"exact": exact, **_days(period)}
    return Share(
        None if share is None else round(share * 100, 1),
        sums.of(part),
        sums.of(whole),
        list_address(part, office, **days),
        list_address(whole, office, **days),
    )


def count_rows(found: Statistics, words: Words) -> tuple[CountRow, ...]:
    """Numbers of the period, of the one before and of the same a year before."""
    each = (
        (found.whole, found.period),
        (found.before, found.period.before),
        (found.year_before, found.period.year_before),
    )
    return tuple(
        CountRow(
            name=words.either(COUNT_WORDS[what].zh, COUNT_WORDS[what].en),
            means=words.either(COUNT_WORDS[what].means_zh, COUNT_WORDS[what].means_en),
            rests_on=COUNT_WORDS[what].rests_on,
            numbers=tuple(
                (sums.of(what), list_address(what, found.office.path, **_days(period)))
                for sums, period in each
            ),
        )
        for what in COUNTED
    )


def unit_rates(
    found: Statistics,
) -> tuple[tuple[Office, Sums, tuple[Share, ...], str], ...]:
    """Of each office its sums, its rates, and the list of what it received."""
    rows = []
    for office, sums in found.units:
        exact = office.path == found.office.path
        shares = tuple(share_of(sums, rate, office.path, found.period, exact) for rate in Rate)
        received = list_address(Count.RECEIVED, office.path, exact=exact, **_days(found.period))
        rows.append((office, sums, shares, received))
    return tuple(rows)


def trend_views(found: Statistics, words: Words) -> tuple[TrendView, ...]:
    """Received and concluded, month by month over two years."""
    views = []
    for what in (Count.RECEIVED, Count.CONCLUDED):
        months = tuple(
            (
                period.name,
                sums.of(what),
                list_address(what, found.office.path, **_days(period)),
            )
            for period, sums in found.months
        )
        half = len(months) // 2
        pairs = zip(months[:half], months[half:], strict=True)
        title = words("board.trend", what=words.either(COUNT_WORDS[what].zh, COUNT_WORDS[what].en))
        chart = trend_of([(late[0], late[1], early[1]) for early, late in pairs])
        views.append(TrendView(f"trend-{what}", title, chart, months))
    return tuple(views)


def kinds_views(found: Statistics, tables: Tables, words: Words) -> tuple[KindsView, ...]:
    """Category, channel and outcome as bars."""
    return tuple(_kinds(each, found, tables, words) for each in found.kinds)


def _kinds(kinds: Kinds, found: Statistics, tables: Tables, words: Words) -> KindsView:
    days = _days(found.period)
    rows = tuple(
        (
            kind_name(kinds.part, code, tables, words.lang),
            number,
            list_address(kinds.what, found.office.path, **days, **{kinds.part: code}),
        )
        for code, number in kinds.counts
    )
    return KindsView(f"kinds-{kinds.part}", words(f"board.kinds.{kinds.part}"), bars_of(rows), rows)


def _days(period: StatisticalPeriod) -> dict[str, Any]:
    return {"first": period.first.isoformat(), "last": period.last.isoformat()}
