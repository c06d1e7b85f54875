"""What a case bundle is made of (卷宗): plain data, gathered by whoever asks for the bundle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSheet:
    """The first sheet. Parties as given, opened by the caller; `made_on` is the day of the bundle."""

    case_number: str
    title: str
    office: str
    subject: str
    complainants: tuple[str, ...]
    respondents: tuple[str, ...]
    received_on: date | None
    concluded_on: date | None
    archived_on: date | None
    handler: str
    regime: str
    retention: str
    made_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document of the case as PDF, under its own title, number and date."""

    title: str
    pdf: bytes
    number: str = ""
    dated_on: date | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One event of the case in words. `recorded_at` differs from `at` when it was entered later."""

    seq: int
    at: datetime
    recorded_at: datetime
    event: str
    actor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The ledger of the case, oldest line first; `head` is the hash of the newest event, if known."""

    title: str
    lines: tuple[LedgerLine, ...]
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSheet:
    """One deadline, explained day by day; `answer` is the answer of contracts §2 (`domain/explain.py`)."""

    title: str
    answer: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSheet:
    """Plain text of the file: a note, minutes, a message."""

    title: str
    text: str
    dated_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Evidence or a scan. A PDF, PNG or JPEG (by content, whatever its name) becomes pages of the bundle;
    of everything else a sheet says what it is and that the original is kept apart.
    """

    title: str
    data: bytes
    file_name: str
    sha256: str
    given_by: str = ""
    received_at: datetime | None = None
    remark: str = ""


Part = Paper | Ledger | ClockSheet | TextSheet | Attachment
