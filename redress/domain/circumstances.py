"""What an explanation says beside its dates, each only where it holds: hours, receipts after the cut-off,
several periods at once, extensions that took effect. The dates and days are in `explain.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from redress.domain.counting import CHINA, Extension, ExtensionMode, Suspension, Unit
from redress.domain.question import Question
from redress.domain.reckoning import Reckoning, local_day

Said = dict[str, object]


def circumstances(
    question: Question,
    counted: tuple[Reckoning, ...],
    first: Reckoning,
    suspensions: tuple[Suspension, ...],
    extensions: tuple[Extension, ...],
) -> Said:
    """`runs_from` and `paused[] {from, to}` of hours; `received_at` and `received_cutoff` of a receipt that
    counts for a later day; `earliest_of[] {length, unit, due_on, due_at}`; `extended[] {approved_at, mode,
    length}`. `first` is the one of `counted` that holds.
    """
    said: Said = {}
    if first.period.unit is Unit.HOUR:
        said["runs_from"] = first.start_at.isoformat()
        paused = list(_paused(first, suspensions))
        if paused:
            said["paused"] = paused
    elif first.start != local_day(question.started_at):
        said["received_at"] = question.started_at.astimezone(CHINA).isoformat()
        said["received_cutoff"] = question.counting.received_cutoff
    if len(counted) > 1:
        said["earliest_of"] = [_period(one) for one in counted]
    extended = list(_extended(first, extensions))
    if extended:
        said["extended"] = extended
    return said


def _paused(first: Reckoning, suspensions: Iterable[Suspension]) -> Iterator[Said]:
    """The stretches in which hours did not run, overlaps merged."""
    merged: list[tuple[datetime, datetime | None]] = []
    for one in sorted(suspensions, key=lambda each: each.start):
        ends_before = one.end is not None and one.end <= first.start_at
        if ends_before or (first.due_at is not None and one.start >= first.due_at):
            continue
        start = max(one.start, first.start_at)
        if merged and (last := merged[-1][1]) is not None and start <= last:
            merged[-1] = (merged[-1][0], None if one.end is None else max(last, one.end))
        elif not merged or merged[-1][1] is not None:
            merged.append((start, one.end))
    for begin, end in merged:
        if begin != end:
            yield {
                "from": begin.astimezone(CHINA).isoformat(),
                "to": None if end is None else end.astimezone(CHINA).isoformat(),
            }


def _period(one: Reckoning) -> Said:
    return {
        "length": one.length,
        "unit": one.period.unit.value,
        "due_on": None if one.due is None else date.fromordinal(one.due).isoformat(),
        "due_at": None if one.due_at is None else one.due_at.isoformat(),
    }


def _extended(first: Reckoning, extensions: tuple[Extension, ...]) -> Iterator[Said]:
    """The extensions that made the period longer, by the moment of approval."""
    refused = [one.extension for one in first.refused]
    length = first.period.length
    for one in sorted(extensions, key=lambda each: (each.approved_at, each.mode, each.length)):
        if one in refused:
            refused.remove(one)
            continue
        longer = length + one.length if one.mode is ExtensionMode.ADD else max(length, one.length)
        if longer > length:
            length = longer
            yield {
                "approved_at": one.approved_at.isoformat(),
                "mode": one.mode.value,
                "length": one.length,
            }
