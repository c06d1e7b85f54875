"""Two nets under every deploy: cases recorded earlier replay on today's code, new ones command the same."""

import json

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from redress.contracts.codec import READABLE
from tests.replay.record import FINGERPRINT, HISTORIES, fingerprint
from tests.workflows.desk import Desk
from tests.workflows.paths import PATHS
from workers.polling import prepare, runner
from workflows.complaint import Complaint
from workflows.job import Job

STORED = sorted(path.stem for path in HISTORIES.glob("*.json"))


def stored(name: str) -> WorkflowHistory:
    text = (HISTORIES / f"{name}.json").read_text(encoding="utf-8")
    return WorkflowHistory.from_json("complaint/00000000-0000-7000-8000-000000000000", text)


def test_every_path_has_a_stored_history() -> None:
    assert set(STORED) >= set(PATHS)


@pytest.mark.parametrize("name", STORED)
async def test_a_stored_history_replays(name: str) -> None:
    prepare()
    replayer = Replayer(
        workflows=[Complaint, Job], data_converter=READABLE, workflow_runner=runner()
    )
    await replayer.replay_workflow(stored(name))


@pytest.mark.parametrize("name", sorted(PATHS))
async def test_a_path_commands_what_it_always_did(desk: Desk, name: str) -> None:
    case = await PATHS[name](desk)
    now = fingerprint((await desk.histories(case))[0])
    committed = json.loads(FINGERPRINT.read_text(encoding="utf-8"))[name]
    assert now == committed, (
        f"the commands of {name} changed. Cases that run now were started with the old ones: put the change "
        "behind workflow.patched, keep the stored histories, and record a new fingerprint with "
        "`python -m tests.replay.record` into a new path"
    )
