"""The issued documents that go with notices, drawn for one sending; notices themselves know no documents."""

import asyncio
import json
from typing import Final

from pydantic import TypeAdapter

from redress.documents.library import shipped_templates
from redress.documents.render import render
from redress.documents.template import Template
from redress.documents.template_file import restore_template
from redress.domain.actors import SYSTEM
from redress.domain.documents import DocumentStanding
from redress.domain.sealed import Sealed
from redress.domain.view import CaseView
from redress.notify.port import Attachment, Undeliverable
from redress.persistence.document_choices import head_of, kept_template
from redress.persistence.pool import Connection, Pool, transaction
from redress.persistence.reading import read_view
from redress.persistence.vault import Vault

VIEW: Final[TypeAdapter[CaseView]] = TypeAdapter(CaseView)


class IssuedPapers:
    """The same bytes each time, as long as nothing of the document changes."""

    def __init__(self, pool: Pool, vault: Vault) -> None:
        self._pool = pool
        self._vault = vault

    async def paper(self, case_id: str, document: str, purpose: str) -> Attachment | None:
        """The document that a notice names by its number in the case; None: it names another paper.

        Raises `Undeliverable` for one that is void by now or whose texts are erased.
        """
        async with transaction(self._pool) as connection:
            stored = await read_view(connection, case_id)
            if stored is None:
                return None
            view = VIEW.validate_json(stored.view_json)
            found = next((one for one in view.documents if str(one.number) == document), None)
            if found is None:
                return None
            if found.standing is not DocumentStanding.ISSUED:
                raise Undeliverable("document_not_issued")
            ref = found.content.ref if isinstance(found.content, Sealed) else ""
            texts = await self._vault.open_many(
                connection, case_id, [ref], opened_by=SYSTEM.person, purpose=purpose
            )
            template = await _template(connection, found.template)
            head = await head_of(connection, view.office)
        if ref not in texts or template is None:
            raise Undeliverable("document_gone")
        pdf = await asyncio.to_thread(
            render,
            template,
            json.loads(texts[ref]),
            number=found.reference,
            dated_on=found.dated_on,
            seal_text=head.name_zh,
        )
        if isinstance(pdf, tuple):
            raise Undeliverable("document_unusable")
        return Attachment(name=f"{found.reference or f'{view.case_number}-{document}'}.pdf", content=pdf)


async def _template(connection: Connection, version: str) -> Template | None:
    for template in shipped_templates().values():
        if template.version == version:
            return template
    canonical = await kept_template(connection, version)
    return restore_template(canonical) if canonical is not None else None
