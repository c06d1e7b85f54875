"""Which scope a service's token needs at which address. An address that is not here is for people only.

People only are: the account's own pages, opening who informed, who read a case, shift notes, inboxes, the
codec, rehearsals, and jobs, but for what became of the cases that a service itself has given to somebody.
"""

from typing import Final

from fastapi import Request

from api.http.problems import problem
from redress.domain.scopes import Scope

_CASE: Final = "/v1/complaints/{case_id}"
_REPORT: Final = "/v1/reports/{case_id}"
_LETTER: Final = "/v1/print-queue/{item}"

SCOPES: Final[dict[tuple[str, str], Scope]] = {
    ("POST", "/v1/complaints"): Scope.FILE,
    ("POST", "/v1/reports"): Scope.FILE,
    ("GET", "/v1/complaints"): Scope.CASES_READ,
    ("GET", _CASE): Scope.CASES_READ,
    ("GET", f"{_CASE}/timeline"): Scope.CASES_READ,
    ("GET", _CASE + "/clocks/{key}/explanation"): Scope.CASES_READ,
    ("GET", _CASE + "/clocks/{key}/what-if"): Scope.CASES_READ,
    ("POST", f"{_CASE}/commands"): Scope.CASES_WRITE,
    ("POST", f"{_CASE}/sealed"): Scope.CASES_WRITE,
    ("GET", f"{_CASE}/evidence"): Scope.EVIDENCE_READ,
    ("GET", _CASE + "/evidence/{number}"): Scope.EVIDENCE_READ,
    ("POST", f"{_CASE}/evidence"): Scope.EVIDENCE_WRITE,
    ("GET", f"{_CASE}/documents"): Scope.DOCUMENTS_READ,
    ("GET", f"{_CASE}/documents/blank"): Scope.DOCUMENTS_READ,
    ("GET", _CASE + "/documents/{number}"): Scope.DOCUMENTS_READ,
    ("GET", f"{_CASE}/bundle"): Scope.DOCUMENTS_READ,
    ("POST", f"{_CASE}/documents"): Scope.DOCUMENTS_WRITE,
    ("GET", "/v1/reports"): Scope.REPORTS_READ,
    ("GET", _REPORT): Scope.REPORTS_READ,
    ("GET", f"{_REPORT}/timeline"): Scope.REPORTS_READ,
    ("GET", _REPORT + "/clocks/{key}/explanation"): Scope.REPORTS_READ,
    ("POST", f"{_REPORT}/commands"): Scope.REPORTS_WRITE,
    ("GET", "/v1/inquiries"): Scope.INQUIRIES_READ,
    ("POST", "/v1/inquiries"): Scope.INQUIRIES_WRITE,
    ("GET", "/v1/statistics/board"): Scope.STATISTICS_READ,
    ("GET", "/v1/statistics/lists/{figure}"): Scope.STATISTICS_READ,
    ("GET", "/v1/statistics/{kind}/{period}"): Scope.STATISTICS_READ,
    ("GET", "/v1/calendars"): Scope.REGULATIONS_READ,
    ("GET", "/v1/calendars/{revision}/progress"): Scope.REGULATIONS_READ,
    ("GET", "/v1/profiles"): Scope.REGULATIONS_READ,
    ("GET", "/v1/profiles/{revision}/progress"): Scope.REGULATIONS_READ,
    ("POST", "/v1/calendars"): Scope.REGULATIONS_WRITE,
    ("POST", "/v1/calendars/dry-run"): Scope.REGULATIONS_WRITE,
    ("POST", "/v1/profiles"): Scope.REGULATIONS_WRITE,
    ("POST", "/v1/profiles/dry-run"): Scope.REGULATIONS_WRITE,
    ("GET", "/v1/offices"): Scope.OFFICES_READ,
    ("GET", f"{_CASE}/assignment"): Scope.ASSIGNMENT_READ,
    ("GET", "/v1/offices/{office}/assignment-rules"): Scope.ASSIGNMENT_READ,
    ("GET", "/v1/leaves"): Scope.ASSIGNMENT_READ,
    ("PUT", "/v1/offices/{office}/assignment-rules"): Scope.ASSIGNMENT_WRITE,
    ("POST", "/v1/leaves"): Scope.ASSIGNMENT_WRITE,
    ("DELETE", "/v1/leaves/{leave}"): Scope.ASSIGNMENT_WRITE,
    ("POST", "/v1/assignments"): Scope.ASSIGNMENT_WRITE,
    ("GET", "/v1/jobs/{job_id}"): Scope.ASSIGNMENT_WRITE,
    ("GET", "/v1/jobs/{job_id}/items"): Scope.ASSIGNMENT_WRITE,
    ("GET", "/v1/outbox/dead"): Scope.OUTBOX_READ,
    ("POST", "/v1/outbox/{delivery}/retry"): Scope.OUTBOX_WRITE,
    ("POST", "/v1/outbox/{delivery}/give-up"): Scope.OUTBOX_WRITE,
    ("GET", "/v1/print-queue"): Scope.PRINT_READ,
    ("GET", _LETTER): Scope.PRINT_READ,
    ("GET", f"{_LETTER}/paper"): Scope.PRINT_READ,
    ("POST", f"{_LETTER}/take"): Scope.PRINT_WRITE,
    ("POST", f"{_LETTER}/posted"): Scope.PRINT_WRITE,
    ("POST", f"{_LETTER}/give-back"): Scope.PRINT_WRITE,
    ("POST", f"{_LETTER}/cannot-send"): Scope.PRINT_WRITE,
}
"""By method and address; parts in braces as the routes have them."""


def check_scope(request: Request, scopes: frozenset[Scope]) -> None:
    """Raises `scope_missing` unless a token with these scopes is good for the address."""
    needed = SCOPES.get((request.method, getattr(request.scope.get("route"), "path", "")))
    if needed is None:
        raise problem("scope_missing")
    if needed not in scopes:
        raise problem("scope_missing", needed.value)
