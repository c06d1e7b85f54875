"""Rules of telling parties through the office's channels (告知, art.15, 20, 23(2))."""

from __future__ import annotations

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.clocks import profile_of
from redress.domain.commands import DeliveryOutcome, NoticeMatter, NoticeOutcome
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding.decision import DECISIONS, counts_as
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.documents import DocumentStanding
from redress.domain.refusals import Refusal, refuse
from redress.domain.standing import decided_on
from redress.domain.ways import ORDER, has_way, way_to

OWN_WORDS = frozenset({NoticeMatter.OTHER})
"""Matters for which the office has no wording of its own."""


def send_notice(case: Case, command: c.SendNotice, ctx: Context) -> Decided | Refusal:
    """The decision comes first, and one notice of a matter to a party is on its way at a time."""
    party = case.party(command.party)
    if party is None:
        return refuse("unknown_party", ", ".join(case.parties))
    if refusal := _nothing_to_say(case, command, ctx):
        return refusal
    if any((sent.matter, sent.party) == (command.matter, party) for sent in case.sent):
        return refuse("notice_under_way", party)
    if command.method is not None and command.method not in ORDER:
        return refuse("not_sendable", command.method)
    method = command.method or way_to(case, party)
    if method is None or not has_way(case, party, method):
        return refuse("no_address", method)
    return (
        e.NoticeSent(
            matter=command.matter, party=party, method=method, document=command.document, text=command.text
        ),
    )


def _nothing_to_say(case: Case, command: c.SendNotice, ctx: Context) -> Refusal | None:
    if command.matter in OWN_WORDS and command.text is None:
        return refuse("words_needed", command.matter)
    if command.matter is NoticeMatter.SESSION and not any(s.outcome is None for s in case.sessions):
        return refuse("session_not_scheduled")
    named = case.document(command.document)
    if named and named.standing is not DocumentStanding.ISSUED:
        return refuse("document_not_issued", named.standing)
    if command.matter not in DECISIONS:
        return None
    decision = decided_on(case, command.matter)
    if decision is None:
        return refuse("nothing_to_tell", command.matter)
    if (command.occurred_at or ctx.now) < decision.at:
        return refuse("before_its_cause", decision.at.astimezone(CHINA).isoformat())
    return None


def record_delivery(case: Case, command: c.RecordDelivery, ctx: Context) -> Decided | Refusal:
    """A delivered notice tells, a posted one where the regime says so; one that came back is an attempt.

    One that never left is neither.
    """
    sent = case.under_way(command.notice)
    if sent is None:
        return refuse("no_such_notice", str(command.notice))
    if command.outcome is DeliveryOutcome.NOT_SENT:
        return (
            e.NoticeNotSent(
                matter=sent.matter, party=sent.party, method=sent.method, reason=command.proof
            ),
        )
    return (
        e.NoticeRecorded(
            matter=sent.matter,
            party=sent.party,
            method=sent.method,
            told_at=command.at,
            outcome=counts_as(NoticeOutcome(command.outcome.value), profile_of(case.profile, ctx.tables)),
            document=sent.document,
            proof=command.proof,
        ),
    )


RULES: dict[type, Rule] = {c.SendNotice: send_notice, c.RecordDelivery: record_delivery}
