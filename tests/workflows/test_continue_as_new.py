"""Continue-as-new, crossed every few dozen events: nothing lost, nothing doubled, nothing done again."""

from datetime import timedelta

from redress.domain import commands as c
from redress.domain.case import Stage
from tests.workflows.desk import Desk, eventually

NOTES = 40


async def test_a_case_goes_on_over_many_runs(impatient_desk: Desk) -> None:
    desk = impatient_desk
    case = await desk.file()
    await desk.act(case, c.Accept(), key="the-acceptance")
    for n in range(NOTES):
        await desk.act(case, c.AddNote(text=f"记录{n}"))
    histories = await desk.histories(case)
    assert len(histories) > 3, "the engine was to advise continue-as-new"
    again = await desk.act(case, c.Accept(), key="the-acceptance")
    types = await desk.types(case)
    assert types.count("note_added") == NOTES
    assert types.count("accepted") == 1, "a command id is known across runs"
    assert types.count("complaint_registered") == 1
    assert types.count("intake_checked") == 1, "a later run does not redo the first run's work"
    assert again.stage is Stage.ACCEPTED
    seqs = [row["seq"] for row in await case.query("timeline", 0)]
    assert seqs == list(range(1, len(seqs) + 1))


async def test_the_timer_is_set_again_in_the_next_run(impatient_desk: Desk) -> None:
    desk = impatient_desk
    case = await desk.file()
    for n in range(20):
        await desk.act(case, c.AddNote(text=f"记录{n}"))
    assert len(await desk.histories(case)) > 1
    await desk.pass_time(case, timedelta(days=20))
    await desk.until(case, "clock_breached")


async def test_earlier_runs_are_in_the_archive(impatient_desk: Desk) -> None:
    desk = impatient_desk
    case = await desk.file()
    for n in range(20):
        await desk.act(case, c.AddNote(text=f"记录{n}"))
    earlier = len(await desk.histories(case)) - 1
    assert earlier > 0

    async def all_there() -> bool:
        return len(await archived_runs(desk, case.id.removeprefix("complaint/"))) >= earlier

    await eventually(all_there)


async def archived_runs(desk: Desk, case_id: str) -> set[str]:
    query = "SELECT run_id FROM archived_histories WHERE case_id = $1"
    async with desk.pool.acquire() as connection:
        return {row["run_id"] for row in await connection.fetch(query, case_id)}
