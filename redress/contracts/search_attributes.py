"""The registry of search attributes: what the engine's own lists can filter by. Never personal data."""

from temporalio.common import SearchAttributeKey

STAGE = SearchAttributeKey.for_keyword("RedressStage")
OFFICE = SearchAttributeKey.for_keyword("RedressOffice")
DUE_AT = SearchAttributeKey.for_datetime("RedressDueAt")
OVERDUE = SearchAttributeKey.for_bool("RedressOverdue")
PRIORITY = SearchAttributeKey.for_keyword("RedressPriority")

ALL = (STAGE, OFFICE, DUE_AT, OVERDUE, PRIORITY)
