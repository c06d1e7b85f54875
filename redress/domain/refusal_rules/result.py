"""Refusals after the result."""

from __future__ import annotations

from redress.domain.refusal_rules.kind import Kind, Rules

RULES: Rules = {
    "callback_by_handler": (
        Kind.FORBIDDEN,
        "回访应由未经办此案的人员进行",
        "The call-back is made by somebody who did not handle the case",
        "S0-28",
    ),
    "no_result": (Kind.RULE, "尚无处理结果", "There is no result yet", "令121 art.15, art.23"),
    "party_not_told": (
        Kind.RULE,
        "尚未告知当事人",
        "A party has not been told yet; record the notice first",
        "令121 art.15, art.23(2)",
    ),
    "outcome_differs": (
        Kind.RULE,
        "办结结果与案件事实不符",
        "The outcome does not match what happened in the case",
        "S0-42",
    ),
    "already_concluded": (Kind.RULE, "案件已办结", "The case is concluded already", None),
    "feedback_missing": (
        Kind.RULE,
        "尚未反馈处理结果",
        "The result has not been fed back to the complainant yet",
        "S0-20",
    ),
    "callback_too_early": (
        Kind.RULE,
        "回访时间未到",
        "The call-back window has not opened yet",
        "S0-08",
    ),
    "callback_not_due": (Kind.RULE, "本案无须回访", "No call-back is due in this case", "令121 art.26"),
    "callback_missing": (Kind.RULE, "尚未回访", "The call-back is still to be made", "S0-08"),
    "already_closed": (Kind.RULE, "案件已结案", "The case is closed already", None),
    "not_closed": (Kind.RULE, "案件尚未结案", "The case is not closed", None),
}
