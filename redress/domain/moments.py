"""The closed vocabulary a profile may use: moments of a case, causes of suspension and roles of a ladder."""

from __future__ import annotations

MOMENTS: dict[str, tuple[str, str]] = {
    "received": ("收到投诉", "received by the bureau with authority"),
    "registered": ("登记", "registered"),
    "submitted": ("网络提交", "submitted online"),
    "call_ended": ("通话结束", "the call ended"),
    "accepted": ("决定受理", "accepted"),
    "refused": ("决定不予受理", "refused"),
    "told:acceptance": ("告知受理", "complainant told of the acceptance"),
    "told:refusal": ("告知不予受理", "complainant told of the refusal"),
    "agreed": ("达成调解协议", "agreement reached"),
    "settled": ("自行和解", "settled between the parties"),
    "withdrawn": ("撤回投诉", "withdrawn"),
    "terminated": ("决定终止调解", "mediation terminated"),
    "told:termination": ("告知终止调解", "party told of the termination"),
    "decided": ("作出处理决定", "decided"),
    "replied": ("答复", "replied"),
    "inquiry_reported": ("报告调查结果", "result of the inquiry reported"),
    "promised": ("约定答复时间", "an answer was promised"),
    "clue_found": ("发现线索", "clue found or report received"),
    "case_opened": ("立案", "penalty case opened"),
    "case_not_opened": ("不予立案", "no penalty case opened"),
    "dispute_arose": ("发生管辖争议", "jurisdiction dispute arose"),
    "dispute_settled": ("管辖争议解决", "jurisdiction dispute settled"),
    "crime_suspected": ("发现涉嫌犯罪", "crime suspected"),
    "not_our_remit": ("发现属其他部门职责", "found to be another authority's"),
    "transferred": ("移送", "handed over"),
    "forwarded": ("转办", "forwarded by an outside system"),
    "reported_back": ("反馈来源", "result told to the sender"),
    "concluded": ("办结", "concluded and all told"),
    "feedback_given": ("反馈处理结果", "result fed back to the complainant"),
    "callback_recorded": ("完成回访", "call-back recorded"),
    "callback_excused": ("免予回访", "call-back excused"),
    "reward_confirmed": ("确认奖励", "reward confirmed"),
    "rewarded": ("发放奖励", "reward paid"),
    "closed": ("结案", "closed"),
    "reopened": ("重新办理", "reopened"),
}
"""What can start or end a clock, in Chinese and English."""

SUSPENSION_CAUSES: dict[str, tuple[str, str]] = {
    "appraisal": ("鉴定", "appraisal"),
    "testing": ("检测", "testing"),
    "inspection": ("检验", "inspection"),
    "quarantine": ("检疫", "quarantine"),
    "right_holder_identification": ("权利人辨认、鉴别", "identification by the right holder"),
    "hearing": ("听证", "hearing"),
    "public_notice": ("公告", "public notice"),
    "stay": ("中止", "stay of the proceedings"),
}
"""Whose time is not counted where a profile says so."""

LADDER_ROLES: dict[str, tuple[str, str]] = {
    "intake": ("受理人员", "intake officer"),
    "handler": ("承办人", "handler"),
    "callback": ("回访人员", "call-back officer"),
    "supervisor": ("科室负责人", "supervisor"),
    "bureau_head": ("部门负责人", "bureau head"),
    "superior_office": ("上级机关", "superior office"),
}
"""Who can be warned or called by a ladder, and who can approve an extension."""
