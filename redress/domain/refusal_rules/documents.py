"""Refusals of documents."""

from __future__ import annotations

from redress.domain.refusal_rules.kind import Kind, Rules

RULES: Rules = {
    "unknown_document": (
        Kind.INVALID,
        "法规配置中没有这种文书",
        "The regime knows no such document",
        None,
    ),
    "no_such_document": (Kind.INVALID, "案件中没有这份文书", "The case has no such document", None),
    "too_many_documents": (Kind.RULE, "案件文书过多", "The case has too many documents", None),
    "document_standing": (
        Kind.RULE,
        "文书所处状态不允许此项操作",
        "The document is not in the state that this needs",
        None,
    ),
    "approval_needed": (
        Kind.RULE,
        "文书须经批准后方可编号用印",
        "The document is approved before it is numbered and sealed",
        "S0-78",
    ),
    "approver_is_drafter": (
        Kind.FORBIDDEN,
        "批准人不得是拟稿人",
        "Whoever drew a document up does not approve it",
        "S0-78",
    ),
    "nothing_decided_yet": (
        Kind.RULE,
        "尚未作出文书所载的决定",
        "The decision that the document states has not been made",
        "令121 art.15, art.23",
    ),
    "document_not_issued": (
        Kind.RULE,
        "文书尚未编号用印或者已作废",
        "Nobody is told with a document that is not issued or is void",
        "令121 art.15, art.23(2)",
    ),
}
