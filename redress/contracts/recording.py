"""What a case sends to be recorded: its new events, its line in the read model, its clocks and its outbox.

Plain frozen values only. The workflow builds a `Batch`; `redress.persistence.recording.record` writes it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from redress.domain.counting import Extension, Suspension


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One event. `seq` >= 1 without gaps per case; `body` is its canonical JSON in sealed form.

    `at` is the moment of entry by the case's clock, `occurred_at` the legal moment; both with offset.
    `actor` is the opaque person id (or `system`), `office` the office path that person acted in (or empty).
    """

    seq: int
    type: str
    at: datetime
    occurred_at: datetime
    actor: str
    office: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSummary:
    """A case after its result: figures in CNY and words of classification, no personal data.

    Everything None: the case was reopened, and nothing of its earlier result stands.
    """

    outcome: str | None = None
    concluded_on: date | None = None
    disputed_amount: Decimal | None = None
    recovered_amount: Decimal | None = None
    punitive_amount: Decimal | None = None
    category: str | None = None
    item: str | None = None
    problems: tuple[str, ...] = ()
    industry: str | None = None
    sales_channel: str | None = None
    region: str | None = None
    round: int = 1
    satisfaction: int | None = None
    dissatisfied: bool = False
    sampled: bool = False
    reviewed_at: datetime | None = None
    published_at: datetime | None = None
    archived_at: datetime | None = None
    retain_until: date | None = None
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """The columns that lists filter and sort by. No personal data; everything else is in the view.

    `next_due_at`, `due_on` and `safe_due_on` belong to the running clock due first; None when none runs.
    `next_moment_at` is the next moment the case itself waits for (a warning, a due moment, an archiving).
    `seen_by`: offices beside its own that may read it, because they have had it or are to have it.
    `key`: a key complaint; `supervised`: an order of a superior is open.
    `escalated`: the highest step reached on the ladder of a clock under which something is still owed.
    `waiting`: "suspended" or "dispatched" while others are to act, since `waiting_since`.
    `result` is None until there was one. `priority`: larger is more urgent.
    `version` is the `seq` of the case's newest event.
    """

    number: str
    matter: str
    stage: str
    profile: str
    office: str
    version: int
    received_at: datetime
    channel: str
    handler: str | None = None
    priority: int = 0
    overdue: bool = False
    next_due_at: datetime | None = None
    due_on: date | None = None
    safe_due_on: date | None = None
    next_moment_at: datetime | None = None
    concluded_on: date | None = None
    result: ResultSummary | None = None
    seen_by: tuple[str, ...] = ()
    urgency: str = "ordinary"
    key: bool = False
    supervised: bool = False
    category: str | None = None
    escalated: int = 0
    waiting: str | None = None
    waiting_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock as in a view (contracts: "A clock in a view"); `legal` False for an office's own promise.

    `live`: something is still owed under it. `facts` is the JSON of its `ClockFacts`, None when not known.
    """

    key: str
    milestone: str
    state: str
    started_at: datetime
    citation: str
    due_on: date | None = None
    due_at: datetime | None = None
    safe_due_on: date | None = None
    opens_on: date | None = None
    provisional: bool = False
    legal: bool = True
    live: bool = True
    facts: str | None = None


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What a clock's due moment is computed from, besides its start and the tables."""

    rule: str
    profile: str
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    given_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """Something to deliver because of event `seq`; `n` counts the deliveries of one kind from one event.

    `payload` is JSON with references only, never a name or a text.
    """

    seq: int
    kind: str
    payload: str
    n: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything that one change of a case writes.

    `rows` ascend without gaps, are never empty and end at `summary.version`.
    `clocks` may be all of the case's clocks or only the changed ones. `view_json` is the sealed case view.
    """

    case_id: str
    rows: tuple[LedgerRow, ...]
    summary: CaseSummary
    clocks: tuple[ClockRow, ...]
    outbox: tuple[OutboxRow, ...]
    view_json: str
