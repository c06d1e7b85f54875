"""What a service's token may be good for: a closed list. Which address needs which is the API's table."""

from enum import StrEnum


class Scope(StrEnum):
    """A kind of work. It narrows what the service's role may do; it never adds to it."""

    FILE = "file"
    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    EVIDENCE_READ = "evidence:read"
    EVIDENCE_WRITE = "evidence:write"
    DOCUMENTS_READ = "documents:read"
    DOCUMENTS_WRITE = "documents:write"
    REPORTS_READ = "reports:read"
    REPORTS_WRITE = "reports:write"
    INQUIRIES_READ = "inquiries:read"
    INQUIRIES_WRITE = "inquiries:write"
    STATISTICS_READ = "statistics:read"
    REGULATIONS_READ = "regulations:read"
    REGULATIONS_WRITE = "regulations:write"
    OFFICES_READ = "offices:read"
    ASSIGNMENT_READ = "assignment:read"
    ASSIGNMENT_WRITE = "assignment:write"
    OUTBOX_READ = "outbox:read"
    OUTBOX_WRITE = "outbox:write"
    PRINT_READ = "print:read"
    PRINT_WRITE = "print:write"
