"""Refusals of what the parties say themselves."""

from __future__ import annotations

from redress.domain.refusal_rules.kind import Kind, Rules

RULES: Rules = {
    "not_your_side": (
        Kind.FORBIDDEN,
        "当事人只能代表自己一方",
        "A party speaks for its own side only",
        "令121 art.18",
    ),
    "left_to_the_office": (
        Kind.FORBIDDEN,
        "此项由承办机关记录",
        "This is for the office to record",
        None,
    ),
    "not_alone": (
        Kind.RULE,
        "共同投诉不能由一人撤回,请联系承办机关",
        "One of several complainants cannot withdraw for all; please call the office",
        "令121 art.12",
    ),
    "said_too_often": (
        Kind.RULE,
        "提交次数已满,请联系承办机关",
        "This was said often enough; please call the office",
        None,
    ),
    "said_already": (Kind.RULE, "已经作过同样的答复", "This was said already", None),
    "no_such_proposal": (Kind.INVALID, "没有这一和解方案", "There is no such proposal", None),
    "own_proposal": (
        Kind.RULE,
        "方案应由另一方答复",
        "A proposal is answered by the other side",
        "令121 art.18",
    ),
    "review_open": (
        Kind.RULE,
        "上一次申请尚未答复",
        "The last request is still to be answered",
        "S0-26",
    ),
    "no_review": (Kind.RULE, "没有待答复的申请", "No request is open", "S0-26"),
    "nothing_unread": (
        Kind.RULE,
        "没有未阅的当事人操作",
        "The parties have done nothing that is still to be read",
        None,
    ),
}
