"""初步核实 (S0-23): records a registration or a correction and answers what the intake check found.

It refuses nothing.
"""

from dataclasses import fields
from typing import Final, Literal, cast

from pydantic import TypeAdapter
from temporalio import activity

from activities.event_rows import event_of
from activities.recorder import Recorder
from redress.contracts.complaint import StepOutcome
from redress.contracts.recording import Batch, LedgerRow
from redress.contracts.step_rows import IntakeCheckRow
from redress.domain.actors import SYSTEM
from redress.domain.counting import CHINA
from redress.domain.events import (
    ComplaintRegistered,
    Findings,
    Jurisdiction,
    Matter,
    PartyCorrected,
    ReportRegistered,
    RespondentAdded,
)
from redress.domain.facts import Filing
from redress.domain.intake_check import check, check_report
from redress.domain.view import CaseView
from redress.persistence.blind_index import INFORMANT, BlindIndex, candidates, entries_of, write_entries
from redress.persistence.blind_likes import count_likes
from redress.persistence.intake import read_intake_check, wait_for_twins
from redress.persistence.offices import areas
from redress.persistence.pool import Connection
from redress.persistence.reading import timeline
from redress.persistence.regulations import Regulations
from redress.persistence.sealing import sealed_refs, unsealed
from redress.persistence.steps import write_steps
from redress.persistence.vault import Vault

PURPOSE: Final = "verify"
CHECKED: Final = (ComplaintRegistered, ReportRegistered, PartyCorrected, RespondentAdded)
"""Events after which the parties are looked at; the texts of what was split off lie where it came from."""

VIEW: Final = TypeAdapter(CaseView)


class Verify:
    """`regulations` say how far back a claim may lie (令121 art.16(4): three years)."""

    def __init__(
        self, recorder: Recorder, vault: Vault, index: BlindIndex, regulations: Regulations
    ) -> None:
        self._recorder = recorder
        self._vault = vault
        self._index = index
        self._regulations = regulations

    @activity.defn(name="verify")
    async def verify(self, batch: Batch) -> StepOutcome:
        """Records the batch and answers the findings; repeated, it answers what it found the first time.

        The filing is opened for this alone, and the opening is audited. Raises as `Recorder.write` does.
        """
        found: list[Findings] = []

        async def look(connection: Connection) -> None:
            changed = [row for row in batch.rows if isinstance(event_of(row), CHECKED)]
            if changed and (view := VIEW.validate_json(batch.view_json)).origin is None:
                found.append(await self._findings(connection, changed[-1], view))

        outcome = await self._recorder.write("verify", batch, beside=look)
        return StepOutcome(recorded=outcome.recorded, findings=found[0] if found else None)

    async def _findings(self, connection: Connection, row: LedgerRow, case: CaseView) -> Findings:
        """Of the parties as they are known after the event of `row`."""
        known = await read_intake_check(connection, case.case_id, row.seq)
        if known is not None:
            return _findings_of(known)
        filing = await self._opened(connection, case.case_id, case.filing)
        entries = self._index.of_filing(filing)
        kept = await entries_of(connection, case.case_id, INFORMANT)
        await wait_for_twins(connection, (*entries, *kept))
        await write_entries(connection, case.case_id, entries)
        findings = (
            check_report(filing, await candidates(connection, case.case_id, who=INFORMANT))
            if case.matter is Matter.REPORT
            else await self._checked(connection, case, filing)
        )
        await write_steps(connection, case.case_id, [_row_of(row, findings)])
        return findings

    async def _checked(self, connection: Connection, case: CaseView, filing: Filing) -> Findings:
        await self._regulations.refresh(connection)
        profile = self._regulations.tables.profile(case.profile)
        return check(
            filing,
            office=case.office,
            areas=await areas(connection),
            received_on=case.received_at.astimezone(CHINA).date(),
            limitation_years=profile.limitation_years if profile else None,
            candidates=await self._candidates(connection, case.case_id),
            likes=await count_likes(connection, case.case_id, case.received_at),
        )

    async def _candidates(self, connection: Connection, case_id: str) -> list[tuple[str, Filing]]:
        """Cases of the same consumer and trader, opened: whether it is the same dispute the domain says."""
        opened: list[tuple[str, Filing]] = []
        for other in await candidates(connection, case_id):
            first = event_of((await timeline(connection, other, limit=1))[0])
            if isinstance(first, ComplaintRegistered):
                opened.append((other, await self._opened(connection, other, first.filing)))
        return opened

    async def _opened(self, connection: Connection, case_id: str, filing: Filing) -> Filing:
        texts = await self._vault.open_many(
            connection, case_id, sealed_refs(filing), opened_by=SYSTEM.person, purpose=PURPOSE
        )
        return unsealed(filing, texts)


def _row_of(row: LedgerRow, findings: Findings) -> IntakeCheckRow:
    return IntakeCheckRow(
        seq=row.seq,
        occurred_at=row.occurred_at,
        actor=SYSTEM.person,
        **{field.name: getattr(findings, field.name) for field in fields(Findings)},
    )


def _findings_of(row: IntakeCheckRow) -> Findings:
    return Findings(
        missing=row.missing,
        in_scope=cast("Literal['yes', 'unclear']", row.in_scope),
        jurisdiction=Jurisdiction(row.jurisdiction),
        jurisdiction_reason=row.jurisdiction_reason,
        proposed_office=row.proposed_office,
        duplicates=row.duplicates,
        beyond_limitation=row.beyond_limitation,
        hints=row.hints,
    )
