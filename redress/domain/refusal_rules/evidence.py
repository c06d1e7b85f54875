"""Refusals about evidence and its files."""

from __future__ import annotations

from redress.domain.refusal_rules.kind import Kind, Rules

RULES: Rules = {
    "unknown_giver": (
        Kind.INVALID,
        "证据应由案件当事人、本机构(office)或其他人(others)提供",
        "Evidence is given by a party of the case, the office or others",
        "S0-33",
    ),
    "evidence_needs_file": (
        Kind.INVALID,
        "电子数据和音视频证据应附文件",
        "Electronic and audio-visual evidence comes with its file",
        "S0-33",
    ),
    "already_in_evidence": (
        Kind.RULE,
        "同一提供人已提交过相同的文件",
        "The same giver has given this very file already",
        "S4-06",
    ),
    "unknown_evidence": (Kind.INVALID, "案件中没有这一证据", "The case has no such evidence", None),
    "already_marked": (Kind.RULE, "该证据已作此标注", "This evidence is marked so already", None),
}
