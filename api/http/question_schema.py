"""JSON schemas of a question about a clock and its answer (contracts: explaining a deadline)."""

from typing import Any, Final

from redress.domain.counting import EndRoll, ExtensionMode, HourStart, SuspensionBounds, Unit

_MOMENT: Final = {"type": "string", "format": "date-time"}
_DAY: Final = {"type": "string", "format": "date"}
_DAYS: Final = {"type": "array", "items": _DAY}


def _choice(kind: type[Unit | EndRoll | ExtensionMode | HourStart | SuspensionBounds]) -> dict[str, Any]:
    return {"type": "string", "enum": [member.value for member in kind]}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


def _closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {**_object(required, **properties), "additionalProperties": False}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


_EXTENSION: Final = {"approved_at": _MOMENT, "mode": _choice(ExtensionMode), "length": {"type": "integer"}}
_SUSPENSION: Final = {"from": _MOMENT, "to": _or_null(_MOMENT), "cause": _or_null({"type": "string"})}

QUESTION: Final = _closed(
    ["started_at"],
    started_at=_MOMENT,
    profile={"type": "string"},
    clock={"type": "string"},
    length={"type": "integer", "minimum": 1},
    unit=_choice(Unit),
    suspensions={"type": "array", "items": _closed(["from"], **_SUSPENSION)},
    extensions={"type": "array", "items": _closed(["approved_at", "mode", "length"], **_EXTENSION)},
    counting=_closed(
        [],
        end_roll=_choice(EndRoll),
        received_cutoff=_or_null({"type": "string", "examples": ["17:30"]}),
        suspension=_choice(SuspensionBounds),
        hour_start=_choice(HourStart),
    ),
    calendar={
        "anyOf": [
            {"type": "string", "examples": ["CN@2025-11-04"]},
            _closed([], off=_DAYS, makeup_workdays=_DAYS),
        ]
    },
)

ANSWER: Final = _object(
    ["due_on", "due_at", "safe_due_on", "provisional", "state", "days"],
    due_on=_or_null(_DAY),
    due_at=_or_null(_MOMENT),
    safe_due_on=_or_null(_DAY),
    provisional={"type": "boolean"},
    state={"type": "string"},
    citation=_or_null({"type": "string"}),
    profile=_or_null({"type": "string"}),
    clock=_or_null({"type": "string"}),
    calendar=_or_null({"type": "string"}),
    given={"type": "boolean"},
    started_on=_DAY,
    length=_or_null({"type": "integer"}),
    unit=_or_null(_choice(Unit)),
    opens_on=_DAY,
    runs_from=_MOMENT,
    paused={"type": "array", "items": _object(["from", "to"], **{"from": _MOMENT, "to": _or_null(_MOMENT)})},
    received_at=_MOMENT,
    received_cutoff={"type": "string"},
    earliest_of={
        "type": "array",
        "items": _object(
            ["length", "unit", "due_on", "due_at"],
            length={"type": "integer"},
            unit=_choice(Unit),
            due_on=_or_null(_DAY),
            due_at=_or_null(_MOMENT),
        ),
    },
    extended={"type": "array", "items": _object([], **_EXTENSION)},
    refused_extensions={"type": "array", "items": _object([], **_EXTENSION, reason={"type": "string"})},
    refused_suspensions={"type": "array", "items": _object([], **_SUSPENSION, reason={"type": "string"})},
    prose={"type": "string"},
    days={
        "type": "array",
        "items": _object(
            ["date", "kind", "count"],
            date=_DAY,
            kind={
                "type": "string",
                "enum": [
                    "start",
                    "working",
                    "makeup",
                    "weekend",
                    "holiday",
                    "regional",
                    "calendar",
                    "suspended",
                    "rolled",
                ],
            },
            count=_or_null({"type": "integer"}),
        ),
    },
)
