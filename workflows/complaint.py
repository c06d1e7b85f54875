"""The `Complaint` workflow: one case for its whole life. A thin shell that holds the case and asks the
domain.
"""

import asyncio
from collections import OrderedDict, deque
from typing import Any

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from redress.contracts.complaint import (
        ACT,
        ADOPT,
        RECENT,
        SEEN,
        TIE,
        WORKFLOW,
        Adoption,
        CaseState,
        ComplaintInput,
        Order,
        Registration,
        Seen,
        WhatIf,
    )
    from redress.contracts.founding import opening, report_of
    from redress.contracts.ids import derived_id
    from redress.contracts.recorded import batch_of, ledger_row
    from redress.contracts.recording import LedgerRow
    from redress.domain import events as e
    from redress.domain.actors import Actor
    from redress.domain.adoption import adopt, tables_after
    from redress.domain.case import Case, Stage
    from redress.domain.context import EDITION, Context
    from redress.domain.deciding import decide
    from redress.domain.events import Matter
    from redress.domain.opening import fold
    from redress.domain.passing import by_itself, next_moment, pass_time
    from redress.domain.refusals import Refusal, refuse
    from redress.domain.ties import Tie, tied, ties_of
    from redress.domain.view import CaseView, ClockView
    from redress.domain.views import allowed_commands, explanation, supposed, view_of
    from workflows import exits
    from workflows.deadline import Deadline

Change = tuple[tuple[e.Recorded, ...], tuple[LedgerRow, ...], Case]
"""Events that belong together, as ledger rows, and the case after them."""


def failure(refusal: Refusal) -> ApplicationError:
    """A refusal as the engine carries it: its code as the type, its fields as the detail."""
    return ApplicationError(refusal.code, refusal, type=refusal.code, non_retryable=True)


@workflow.defn(name=WORKFLOW)
class Complaint:
    @workflow.init
    def __init__(self, start: ComplaintInput) -> None:
        self._tables = start.tables
        self._revision = start.revision
        self._edition = start.edition
        self._case = Case()
        self._seen: OrderedDict[str, int] = OrderedDict()
        self._recent: deque[LedgerRow] = deque(maxlen=RECENT)
        self._unrecorded: deque[Change] = deque()
        self._clues: deque[Registration] = deque()
        self._ties: deque[tuple[str, Tie]] = deque()
        self._recorded = 0
        self._nudged = False
        self._deadline = Deadline()
        self._exported: asyncio.Task[None] | None = None
        self._attributes = exits.Attributes()
        self._impossible: Refusal | None = None
        if start.state:
            self._resume(start.state)
        elif start.registration:
            self._open(start.registration)
        else:
            self._impossible = refuse("unreadable")

    def _resume(self, state: CaseState) -> None:
        self._case = state.case
        self._recorded = state.case.version
        self._seen.update((seen.id, seen.version) for seen in state.seen)
        self._recent.extend(state.recent)

    def _open(self, new: Registration) -> None:
        ctx = Context(
            actor=new.actor,
            now=new.at,
            tables=self._tables,
            command_id=new.command_id,
            edition=self._edition,
        )
        opened = opening(new, ctx)
        if isinstance(opened, Refusal):
            self._impossible = opened
            return
        self._apply(opened)
        self._remember(new.command_id)

    @workflow.run
    async def run(self, start: ComplaintInput) -> None:
        if self._impossible:
            raise failure(self._impossible)
        self._exported = asyncio.create_task(self._export_earlier())
        while True:
            await self._record()
            await self._start_clues()
            await self._tell_others()
            if self._case.stage is Stage.ARCHIVED:
                break
            if self._may_continue():
                self._continue()
            self._deadline.set(next_moment(self._case, self._tables))
            await workflow.wait_condition(self._stirred)
            self._pass_time()
        await self._exported
        await exits.export_history(self._case.case_id, workflow.info().run_id)
        await workflow.wait_condition(workflow.all_handlers_finished)

    async def _export_earlier(self) -> None:
        """The run before this one is whole now: it goes to the archive before the engine may drop it."""
        earlier = workflow.info().continued_run_id
        if earlier:
            await exits.export_history(self._case.case_id, earlier)

    def _stirred(self) -> bool:
        return bool(self._unrecorded) or self._nudged or self._deadline.passed or self._may_continue()

    def _may_continue(self) -> bool:
        """Only from the main loop, with nothing under way that would be cut off."""
        return (
            workflow.info().is_continue_as_new_suggested()
            and workflow.all_handlers_finished()
            and self._exported is not None
            and self._exported.done()
            and not self._unrecorded
        )

    def _pass_time(self) -> None:
        self._nudged = False
        _, recorded = pass_time(self._case, workflow.now(), self._tables)
        self._apply(recorded)

    async def _record(self) -> None:
        """Records change by change, oldest first; answers wait for it (design §4.6)."""
        while self._unrecorded:
            entries, rows, case = self._unrecorded[0]
            batch = batch_of(rows, entries, case, self._tables)
            outcome = await exits.record(batch)
            self._unrecorded.popleft()
            self._recorded = outcome.recorded
            self._attributes.show(batch.summary)
            if outcome.findings:
                self._happen(e.IntakeChecked(findings=outcome.findings))
            for each in outcome.numbered:
                self._happen(e.DocumentNumbered(number=each.document, reference=each.reference))

    async def _start_clues(self) -> None:
        while self._clues:
            clue = self._clues[0]
            start = ComplaintInput(
                tables=self._tables, registration=clue, revision=self._revision, edition=self._edition
            )
            await exits.start_clue(start)
            self._clues.popleft()

    async def _tell_others(self) -> None:
        while self._ties:
            await exits.tell(*self._ties[0])
            self._ties.popleft()

    def _continue(self) -> None:
        seen = tuple(Seen(id=key, version=version) for key, version in self._seen.items())
        state = CaseState(case=self._case, seen=seen, recent=tuple(self._recent))
        workflow.continue_as_new(
            ComplaintInput(tables=self._tables, state=state, revision=self._revision, edition=EDITION)
        )

    def _apply(self, recorded: tuple[e.Recorded, ...]) -> None:
        if not recorded:
            return
        self._case = fold(recorded, self._case)
        rows = tuple(ledger_row(entry) for entry in recorded)
        self._recent.extend(rows)
        self._unrecorded.append((recorded, rows, self._case))
        for entry in recorded:
            if isinstance(entry.event, e.ClueReferred):
                self._clues.append(self._clue(entry, entry.event))
            if isinstance(entry.event, e.ReportSplit):
                self._clues.append(report_of(self._case, entry, entry.event))
            self._ties.extend(ties_of(self._case, entry.event))

    def _happen(self, event: e.Event) -> None:
        """An event of the case itself, that no command caused."""
        self._apply(by_itself(self._case, event, workflow.now(), self._tables))

    def _clue(self, entry: e.Recorded, event: e.ClueReferred) -> Registration:
        return Registration(
            case_id=event.clue_case_id,
            case_number=event.clue_case_number,
            office=self._case.office,
            profile=self._case.profile,
            actor=Actor(entry.person, entry.office, ()),
            command_id=entry.command_id or event.clue_case_id,
            at=entry.at,
            matter=Matter.CLUE,
            origin=self._case.case_id,
            summary=event.summary,
            found_at=entry.occurred_at,
        )

    def _remember(self, command_id: str) -> None:
        self._seen[command_id] = self._case.version
        while len(self._seen) > SEEN:
            self._seen.popitem(last=False)

    def _decide(self, order: Order) -> tuple[e.Recorded, ...] | Refusal:
        ctx = Context(
            actor=order.actor,
            now=workflow.now(),
            tables=self._tables,
            command_id=order.id,
            new_id=self._fresh_id(),
            edition=self._edition,
            offices=order.offices,
        )
        return decide(self._case, order.command, ctx)

    def _fresh_id(self) -> str:
        """A case id that every replay makes alike, without drawing on the run's own random numbers."""
        return derived_id(workflow.now(), self._case.case_id, str(self._case.version))

    @workflow.update(name=ACT)
    async def act(self, order: Order) -> CaseView:
        """Takes one sealed command and answers the case view once it is recorded; a known id changes
        nothing.
        """
        version = self._seen.get(order.id)
        if version is None:
            decided = self._decide(order)
            if isinstance(decided, Refusal):
                raise failure(decided)
            self._apply(decided)
            self._remember(order.id)
            version = self._case.version
        await workflow.wait_condition(lambda: self._recorded >= version)
        return view_of(self._case, self._tables, workflow.now(), order.actor)

    @act.validator
    def refuse_act(self, order: Order) -> None:
        if order.id in self._seen:
            return
        decided = self._decide(order)
        if isinstance(decided, Refusal):
            raise failure(decided)

    @workflow.signal(name=ACT)
    def act_from_outside(self, raw: RawValue) -> None:
        """A command of an outside system. What cannot be read or is refused shows in the timeline."""
        try:
            order = workflow.payload_converter().from_payload(raw.payload, Order)
        except Exception:
            self._refused_from_outside(refuse("unreadable"))
            return
        if order.id in self._seen:
            return
        decided = self._decide(order)
        if isinstance(decided, Refusal):
            self._refused_from_outside(decided)
            return
        self._apply(decided)
        self._remember(order.id)

    @workflow.signal(name=ADOPT)
    def adopt_tables(self, raw: RawValue) -> None:
        """Other tables: every date is counted anew, and the next moment awaited is the new one."""
        try:
            adoption = workflow.payload_converter().from_payload(raw.payload, Adoption)
        except Exception:
            self._refused_from_outside(refuse("unreadable"))
            return
        if adoption.revision <= self._revision:
            return
        loaded = [one for one in adoption.profiles if one.revision > self._revision]
        tables = tables_after(self._case, self._tables, adoption.calendar, loaded)
        adopted = adopt(self._case, self._tables, tables, workflow.now(), adoption.reason)
        self._tables, self._revision = tables, adoption.revision
        self._apply(adopted)

    @workflow.signal(name=TIE)
    def take_tie(self, raw: RawValue) -> None:
        """Another case says that it is tied to this one."""
        try:
            tie = workflow.payload_converter().from_payload(raw.payload, Tie)
        except Exception:
            self._refused_from_outside(refuse("unreadable"))
            return
        self._apply(tied(self._case, tie, workflow.now(), self._tables))

    def _refused_from_outside(self, refusal: Refusal) -> None:
        self._happen(e.SignalRefused(code=refusal.code, citation=refusal.citation))

    @workflow.signal(name="nudge")
    def nudge(self) -> None:
        """Look at the time again: a moment of this case is over and nothing was heard of it."""
        self._nudged = True

    @workflow.query
    def view(self) -> CaseView:
        """The sealed view of the case as it is now."""
        return view_of(self._case, self._tables, workflow.now())

    @workflow.query
    def clocks(self) -> tuple[ClockView, ...]:
        return self.view().clocks

    @workflow.query
    def timeline(self, from_seq: int) -> list[LedgerRow]:
        """The last events from `from_seq` on, oldest first; all of them are in the ledger."""
        return [row for row in self._recent if row.seq >= from_seq]

    @workflow.query
    def explain(self, key: str, lang: str | None = None) -> dict[str, Any] | None:
        """How a clock of the case came about, day by day (contracts §2); None when it has no such clock.

        With `lang` (`zh` or `en`) also in words, as `prose`.
        """
        clock = self._case.clock(key)
        return explanation(clock, self._tables, workflow.now(), lang) if clock else None

    @workflow.query(name="what_if")
    def suppose(self, key: str, asked: WhatIf, lang: str | None = None) -> dict[str, Any] | None:
        """The same answer if something were so; nothing of the case changes."""
        clock = self._case.clock(key)
        if clock is None:
            return None
        return supposed(
            clock,
            self._tables,
            workflow.now(),
            resumed_on=asked.resumed_on,
            extension=asked.extension,
            end_roll=asked.end_roll,
            lang=lang,
        )

    @workflow.query(name="allowed_commands")
    def allowed(self, actor: Actor) -> tuple[str, ...]:
        return allowed_commands(self._case, actor)
