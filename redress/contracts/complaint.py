"""What goes in and out of the `Complaint` workflow: its start input, orders, state, queries, activities and
ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar

from pydantic import Discriminator

from redress.contracts.recording import Batch, LedgerRow
from redress.domain.actors import Actor
from redress.domain.calendar import Calendar
from redress.domain.case import Case
from redress.domain.commands import AnyCommand
from redress.domain.counting import EndRoll
from redress.domain.events import Findings, Matter
from redress.domain.facts import STRICT, Filing
from redress.domain.offices import OfficeFact
from redress.domain.profile import Profile
from redress.domain.sealed import Text
from redress.domain.tables import Tables
from redress.domain.ties import Tie

WORKFLOW = "Complaint"
CLUE_START = "ClueStart"
ACT = "act"
ADOPT = "adopt"
TIE = "tie"

TaggedCommand = Annotated[AnyCommand, Discriminator("type")]
"""A command as it travels: its required `type` says which."""


def workflow_id(case_id: str) -> str:
    """The id of a case's workflow; `case_id` is a UUID and says nothing about anybody."""
    return f"complaint/{case_id}"


def clue_start_id(case_id: str) -> str:
    """The id of the short workflow that starts a clue's case."""
    return f"clue-start/{case_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One sealed command, its idempotency key and who gives it: what the update and signal `act` take.

    `offices`: those that the command and its case name, with all above them, as the office table knew them.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    id: str
    actor: Actor
    command: TaggedCommand
    offices: tuple[OfficeFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A filing, sealed, checked and numbered: the first event of a case follows from it.

    `at` is the moment of registration, `profile` the regime's profile of that day, `beside` others that hold
    beside it.
    A clue (`matter`) has an `origin` case, a `summary` and the moment it was found instead of a filing; a
    report that was split from a complaint has them too. `informant`: the code of a report's informant.
    """

    case_id: str
    case_number: str
    office: str
    profile: str
    actor: Actor
    command_id: str
    at: datetime
    filing: Filing | None = None
    matter: Matter = Matter.COMPLAINT
    origin: str | None = None
    summary: Text | None = None
    found_at: datetime | None = None
    beside: tuple[str, ...] = ()
    informant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """The tables as they are after a load, as the signal `adopt` brings them to a running case.

    `revision` counts the loads of the installation: a case takes only one that is later than its own.
    `profiles` are the loaded ones of the case's regimes; those that it has from its start stay with it.
    """

    revision: int
    calendar: Calendar
    reason: str
    profiles: tuple[Profile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What is supposed of a clock; None leaves things as they are.

    The report comes back on a day, the clock is extended now by its profile's rule (`extension` in its
    unit), or 令121 art.45 is read otherwise.
    """

    resumed_on: date | None = None
    extension: int | None = None
    end_roll: EndRoll | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A command that was taken: the version it led to."""

    id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """All that a run hands to the next, everything being recorded: the case, the last commands and events."""

    case: Case
    seen: tuple[Seen, ...]
    recent: tuple[LedgerRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintInput:
    """Either a `registration` (the first run) or a `state` (a continued one), always with the tables in
    force and their `revision` (0: as shipped), and the edition of the rules it decides by.
    """

    tables: Tables
    registration: Registration | None = None
    state: CaseState | None = None
    revision: int = 0
    edition: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """The number (文号) that an issued document of the case got."""

    document: int
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOutcome:
    """What a step recorded (`seq` of the last event); from `verify` alone, what the check found; from
    `record` alone, the numbers that documents got.
    """

    recorded: int
    findings: Findings | None = None
    numbered: tuple[Numbered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryExport:
    """Which run's history goes to the archive."""

    case_id: str
    workflow_id: str
    run_id: str


READ_IN_TASKS: tuple[type, ...] = (ComplaintInput, Order, StepOutcome, Adoption, Tie, Actor, WhatIf)
"""What a task of a case decodes. A reader of all commands takes long to build, and a task has two seconds: so
a worker builds these before it polls.
"""

STEPS = ("verify", "transfer", "mediate", "appraisal", "feedback", "callback", "record")
"""Names of the step activities; each takes a `Batch`, answers a `StepOutcome`."""

STEP_OF_EVENT: dict[str, str] = {
    "complaint_registered": "verify",
    "party_corrected": "verify",
    "respondent_added": "verify",
    "report_registered": "verify",
    "transferred": "transfer",
    "transfer_outcome_recorded": "transfer",
    "transfer_proposed": "transfer",
    "dispatched": "transfer",
    "dispatch_acknowledged": "transfer",
    "dispatch_returned": "transfer",
    "reported_back": "transfer",
    "case_taken_over": "transfer",
    "jurisdiction_dispute_settled": "transfer",
    "consent_recorded": "mediate",
    "session_scheduled": "mediate",
    "session_held": "mediate",
    "session_cancelled": "mediate",
    "mediation_delegated": "mediate",
    "delegation_reported": "mediate",
    "recusal_requested": "mediate",
    "recusal_decided": "mediate",
    "mediator_replaced": "mediate",
    "agreement_recorded": "mediate",
    "settlement_recorded": "mediate",
    "mediation_terminated": "mediate",
    "appraisal_commissioned": "appraisal",
    "appraisal_concluded": "appraisal",
    "appraisal_cancelled": "appraisal",
    "feedback_given": "feedback",
    "callback_recorded": "callback",
}
"""The activity that records a batch holding such an event; every other batch goes to `record`."""

EXPORT_HISTORY = "export_history"

LOCAL_LIMIT = timedelta(seconds=2)
"""A step is tried as a local activity this long before it goes to the queue (design §4.6)."""

RECENT = 200
SEEN = 500
IN_FLIGHT = 5


def step_of(batch: Batch) -> str:
    """The step activity of a batch: that of its first event that has one, else `record`."""
    return next((STEP_OF_EVENT[row.type] for row in batch.rows if row.type in STEP_OF_EVENT), "record")
