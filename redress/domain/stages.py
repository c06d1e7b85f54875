"""Which command which stage allows: the whole state machine of a matter in one table."""

from __future__ import annotations

from redress.domain.case import Case, Stage
from redress.domain.events import Matter

S = Stage
_BEFORE_DECISION = frozenset({S.REGISTERED, S.CHECKING})
_ACCEPTED = frozenset({S.ACCEPTED, S.MEDIATING})
_OPEN = _BEFORE_DECISION | _ACCEPTED
_ENDED = frozenset({S.CONCLUDED, S.REFUSED, S.WITHDRAWN, S.PASSED_ON})
_ANY = _OPEN | _ENDED

COMPLAINT: dict[str, frozenset[Stage]] = {
    "request_material": _OPEN,
    "add_material": _ANY,
    "draft_document": _ANY,
    "approve_document": _ANY,
    "issue_document": _ANY,
    "void_document": _ANY,
    "attach_scan": _ANY,
    "add_evidence": _ANY,
    "mark_evidence": _ANY,
    "add_note": _ANY,
    "record_contact": _ANY,
    "correct_party": _ANY,
    "add_respondent": _OPEN,
    "amend_claim": _OPEN,
    "request_identity_proof": _BEFORE_DECISION,
    "link_case": _ANY,
    "merge_duplicate": _BEFORE_DECISION,
    "split_report": _ANY,
    "assign": _ANY,
    "accept": _BEFORE_DECISION,
    "refuse": _BEFORE_DECISION | {S.PASSED_ON},
    "record_notice": _ANY,
    "send_notice": _ANY,
    "record_delivery": _ANY,
    "transfer": _ANY,
    "record_transfer_outcome": _ANY,
    "propose_transfer": _OPEN,
    "dispatch": _ANY - {S.PASSED_ON},
    "acknowledge_dispatch": _ANY,
    "return_dispatch": _ANY,
    "report_back": _ANY,
    "refer_up": _OPEN,
    "decline_referral": _ANY,
    "take_over": _OPEN,
    "raise_jurisdiction_dispute": _OPEN,
    "settle_jurisdiction_dispute": _ANY,
    "grade": _ANY,
    "classify": _ANY,
    "supervise": _ANY,
    "answer_supervision": _ANY,
    "urge": _ANY,
    "report_upward": _ANY,
    "record_consent": _ANY,
    "withdraw_consent": _ANY,
    "schedule_session": frozenset({S.MEDIATING}),
    "record_session": frozenset({S.MEDIATING}),
    "cancel_session": frozenset({S.MEDIATING}),
    "delegate_mediation": frozenset({S.MEDIATING}),
    "report_delegation_result": _ACCEPTED,
    "recuse": _ACCEPTED,
    "decide_recusal": _ANY,
    "replace_mediator": frozenset({S.MEDIATING}),
    "commission_appraisal": _ACCEPTED,
    "conclude_appraisal": _ANY,
    "cancel_appraisal": _ANY,
    "record_cost_negotiation": _ACCEPTED,
    "record_party_ceased": _ANY,
    "report_fraud_signs": _ANY,
    "record_agreement": frozenset({S.MEDIATING}),
    "confirm_legality": _ANY,
    "apply_judicial_confirmation": _ANY,
    "record_judicial_confirmation": _ANY,
    "record_settlement": _ACCEPTED,
    "record_performance": _ANY,
    "withdraw": _OPEN | {S.PASSED_ON},
    "terminate_mediation": _ACCEPTED,
    "refer_clue": _ACCEPTED | _ENDED,
    "conclude": _ACCEPTED | _ENDED,
    "give_feedback": _ENDED,
    "record_callback": _ENDED,
    "request_extension": _ANY,
    "approve_extension": _ANY,
    "reject_extension": _ANY,
    "close": _ENDED,
    "reopen": _ENDED,
    "record_quality_review": _ENDED,
    "add_lesson": _ENDED,
    "mark_secrecy": _ANY,
    "publish": _ENDED,
    "unpublish": _ENDED,
    "give_statement": _ANY,
    "propose_settlement": _OPEN,
    "answer_proposal": _OPEN,
    "rate": _ENDED,
    "request_review": _ENDED,
    "answer_review": _ANY,
    "note_acts": _ANY,
    "renew_code": _ANY,
}

CLUE: dict[str, frozenset[Stage]] = {
    "draft_document": _ANY,
    "approve_document": _ANY,
    "issue_document": _ANY,
    "void_document": _ANY,
    "attach_scan": _ANY,
    "add_evidence": _ANY,
    "mark_evidence": _ANY,
    "add_note": _ANY,
    "assign": _ANY,
    "record_clue_decision": frozenset({S.CHECKING}),
    "start_clue_test": frozenset({S.CHECKING}),
    "end_clue_test": frozenset({S.CHECKING}),
    "request_extension": frozenset({S.CHECKING}),
    "approve_extension": frozenset({S.CHECKING}),
    "reject_extension": frozenset({S.CHECKING}),
    "close": frozenset({S.CONCLUDED}),
}

REPORT: dict[str, frozenset[Stage]] = {
    **CLUE,
    "add_material": _ANY,
    "correct_party": _ANY,
    "add_respondent": frozenset({S.CHECKING}),
    "link_case": _ANY,
    "merge_duplicate": frozenset({S.CHECKING}),
    "close": frozenset({S.CONCLUDED, S.PASSED_ON}),
}

ARTICLES: dict[str, str] = {
    "request_material": "令121 art.10",
    "add_material": "令121 art.10",
    "draft_document": "S0-36",
    "approve_document": "S0-78",
    "issue_document": "S0-36",
    "void_document": "S4-17",
    "attach_scan": "令121 art.24",
    "add_evidence": "S0-33",
    "mark_evidence": "S4-06",
    "add_note": "令121 art.10(2)",
    "record_contact": "令121 art.18; S0-09",
    "correct_party": "令121 art.10, art.13; S0-23",
    "add_respondent": "令121 art.10(1)(2)",
    "amend_claim": "令121 art.10(1)(3), art.12",
    "request_identity_proof": "令121 art.10(3)",
    "link_case": "令121 art.14, art.16(2)",
    "merge_duplicate": "令121 art.14, art.15",
    "split_report": "令121 art.9",
    "assign": "S0-31",
    "accept": "令121 art.15",
    "refuse": "令121 art.15, art.16",
    "record_notice": "令121 art.15, art.23(2)",
    "send_notice": "令121 art.15, art.23(2)",
    "record_delivery": "令121 art.15, art.23(2)",
    "transfer": "令121 art.42; S0-11",
    "record_transfer_outcome": "S0-35",
    "propose_transfer": "S0-10, S0-11; 令121 art.42",
    "dispatch": "令121 art.41",
    "acknowledge_dispatch": "令121 art.15, art.41",
    "return_dispatch": "令121 art.41",
    "report_back": "令121 art.41; S3-15",
    "refer_up": "令121 art.13(4)",
    "decline_referral": "令121 art.13(4)",
    "take_over": "令121 art.13(3)",
    "raise_jurisdiction_dispute": "令121 art.33",
    "settle_jurisdiction_dispute": "令121 art.33",
    "grade": "S0-50, S0-51",
    "classify": "S0-52, S0-53",
    "supervise": "S0-50",
    "answer_supervision": "S0-50",
    "urge": "S0-31",
    "report_upward": "S0-50; S3-11",
    "record_consent": "令121 art.18",
    "withdraw_consent": "令121 art.18",
    "schedule_session": "令121 art.20",
    "record_session": "令121 art.20",
    "cancel_session": "令121 art.20",
    "delegate_mediation": "令121 art.19",
    "report_delegation_result": "令121 art.19",
    "recuse": "令121 art.21",
    "decide_recusal": "令121 art.21",
    "replace_mediator": "令121 art.20, art.21",
    "commission_appraisal": "令121 art.22",
    "conclude_appraisal": "令121 art.22",
    "cancel_appraisal": "令121 art.22",
    "record_cost_negotiation": "令121 art.22(2), art.23(1)(4)",
    "record_party_ceased": "令121 art.23(1)(7)",
    "report_fraud_signs": "令121 art.42",
    "record_agreement": "令121 art.24",
    "confirm_legality": "S2-06",
    "apply_judicial_confirmation": "人民调解法 art.33; 民诉法 art.205",
    "record_judicial_confirmation": "人民调解法 art.33",
    "record_settlement": "令121 art.18(2)",
    "record_performance": "令121 art.24",
    "withdraw": "令121 art.23(1)(1)",
    "terminate_mediation": "令121 art.23",
    "refer_clue": "令121 art.27",
    "record_clue_decision": "程序规定 art.18, art.19",
    "start_clue_test": "程序规定 art.18",
    "end_clue_test": "程序规定 art.18",
    "request_extension": "令121 art.27",
    "approve_extension": "令121 art.27",
    "reject_extension": "令121 art.27",
    "conclude": "令121 art.15, art.23(2)",
    "give_feedback": "S0-20, S0-38",
    "record_callback": "令121 art.26; S0-28",
    "close": "S0-20",
    "reopen": "S0-27",
    "record_quality_review": "令121 art.26; S3-30",
    "add_lesson": "S2-01",
    "mark_secrecy": "令121 art.39",
    "publish": "令121 art.38",
    "unpublish": "令121 art.38",
    "give_statement": "令121 art.18, art.20",
    "propose_settlement": "令121 art.18(2)",
    "answer_proposal": "令121 art.18(2)",
    "rate": "S0-40, S0-86",
    "request_review": "S0-26",
    "answer_review": "S0-26",
    "note_acts": "S0-31",
    "renew_code": "S0-75",
}
"""What each command rests on: cited when a rule without an article of its own refuses it."""

STAYED: frozenset[str] = frozenset(
    {
        "schedule_session",
        "record_session",
        "delegate_mediation",
        "report_delegation_result",
        "replace_mediator",
        "commission_appraisal",
        "record_agreement",
    }
)
"""What rests while a recusal is undecided (中止调解, art.21); the 60 days run on."""

DELEGATED: frozenset[str] = frozenset({"schedule_session", "record_session", "record_agreement"})
"""What is the delegated body's until it has reported (art.19)."""

ALLOWED: dict[Matter, dict[str, frozenset[Stage]]] = {
    Matter.COMPLAINT: COMPLAINT,
    Matter.CLUE: CLUE,
    Matter.REPORT: REPORT,
}


def known(matter: Matter, command: str) -> bool:
    """True when this kind of matter has the command at all."""
    return command in ALLOWED[matter]


def before_result(case: Case) -> bool:
    """True while the case is still being decided or mediated."""
    return case.stage in _OPEN


def open_to(case: Case, command: str) -> bool:
    """True when the stage of the case allows the command."""
    return case.stage in ALLOWED[case.matter].get(command, frozenset())
