"""Rules of what the parties say themselves (S0-26, S0-40, S0-86; 令121 art.18), and of how it is met."""

from __future__ import annotations

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.context import Context
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.refusals import Refusal, refuse
from redress.domain.standing import result_reached

MOST_STATEMENTS = 50
MOST_PROPOSALS = 20
MOST_REVIEWS = 3
"""Enough for any dispute; whoever has more to say says it to the officer."""


def give_statement(case: Case, command: c.GiveStatement, ctx: Context) -> Decided | Refusal:
    """A word about performance needs an agreement that was to be performed."""
    party = case.party(command.party)
    if party is None:
        return refuse("unknown_party", ", ".join(case.parties))
    if command.about is c.StatementAbout.PERFORMANCE and case.agreement is None:
        return refuse("no_agreement")
    if case.own.statements >= MOST_STATEMENTS:
        return refuse("said_too_often", str(MOST_STATEMENTS))
    return (
        e.StatementGiven(
            statement=case.own.statements + 1, party=party, about=command.about, text=command.text
        ),
    )


def propose_settlement(case: Case, command: c.ProposeSettlement, ctx: Context) -> Decided | Refusal:
    party = case.party(command.party)
    if party is None:
        return refuse("unknown_party", ", ".join(case.parties))
    if result_reached(case):
        return refuse("already_decided")
    if case.own.proposed >= MOST_PROPOSALS:
        return refuse("said_too_often", str(MOST_PROPOSALS))
    return (e.SettlementProposed(proposal=case.own.proposed + 1, party=party, terms=command.terms),)


def answer_proposal(case: Case, command: c.AnswerProposal, ctx: Context) -> Decided | Refusal:
    """Only the other side answers, and the answer settles nothing by itself."""
    party = case.party(command.party)
    if party is None:
        return refuse("unknown_party", ", ".join(case.parties))
    proposal = next((one for one in case.own.proposals if one.number == command.proposal), None)
    if proposal is None:
        return refuse("no_such_proposal", ", ".join(str(one.number) for one in case.own.proposals))
    if (party in case.complainants) == (proposal.party in case.complainants):
        return refuse("own_proposal")
    if result_reached(case):
        return refuse("already_decided")
    if (party, command.answer) in proposal.answers:
        return refuse("said_already")
    return (
        e.ProposalAnswered(
            proposal=proposal.number, party=party, answer=command.answer, text=command.text
        ),
    )


def rate(case: Case, command: c.Rate, ctx: Context) -> Decided | Refusal:
    """Once in each round, when the case has its result; by a complainant, or told to somebody who did not
    handle the case (S0-28).
    """
    if ctx.actor.person in case.handled_by:
        return refuse("callback_by_handler")
    party = case.party(command.party)
    if party is None or party not in case.complainants:
        return refuse("unknown_party", ", ".join(case.complainants))
    if case.conclusion is None:
        return refuse("no_result")
    if case.own.rating_of(party):
        return refuse("said_already")
    parts = command.parts
    return (e.Rated(party=party, satisfaction=parts.overall, parts=parts, opinion=command.opinion),)


def request_review(case: Case, command: c.RequestReview, ctx: Context) -> Decided | Refusal:
    """No more than a wish: it starts no clock and changes no decision."""
    party = case.party(command.party)
    if party is None or party not in case.complainants:
        return refuse("unknown_party", ", ".join(case.complainants))
    if case.own.open_reviews:
        return refuse("review_open")
    if case.own.reviewed >= MOST_REVIEWS:
        return refuse("said_too_often", str(MOST_REVIEWS))
    return (e.ReviewRequested(review=case.own.reviewed + 1, party=party, reason=command.reason),)


def answer_review(case: Case, command: c.AnswerReview, ctx: Context) -> Decided | Refusal:
    found = next((one for one in case.own.open_reviews if command.number in (None, one.number)), None)
    if found is None:
        return refuse("no_review")
    return (e.ReviewAnswered(review=found.number, text=command.text),)


def note_acts(case: Case, command: c.NoteActs, ctx: Context) -> Decided | Refusal:
    if not case.own.unread:
        return refuse("nothing_unread")
    return (e.ActsNoted(acts=len(case.own.unread)),)


def renew_code(case: Case, command: c.RenewCode, ctx: Context) -> Decided | Refusal:
    party = case.party(command.party)
    if party is None:
        return refuse("unknown_party", ", ".join(case.parties))
    return (e.CodeRenewed(party=party, times=case.own.times_renewed(party) + 1),)


RULES: dict[type, Rule] = {
    c.GiveStatement: give_statement,
    c.ProposeSettlement: propose_settlement,
    c.AnswerProposal: answer_proposal,
    c.Rate: rate,
    c.RequestReview: request_review,
    c.AnswerReview: answer_review,
    c.NoteActs: note_acts,
    c.RenewCode: renew_code,
}
