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
    "held_session_needed": (
        Kind.RULE,
        "没有已举行的现场调解记录,不能制作现场调解书;请先记录调解情况,非现场达成的请做调解记录",
        "No session held on site is recorded: record it first, or make a record where it was remote",
        "令121 art.20, art.24",
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
    "means_of_remote": (
        Kind.INVALID,
        "仅非现场调解须填写方式",
        "Only a session that is not on site is held by such means",
        "令121 art.20",
    ),
    "recusal_days_impossible": (
        Kind.INVALID,
        "回避申请的天数不合理",
        "The days for asking for a recusal are out of range",
        "令121 art.21; 文书式样七",
    ),
    "which_appraisal": (
        Kind.INVALID,
        "有多项鉴定、检测正在进行,请指明是哪一项",
        "Several appraisals are out; say which one",
        "令121 art.22",
    ),
    "agreement_unlawful": (
        Kind.RULE,
        "调解协议不得侵害国家、集体、第三人和社会公共利益,不得违背禁止性规定;请双方修改后再记录",
        "An agreement against the law or the interests of others does not count; have it changed",
        "S2-06; 令121 art.18",
    ),
    "legality_incomplete": (
        Kind.RULE,
        "合法性审查尚有未核对的事项",
        "The check of the agreement's legality is not complete",
        "S2-06; 令121 art.18",
    ),
    "legality_unchecked": (
        Kind.RULE,
        "协议尚未经过合法性审查",
        "The agreement's legality has not been checked",
        "S2-06; 令121 art.18",
    ),
    "no_such_term": (Kind.INVALID, "协议没有这一条", "The agreement has no such term", "令121 art.24"),
    "due_before_agreement": (
        Kind.RULE,
        "履行日期不能早于协议日期",
        "A term is not due before the agreement",
        "令121 art.24",
    ),
    "confirmation_is_joint": (
        Kind.RULE,
        "司法确认应由双方当事人共同申请",
        "Both sides apply for judicial confirmation together",
        "人民调解法 art.33; 民诉法 art.205",
    ),
    "confirmation_too_late": (
        Kind.RULE,
        "应当自调解协议生效之日起三十日内申请司法确认",
        "Judicial confirmation is applied for within thirty days from the effect of the agreement",
        "人民调解法 art.33; 民诉法 art.205",
    ),
    "no_confirmation": (
        Kind.RULE,
        "没有司法确认申请",
        "No judicial confirmation was applied for",
        "人民调解法 art.33",
    ),
    "ceased_party_needed": (
        Kind.RULE,
        "请先登记当事人死亡或者主体资格灭失的事实",
        "First record which party died or ceased to exist",
        "令121 art.23(1)(7)",
    ),
    "basis_needed": (
        Kind.RULE,
        "请指明第十六条的哪一项情形或者第四十二条",
        "Name the case of article 16, or article 42",
        "令121 art.23(1)(6)",
    ),
    "provision_needed": (
        Kind.RULE,
        "请写明所依据的法律、法规、规章条款",
        "Name the provision that requires the termination",
        "令121 art.23(1)(8)",
    ),
    "case_number_needed": (
        Kind.RULE,
        "立案须填写立案编号",
        "An opened case has its number",
        "程序规定 art.18, art.19",
    ),
    "clue_test_running": (
        Kind.RULE,
        "检测、检验、检疫、鉴定等尚未结束",
        "A test on the clue is still running",
        "程序规定 art.18",
    ),
    "no_clue_test": (
        Kind.RULE,
        "没有正在进行的检测、检验、检疫、鉴定等",
        "No test on the clue is running",
        "程序规定 art.18",
    ),
}
