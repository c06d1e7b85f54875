"""What a list of cases may be narrowed to, and how each narrowing reads in SQL. No query is run here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What a list is narrowed to; None: no matter. `office` includes the offices below it, `category` those
    under it.

    `due_from`, `due_before`: the safe due day, from the first and before the second; `due_begins_by`: it has
    begun by that moment of the wall clock. `profile`: the case stands under it, or one of its clocks does.
    `escalated`: at least that step of a ladder. `waiting`: others are to act. `unassigned`: to be worked on,
    and nobody has it. `to_review`: drawn for the quality review and not reviewed yet. `number` is a whole
    case number; `words` come from `WordHashes.of_terms` and give candidates, `cases` are those themselves.
    `recorded_after`: changed since.
    """

    matter: str | None = None
    stage: str | None = None
    handler: str | None = None
    office: str | None = None
    overdue: bool | None = None
    due_from: date | None = None
    due_before: date | None = None
    due_begins_by: datetime | None = None
    received_from: datetime | None = None
    received_before: datetime | None = None
    channel: str | None = None
    category: str | None = None
    profile: str | None = None
    escalated: int | None = None
    waiting: bool | None = None
    unassigned: bool | None = None
    to_review: bool | None = None
    urgency: str | None = None
    key: bool | None = None
    supervised: bool | None = None
    recorded_after: datetime | None = None
    number: str | None = None
    words: tuple[int, ...] | None = None
    cases: tuple[UUID, ...] | None = None


OVERDUE: Final = "(overdue OR (due_by_wall IS NOT NULL AND due_by_wall <= now()))"
"""Also when a clock's moment has passed and the case has not said so yet."""

_COMPARED: Final = {
    "matter": "matter = {0}",
    "stage": "stage = {0}",
    "handler": "handler = {0}",
    "office": "(office = {0} OR starts_with(office, {0} || '.'))",
    # A case without a running clock stands at infinity: it is due on no day.
    "due_from": "list_on >= {0} AND list_on < 'infinity'",
    "due_before": "list_on < {0}",
    "due_begins_by": "safe_by_wall <= {0}",
    "received_from": "received_at >= {0}",
    "received_before": "received_at < {0}",
    "channel": "channel = {0}",
    "category": "(category = {0} OR starts_with(category, {0} || '.'))",
    "profile": "case_id IN (SELECT r.case_id FROM case_regimes r WHERE r.regime = {0})",
    "escalated": "escalated >= {0} AND escalated > 0",
    "urgency": "urgency = {0}",
    "recorded_after": "recorded_at > {0}",
    "number": "number = {0}",
    "cases": "case_id = ANY ({0})",
    "words": "case_id IN (SELECT w.case_id FROM case_words w WHERE w.words @> {0})",
}
_SAID: Final = {
    "overdue": OVERDUE,
    "key": "key",
    "supervised": "supervised",
    "waiting": "waiting IS NOT NULL",
    "unassigned": "(handler IS NULL AND stage IN ('registered', 'checking', 'accepted', 'mediating'))",
    "to_review": "EXISTS (SELECT FROM case_results r WHERE r.case_id = cases.case_id AND r.sampled "
    "AND r.reviewed_at IS NULL)",
}
_TYPES: Final[dict[type, str]] = {
    str: "text", int: "integer", date: "date", datetime: "timestamptz", UUID: "uuid",
}  # fmt: skip


def where(narrowed: CaseFilter, arguments: list[Any], *more: str) -> str:
    """`WHERE …` of a filter and of more conditions, or nothing; its values are added to `arguments`.

    Only the fixed texts of this file are put together; every value is an argument.
    """
    conditions = (*conditions_of(narrowed, arguments), *more)
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def conditions_of(narrowed: CaseFilter, arguments: list[Any]) -> Iterator[str]:
    """Each narrowing as a condition on `cases`."""
    for name, condition in _COMPARED.items():
        value = getattr(narrowed, name)
        if value is not None:
            yield condition.format(place(arguments, value))
    for name, condition in _SAID.items():
        value = getattr(narrowed, name)
        if value is not None:
            yield condition if value else f"NOT {condition}"


def place(arguments: list[Any], value: Any) -> str:
    """The place of a new argument, with its type."""
    arguments.append(value)
    if isinstance(value, tuple):
        return f"${len(arguments)}::{'bigint' if value and isinstance(value[0], int) else 'uuid'}[]"
    return f"${len(arguments)}::{_TYPES[type(value)]}"
