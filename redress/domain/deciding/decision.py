"""Rules of the art.15 decision: accepting, refusing with a ground of art.16, and telling."""

from __future__ import annotations

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.clocks import profile_of
from redress.domain.commands import NoticeMatter, NoticeOutcome
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.deciding.verification import too_early_to_refuse
from redress.domain.documents import DocumentStanding
from redress.domain.facts import Method
from redress.domain.profile import LetterTold, Profile
from redress.domain.refusals import Refusal, refuse
from redress.domain.standing import between_bureaus, decided_on

DECISIONS = frozenset(
    {NoticeMatter.ACCEPTANCE, NoticeMatter.REFUSAL, NoticeMatter.TERMINATION, NoticeMatter.MERGED}
)
DOCUMENTS_STAND = 2
"""The edition since which a notice names only documents that are issued."""



def accept(case: Case, command: c.Accept, ctx: Context) -> Decided | Refusal:
    if between_bureaus(case):
        return refuse("dispatch_open")
    return (e.Accepted(note=command.note),)


def refuse_complaint(case: Case, command: c.Refuse, ctx: Context) -> Decided | Refusal:
    """A refusal states its ground and the reason the complainant is told (art.15)."""
    if between_bureaus(case):
        return refuse("dispatch_open")
    grounds = {g.code: g for g in profile_of(case.profile, ctx.tables).refusal_grounds}
    ground = grounds.get(command.ground)
    if ground is None:
        return refuse("unknown_ground", ", ".join(grounds))
    if command.reason is None:
        return refuse("reason_required")
    if refusal := too_early_to_refuse(case, ground.code, ctx):
        return refusal
    return (e.Refused(ground=ground.code, article=ground.article, reason=command.reason),)


def record_notice(case: Case, command: c.RecordNotice, ctx: Context) -> Decided | Refusal:
    """Telling ends the clock of a decision, so the decision comes first (art.15, art.23(2))."""
    party = case.party(command.party)
    if party is None:
        return refuse("unknown_party", ", ".join(case.parties))
    if command.matter in DECISIONS:
        decision = decided_on(case, command.matter)
        if decision is None:
            return refuse("nothing_to_tell", command.matter)
        if command.at < decision.at:
            return refuse("before_its_cause", decision.at.astimezone(CHINA).isoformat())
    named = case.document(command.document) if ctx.edition >= DOCUMENTS_STAND else None
    if named and named.standing is not DocumentStanding.ISSUED:
        return refuse("document_not_issued", named.standing)
    if command.outcome is NoticeOutcome.SENT and command.method is not Method.LETTER:
        return refuse("only_letters_are_sent")
    return (
        e.NoticeRecorded(
            matter=command.matter,
            party=party,
            method=command.method,
            told_at=command.at,
            outcome=counts_as(command.outcome, profile_of(case.profile, ctx.tables)),
            document=command.document,
            proof=command.proof,
        ),
    )


def counts_as(outcome: NoticeOutcome, profile: Profile) -> NoticeOutcome:
    """A letter tells with the post or with its arrival: the regime says which (程序规定 art.80)."""
    if outcome is NoticeOutcome.SENT and profile.telling.letter is LetterTold.POSTED:
        return NoticeOutcome.TOLD
    return outcome


RULES: dict[type, Rule] = {
    c.Accept: accept,
    c.Refuse: refuse_complaint,
    c.RecordNotice: record_notice,
}
