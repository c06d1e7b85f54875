"""Every rule by which a command can be refused: stable code, words in two languages, and the article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of refusal it is; the edge maps it to an HTTP status."""

    RULE = "rule"
    STALE = "stale"
    FORBIDDEN = "forbidden"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that a rule does not allow. `code` is stable; `detail` never holds personal data."""

    code: str
    kind: Kind
    title_zh: str
    title_en: str
    citation: str | None = None
    detail: str | None = None


RULES: dict[str, tuple[Kind, str, str, str | None]] = {
    "stale": (
        Kind.STALE,
        "案件已有新的变化,请刷新后再办",
        "The case has changed since you read it; read it again",
        None,
    ),
    "forbidden": (Kind.FORBIDDEN, "您的岗位不能进行此项操作", "Your role may not do this", None),
    "other_office": (
        Kind.FORBIDDEN,
        "案件不属于您所在的机构",
        "The case belongs to another office",
        "令121 art.4",
    ),
    "callback_by_handler": (
        Kind.FORBIDDEN,
        "回访应由未经办此案的人员进行",
        "The call-back is made by somebody who did not handle the case",
        "S0-28",
    ),
    "approver_is_requester": (
        Kind.FORBIDDEN,
        "延期的批准人不得是申请人",
        "The approver of an extension is not its requester",
        "令121 art.27",
    ),
    "unsealed": (
        Kind.INVALID,
        "命令中含有未封存的文字",
        "The command carries plain text in a sealed field",
        None,
    ),
    "naive_time": (Kind.INVALID, "时间缺少时区", "A time lacks its UTC offset", None),
    "impossible_time": (Kind.INVALID, "时间不可能", "The time is out of all reason", None),
    "not_an_id": (
        Kind.INVALID,
        "此处应填写编号,不能填写姓名",
        "This field takes an id, not a name",
        None,
    ),
    "not_a_word": (
        Kind.INVALID,
        "分类应为简短词语,不能含有号码或句子",
        "A classification is a short word, without numbers or sentences",
        None,
    ),
    "unknown_party": (Kind.INVALID, "案件中没有这一当事人", "The case has no such party", None),
    "unknown_ground": (Kind.INVALID, "法规中没有这一理由", "The regime has no such ground", None),
    "no_such_item": (
        Kind.INVALID,
        "案件中没有这一待补项目",
        "The case has no such open item",
        "令121 art.10(1)",
    ),
    "unknown_profile": (Kind.INVALID, "没有这一法规配置", "There is no such profile", None),
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
    "in_the_future": (Kind.RULE, "发生时间不能晚于现在", "What has happened is not in the future", None),
    "before_its_cause": (
        Kind.RULE,
        "发生时间不能早于它所依据的事项",
        "It cannot have happened before the event it follows",
        None,
    ),
    "moment_of_entry": (
        Kind.RULE,
        "申请和批准延期以录入时间为准",
        "Asking for and approving an extension take the moment of entry",
        "令121 art.27",
    ),
    "wrong_stage": (
        Kind.RULE,
        "案件所处阶段不允许此项操作",
        "The stage of the case does not allow this",
        None,
    ),
    "archived": (Kind.RULE, "案件已归档", "The case is archived", "S4-18"),
    "already_accepted": (
        Kind.RULE,
        "投诉已受理,不能再作不予受理决定",
        "An accepted complaint cannot be refused any more; terminate under art.23(1)(6)",
        "令121 art.15, art.23(1)(6)",
    ),
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
    "no_result": (Kind.RULE, "尚无处理结果", "There is no result yet", "令121 art.15, art.23"),
    "party_not_told": (
        Kind.RULE,
        "尚未告知当事人",
        "A party has not been told yet; record the notice first",
        "令121 art.15, art.23(2)",
    ),
    "nothing_to_tell": (
        Kind.RULE,
        "没有可告知的决定",
        "There is no decision of this kind to tell",
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
    "no_transfer": (Kind.RULE, "没有未了结的移送", "No hand-over is open", "S0-35"),
    "no_agreement": (Kind.RULE, "没有调解协议", "There is no agreement", "令121 art.24"),
    "already_decided": (Kind.RULE, "已经作出决定", "A decision of this kind has been made already", None),
    "not_for_this_matter": (
        Kind.RULE,
        "该事项类型没有此项操作",
        "This kind of matter has no such command",
        None,
    ),
    "due_day_too_late": (
        Kind.RULE,
        "补充材料的期限应至少早于受理期限一个工作日",
        "The date must leave one working day before the acceptance deadline",
        "令121 art.15",
    ),
    "due_day_past": (Kind.RULE, "期限不能早于今天", "A date to be met is not in the past", None),
    "unreadable": (Kind.INVALID, "无法读取的指令", "The command could not be read", None),
}


def refuse(code: str, detail: str | None = None, citation: str | None = None) -> Refusal:
    """The refusal of a code of `RULES`; `citation` replaces the table's where a profile has its own."""
    kind, zh, en, article = RULES[code]
    return Refusal(code, kind, zh, en, citation or article, detail)
