"""The words of the files of figures in two languages: headings, and the codes that stand in their cells."""

from typing import Final

from redress.domain.stage_words import STAGES

HEADINGS: Final[dict[str, tuple[str, str]]] = {
    "figure": ("指标", "Figure"),
    "number": ("数量", "Number"),
    "value": ("本期", "Period"),
    "before": ("上期(环比)", "Period before"),
    "year_before": ("上年同期(同比)", "A year before"),
    "means": ("口径", "Definition"),
    "rests_on": ("依据", "Rests on"),
    "office": ("单位", "Office"),
    "whole": ("合计", "Total"),
    "own": ("(本级)", " (own)"),
    "month": ("月份", "Month"),
    "person": ("承办人", "Handler"),
    "away": ("休假", "On leave"),
    "yes": ("是", "yes"),
    "case": ("案号", "Case"),
    "matter": ("事项", "Matter"),
    "stage": ("阶段", "Stage"),
    "received_on": ("收到日", "Received"),
    "safe_due_on": ("稳妥到期日", "Safe due day"),
    "level": ("升级", "Level"),
    "urgency": ("紧急程度", "Urgency"),
    "concluded_on": ("办结日", "Concluded"),
    "outcome": ("结果", "Outcome"),
    "recovered_amount": ("挽回损失(元)", "Loss recovered (CNY)"),
    "punitive_amount": ("惩罚性赔偿(元)", "Punitive damages (CNY)"),
    "disputed_amount": ("争议金额(元)", "Amount in dispute (CNY)"),
    "average": ("回访平均分", "Average mark"),
    "inquiries": ("咨询", "Inquiries"),
    "ahead": ("演练案件(不计入)", "Rehearsal cases (not counted)"),
    "trader": ("经营者", "Trader"),
    "complaints": ("投诉", "Complaints"),
    "upheld": ("支持率", "Share upheld"),
    "unnamed": ("(不具名)", "(not named)"),
    "kind": ("分类", "Kind"),
    "unsaid": ("(未填)", "(not said)"),
    "now": ("当前待办", "As it stands"),
    "loads": ("人员工作量", "Workload"),
    "figures": ("本期统计", "Figures"),
    "offices": ("分单位", "By office"),
    "months": ("分月", "By month"),
    "traders": ("被投诉较多的经营者", "Traders most complained of"),
    "category": ("投诉类别", "By category"),
    "channel": ("来源渠道", "By channel"),
    "by_outcome": ("办理结果", "By outcome"),
    "rehearsal": ("演练数据,不得作为正式统计", "Rehearsal data, not for official use"),
}

CODES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "stage": STAGES,
    "matter": {
        "complaint": ("投诉", "Complaint"),
        "clue": ("线索", "Clue"),
        "report": ("举报", "Report"),
    },
    "urgency": {
        "critical": ("特急", "Critical"),
        "urgent": ("紧急", "Urgent"),
        "ordinary": ("一般", "Ordinary"),
    },
    "outcome": {
        "agreed": ("达成协议", "Agreed"),
        "settled": ("自行和解", "Settled"),
        "partly": ("部分解决", "Partly solved"),
        "failed": ("调解未成", "Failed"),
        "withdrawn": ("撤回", "Withdrawn"),
        "refused": ("不予受理", "Refused"),
    },
    "channel": {
        "phone": ("电话", "Telephone"),
        "web": ("网站", "Web"),
        "app": ("手机应用", "App"),
        "wechat": ("微信", "WeChat"),
        "letter": ("信函", "Letter"),
        "walk_in": ("来访", "Walk-in"),
        "national_platform": ("全国12315平台", "National 12315 platform"),
        "hotline_12345": ("12345热线", "12345 hotline"),
        "superior": ("上级交办", "Superior"),
        "other_agency": ("其他部门", "Other agency"),
        "dispatch": ("分送", "Dispatch"),
        "import": ("导入", "Import"),
    },
}
"""By the kind of code."""


def words(name: str, lang: str) -> str:
    """A heading in `zh` or `en`."""
    return HEADINGS[name][lang == "en"]


def code_name(kind: str, code: str, lang: str) -> str:
    """A code in words; itself where it has none."""
    found = CODES.get(kind, {}).get(code)
    return found[lang == "en"] if found else code
