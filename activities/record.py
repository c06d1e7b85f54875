"""Every change without a step of its own; the notices (告知) that come with any (令121 art.15, 23(2)), and
evidence.
"""

from typing import Final

from temporalio import activity

from activities.event_rows import Place, RowTable, event_of, ref
from activities.recorder import Recorder
from redress.contracts.complaint import Numbered, StepOutcome
from redress.contracts.recording import Batch
from redress.contracts.step_rows import EvidenceRow, NoticeRow
from redress.documents.render import document_number
from redress.domain.events import DocumentIssued, EvidenceAdded, EvidenceMarked, NoticeRecorded
from redress.persistence.document_numbers import number_document
from redress.persistence.pool import Connection


def _told(place: Place, event: NoticeRecorded) -> NoticeRow:
    return NoticeRow(
        **place.columns(),
        matter=event.matter.value,
        party=event.party,
        method=event.method.value,
        told_at=event.told_at,
        outcome=event.outcome.value,
        document=event.document,
        proof_ref=ref(event.proof),
    )


def _added(place: Place, event: EvidenceAdded) -> EvidenceRow:
    file = event.file
    return EvidenceRow(
        **place.columns(),
        act="added",
        number=event.number,
        kind=event.kind.value,
        given_by=event.given_by,
        obtained_at=event.obtained_at,
        name_ref=ref(event.name),
        description_ref=ref(event.description),
        sha256=file.sha256 if file else None,
        address=file.address if file else None,
        size=file.size if file else None,
        media_type=file.media_type if file else None,
        name_differs=file.name_differs if file else None,
    )


def _marked(place: Place, event: EvidenceMarked) -> EvidenceRow:
    return EvidenceRow(
        **place.columns(),
        act="marked",
        number=event.number,
        status=event.status.value,
        reason_ref=ref(event.reason),
    )


ROWS: Final[RowTable] = {NoticeRecorded: _told, EvidenceAdded: _added, EvidenceMarked: _marked}

BUREAU: Final = "市场监督管理局"
"""What a bureau's name loses in a document number: 青河县市监受〔2026〕第1号."""


class Record:
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @activity.defn(name="record")
    async def record(self, batch: Batch) -> StepOutcome:
        """Records a change of the case and numbers the documents it issues; see `Recorder.write`."""
        issued = [event for row in batch.rows if isinstance(event := event_of(row), DocumentIssued)]
        numbered: list[Numbered] = []

        async def number(connection: Connection) -> None:
            for event in issued:
                numbered.append(await _number(connection, batch, event))

        outcome = await self._recorder.write("record", batch, beside=number if issued else None)
        return StepOutcome(recorded=outcome.recorded, numbered=tuple(numbered))


async def _number(connection: Connection, batch: Batch, event: DocumentIssued) -> Numbered:
    """The next number of its series; a document without a series bears the number of the case."""
    if not event.series:
        return Numbered(document=event.number, reference=batch.summary.number)
    found = await number_document(
        connection, batch.case_id, event.number, batch.summary.office, event.series, event.dated_on.year
    )
    place = found.bureau.removesuffix(BUREAU)
    reference = document_number(place, found.series, found.year, found.serial)
    return Numbered(document=event.number, reference=reference)
