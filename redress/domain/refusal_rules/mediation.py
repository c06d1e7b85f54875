"""Refusals of mediation and its appraisals."""

from __future__ import annotations

from redress.domain.refusal_rules.kind import Kind, Rules

RULES: Rules = {
    "both_consents_needed": (
        Kind.RULE,
        "调解须经投诉人和被投诉人同意",
        "Mediation needs the consent of both parties",
        "令121 art.18",
    ),
    "advance_notice_needed": (
        Kind.RULE,
        "现场调解应当提前告知时间、地点、调解人员",
        "An on-site session is told in advance with time, place and mediator",
        "令121 art.20",
    ),
    "session_not_scheduled": (Kind.RULE, "没有这次调解安排", "No such session is scheduled", "令121 art.20"),
    "session_in_the_past": (
        Kind.RULE,
        "调解时间应当晚于现在",
        "A session is scheduled for a later moment",
        "令121 art.20",
    ),
    "cost_agreement_needed": (
        Kind.RULE,
        "鉴定、检测费用须经双方协商一致",
        "Both parties must have agreed who bears the cost of the appraisal",
        "令121 art.22(2), art.23(1)(4)",
    ),
    "institution_not_agreed": (
        Kind.RULE,
        "该时期的法规不允许指定鉴定机构",
        "Under this regime the office may not designate the institution",
        "令20 art.20",
    ),
    "appraisal_running": (
        Kind.RULE,
        "鉴定、检测尚未结束",
        "An appraisal is still running",
        "令121 art.22(3)",
    ),
    "no_appraisal": (Kind.RULE, "没有正在进行的鉴定、检测", "No appraisal is running", "令121 art.22"),
    "form_not_allowed": (
        Kind.RULE,
        "现场调解达成协议的应制作调解书,即时履行或双方同意不制作的除外;其他情形做调解记录",
        "An on-site agreement takes form 9 unless performed at once or waived by both; otherwise a record",
        "令121 art.24",
    ),
    "period_not_over": (
        Kind.RULE,
        "六十日期限尚未届满",
        "The sixty days are not over",
        "令121 art.23(1)(5)",
    ),
    "ground_needs_attempts": (
        Kind.RULE,
        "该理由须有联系或调解记录佐证",
        "This ground rests on recorded contacts or sessions; record them first",
        "令121 art.23(1)(2)",
    ),
    "ground_of_withdrawal": (
        Kind.RULE,
        "撤回或和解请使用相应命令",
        "Use withdraw or record_settlement for this ground",
        "令121 art.23(1)(1)",
    ),
    "no_agreement": (Kind.RULE, "没有调解协议", "There is no agreement", "令121 art.24"),
}
