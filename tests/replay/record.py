"""Records the history of every path that has none yet: `python -m tests.replay.record`.

A history stands for cases that are under way somewhere. Code that no longer replays it would stop them:
keep the old way behind `workflow.patched` and add a new path instead of changing an old one.
"""

import asyncio
import json
from collections import Counter
from pathlib import Path

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory

from cli.stack.keys import make_keys
from redress.contracts.codec import READABLE
from tests.servers import running_engine, running_postgres, scratch_folder, settings_for
from tests.workflows.desk import Desk, open_desk
from tests.workflows.paths import PATHS

HISTORIES = Path(__file__).parent / "histories"
FINGERPRINT = Path(__file__).parent / "fingerprint.json"


COUNTED = (
    "START_CHILD_WORKFLOW_EXECUTION_INITIATED",
    "WORKFLOW_EXECUTION_COMPLETED",
    "WORKFLOW_EXECUTION_UPDATE_ACCEPTED",
    "WORKFLOW_EXECUTION_UPDATE_COMPLETED",
    "ACTIVITY_TASK_SCHEDULED export_history",
    "ACTIVITY_TASK_SCHEDULED job_batch",
)
SEEN = ("MARKER_RECORDED", "TIMER_STARTED", "TIMER_CANCELED", "UPSERT_WORKFLOW_SEARCH_ATTRIBUTES")
"""How often these come depends on the day of the walk: weekends and holidays move warnings and due days.

Steps that went to the queue are left out: they tell how loaded the machine was.
"""


def fingerprint(history: WorkflowHistory) -> dict[str, int]:
    """What a run commands, by kind: how often where the path decides it, 1 where the calendar does."""
    counts: Counter[str] = Counter()
    for event in history.events:
        kind = EventType.Name(event.event_type).removeprefix("EVENT_TYPE_")
        if event.HasField("activity_task_scheduled_event_attributes"):
            kind += f" {event.activity_task_scheduled_event_attributes.activity_type.name}"
        counts[kind] += 1
    counted = {kind: counts[kind] for kind in COUNTED if counts[kind]}
    return counted | {kind: 1 for kind in SEEN if counts[kind]}


async def walked(desk: Desk) -> dict[str, WorkflowHistory]:
    """The newest run of each path without a history, walked now."""
    return {
        name: (await desk.histories(await walk(desk)))[0]
        for name, walk in PATHS.items()
        if not (HISTORIES / f"{name}.json").exists()
    }


async def main() -> None:
    with scratch_folder() as folder:
        keys = make_keys(folder)
        async with (
            running_postgres() as postgres,
            running_engine() as engine,
            postgres.fresh_database() as database,
        ):
            settings = settings_for(database, engine, keys, folder).model_copy(update={"rehearsal": True})
            async with open_desk(settings, engine, READABLE) as desk:
                histories = await walked(desk)
    HISTORIES.mkdir(exist_ok=True)
    for name, history in histories.items():
        (HISTORIES / f"{name}.json").write_text(history.to_json(), encoding="utf-8")
    lines = json.loads(FINGERPRINT.read_text(encoding="utf-8"))
    lines |= {name: fingerprint(history) for name, history in histories.items()}
    FINGERPRINT.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
