"""What the sweeps on the escalation queue are called and what they answer."""

from dataclasses import dataclass
from datetime import timedelta

ESCALATION_SWEEP = "EscalationSweep"
PENDING_COMMANDS = "PendingCommands"
ASSIGNMENT_SWEEP = "AssignmentSweep"
FILE_SWEEP = "FileSweep"
"""Workflow types."""

NUDGE_OVERSLEPT = "nudge_overslept"
SETTLE_PENDING = "settle_pending"
ASSIGN_NEW = "assign_new"
SWEEP_FILES = "sweep_files"
"""Activity names."""

NUDGE = "nudge"
"""The signal by which a case looks at the time again; it carries nothing."""

OVERSLEPT_BY = timedelta(minutes=2)
"""How long a moment of a case may be over without an event before somebody looks (design §4.13)."""

UNCLAIMED_FOR = timedelta(days=7)
"""How long a file without a row stays: longer than any restored back-up may take to be found too old."""

PENDING_FOR = timedelta(seconds=30)
"""How long a command may wait for its answer before it is sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeReport:
    """`overslept` cases were found, `nudged` were told, `lost` are unknown to the engine."""

    overslept: int
    nudged: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleReport:
    """Pending commands sent again: `done`, `refused` by a rule, or still `pending`."""

    done: int
    refused: int
    pending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesReport:
    """Files removed from the store: of `refused` commands, and `unclaimed` by any; and expired `drafts`."""

    refused: int
    unclaimed: int
    drafts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignReport:
    """How many cases were given to somebody."""

    assigned: int


def assignment_schedule(queue: str) -> str:
    """The id of the assigning schedule: `escalation-assignment`."""
    return f"{queue}-assignment"


def sweep_schedule(queue: str) -> str:
    """The id of the sweep's schedule: `escalation-sweep`."""
    return f"{queue}-sweep"


def pending_schedule(queue: str) -> str:
    """The id of the settling schedule: `escalation-pending-commands`."""
    return f"{queue}-pending-commands"


def files_schedule(queue: str) -> str:
    """The id of the schedule that clears the store of files: `escalation-files`."""
    return f"{queue}-files"


def jobs_schedule(queue: str) -> str:
    """The id of the schedule that starts jobs left behind: `escalation-jobs`."""
    return f"{queue}-jobs"
