"""What a report of a period is asked for, and the sections in which it is read."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from redress.domain.statistical_periods import Kind


class Section(StrEnum):
    """One step of a report, in the order of its tables. `urgent`: the lists behind what is urgent."""

    BOARD = "board"
    URGENT = "urgent"
    FIGURES = "figures"
    MONTHS = "months"
    CATEGORY = "category"
    CHANNEL = "channel"
    OUTCOME = "outcome"
    TRADERS = "traders"


OF_SHEETS: Final = (Section.BOARD, Section.URGENT)
SHEETS: Final = (Kind.DAY, Kind.WEEK)
"""Periods whose file holds the board and its urgent lists beside the figures."""

WITHOUT_MONTHS: Final = (*SHEETS, Kind.MONTH)

OF_A_PERIOD: Final = tuple(section for section in Section if section not in OF_SHEETS)
BRIEF: Final = (Section.FIGURES, Section.MONTHS)
"""Without kinds and traders, whose names would have to be opened."""


def sections_of(kind: Kind) -> tuple[Section, ...]:
    """What the file of such a period holds."""
    return tuple(
        section
        for section in Section
        if (kind in SHEETS or section not in OF_SHEETS)
        and not (kind in WITHOUT_MONTHS and section is Section.MONTHS)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`period` as it is asked for (`2026-Q4`); `name` of the file, without its ending."""

    period_kind: Kind
    period: str
    office: str
    format: Literal["csv", "xlsx"]
    lang: Literal["zh", "en"]
    name: str
