"""Refusals of intake, desk work and the art.15 decision."""

from __future__ import annotations

from redress.domain.refusal_rules.kind import Kind, Rules

RULES: Rules = {
    "unknown_ground": (Kind.INVALID, "法规中没有这一理由", "The regime has no such ground", None),
    "no_such_item": (
        Kind.INVALID,
        "案件中没有这一待补项目",
        "The case has no such open item",
        "令121 art.10(1)",
    ),
    "missing_facts": (
        Kind.INVALID,
        "请填写投诉事实",
        "Give the facts of the complaint",
        "令121 art.10(1)(3)",
    ),
    "negative_amount": (Kind.INVALID, "金额不能为负数", "An amount is never negative", None),
    "too_many_representatives": (
        Kind.INVALID,
        "代表人最多两名",
        "A joint complaint has at most two representatives",
        "令121 art.12",
    ),
    "reason_required": (Kind.INVALID, "请说明理由", "Give the reason", "令121 art.15"),
    "already_accepted": (
        Kind.RULE,
        "投诉已受理,不能再作不予受理决定",
        "An accepted complaint cannot be refused any more; terminate under art.23(1)(6)",
        "令121 art.15, art.23(1)(6)",
    ),
    "only_letters_are_sent": (
        Kind.INVALID,
        "只有信函可以记为已寄出",
        "Only a letter is recorded as sent; other ways tell at once or not at all",
        "程序规定 art.80",
    ),
    "nothing_to_tell": (
        Kind.RULE,
        "没有可告知的决定",
        "There is no decision of this kind to tell",
        "令121 art.15, art.23(2)",
    ),
    "not_of_this_party": (
        Kind.INVALID,
        "这一方当事人没有此项信息",
        "A party of this side has no such particulars",
        "令121 art.10(1)",
    ),
    "nothing_corrected": (
        Kind.INVALID,
        "请填写要更正的内容",
        "Say what is corrected",
        "令121 art.10(1)(2)",
    ),
    "too_many_respondents": (
        Kind.RULE,
        "一个案件的被投诉人过多,请另行登记",
        "A case has no room for more respondents; file another one",
        "令121 art.10(1)(2)",
    ),
    "no_claims": (
        Kind.INVALID,
        "请写明具体的投诉请求",
        "State what is asked for",
        "令121 art.10(1)(3)",
    ),
    "represented_not_asked": (
        Kind.RULE,
        "代表人变更、放弃投诉请求或者达成调解协议,应当经被代表的投诉人同意",
        "Representatives change or waive a claim or agree only with the consent of those they represent",
        "令121 art.12",
    ),
    "request_still_open": (
        Kind.RULE,
        "要求提供材料的期限尚未届满",
        "The date given for supplying it has not passed yet",
        "令121 art.10, art.16(5), art.16(6)",
    ),
    "links_to_itself": (Kind.INVALID, "不能关联案件本身", "A case is not tied to itself", "令121 art.14"),
    "linked_already": (Kind.RULE, "已经关联", "The cases are tied already", "令121 art.14"),
    "merged_here": (
        Kind.RULE,
        "对方案件已并入本案",
        "That case was merged into this one",
        "令121 art.14",
    ),
    "due_day_too_late": (
        Kind.RULE,
        "补充材料的期限应至少早于受理期限一个工作日",
        "The date must leave one working day before the acceptance deadline",
        "令121 art.15",
    ),
    "due_day_past": (Kind.RULE, "期限不能早于今天", "A date to be met is not in the past", None),
}
