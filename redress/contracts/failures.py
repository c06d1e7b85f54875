"""The closed list of types under which an activity fails."""

from enum import StrEnum


class FailureType(StrEnum):
    """`store_unavailable`, `archive_unavailable` and `engine_away` pass by themselves, `vault_broken` with
    the right key.

    The others are defects: trying again changes nothing.
    """

    STORE_UNAVAILABLE = "store_unavailable"
    ARCHIVE_UNAVAILABLE = "archive_unavailable"
    VAULT_BROKEN = "vault_broken"
    LEDGER_GAP = "ledger_gap"
    EVENT_CHANGED = "event_changed"
    UNREADABLE_EVENT = "unreadable_event"
    UNSEALED_TEXT = "unsealed_text"
    ENGINE_AWAY = "engine_away"
    JOB_BROKEN = "job_broken"
    FILE_DAMAGED = "file_damaged"
