"""Refusals about who mediates: delegation and recusal."""

from __future__ import annotations

from redress.domain.refusal_rules.kind import Kind, Rules

RULES: Rules = {
    "delegation_consents_needed": (
        Kind.RULE,
        "委托调解须经投诉人和被投诉人同意",
        "Delegating the mediation needs the consent of both parties",
        "令121 art.19",
    ),
    "delegated_already": (
        Kind.RULE,
        "已经委托调解,受委托组织不得再委托",
        "The mediation is delegated already and may not be delegated again",
        "令121 art.19",
    ),
    "delegated": (
        Kind.RULE,
        "已委托其他组织调解,待其报告结果后办理",
        "Another body is mediating; wait for its report",
        "令121 art.19",
    ),
    "not_delegated": (Kind.RULE, "没有委托调解", "The mediation is not delegated", "令121 art.19"),
    "terms_needed": (
        Kind.INVALID,
        "请填写达成协议的内容",
        "Give the terms that were agreed",
        "令121 art.19, art.24",
    ),
    "stayed": (
        Kind.RULE,
        "回避申请尚未决定,调解中止",
        "The mediation is stayed until the recusal is decided",
        "令121 art.21",
    ),
    "not_the_mediator": (
        Kind.RULE,
        "该人员不是本案的调解人员",
        "That person does not mediate in this case",
        "令121 art.21",
    ),
    "recusal_too_late": (
        Kind.RULE,
        "已超过调解通知书载明的回避申请期限;确有应当回避情形的,由本机关依职权提出",
        "The days for asking, told in the notice, are over; the office may still act of its own motion",
        "令121 art.21; 文书式样七",
    ),
    "no_recusal": (Kind.RULE, "没有待决定的回避申请", "No recusal is waiting for a decision", "令121 art.21"),
    "decider_is_mediator": (
        Kind.FORBIDDEN,
        "调解人员不得决定本人是否回避",
        "A mediator does not decide on their own recusal",
        "令121 art.21",
    ),
    "recused": (
        Kind.FORBIDDEN,
        "该人员已被决定回避,不得再办理本案",
        "That person has been recused and may not act in this case",
        "令121 art.21",
    ),
}
