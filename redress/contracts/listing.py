"""What an export of a list is asked for: which cases, which columns, in which words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

COLUMNS: Final = (
    "case_number", "matter", "stage", "office", "handler", "channel", "received_at", "safe_due_on", "due_on",
    "overdue", "urgency", "key", "supervised", "category", "complainant", "complainant_phone", "respondent",
    "item", "amount", "claims", "outcome", "recovered_amount", "concluded_on",
)  # fmt: skip
"""Every column, in the order of the table."""

TEXTS: Final = frozenset({"complainant", "complainant_phone", "respondent", "item"})
"""Columns of sealed texts: only for roles that open them."""

MOST_IN_WORKBOOK: Final = 20_000
"""Rows of an xlsx file: it is put together in memory, for nothing lies in clear on a disk."""

END: Final = "end"
"""The place of an export that has read its last page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """`narrowed` as a `CaseFilter`; None: the job's items name the cases. `head` and `words` are in the
    language of whoever asked, by column and by code; what they lack stays a code.
    """

    format: Literal["csv", "xlsx"]
    name: str
    columns: tuple[str, ...]
    narrowed: Mapping[str, Any] | None = None
    head: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    english: bool = False
