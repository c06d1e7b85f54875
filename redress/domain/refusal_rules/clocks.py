"""Refusals about clocks and their extension."""

from __future__ import annotations

from redress.domain.refusal_rules.kind import Kind, Rules

RULES: Rules = {
    "approver_is_requester": (
        Kind.FORBIDDEN,
        "延期的批准人不得是申请人",
        "The approver of an extension is not its requester",
        "令121 art.27",
    ),
    "moment_of_entry": (
        Kind.RULE,
        "申请和批准延期以录入时间为准",
        "Asking for and approving an extension take the moment of entry",
        "令121 art.27",
    ),
    "not_extendable": (
        Kind.RULE,
        "该期限不得延长",
        "This clock cannot be extended",
        "令121 art.15, art.23, art.27",
    ),
    "no_such_clock": (Kind.RULE, "案件中没有这一期限", "The case has no such clock", None),
    "too_late_to_extend": (
        Kind.RULE,
        "期限届满后不得延长",
        "An extension is approved before the clock expires",
        "令121 art.27",
    ),
    "extension_used": (
        Kind.RULE,
        "延长次数已用完",
        "The clock has been extended as often as it may be",
        "令121 art.27",
    ),
    "no_extension_request": (
        Kind.RULE,
        "没有待批准的延期申请",
        "No request for an extension is open",
        "令121 art.27",
    ),
    "extension_requested": (
        Kind.RULE,
        "已有待批准的延期申请",
        "A request for an extension is open already",
        "令121 art.27",
    ),
}
