"""What a party can say at its own page now, from the view of its case. What it may say at all is
`permissions.MAY`; here only what would make sense is left over.
"""

from __future__ import annotations

from collections.abc import Callable

from redress.domain.case import Stage
from redress.domain.commands import ConsentMatter
from redress.domain.view import CaseView

_BEFORE = frozenset({Stage.REGISTERED, Stage.CHECKING, Stage.ACCEPTED, Stage.MEDIATING})
_MEDIATED = frozenset({Stage.ACCEPTED, Stage.MEDIATING})


def result_reached(view: CaseView) -> bool:
    """An agreement, a settlement or an end of the mediation is there."""
    ended = any(c.milestone == "mediation_end" and c.ended_at for c in view.clocks)
    return view.agreement is not None or view.ground is not None or ended


def _unfinished(view: CaseView, party: str) -> bool:
    return view.stage in _BEFORE and not result_reached(view)


def _mediator(view: CaseView, party: str) -> bool:
    known = view.handler is not None or any(one.open for one in view.sessions)
    return _unfinished(view, party) and known and view.proceedings.stay is None


def _to_answer(view: CaseView, party: str) -> bool:
    side = party.partition("-")[0]
    others = (one for one in view.own.proposals if not one.party.startswith(side))
    return _unfinished(view, party) and any(others)


def _unrated(view: CaseView, party: str) -> bool:
    return view.outcome is not None and view.own.rating_of(party) is None


FITS: dict[str, Callable[[CaseView, str], bool]] = {
    "withdraw": lambda view, party: _unfinished(view, party)
    and len(view.filing.complainants) <= 1,
    "recuse": _mediator,
    "propose_settlement": lambda view, party: _unfinished(view, party) and view.stage in _MEDIATED,
    "answer_proposal": _to_answer,
    "record_performance": lambda view, party: view.agreement is not None or view.after.performance_open,
    "rate": _unrated,
    "request_review": lambda view, party: not view.own.open_reviews,
    "record_consent": lambda view, party: bool(consents_open(view, party)),
    "withdraw_consent": lambda view, party: any(
        one.party == party and one.answer == "yes" and one.matter in consents_open(view, party)
        for one in view.consents
    ),
}
"""Commands that make sense only at times; every other that the stage allows makes sense."""


def acts_open(view: CaseView, party: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Of the commands that role and stage allow, those that the case has a place for."""
    return tuple(name for name in allowed if name not in FITS or FITS[name](view, party))


def consents_open(view: CaseView, party: str) -> tuple[ConsentMatter, ...]:
    """The matters on which a party can still say yes or no: mediation and delegation until there is a result
    (art.18, 19), publication as long as the case is not archived, and by complainants alone (form 1).
    """
    if view.stage is Stage.ARCHIVED:
        return ()
    before = (ConsentMatter.MEDIATION, ConsentMatter.DELEGATION) if _unfinished(view, party) else ()
    after = (ConsentMatter.PUBLICATION,) if party.startswith("complainant") else ()
    return (*before, *after)
