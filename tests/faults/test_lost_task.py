"""A workflow task lost after its step has committed: the case goes on without what never happened."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from temporalio import activity
from temporalio.client import Client

from activities.record import Record
from cli.stack.keys import KeyFiles
from redress.contracts.codec import data_converter
from redress.contracts.complaint import StepOutcome
from redress.contracts.recording import Batch
from redress.domain import commands as c
from redress.persistence.pool import open_pool, transaction
from redress.persistence.verify_chain import verify_chain
from redress.settings import read_codec_keys
from tests.api.wire import Wire
from tests.servers import Database, EngineServer, settings_for
from tests.workflows.desk import Desk, eventually, open_desk
from workers.case import steps
from workers.polling import worker
from workflows.complaint import Complaint

TASK_TIMEOUT = timedelta(seconds=1)


@dataclass
class CutAfterCommit:
    """The ordinary `record`; once armed, its next commit is followed by the loss of the engine."""

    record_step: Record
    wire: Wire
    armed: bool = False
    cuts: int = 0
    mending: list[asyncio.Task[None]] = field(default_factory=list)

    @activity.defn(name="record")
    async def record(self, batch: Batch) -> StepOutcome:
        outcome = await self.record_step.record(batch)
        if self.armed:
            self.armed = False
            self.cuts += 1
            await self.wire.cut()
            self.mending.append(asyncio.create_task(self._mend()))
        return outcome

    async def _mend(self) -> None:
        await asyncio.sleep(2 * TASK_TIMEOUT.total_seconds())
        await self.wire.mend()


@asynccontextmanager
async def desk_on_a_wire(
    database: Database, engine: EngineServer, keys: KeyFiles, folder: Path
) -> AsyncIterator[tuple[Desk, CutAfterCommit]]:
    """A desk whose worker reaches the engine through a wire."""
    settings = settings_for(database, engine, keys, folder).model_copy(update={"rehearsal": True})
    converter = data_converter(read_codec_keys(settings.codec_keys_file))
    async with (
        open_desk(settings, engine) as desk,
        Wire.to(f"http://{engine.address}") as wire,
    ):
        desk.queue = f"{desk.queue}-wired"
        pool = await open_pool(settings.require_database_worker_url(), name="wired", max_size=8)
        client = await Client.connect(wire.url.removeprefix("http://"), data_converter=converter)
        ordinary = steps(pool, settings)
        record = next(step for step in ordinary if step.__name__ == "record")
        cutting = CutAfterCommit(record.__self__, wire)  # type: ignore[attr-defined]
        kept = [step for step in ordinary if step is not record]
        try:
            async with worker(client, desk.queue, [Complaint], [*kept, cutting.record]):
                yield desk, cutting
        finally:
            await pool.close()


async def test_a_task_lost_after_its_commit(
    database: Database, engine: EngineServer, keys: KeyFiles, tmp_path: Path
) -> None:
    async with desk_on_a_wire(database, engine, keys, tmp_path) as (desk, cutting):
        case = await desk.file(task_timeout=TASK_TIMEOUT)
        await desk.until(case, "intake_checked")
        await desk.act(case, c.Accept())
        cutting.armed = True
        view = await desk.act(case, c.AddNote(text="任务丢失时的记录"), key="the-note")
        assert cutting.cuts == 1
        await desk.act(case, c.AddNote(text="之后的记录"))
        again = await desk.act(case, c.AddNote(text="任务丢失时的记录"), key="the-note")
        assert again.version >= view.version
        assert (await desk.types(case)).count("note_added") == 2
        case_id = case.id.removeprefix("complaint/")

        async def recorded() -> bool:
            async with desk.pool.acquire() as connection:
                return bool(await connection.fetchval(RECORDED, case_id, again.version))

        await eventually(recorded)
        async with transaction(desk.pool) as connection:
            rows = await connection.fetch("SELECT type FROM ledger WHERE case_id = $1 ORDER BY seq", case_id)
            lost = await connection.fetch("SELECT type FROM lost_events WHERE case_id = $1", case_id)
            assert (await verify_chain(connection, case_id)).sound
        assert [row["type"] for row in rows] == await desk.types(case)
        assert [row["type"] for row in lost] == ["note_added"]


RECORDED = "SELECT EXISTS (SELECT FROM cases WHERE case_id = $1 AND version >= $2)"
