"""Long work that a command has started: waits for its end and gathers what became of each case."""

from __future__ import annotations

import asyncio
from typing import Final

from cli.client import Client, Json
from cli.outcome import Wanting

FIRST_LOOK: Final = 0.2
LONGEST_PAUSE: Final = 3.0
AT_A_TIME: Final = 1_000


async def worked_off(client: Client, job: Json) -> Json:
    """`{job, items}` of a job that has ended, an item per case: `{case_id, outcome}` with `done` or the code
    of what stood against it. The job goes on when this is interrupted; raises `Wanting` for one that failed.
    """
    place = f"/v1/jobs/{job['job_id']}"
    pause = FIRST_LOOK
    while job["ended_at"] is None:
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
        job = await client.get(place)
    if job["failure"]:
        raise Wanting(f"任务失败:{job['failure']}", f"the job failed: {job['job_id']}")
    items: list[Json] = []
    after = 0
    while page := (await _page(client, place, after)):
        items += ({"case_id": one["case_id"], "outcome": one["code"] or one["state"]} for one in page)
        after = page[-1]["n"]
    return {"job": job, "items": items}


async def _page(client: Client, place: str, after: int) -> list[Json]:
    found = await client.get(f"{place}/items", {"after": str(after), "limit": str(AT_A_TIME)})
    page: list[Json] = found["items"]
    return page
