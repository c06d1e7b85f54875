"""How the OpenAPI document describes the board and the figures of a period."""

from typing import Any, Final

from redress.domain.board import Count, Figure, Rate
from redress.domain.statistical_periods import Kind

Schema = dict[str, Any]

_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "integer", "minimum": 0}
_AMOUNT: Final = {"type": "number", "minimum": 0, "description": "CNY"}
_DAY: Final = {"type": "string", "format": "date"}
_OFFICE: Final = {"office": _TEXT, "name_zh": _TEXT, "name_en": _TEXT}
_WORDING: Final = {
    "type": "object",
    "properties": {"zh": _TEXT, "en": _TEXT, "means_zh": _TEXT, "means_en": _TEXT, "rests_on": _TEXT},
}


def _object(**properties: Any) -> Schema:
    return {"type": "object", "required": sorted(properties), "properties": properties}


def _many(**properties: Any) -> Schema:
    return {"type": "array", "items": _object(**properties)}


_NOW: Final = _object(**{figure.value: _NUMBER for figure in Figure})
_SUMS: Final = _object(
    **{what.value: _NUMBER for what in Count if what is not Count.AGAINST},
    rates=_object(**{rate.value: {"type": ["number", "null"], "minimum": 0, "maximum": 1} for rate in Rate}),
    recovered_amount=_AMOUNT,
    punitive_amount=_AMOUNT,
    disputed_amount=_AMOUNT,
    average_satisfaction={"type": ["number", "null"]},
)

BOARD: Final = _object(
    **_OFFICE,
    day=_DAY,
    next_working_day=_DAY,
    figures=_object(**{figure.value: _WORDING for figure in Figure}),
    whole=_NOW,
    units=_many(**_OFFICE, figures=_NOW),
    workload=_many(
        person=_TEXT, name=_TEXT, away={"type": "boolean"}, open=_NUMBER, due_week=_NUMBER, overdue=_NUMBER
    ),
)
"""`GET /v1/statistics/board`."""

STATISTICS: Final = _object(
    **_OFFICE,
    kind={"enum": [kind.value for kind in Kind]},
    period=_TEXT,
    first=_DAY,
    last=_DAY,
    at={"type": "string", "format": "date-time"},
    rehearsal={"type": "boolean"},
    rehearsal_cases=_NUMBER,
    figures=_SUMS,
    before=_object(period=_TEXT, figures=_SUMS),
    year_before=_object(period=_TEXT, figures=_SUMS),
    inquiries=_NUMBER,
    offices=_many(**_OFFICE, figures=_SUMS),
    months=_many(period=_TEXT, figures=_SUMS),
    kinds={"type": "object", "additionalProperties": {"type": "object", "additionalProperties": _NUMBER}},
    traders=_many(
        key=_TEXT, name={"type": ["string", "null"]}, complaints=_NUMBER, mediated=_NUMBER, upheld=_NUMBER
    ),
    definitions=_object(**{what.value: _WORDING for what in Count}),
)
"""`GET /v1/statistics/{kind}/{period}`."""
