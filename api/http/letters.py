"""The paper of a notice that a person sends: the case's document, or a letter made of the notice's words.

Texts are opened here, for this one printing, and audited. Who took what: `print_queue.py`. No routes.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from api.http.one_case import current_view, opened_view
from api.http.problems import problem, refused_as
from api.http.services import Services
from api.http.sheets import drawn
from redress.contracts.party_notices import PartyNotice, read_notice
from redress.documents.library import shipped_templates
from redress.documents.render import render
from redress.domain.actors import Actor
from redress.domain.case import Stage
from redress.domain.counting import CHINA
from redress.domain.documents import DocumentStanding
from redress.domain.view import CaseView
from redress.notify.saying import Opening, said_of
from redress.notify.wording import addressed, letter
from redress.persistence.document_choices import head_of
from redress.persistence.pool import acting_as
from redress.persistence.print_queue import PrintItem

PURPOSE: Final = "print"
LETTER: Final = "plain_letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Where the paper goes, opened; None where the case does not know."""

    name: str | None
    address: str | None


def under_way(view: CaseView, item: PrintItem) -> bool:
    """Whether the case still waits to hear of the notice; a person may have recorded it meanwhile."""
    return view.stage is not Stage.ARCHIVED and any(sent.notice == item.seq for sent in view.sent)


async def envelope(services: Services, item: PrintItem, actor: Actor) -> Envelope:
    """Name and address of the party."""
    notice = read_notice(item.payload)
    async with acting_as(services.pool, actor) as connection:
        refs = [ref for ref in (notice.name, notice.address) if ref]
        texts = await services.vault.open_many(
            connection, item.case_id, refs, opened_by=actor.person, purpose=PURPOSE
        )
    return Envelope(name=texts.get(notice.name or ""), address=texts.get(notice.address or ""))


async def paper(services: Services, item: PrintItem, actor: Actor) -> bytes:
    """The PDF to be sent; raises `document_not_issued` where its document has become void meanwhile."""
    notice = read_notice(item.payload)
    view = await current_view(services, item.case_id, actor)
    named = next((one for one in view.documents if str(one.number) == notice.document), None)
    if named is None:
        return await _letter(services, item, notice, actor, view.now)
    if named.standing is not DocumentStanding.ISSUED:
        raise refused_as("document_not_issued", named.standing)
    whole = await opened_view(services, view, actor, PURPOSE)
    return await drawn(services, whole, whole.documents[view.documents.index(named)], actor)


async def _letter(
    services: Services, item: PrintItem, notice: PartyNotice, actor: Actor, now: datetime
) -> bytes:
    opening = Opening(
        vault=services.vault, regulations=services.regulations, person=actor.person, purpose=PURPOSE
    )
    async with acting_as(services.pool, actor) as connection:
        said, address = await said_of(
            connection,
            opening,
            item.case_id,
            notice,
            progress_url=f"{services.settings.public_base_url}/progress",
            code_key=services.query_code_key,
            today=now,
        )
        head = await head_of(connection, notice.office)
    answer = await asyncio.to_thread(
        render,
        shipped_templates()[LETTER],
        {"addressee": addressed(said), "address": address or "", "body": letter(said)},
        number=notice.case_number,
        dated_on=now.astimezone(CHINA).date(),
        seal_text=head.name_zh,
    )
    if isinstance(answer, tuple):
        raise problem("unusable_document")
    return answer
