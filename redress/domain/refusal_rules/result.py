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
    "recovered_exceeds_disputed": (
        Kind.RULE,
        "没有惩罚性赔偿的,挽回金额不能超过争议金额",
        "Without punitive damages no more is recovered than was in dispute",
        "消法 art.52, art.55",
    ),
    "remedies_needed": (
        Kind.RULE,
        "反馈时应当一并告知其他解决途径",
        "The result is told together with the other ways of settling the dispute",
        "令121 art.15, art.25; 消法 art.39",
    ),
    "feedback_incomplete": (
        Kind.RULE,
        "重大案件应当书面反馈并电话确认",
        "The result of a key case is given in writing and confirmed by phone",
        "S0-37",
    ),
    "performance_open": (
        Kind.RULE,
        "回访得知承诺未兑现,尚未跟进履行情况",
        "The call-back heard of a broken promise; record first whether it has been kept",
        "S0-29",
    ),
    "nothing_heard": (
        Kind.INVALID,
        "未联系上的回访不能填写回访内容",
        "A call that reached nobody has no answers",
        "S0-29",
    ),
    "ground_not_allowed": (
        Kind.RULE,
        "该法规下不能以不满意为由重新办理,可依照消法第三十九条通过其他途径解决",
        "Under this regime dissatisfaction does not reopen a case; a suit or arbitration remains",
        "令121 art.25",
    ),
    "not_dissatisfied": (
        Kind.RULE,
        "回访没有记录不满意",
        "No call-back has recorded dissatisfaction",
        "S0-27",
    ),
    "second_round_used": (
        Kind.RULE,
        "案件已经再次处理过",
        "The case has been handled a second time already",
        "S0-27",
    ),
    "second_round_by_another": (
        Kind.FORBIDDEN,
        "再次处理应由原承办人以外的人员进行",
        "A second round is handled by somebody else than the first",
        "S0-27, S0-28",
    ),
    "review_by_handler": (
        Kind.FORBIDDEN,
        "质量抽查应由未经办此案的人员进行",
        "A quality review is made by somebody who did not handle the case",
        "令121 art.26; S0-78",
    ),
    "already_reviewed": (Kind.RULE, "本案已抽查", "The case has been reviewed already", "令121 art.26"),
    "not_to_be_published": (
        Kind.RULE,
        "撤回、不予受理的投诉不公示",
        "A complaint that was withdrawn or refused is not published",
        "令121 art.38",
    ),
    "publication_not_agreed": (
        Kind.RULE,
        "投诉人未同意公示投诉信息",
        "The complainant has not agreed to publication",
        "令121 art.38; form 1",
    ),
    "secret": (
        Kind.RULE,
        "案件涉及应当保密的信息,不得公示",
        "The case holds what must be kept secret and is not published",
        "令121 art.39",
    ),
    "already_published": (Kind.RULE, "投诉信息已公示", "The case is published already", "令121 art.38"),
    "not_published": (Kind.RULE, "投诉信息未公示", "The case is not published", "令121 art.38"),
}
