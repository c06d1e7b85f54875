"""What one case tells another: that they belong together, that one was merged, that a report came again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from redress.domain import events as e
from redress.domain.case import Case, Stage
from redress.domain.clocks import clock_events
from redress.domain.commands.verification import Relation
from redress.domain.events import Matter
from redress.domain.evolve import evolve
from redress.domain.passing import pass_time
from redress.domain.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """`case_id` and `case_number` of the case that tells; `relation` as the told case has it.

    `received_at`: when the telling case was received; `new_facts`: of a report that came again.
    """

    case_id: str
    case_number: str
    relation: Relation
    received_at: datetime
    new_facts: bool = False


def ties_of(case: Case, event: e.Event) -> Iterator[tuple[str, Tie]]:
    """Whom an event of a case concerns beside it: the other case's id, and what it is told."""
    if case.received_at is None:
        return
    match event:
        case e.CaseLinked() if event.case_number is None:
            relation, new_facts = event.relation, False
        case e.DuplicateMerged():
            relation, new_facts = Relation.MERGED_FROM, event.new_facts
        case _:
            return
    yield (
        event.case_id,
        Tie(
            case_id=case.case_id,
            case_number=case.case_number,
            relation=relation,
            received_at=case.received_at,
            new_facts=new_facts,
        ),
    )


def tied(case: Case, tie: Tie, now: datetime, tables: Tables) -> tuple[e.Recorded, ...]:
    """What a tie brings to the case that is told of it; told again it brings nothing."""
    if tie.case_id == case.case_id or case.stage is Stage.ARCHIVED:
        return ()
    if any((one.case_id, one.relation) == (tie.case_id, tie.relation) for one in case.intake.links):
        return ()
    case, passed = pass_time(case, now, tables)
    entry = e.of_itself(case.version + 1, _meant(case, tie), now)
    recorded = [*passed, entry]
    case = evolve(case, entry)
    for following in tuple(clock_events(case, entry.event, now, tables)):
        entry = e.of_itself(case.version + 1, following, now)
        case = evolve(case, entry)
        recorded.append(entry)
    return tuple(recorded)


def _meant(case: Case, tie: Tie) -> e.Event:
    if case.matter is Matter.REPORT and tie.relation is Relation.MERGED_FROM:
        return e.ReportRepeated(
            case_id=tie.case_id,
            case_number=tie.case_number,
            reported_at=tie.received_at,
            restarts=tie.new_facts and case.stage is Stage.CHECKING,
        )
    return e.CaseLinked(case_id=tie.case_id, case_number=tie.case_number, relation=tie.relation)
