"""Refusals of classification, grading and supervision."""

from __future__ import annotations

from redress.domain.refusal_rules.kind import Kind, Rules

RULES: Rules = {
    "key_needs_owner": (
        Kind.RULE,
        "重点投诉应当指定专人负责",
        "A key complaint has a named owner",
        "S0-50",
    ),
    "unknown_word": (
        Kind.INVALID,
        "分类表中没有这一词",
        "The classification has no such word",
        "S0-52, S0-53",
    ),
    "nothing_classified": (
        Kind.INVALID,
        "请填写至少一项分类",
        "Give at least one word of classification",
        "S0-52",
    ),
    "supervised_already": (
        Kind.RULE,
        "本机构的督办尚未答复",
        "An order of this office is still to be answered",
        "S0-50",
    ),
    "not_supervised": (Kind.RULE, "没有未答复的督办", "No order is open", "S0-50"),
    "not_key": (Kind.RULE, "不是重点投诉,无须上报", "Only a key complaint is reported upward", "S0-50"),
}
