"""Refusals of telling parties through the office's channels."""

from __future__ import annotations

from redress.domain.refusal_rules.kind import Kind, Rules

RULES: Rules = {
    "not_sendable": (
        Kind.INVALID,
        "电话或当面告知请记录告知情况",
        "What was told by phone or in person is recorded, not sent",
        "令121 art.15, art.23(2)",
    ),
    "no_address": (
        Kind.RULE,
        "没有该当事人以此方式联系的地址",
        "The party has no address for this way of telling",
        "令121 art.10(1)(1)",
    ),
    "words_needed": (
        Kind.INVALID,
        "请填写告知内容",
        "There is no standard wording for this; write what the party is told",
        None,
    ),
    "notice_under_way": (
        Kind.RULE,
        "同一事项的告知正在发送,请等待结果",
        "A notice of this to this party is on its way; wait for its outcome",
        "令121 art.15, art.23(2)",
    ),
    "no_such_notice": (Kind.RULE, "没有正在发送的这一告知", "No such notice is on its way", None),
}
