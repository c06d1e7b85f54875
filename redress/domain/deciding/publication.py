"""Rules of publishing complaint information: by law and consent, never what is secret (令121 art.38, 39)."""

from __future__ import annotations

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.commands import Outcome, Secrecy
from redress.domain.context import Context
from redress.domain.deciding.rule import Decided, Rule
from redress.domain.refusals import Refusal, refuse
from redress.domain.standing import agreed_to_publication

UNPUBLISHABLE = frozenset({Outcome.WITHDRAWN, Outcome.REFUSED})
"""What was taken back, or never accepted, says nothing of a trader."""


def publish(case: Case, command: c.Publish, ctx: Context) -> Decided | Refusal:
    """公示 of a concluded complaint whose complainants all agreed."""
    if case.after.published_at:
        return refuse("already_published")
    if case.conclusion is None:
        return refuse("no_result")
    if case.conclusion.outcome in UNPUBLISHABLE:
        return refuse("not_to_be_published", case.conclusion.outcome)
    if case.after.secrecy is not Secrecy.NONE:
        return refuse("secret", case.after.secrecy)
    if not agreed_to_publication(case):
        return refuse("publication_not_agreed")
    return (e.Published(reason=command.reason),)


def unpublish(case: Case, command: c.Unpublish, ctx: Context) -> Decided | Refusal:
    if case.after.published_at is None:
        return refuse("not_published")
    return (e.Unpublished(cause="decision", reason=command.reason),)


def taken_back(case: Case, answer: str) -> Decided:
    """A consent that is taken back ends the publication at once."""
    if answer == "yes" or case.after.published_at is None:
        return ()
    return (e.Unpublished(cause="consent_withdrawn", reason=None),)


def mark_secrecy(case: Case, command: c.MarkSecrecy, ctx: Context) -> Decided | Refusal:
    """What is found to be secret after its publication leaves the public list at once."""
    marked = e.SecrecyMarked(secrecy=command.secrecy, reason=command.reason)
    if command.secrecy is Secrecy.NONE or case.after.published_at is None:
        return (marked,)
    return (marked, e.Unpublished(cause="secrecy", reason=None))


RULES: dict[type, Rule] = {
    c.Publish: publish,
    c.Unpublish: unpublish,
    c.MarkSecrecy: mark_secrecy,
}
