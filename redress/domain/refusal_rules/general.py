"""Refusals that any command can meet."""

from __future__ import annotations

from redress.domain.refusal_rules.kind import Kind, Rules

RULES: Rules = {
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
    "unknown_profile": (Kind.INVALID, "没有这一法规配置", "There is no such profile", None),
    "in_the_future": (Kind.RULE, "发生时间不能晚于现在", "What has happened is not in the future", None),
    "before_its_cause": (
        Kind.RULE,
        "发生时间不能早于它所依据的事项",
        "It cannot have happened before the event it follows",
        None,
    ),
    "wrong_stage": (
        Kind.RULE,
        "案件所处阶段不允许此项操作",
        "The stage of the case does not allow this",
        None,
    ),
    "archived": (Kind.RULE, "案件已归档", "The case is archived", "S4-18"),
    "already_decided": (Kind.RULE, "已经作出决定", "A decision of this kind has been made already", None),
    "not_for_this_matter": (
        Kind.RULE,
        "该事项类型没有此项操作",
        "This kind of matter has no such command",
        None,
    ),
    "unreadable": (Kind.INVALID, "无法读取的指令", "The command could not be read", None),
}
