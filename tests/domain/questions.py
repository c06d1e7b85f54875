"""Questions about a deadline that tests ask, and the answer or the failure of the test."""

from __future__ import annotations

from typing import Any

from redress.domain.explain import explain_document
from redress.domain.tables import Tables

MEDIATION: dict[str, Any] = {
    "profile": "samr-121",
    "clock": "complaint.mediation",
    "started_at": "2026-08-20T09:00:00+08:00",
    "suspensions": [
        {"from": "2026-09-22T10:00:00+08:00", "to": "2026-10-13T16:00:00+08:00", "cause": "appraisal"}
    ],
    "extensions": [],
    "counting": {},
    "calendar": "CN@2025-11-04",
}
WEEK: dict[str, Any] = {"started_at": "2026-09-24T16:00:00+08:00", "length": 7, "unit": "working_day"}


def answered(document: object, tables: Tables) -> dict[str, Any]:
    found = explain_document(document, tables)
    assert isinstance(found, dict), found
    return found
