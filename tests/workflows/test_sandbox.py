"""The domain is pure: it lives through a case inside the sandbox, where clocks and chance are refused."""

from importlib.resources import files

import pytest
from temporalio.client import WorkflowFailureError
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import RestrictedWorkflowAccessError

from tests.servers import EngineServer, fresh_id
from tests.workflows.watched import Careless, Watched

TABLES = files("redress.domain")


async def test_the_domain_runs_watched(engine: EngineServer) -> None:
    profile = TABLES.joinpath("profiles", "samr-121.toml").read_text("utf-8")
    notices = [
        path.read_text("utf-8")
        for path in TABLES.joinpath("notices").iterdir()
        if path.name.startswith("2026")
    ]
    queue = fresh_id("watched")
    async with Worker(engine.client, task_queue=queue, workflows=[Watched]):
        stage = await engine.client.execute_workflow(
            Watched.run, args=[profile, notices], id=fresh_id(), task_queue=queue
        )
    assert stage == "archived"


async def test_the_sandbox_would_have_noticed(engine: EngineServer) -> None:
    queue = fresh_id("careless")
    failing = [RestrictedWorkflowAccessError]
    async with Worker(
        engine.client, task_queue=queue, workflows=[Careless], workflow_failure_exception_types=failing
    ):
        with pytest.raises(WorkflowFailureError) as caught:
            await engine.client.execute_workflow(Careless.run, id=fresh_id(), task_queue=queue)
    assert "datetime.datetime.now" in str(caught.value.cause)
