"""What a party is told of a case in general terms, in two languages. Never who, where or why."""

from typing import Final

Words = tuple[str, str]

EVENTS: Final[dict[str, Words]] = {
    "complaint_registered": ("收到投诉", "The complaint was received"),
    "intake_checked": ("完成初步核实", "The complaint was checked"),
    "material_requested": ("请当事人补充材料", "Further material was asked for"),
    "material_added": ("收到补充材料", "Further material was received"),
    "evidence_added": ("收到证据", "Evidence was received"),
    "accepted": ("决定受理", "The complaint was accepted"),
    "refused": ("决定不予受理", "The complaint was not accepted"),
    "transferred": ("移送有关机关", "The matter was handed over to another authority"),
    "session_scheduled": ("安排调解", "A mediation session was arranged"),
    "session_held": ("进行调解", "A mediation session took place"),
    "appraisal_commissioned": ("委托鉴定、检测", "An appraisal was commissioned"),
    "appraisal_concluded": ("收到鉴定、检测结果", "The result of the appraisal was received"),
    "appraisal_cancelled": ("鉴定、检测取消", "The appraisal was cancelled"),
    "agreement_recorded": ("达成调解协议", "The parties reached an agreement"),
    "settlement_recorded": ("双方自行和解", "The parties settled the matter themselves"),
    "performance_recorded": ("记录协议履行情况", "The performance of the agreement was recorded"),
    "withdrawn": ("投诉撤回", "The complaint was withdrawn"),
    "mediation_terminated": ("终止调解", "The mediation was terminated"),
    "concluded": ("投诉办结", "The complaint was concluded"),
    "feedback_given": ("反馈处理结果", "The result was fed back"),
    "callback_recorded": ("完成回访", "The call-back was made"),
    "closed": ("结案", "The case was closed"),
    "reopened": ("重新办理", "The case was reopened"),
    "archived": ("归档", "The case was archived"),
}
"""Events that a party may see; every other event is the office's own business."""
