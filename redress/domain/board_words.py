"""What the figures of the board are called, what each means and what it rests on, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from redress.domain.board import Count, Figure, Rate


@dataclass(frozen=True, slots=True)
class Wording:
    """`rests_on`: articles and source rules; what is a convention of the house says so in its definition."""

    zh: str
    en: str
    means_zh: str
    means_en: str
    rests_on: str


FIGURE_WORDS: dict[Figure, Wording] = {
    Figure.DUE_TODAY: Wording(
        "今日到期未决定",
        "Due today, undecided",
        "受理与否(线索:立案与否)尚未决定,决定的稳妥到期日是今天",
        "no decision on acceptance (clue: on opening a case) yet, and its safe due day is today",
        "令121 art.15; 程序规定 art.18",
    ),
    Figure.DUE_NEXT: Wording(
        "下一工作日到期未决定",
        "Due next working day, undecided",
        "尚未决定,稳妥到期日在今天之后、至下一个工作日",
        "undecided, and the safe due day lies after today and not after the next working day",
        "令121 art.15; 程序规定 art.18",
    ),
    Figure.NOT_CONTACTED: Wording(
        "逾一个工作日未联系",
        "Not contacted after a working day",
        "在办投诉,收到之日后的第一个工作日已过,尚未联系上或者告知投诉人",
        "open, and nobody has reached or told the complainant by the end of the working day after receipt",
        "S0-09",
    ),
    Figure.UNTOLD: Wording(
        "已决定未告知",
        "Decided, not told",
        "受理、不予受理、并案或者终止调解已决定,还有应告知的当事人未告知",
        "accepted, refused, merged or terminated, and somebody whom the law names has not been told",
        "令121 art.15, art.23(2)",
    ),
    Figure.APPROVALS: Wording(
        "待批准",
        "Approvals to give",
        "等待负责人决定:延期、文书、回避、报请上级、二次办理、公示(投诉人均同意且未涉密)",
        "waits for somebody in charge: extension, document, recusal, referral, second round, publication",
        "令121 art.13(4), art.21, art.27, art.38; S0-27, S0-78",
    ),
    Figure.DISPATCHED: Wording(
        "分送未签收",
        "Dispatched, not picked up",
        "已分送,接收单位既未签收也未退回",
        "dispatched, and the addressee has neither acknowledged nor returned it",
        "令121 art.41",
    ),
    Figure.SUPERVISED: Wording(
        "督办",
        "Supervised",
        "有未答复的督办",
        "an order of a superior is open",
        "S0-50",
    ),
    Figure.HOTLINE: Wording(
        "12345 转办",
        "From the 12345 hotline",
        "经 12345 热线收到、尚无结果",
        "came by the 12345 hotline and has no result yet",
        "国办发〔2020〕53号",
    ),
    Figure.SUSPENDED: Wording(
        "中止过久",
        "Suspended too long",
        "期限停止计算已满三十日(令121配置中的检测鉴定通常期间)",
        "a period has stood still for thirty days (the usual time of an appraisal in samr-121)",
        "令121 art.22",
    ),
    Figure.UNASSIGNED: Wording(
        "未分派",
        "Unassigned",
        "在办而无承办人",
        "open and without a handler",
        "S0-31",
    ),
    Figure.OVERDUE: Wording(
        "逾期",
        "Overdue",
        "有期限已过而应做之事未做",
        "a period is over and what it demanded is still to be done",
        "令121 art.15, art.23",
    ),
    Figure.OVERDUE_0: Wording(
        "逾期未升级",
        "Overdue, not escalated",
        "逾期,该期限尚无升级或者不设升级",
        "overdue, and its ladder has not spoken or there is none",
        "S0-90",
    ),
    Figure.OVERDUE_1: Wording(
        "一级逾期",
        "Overdue, level 1",
        "逾期,已升级至一级",
        "overdue and escalated to level 1",
        "S0-90",
    ),
    Figure.OVERDUE_2: Wording(
        "二级逾期",
        "Overdue, level 2",
        "逾期,已升级至二级",
        "overdue and escalated to level 2",
        "S0-90",
    ),
    Figure.OVERDUE_3: Wording(
        "三级逾期",
        "Overdue, level 3",
        "逾期,已升级至三级或以上",
        "overdue and escalated to level 3 or higher",
        "S0-90",
    ),
    Figure.KEY: Wording(
        "重点投诉",
        "Key complaints",
        "在办的重点投诉",
        "open key complaints",
        "S0-50",
    ),
    Figure.SIGNS: Wording(
        "有需留意的迹象",
        "Signs to look at",
        "尚未决定,登记核实发现第十七条的迹象;仅提示人工核对,不作排名",
        "undecided, and the intake check shows signs of art.17; a hint for a person, never a ranking",
        "令121 art.17",
    ),
    Figure.OPEN: Wording(
        "在办",
        "Open",
        "登记、核实、受理、调解中的案件",
        "registered, checking, accepted or mediating",
        "S0-20",
    ),
    Figure.DUE_WEEK: Wording(
        "本周到期",
        "Due this week",
        "在办,最近的稳妥到期日在今天至本周日",
        "open, and the next safe due day is from today to Sunday",
        "S0-90",
    ),
}

COUNT_WORDS: dict[Count, Wording] = {
    Count.RECEIVED: Wording(
        "收到投诉",
        "Complaints received",
        "首次收到之日在期间内,含并案",
        "first received in the period, merged ones included",
        "令121 art.38; S1-18",
    ),
    Count.MERGED: Wording(
        "并案",
        "Merged",
        "期间内收到、并入另一案的重复投诉;计入收到,不计入任何比率",
        "received in the period and merged into another case; counted as received and in no rate",
        "令121 art.14; 国办发〔2020〕53号",
    ),
    Count.AGAINST: Wording(
        "针对经营者的投诉",
        "Complaints against the trader",
        "期间内收到的投诉,并案除外,按统一社会信用代码归并",
        "received in the period without merged ones, by unified social credit code",
        "令121 art.38; S0-55",
    ),
    Count.REPORTS: Wording(
        "收到举报", "Reports received", "期间内收到的举报", "reports received", "令121 art.38; S1-18"
    ),
    Count.DECISION_OWED: Wording(
        "应作受理决定",
        "Decisions owed",
        "期间内收到,未并案,决定前未撤回,已决定或者决定期限已过",
        "received in the period, not merged, not withdrawn before a decision, and decided or past its period",
        "令121 art.15",
    ),
    Count.DECIDED_IN_TIME: Wording(
        "按期决定",
        "Decided in time",
        "其中七个工作日届满前作出决定",
        "of these decided before the period ended",
        "令121 art.15",
    ),
    Count.TELLING_OWED: Wording(
        "应告知",
        "Tellings owed",
        "期间内收到,未并案,决定前未撤回,已告知或者期限已过",
        "received in the period, not merged, not withdrawn before a decision, and told or past the period",
        "令121 art.15",
    ),
    Count.TOLD_IN_TIME: Wording(
        "按期告知",
        "Told in time",
        "其中期限届满前决定并告知投诉人",
        "of these decided and told before the period ended",
        "令121 art.15",
    ),
    Count.CONCLUDED: Wording(
        "办结投诉",
        "Complaints concluded",
        "办结日(有结果且已告知)在期间内;重新办理的按最后一次办结",
        "concluded (result reached and all told) in the period; a reopened one by its last conclusion",
        "S0-20",
    ),
    Count.MEDIATION_OWED: Wording(
        "受理后办结",
        "Concluded after acceptance",
        "期间内办结的投诉中已受理的",
        "of those concluded the accepted ones",
        "令121 art.23",
    ),
    Count.CONCLUDED_IN_TIME: Wording(
        "按期办结",
        "Concluded in time",
        "其中调解期限和终止告知均未逾期(届满次一工作日内决定终止的不算逾期)",
        "of these mediation and the notice of its end were in time (so is a termination within the grace)",
        "令121 art.23(1)(5), art.23(2)",
    ),
    Count.MEDIATED: Wording(
        "有调解结果",
        "With a mediation result",
        "期间内办结,结果为达成、和解、部分解决或者未成",
        "concluded as agreed, settled, partly solved or failed",
        "S0-42",
    ),
    Count.SUCCESSFUL: Wording(
        "调解成功",
        "Successful",
        "其中达成协议或者自行和解;部分解决不计(约定)",
        "of these agreed or settled; partly solved does not count (convention)",
        "S0-42; 令121 art.23(1)(1), art.24",
    ),
    Count.UPHELD: Wording(
        "诉求得到支持",
        "Upheld",
        "其中达成、和解或者部分解决",
        "of these agreed, settled or partly solved",
        "S0-42",
    ),
    Count.RECOVERING: Wording(
        "挽回损失的投诉",
        "Complaints with loss recovered",
        "期间内办结且挽回金额大于零",
        "concluded in the period with an amount recovered",
        "S1-18",
    ),
    Count.RATED: Wording(
        "回访评价",
        "Rated at the call-back",
        "期间内办结、回访时给出满意度的投诉",
        "concluded in the period and rated at the call-back",
        "S0-86; 令121 art.26",
    ),
    Count.SATISFIED: Wording(
        "满意",
        "Satisfied",
        "其中评四分或者五分(约定)",
        "of these rated 4 or 5 of 5 (convention)",
        "S0-86",
    ),
}

RATE_WORDS: dict[Rate, tuple[str, str]] = {
    Rate.DECISION: ("受理决定及时率", "Decided in time"),
    Rate.TELLING: ("告知及时率", "Told in time"),
    Rate.CONCLUSION: ("办结及时率", "Concluded in time"),
    Rate.SUCCESS: ("调解成功率", "Mediation success"),
    Rate.SATISFACTION: ("回访满意率", "Call-back satisfaction"),
}
