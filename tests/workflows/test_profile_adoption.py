"""Another version of a profile on the real engine: running clocks move with it only when it says so."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from api.http.virtual_time import time_of
from redress.contracts.complaint import ADOPT, WORKFLOW, Adoption, Registration, workflow_id
from redress.contracts.ids import case_number, uuid7
from redress.contracts.pending import start_of
from redress.domain import commands as c
from redress.domain.calendar import add_working_days
from redress.domain.case import ClockState
from redress.domain.counting import CHINA, Period, Unit
from redress.domain.profile import Profile, version_of
from redress.domain.tables import Tables, load_tables
from redress.domain.view import ClockView
from tests.workflows.desk import OFFICE, OFFICER, Case, Desk, filing

ACCEPTANCE, MEDIATION = "complaint.acceptance", "complaint.mediation"


def law(desk: Desk) -> Profile:
    """samr-121 as shipped."""
    shipped = desk.tables.profile("samr-121")
    assert shipped is not None
    return shipped


def version(desk: Desk, revision: int, key: str, days: int, *, migrate: bool) -> Profile:
    """samr-121 with another number of working days for one clock."""
    shipped = law(desk)
    clocks = tuple(
        replace(rule, sources=(Period(days, Unit.WORKING_DAY),)) if rule.key == key else rule
        for rule in shipped.clocks
    )
    return version_of(replace(shipped, clocks=clocks, migrate_running=migrate), revision)


def adoption(desk: Desk, profile: Profile) -> Adoption:
    return Adoption(
        revision=profile.revision,
        calendar=desk.tables.calendar,
        reason=f"profile:{profile.id}",
        profiles=(profile,),
    )


async def filed(desk: Desk) -> Case:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    return case


async def clock(desk: Desk, case: Case, key: str = ACCEPTANCE) -> ClockView:
    return next(one for one in (await desk.view(case)).clocks if one.key == key)


def working_day(desk: Desk, started: datetime, n: int) -> date:
    return add_working_days(desk.tables.calendar, started.astimezone(CHINA).date(), n)


async def bodies(case: Case, kind: str) -> list[str]:
    return [row["body"] for row in await case.query("timeline", 0) if row["type"] == kind]


async def test_a_running_clock_keeps_its_law_and_the_next_one_takes_the_new(desk: Desk) -> None:
    case = await filed(desk)
    before = await clock(desk, case)
    await case.signal(ADOPT, adoption(desk, version(desk, 1, MEDIATION, 20, migrate=False)))
    await desk.until(case, "tables_adopted")
    assert await clock(desk, case) == replace(before, state=ClockState.RUNNING)
    await desk.act(case, c.Accept())
    mediation = await clock(desk, case, MEDIATION)
    assert mediation.profile == "samr-121@1"
    assert mediation.due_on == working_day(desk, mediation.started_at, 20)
    assert (await clock(desk, case)).profile == "samr-121"
    explained = await case.query("explain", MEDIATION)
    assert (explained["profile"], explained["due_on"]) == ("samr-121@1", mediation.due_on.isoformat())


async def test_one_that_takes_running_clocks_over_moves_the_date_and_the_timer(desk: Desk) -> None:
    case = await filed(desk)
    before = await clock(desk, case)
    await case.signal(ADOPT, adoption(desk, version(desk, 1, ACCEPTANCE, 3, migrate=True)))
    await desk.until(case, "clock_moved")
    after = await clock(desk, case)
    assert after.due_on == working_day(desk, before.started_at, 3) != before.due_on
    assert after.profile == "samr-121@1"
    (adopted,) = await bodies(case, "tables_adopted")
    assert '"reason":"profile:samr-121@1"' in adopted
    assert '"profile_before":"samr-121"' in adopted
    (moved,) = await bodies(case, "clock_moved")
    assert f'"due_on_before":"{before.due_on}"' in moved
    await desk.pass_time(case, _until(after.due_at, await _now(desk, case)) + timedelta(minutes=1))
    await desk.until(case, "clock_breached")
    assert (await clock(desk, case)).state is ClockState.BREACHED
    (breach,) = await bodies(case, "clock_breached")
    assert datetime.fromisoformat(json.loads(breach)["due_at"]) == after.due_at


async def test_an_escalation_under_the_old_version_is_kept_and_not_repeated(desk: Desk) -> None:
    case = await filed(desk)
    before = await clock(desk, case)
    await desk.pass_time(case, _until(before.due_at, await _now(desk, case)) + timedelta(minutes=1))
    await desk.until(case, "clock_breached")
    fired = await bodies(case, "escalated")
    await case.signal(ADOPT, adoption(desk, version(desk, 1, ACCEPTANCE, 30, migrate=True)))
    await desk.until(case, "clock_moved")
    assert (await clock(desk, case)).state is ClockState.RUNNING
    await desk.pass_time(case, timedelta(days=90))
    levels = [body.split('"level":')[1].split(",")[0] for body in await bodies(case, "escalated")]
    assert await bodies(case, "escalated") != fired
    assert len(levels) == len(frozenset(levels))
    assert (await bodies(case, "escalated"))[: len(fired)] == fired


async def test_a_case_filed_after_a_load_is_not_taken_back_by_a_late_signal_of_an_older_one(
    desk: Desk,
) -> None:
    shipped, seven = law(desk), version(desk, 7, ACCEPTANCE, 3, migrate=False)
    tables = Tables((shipped, seven), load_tables().calendar)
    case = await _started(desk, tables, revision=7)
    assert (await clock(desk, case)).profile == "samr-121@7"
    older = version(desk, 5, ACCEPTANCE, 9, migrate=True)
    await case.signal(ADOPT, adoption(desk, older))
    await case.signal(ADOPT, adoption(desk, seven))
    later = replace(adoption(desk, older), revision=8)
    await case.signal(ADOPT, replace(later, profiles=(older, seven)))
    await desk.act(case, c.AddNote(text="随后的记录"))
    assert (await clock(desk, case)).profile == "samr-121@7"
    assert await bodies(case, "tables_adopted") == []


async def test_both_versions_go_on_with_the_case(impatient_desk: Desk) -> None:
    desk = impatient_desk
    case = await filed(desk)
    await case.signal(ADOPT, adoption(desk, version(desk, 1, MEDIATION, 20, migrate=False)))
    await desk.until(case, "tables_adopted")
    for n in range(20):
        await desk.act(case, c.AddNote(text=f"第{n}次记录"))
    assert len(await desk.histories(case)) > 1
    await desk.act(case, c.Accept())
    assert [(await clock(desk, case, key)).profile for key in (ACCEPTANCE, MEDIATION)] == [
        "samr-121", "samr-121@1",
    ]  # fmt: skip


async def _started(desk: Desk, tables: Tables, revision: int) -> Case:
    """A case as filing starts it: with the tables of that revision."""
    now = datetime.now(UTC)
    case_id = uuid7(now, bytes(10))
    registration = Registration(
        case_id=case_id,
        case_number=case_number("990121", now.year, 7),
        office=OFFICE,
        profile="samr-121@7",
        actor=OFFICER,
        command_id="filing",
        at=now,
        filing=await desk.sealed(case_id, filing()),
    )
    start = start_of(registration, tables, revision)
    case: Case = await desk.client.start_workflow(
        WORKFLOW, start, id=workflow_id(case_id), task_queue=desk.queue
    )
    desk.cases.append(case)
    await desk.until(case, "intake_checked")
    return case


async def _now(desk: Desk, case: Case) -> datetime:
    return await time_of(desk.client, case.id.removeprefix("complaint/"))


def _until(moment: datetime | None, present: datetime) -> timedelta:
    assert moment is not None
    return moment - present
