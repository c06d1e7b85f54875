"""What each event of the timeline is about, for its filters. How it is told is `telling.py`."""

from typing import Final

ALL: Final = "all"

TOPICS: Final[dict[str, frozenset[str]]] = {
    "contacts": frozenset({
        "contact_recorded", "notice_recorded", "notice_sent", "notice_not_sent", "feedback_given",
        "callback_recorded", "consent_recorded", "cost_negotiated", "party_ceased",
    }),
    "decisions": frozenset({
        "accepted", "refused", "withdrawn", "agreement_recorded", "settlement_recorded",
        "mediation_terminated", "concluded", "closed", "reopened", "archived", "transferred",
        "transfer_proposed", "dispatched", "dispatch_returned", "referred_up",
        "referral_declined", "case_taken_over", "duplicate_merged",
        "report_split", "clue_referred", "clue_decided", "recusal_decided", "mediation_delegated",
        "jurisdiction_dispute_settled", "appraisal_commissioned", "extension_rejected", "legality_confirmed",
        "published", "unpublished", "secrecy_marked", "assigned",
    }),
    "papers": frozenset({
        "document_drafted", "document_approved", "document_issued", "document_numbered", "document_voided",
        "scan_attached", "evidence_added", "evidence_marked", "material_requested", "material_added",
        "identity_proof_requested",
    }),
    "clocks": frozenset({
        "clock_started", "clock_suspended", "clock_resumed", "clock_extended", "clock_ended", "clock_opened",
        "clock_expired", "clock_breached", "clock_moved", "escalated", "tables_adopted",
        "extension_requested", "extension_lapsed", "material_request_lapsed", "identity_request_lapsed",
    }),
}  # fmt: skip
"""The filters in their order; an event in none of them shows among all."""


def topic_of(kind: str) -> str:
    """The filter under which an event stands besides all; empty: none."""
    return next((topic for topic, kinds in TOPICS.items() if kind in kinds), "")
