"""Refusals of passing on between offices and to other authorities."""

from __future__ import annotations

from redress.domain.refusal_rules.kind import Kind, Rules

RULES: Rules = {
    "unknown_office": (Kind.INVALID, "机构表中没有这一机构", "The office table has no such office", None),
    "office_closed": (
        Kind.RULE,
        "该机构已撤销,不能接收案件",
        "That office is closed and receives no cases",
        "令121 art.41",
    ),
    "not_an_authority": (
        Kind.RULE,
        "分送对象应为市场监管部门或者其内设机构、派出机构;调解组织请使用委托调解",
        "A complaint is dispatched to a bureau or its units; a mediation body is delegated to instead",
        "令121 art.41, art.19",
    ),
    "not_a_bureau": (
        Kind.RULE,
        "应送交其他市场监管部门本身,不能直接送交其内设机构或者派出机构",
        "Another bureau is addressed itself, not one of its units",
        "令121 art.13, art.41",
    ),
    "same_office": (Kind.RULE, "案件已在该机构", "The case is with that office already", "令121 art.41"),
    "already_under_way": (
        Kind.RULE,
        "已有未了结的分送或者移送",
        "A dispatch or hand-over is under way already",
        "令121 art.41; S0-35",
    ),
    "may_not_dispatch_again": (
        Kind.RULE,
        "收到分送的机构不具备处理权限的应当反馈,不得自行移送",
        "Who received it by dispatch feeds back and does not pass it on by itself",
        "令121 art.41",
    ),
    "ask_upward": (
        Kind.RULE,
        "向上级应当报请决定,不能分送",
        "A superior bureau is asked (refer_up), not dispatched to",
        "令121 art.13",
    ),
    "not_your_level": (
        Kind.RULE,
        "只能分送下级或者同级部门",
        "A complaint is dispatched to a lower bureau of one's own or to one of the same level",
        "令121 art.41",
    ),
    "decided_already": (
        Kind.RULE,
        "已经作出决定的投诉不再转送其他部门",
        "A complaint that has been decided is not passed to another bureau any more",
        "令121 art.15, art.23(1)(6)",
    ),
    "no_dispatch": (Kind.RULE, "没有未了结的分送", "No dispatch is under way", "令121 art.41"),
    "not_addressed": (
        Kind.FORBIDDEN,
        "该分送不是送给您所在机构的",
        "The dispatch is not addressed to your office",
        "令121 art.41",
    ),
    "dispatch_open": (
        Kind.RULE,
        "案件正在分送其他部门,请等待签收或者先收回",
        "It is on its way to another bureau: wait for the receipt or take it back first",
        "令121 art.41",
    ),
    "no_report_due": (Kind.RULE, "没有待报告的分送", "No report back is owed", "令121 art.41; S3-15"),
    "referral_open": (
        Kind.RULE,
        "已报请上级,尚未答复",
        "The superior has been asked and has not answered yet",
        "令121 art.13",
    ),
    "no_referral": (Kind.RULE, "没有待答复的报请", "No referral awaits an answer", "令121 art.13"),
    "no_superior": (Kind.RULE, "没有上级部门", "There is no superior bureau", "令121 art.13"),
    "not_superior": (
        Kind.FORBIDDEN,
        "只有上级部门可以这样做",
        "Only a superior bureau may do this",
        "令121 art.13",
    ),
    "dispute_open": (
        Kind.RULE,
        "处理权限争议尚未解决",
        "A dispute over jurisdiction is open already",
        "令121 art.33",
    ),
    "no_dispute": (Kind.RULE, "没有处理权限争议", "There is no dispute over jurisdiction", "令121 art.33"),
    "not_in_dispute": (
        Kind.RULE,
        "协商结果只能是争议双方之一",
        "By agreement it is one of the two in dispute",
        "令121 art.33",
    ),
    "transfer_open": (
        Kind.RULE,
        "向该部门的移送尚未了结",
        "A hand-over to that kind of authority is open already",
        "S0-35",
    ),
    "no_transfer": (Kind.RULE, "没有未了结的移送", "No hand-over is open", "S0-35"),
    "which_transfer": (Kind.INVALID, "有多项移送,请指明是哪一项", "Say which hand-over is meant", "S0-35"),
    "negative_number": (Kind.INVALID, "数量不能为负数", "A number is never negative", None),
}
