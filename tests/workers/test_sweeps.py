"""Nothing stays pending and nothing oversleeps: the sweeps on the real engine, safe to repeat."""

import json
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import ScheduleOverlapPolicy
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.nudge_overslept import NudgeOverslept
from activities.settle_pending import SettlePending
from cli.stack.children import free_port
from redress.contracts.complaint import Order, Registration, workflow_id
from redress.contracts.failures import FailureType
from redress.contracts.ids import case_number, uuid7
from redress.contracts.jobs import JOB_SWEEP
from redress.contracts.pending import pending_json
from redress.contracts.sweeps import (
    ASSIGNMENT_SWEEP,
    ESCALATION_SWEEP,
    FILE_SWEEP,
    PENDING_COMMANDS,
    NudgeReport,
    SettleReport,
    assignment_schedule,
    files_schedule,
    jobs_schedule,
    pending_schedule,
    sweep_schedule,
)
from redress.domain.commands import Accept, AddNote
from redress.persistence.commands_log import LoggedCommand, NewCommand, find, insert_pending
from redress.persistence.pool import acting_as, open_pool, transaction
from redress.persistence.regulations import Regulations
from tests.servers import Database, fresh_id
from tests.workflows.desk import OFFICE, OFFICER, Case, Desk, eventually, filing
from workers.polling import worker
from workers.schedules import CATCH_UP, EVERY, FILES_EVERY, ensure_schedules
from workflows.sweeps import EscalationSweep, PendingCommands

AT_ONCE = timedelta(0)


class Commands:
    """The command rows as the API writes them."""

    def __init__(self, database: Database) -> None:
        self._url = database.api_url

    async def write(self, pending: Order | Registration | str, case_id: str, command_id: str) -> None:
        sealed = pending if isinstance(pending, str) else pending_json(pending)
        row = NewCommand(
            scope="test", key=command_id, command_id=command_id, case_id=case_id,
            body_hmac=bytes(32), sealed=sealed, actor=OFFICER,
        )  # fmt: skip
        async with await open_pool(self._url, name="test") as pool, acting_as(pool, OFFICER) as connection:
            assert await insert_pending(connection, row) is None

    async def read(self, command_id: str) -> LoggedCommand:
        async with await open_pool(self._url, name="test") as pool, acting_as(pool, OFFICER) as connection:
            found = await find(connection, "test", command_id)
        assert found is not None
        return found


@pytest.fixture
def commands(module_database: Database) -> Commands:
    return Commands(module_database)


def settling(desk: Desk, older_than: timedelta = AT_ONCE) -> SettlePending:
    regulations = Regulations(desk.tables)
    return SettlePending(desk.client, desk.pool, regulations, case_queue=desk.queue, older_than=older_than)


async def settled(desk: Desk) -> SettleReport:
    report: SettleReport = await ActivityEnvironment().run(settling(desk).settle_pending)
    return report


async def registration(desk: Desk) -> Registration:
    now = datetime.now(UTC)
    case_id = uuid7(now, secrets.token_bytes(10))
    return Registration(
        case_id=case_id,
        case_number=case_number("990121", now.year, secrets.randbelow(10**6)),
        office=OFFICE,
        profile="samr-121",
        actor=OFFICER,
        command_id=str(uuid4()),
        at=now,
        filing=await desk.sealed(case_id, filing()),
    )


def id_of(case: Case) -> str:
    return case.id.removeprefix("complaint/")


def order(**changes: Any) -> Order:
    usual: dict[str, Any] = {"id": str(uuid4()), "actor": OFFICER, "command": Accept()}
    return Order(**{**usual, **changes})


async def test_a_filing_that_never_reached_the_engine_is_started_once(desk: Desk, commands: Commands) -> None:
    new = await registration(desk)
    await commands.write(new, new.case_id, new.command_id)
    assert await settled(desk) == SettleReport(done=1, refused=0, pending=0)
    case = desk.client.get_workflow_handle(workflow_id(new.case_id))
    desk.cases.append(case)
    await desk.until(case, "intake_checked")
    row = await commands.read(new.command_id)
    assert (row.status, row.result) == ("done", "{}")
    assert await settled(desk) == SettleReport(done=0, refused=0, pending=0)


async def test_a_filing_that_had_started_is_settled_and_not_started_again(
    desk: Desk, commands: Commands
) -> None:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    before = await desk.types(case)
    new = replace(await registration(desk), case_id=id_of(case))
    await commands.write(new, new.case_id, new.command_id)
    assert (await settled(desk)).done == 1
    assert await desk.types(case) == before


async def test_an_order_whose_answer_was_lost_has_its_effect_once(desk: Desk, commands: Commands) -> None:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    given = order()
    await desk.act(case, Accept(), key=given.id)
    events = await desk.types(case)
    await commands.write(given, id_of(case), given.id)
    assert (await settled(desk)).done == 1
    assert await desk.types(case) == events
    row = await commands.read(given.id)
    assert json.loads(row.result or "{}")["stage"] == "accepted"


async def test_a_filing_and_its_first_order_are_settled_in_order(desk: Desk, commands: Commands) -> None:
    new = await registration(desk)
    first = order()
    await commands.write(new, new.case_id, new.command_id)
    await commands.write(first, new.case_id, first.id)
    assert await settled(desk) == SettleReport(done=2, refused=0, pending=0)
    case = desk.client.get_workflow_handle(workflow_id(new.case_id))
    desk.cases.append(case)
    assert "accepted" in await desk.types(case)


async def test_an_order_that_a_rule_refuses_is_settled_as_refused(desk: Desk, commands: Commands) -> None:
    case = await desk.file()
    await desk.act(case, Accept())
    again = order()
    await commands.write(again, id_of(case), again.id)
    assert (await settled(desk)).refused == 1
    row = await commands.read(again.id)
    assert row.status == "refused"
    assert json.loads(row.result or "{}")["code"] == await desk.refused(case, Accept())


async def test_an_order_before_its_filing_waits(desk: Desk, commands: Commands) -> None:
    new = await registration(desk)
    early = order()
    await commands.write(early, new.case_id, early.id)
    assert await settled(desk) == SettleReport(done=0, refused=0, pending=1)
    await commands.write(new, new.case_id, new.command_id)
    await settled(desk)
    assert (await settled(desk)).pending == 0
    desk.cases.append(desk.client.get_workflow_handle(workflow_id(new.case_id)))
    assert (await commands.read(early.id)).status == "done"


async def test_an_order_to_a_case_that_has_ended_is_refused(desk: Desk, commands: Commands) -> None:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    await case.terminate()
    late = order(command=AddNote(text=(await desk.sealed(id_of(case), AddNote(text="晚了"))).text))
    await commands.write(late, id_of(case), late.id)
    assert (await settled(desk)).refused == 1
    assert json.loads((await commands.read(late.id)).result or "{}")["code"] == "archived"


async def test_a_row_that_cannot_be_read_is_settled_and_stops_nothing(desk: Desk, commands: Commands) -> None:
    new = await registration(desk)
    await commands.write('{"no such kind": 1}', new.case_id, "unreadable-1")
    await commands.write(new, new.case_id, new.command_id)
    assert await settled(desk) == SettleReport(done=1, refused=1, pending=0)
    desk.cases.append(desk.client.get_workflow_handle(workflow_id(new.case_id)))


async def test_a_young_command_is_left_to_whoever_sent_it(desk: Desk, commands: Commands) -> None:
    new = await registration(desk)
    await commands.write(new, new.case_id, new.command_id)
    patient = settling(desk, older_than=timedelta(seconds=30))
    report = await ActivityEnvironment().run(patient.settle_pending)
    assert report == SettleReport(done=0, refused=0, pending=0)
    await settled(desk)
    desk.cases.append(desk.client.get_workflow_handle(workflow_id(new.case_id)))


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 8, 20, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


async def nudged(case: Case, times: int) -> bool:
    """A history read while a task runs may miss its newest events."""
    signalled = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
    signals = sum(event.event_type == signalled for event in (await case.fetch_history()).events)
    assert signals <= times
    return signals == times


async def oversleep(desk: Desk, case: Case) -> None:
    """The read model believes that the case's next moment is long over."""
    async with transaction(desk.pool) as connection:
        await connection.execute("UPDATE cases SET next_moment_at = NULL WHERE case_id <> $1", id_of(case))
        await connection.execute(
            "UPDATE cases SET clock_offset = interval '90 days' WHERE case_id = $1", id_of(case)
        )


async def test_an_overslept_case_is_nudged_less_and_less_often_and_nothing_happens_twice(desk: Desk) -> None:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    await oversleep(desk, case)
    clock = Clock()
    sweep = NudgeOverslept(desk.client, desk.pool, now=clock)
    events = await desk.types(case)
    told = []
    for _ in range(8):
        told.append((await ActivityEnvironment().run(sweep.nudge_overslept)).nudged)
        clock.now += timedelta(minutes=1)
    assert told == [1, 1, 0, 1, 0, 0, 0, 1]
    await eventually(lambda: nudged(case, 4))
    assert await desk.types(case) == events


async def test_a_case_that_woke_in_time_is_left_alone(desk: Desk) -> None:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    async with transaction(desk.pool) as connection:
        await connection.execute("UPDATE cases SET next_moment_at = NULL WHERE case_id <> $1", id_of(case))
    sweep = NudgeOverslept(desk.client, desk.pool, now=Clock())
    report = await ActivityEnvironment().run(sweep.nudge_overslept)
    assert report == NudgeReport(overslept=0, nudged=0, lost=0)


async def test_only_a_case_that_the_engine_does_not_know_is_called_lost(desk: Desk) -> None:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    await oversleep(desk, case)
    await case.terminate()
    sweep = NudgeOverslept(desk.client, desk.pool, now=Clock())
    report = await ActivityEnvironment().run(sweep.nudge_overslept)
    assert report == NudgeReport(overslept=1, nudged=0, lost=1)


async def test_both_sweeps_run_as_workflows_on_their_queue(desk: Desk) -> None:
    queue = fresh_id("escalation")
    nudge = NudgeOverslept(desk.client, desk.pool, now=Clock())
    activities = [nudge.nudge_overslept, settling(desk).settle_pending]
    async with worker(desk.client, queue, [EscalationSweep, PendingCommands], activities):
        report = await desk.client.execute_workflow(
            ESCALATION_SWEEP, id=fresh_id(), task_queue=queue, result_type=NudgeReport
        )
        assert report.nudged <= report.overslept
        pending = await desk.client.execute_workflow(
            PENDING_COMMANDS, id=fresh_id(), task_queue=queue, result_type=SettleReport
        )
        assert pending == SettleReport(done=0, refused=0, pending=0)


async def test_the_schedules_are_explicit_and_two_processes_may_make_them(desk: Desk) -> None:
    queue = fresh_id("escalation")
    ids = {
        sweep_schedule(queue): (ESCALATION_SWEEP, EVERY),
        pending_schedule(queue): (PENDING_COMMANDS, EVERY),
        assignment_schedule(queue): (ASSIGNMENT_SWEEP, EVERY),
        files_schedule(queue): (FILE_SWEEP, FILES_EVERY),
        jobs_schedule(queue): (JOB_SWEEP, EVERY),
    }
    await ensure_schedules(desk.client, queue)
    paused = desk.client.get_schedule_handle(sweep_schedule(queue))
    await paused.pause(note="maintenance")
    await ensure_schedules(desk.client, queue)
    for schedule_id, (kind, every) in ids.items():
        handle = desk.client.get_schedule_handle(schedule_id)
        schedule = (await handle.describe()).schedule
        assert schedule.policy.overlap is ScheduleOverlapPolicy.SKIP
        assert schedule.policy.catchup_window == CATCH_UP
        assert [interval.every for interval in schedule.spec.intervals] == [every]
        assert getattr(schedule.action, "workflow", None) == kind
        assert schedule.state.paused is (schedule_id == sweep_schedule(queue))
        await handle.delete()


async def test_a_database_that_is_away_fails_the_sweep_with_a_known_type(desk: Desk) -> None:
    nowhere = f"postgresql://redress_worker:x@127.0.0.1:{free_port()}/redress"
    async with await open_pool(nowhere, name="test") as away:
        sweep = NudgeOverslept(desk.client, away, now=Clock())
        with pytest.raises(ApplicationError) as caught:
            await ActivityEnvironment().run(sweep.nudge_overslept)
    assert caught.value.type == FailureType.STORE_UNAVAILABLE
