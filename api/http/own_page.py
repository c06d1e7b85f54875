"""What a party reads of its case: its own words, the other side's as far as a mediation needs, what was
issued to it, and what it may do now. Opened for this one reading, and audited as every opening.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from api.http.one_case import commands_of
from api.http.own_shapes import Claimed, Consent, Meeting, Offer, OwnPage, Paper, Piece, Word
from api.http.party import Known
from api.http.services import Services
from api.http.timeline import EVENT
from redress.domain.case import Session, Stage
from redress.domain.commands import ConsentMatter, StatementAbout
from redress.domain.documents import Document, DocumentStanding
from redress.domain.events import (
    AgreementRecorded,
    FeedbackGiven,
    ReviewAnswered,
    ReviewRequested,
    SessionScheduled,
    StatementGiven,
)
from redress.domain.facts import Complainant, Filing, Respondent
from redress.domain.own_page import Proposal
from redress.domain.party_acts import acts_open, consents_open
from redress.domain.profile import Ground, Profile
from redress.domain.sealed import Text
from redress.domain.shown_to_parties import covered, surname_of
from redress.domain.wording import plain
from redress.persistence.evidence_files import EvidenceItem, evidence_of
from redress.persistence.party_notices import display_name, sender_of
from redress.persistence.pool import Connection, acting_as
from redress.persistence.reading import timeline
from redress.persistence.sealing import sealed_refs, unsealed

PURPOSE: Final = "own_page"
MOST_EVENTS: Final = 2_000


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of the case, opened: the events with their moments, and the evidence."""

    events: tuple[tuple[datetime, Any], ...]
    pieces: tuple[EvidenceItem, ...]
    filing: Filing
    offers: tuple[Proposal, ...]


async def own_page(services: Services, known: Known) -> OwnPage:
    """The page of a party as its case is now."""
    view, archived = known.view, known.view.stage is Stage.ARCHIVED
    async with acting_as(services.pool, known.actor) as connection:
        sender = await sender_of(connection, known.office)
        found = await _found(services, connection, known, opened=not archived)
        names = {one.mediator: await display_name(connection, one.mediator) or "" for one in view.sessions}
    profile = services.tables.profile(view.profile)
    ended = view.ground is not None
    return OwnPage(
        case_number=view.case_number,
        party=known.party,
        stage=view.stage,
        version=view.version,
        texts=not archived,
        claimed=None if archived else _claimed(known, found),
        meetings=tuple(_meeting(one, found, names) for one in _to_come(known)),
        consents=tuple(_consents(known)),
        papers=() if archived else tuple(_paper(each, profile) for each in _papers(known)),
        offers=tuple(_offer(each, known) for each in found.offers),
        pieces=tuple(_piece(each) for each in found.pieces if each.given_by == known.party),
        words=() if archived else tuple(_words(known, found)),
        terms=() if archived else _terms(found),
        perform_by=view.agreement.perform_by if view.agreement else None,
        performed=view.agreement.performed if view.agreement else None,
        rated=rating.satisfaction if (rating := view.own.rating_of(known.party)) else None,
        review_open=bool(view.own.open_reviews),
        ground=_ground(profile, view.ground),
        remedies=profile.remedies if profile and (ended or view.after.remedies) else None,
        office=sender,
        unread=bool(view.own.unread),
        acts=acts_open(view, known.party, commands_of(view, known.actor)),
    )


async def _found(services: Services, connection: Connection, known: Known, *, opened: bool) -> _Found:
    """Only what this party may read is opened: of the ledger its own words and what is meant for it."""
    rows = await timeline(connection, known.case_id, limit=MOST_EVENTS)
    events = tuple((row.occurred_at, EVENT.validate_json(row.body)) for row in rows if row.type in _READ)
    events = tuple(each for each in events if _for(known, each[1]))
    pieces = tuple(each for each in await evidence_of(connection, known.case_id))
    mine = tuple(each for each in pieces if each.given_by == known.party)
    parts: tuple[Any, ...] = (tuple(event for _, event in events), mine, _of_filing(known), _offers(known))
    if opened:
        texts = await services.vault.open_many(
            connection,
            known.case_id,
            [ref for part in parts for ref in sealed_refs(part)],
            opened_by=known.actor.person,
            purpose=PURPOSE,
        )
        parts = tuple(unsealed(part, texts) for part in parts)
    moments = (at for at, _ in events)
    return _Found(tuple(zip(moments, parts[0], strict=True)), parts[1], parts[2], parts[3])


_READ: Final = frozenset(
    {"session_scheduled", "agreement_recorded", "feedback_given", "statement_given", "review_requested",
     "review_answered"}
)  # fmt: skip


def _for(known: Known, event: Any) -> bool:
    """Whether an event's text is this party's own or meant for it."""
    match event:
        case StatementGiven() | ReviewRequested():
            return event.party == known.party
        case ReviewAnswered() | FeedbackGiven():
            return known.complains
        case SessionScheduled():
            return event.with_party in (None, known.party)
    return True


def _of_filing(known: Known) -> Filing:
    """The parts of the filing that are read for this party: what a trader is not told is read to cover it."""
    whole = known.view.filing
    return Filing(
        channel=whole.channel,
        facts=whole.facts,
        complainants=whole.complainants,
        respondents=whole.respondents,
        purchase=whole.purchase,
        agent=whole.agent,
    )


def _offers(known: Known) -> tuple[Proposal, ...]:
    return known.view.own.proposals


def _claimed(known: Known, found: _Found) -> Claimed:
    filing = found.filing
    complainants, purchase = filing.complainants, filing.purchase
    own = complainants[known_index(known)] if known.complains and complainants else None
    if known.complains:
        who = tuple(name for name in (_text(own.name) if own else "",) if name)
        cover: tuple[str, ...] = ()
    else:
        who = tuple(surname_of(_text(one.name)) for one in complainants if _text(one.name))
        cover = tuple(_known_of(complainants, filing.agent))
    said = covered if not known.complains else _as_it_is
    return Claimed(
        who=who,
        against=tuple(_name(one) for one in filing.respondents if _name(one)),
        facts=said(_text(filing.facts), cover),
        claims=known.view.filing.claims,
        bought_on=purchase.on if purchase else None,
        item=said(_text(purchase.item), cover) if purchase else "",
        place=said(_text(purchase.place), cover) if purchase else "",
        order_number=_text(purchase.order_number) if purchase else "",
        amount=purchase.amount if purchase else None,
    )


def known_index(known: Known) -> int:
    """Which of its side a party is, from 0."""
    number = int(known.party.rpartition("-")[2])
    return min(number, max(1, len(known.view.filing.complainants))) - 1 if known.complains else number - 1


def _as_it_is(text: str, cover: Iterable[str] = ()) -> str:
    return text


def _known_of(people: Sequence[Complainant], agent: Any) -> Iterable[str]:
    for one in people:
        yield from (_text(each) for each in (one.name, one.phone, one.address, one.id_number, one.email))
        if one.stands_in is not None:
            stand_in = one.stands_in
            yield from (_text(each) for each in (stand_in.name, stand_in.phone, stand_in.id_number))
    if agent is not None:
        yield from (_text(agent.name), _text(agent.id_number))


def _name(one: Respondent) -> str:
    return _text(one.name) or _text(one.shop_name)


def _text(text: Text | None) -> str:
    return plain(text)


def _to_come(known: Known) -> tuple[Session, ...]:
    view = known.view
    return tuple(s for s in view.sessions if s.open and (not s.expected or known.party in s.expected))


def _meeting(session: Session, found: _Found, names: dict[str, str]) -> Meeting:
    arranged = next(
        (e for _, e in found.events if isinstance(e, SessionScheduled) and e.session == session.number), None
    )
    return Meeting(
        number=session.number,
        at=session.at,
        form=session.form.value,
        means=session.means.value if session.means else None,
        place=_text(arranged.place) if arranged else "",
        mediator=names.get(session.mediator, ""),
        mediator_id=session.mediator,
        alone=bool(session.expected),
        recusal_days=session.recusal_days,
    )


def _consents(known: Known) -> Iterable[Consent]:
    said = {each.matter: each for each in known.view.consents if each.party == known.party}
    still_open = consents_open(known.view, known.party)
    for matter in (ConsentMatter.MEDIATION, ConsentMatter.DELEGATION, ConsentMatter.PUBLICATION):
        one = said.get(matter.value)
        if one is None and matter not in still_open:
            continue
        yield Consent(
            matter=matter,
            answer=one.answer if one else _in_the_form(known, matter),
            at=one.at if one else None,
            channel=one.channel if one else None,
            open=matter in still_open,
        )


def _in_the_form(known: Known, matter: ConsentMatter) -> str | None:
    """What the box of the registration form says (form 1)."""
    boxes = known.view.filing.consents
    box = {ConsentMatter.DELEGATION: boxes.delegate_mediation, ConsentMatter.PUBLICATION: boxes.publish}
    found = box.get(matter) if known.complains else None
    return found.value if found and found.value != "not_asked" else None


def papers_of(known: Known) -> tuple[Document, ...]:
    """The documents that were issued to this party, or that it was told with."""
    return tuple(_papers(known))


def _papers(known: Known) -> Iterable[Document]:
    for each in known.view.documents:
        mine = each.party == known.party or known.party in each.told
        if mine and each.standing is DocumentStanding.ISSUED:
            yield each


def _paper(document: Document, profile: Profile | None) -> Paper:
    rule = next((one for one in profile.documents if one.code == document.kind), None) if profile else None
    return Paper(
        number=document.number,
        title_zh=rule.title_zh if rule else document.kind,
        title_en=rule.title_en if rule else document.kind,
        reference=document.reference,
        dated_on=document.dated_on,
    )


def _offer(one: Proposal, known: Known) -> Offer:
    return Offer(
        number=one.number,
        mine=one.party == known.party,
        at=one.at,
        terms=_text(one.terms),
        answered=next((answer for party, answer in one.answers if party == known.party), None),
        answers=tuple(answer for _, answer in one.answers),
    )


def _piece(item: EvidenceItem) -> Piece:
    return Piece(number=item.number, kind=item.kind, name=_text(item.name), at=item.obtained_at)


def _words(known: Known, found: _Found) -> Iterable[Word]:
    for at, event in found.events:
        match event:
            case StatementGiven():
                of_performance = event.about is StatementAbout.PERFORMANCE
                kind = "performance" if of_performance else "statement"
                yield Word(kind=kind, at=at, text=_text(event.text))
            case ReviewRequested():
                yield Word(kind="review", at=at, text=_text(event.reason))
            case ReviewAnswered():
                yield Word(kind="review_answer", at=at, text=_text(event.text))
            case FeedbackGiven():
                yield Word(kind="feedback", at=at, text=_text(event.text))


def _terms(found: _Found) -> tuple[str, ...]:
    agreed = [event for _, event in found.events if isinstance(event, AgreementRecorded)]
    return tuple(_text(term) for term in agreed[-1].terms) if agreed else ()


def _ground(profile: Profile | None, code: str | None) -> Ground | None:
    grounds = (*profile.refusal_grounds, *profile.termination_grounds) if profile else ()
    return next((ground for ground in grounds if ground.code == code), None)
