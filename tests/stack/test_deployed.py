"""The deployment started by hand: what docker-compose.yml says, on a PostgreSQL and an engine apart.

The environments, commands and scripts are read from the compose file; only addresses and folders differ.
"""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import asyncpg
import httpx
import pytest
import pytest_asyncio
import yaml
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest

from cli.deploying import ENGINE_USER
from cli.stack import engine as embedded_engine
from cli.stack import postgres as embedded_postgres
from cli.stack.children import Child, Program, StackFailure, free_port, run
from redress.contracts import search_attributes
from tests.servers import EngineServer, fresh_id, running_engine, scratch_folder

pytestmark = pytest.mark.timeout(180)

ROOT: Final = Path(__file__).parents[2]
SERVICES: Final[dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
PROCESSES: Final = {
    "api": "REDRESS_HTTP_PORT",
    "case-worker": "REDRESS_CASE_METRICS_PORT",
    "escalation-worker": "REDRESS_ESCALATION_METRICS_PORT",
}
"""The lasting processes, and the port on which each says that it is ready."""

REDRESS: Final = (sys.executable, "-P", "-m", "cli")
READY_WITHIN: Final = 60.0


@dataclass(frozen=True, slots=True)
class Site:
    """Where the deployment stands here instead of in containers."""

    folder: Path
    cluster: embedded_postgres.Cluster
    engine: EngineServer

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    def here(self, text: str) -> str:
        """A word of the compose file with this site's addresses and folders."""
        text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)
        for there, here in (
            ("@postgres/", f"@127.0.0.1:{self.cluster.port}/"),
            ("temporal:7233", self.engine.address),
            ("/run/secrets", str(self.secrets)),
            ("/var/lib/redress", str(self.folder / "files")),
            ("0.0.0.0", "127.0.0.1"),  # noqa: S104 - nothing binds to it here
        ):
            text = text.replace(there, here)
        return text

    def environment(self, service: str) -> dict[str, str]:
        given: dict[str, str | None] = SERVICES[service]["environment"]
        return {name: self.here(value) for name, value in given.items() if value is not None}

    def command(self, service: str) -> tuple[str, ...]:
        return (*REDRESS, *(self.here(word) for word in SERVICES[service]["command"]))

    async def script(self, path: str, **environment: str) -> str:
        """Runs a script of the deploy folder with this Python's `temporal` and PostgreSQL's own `psql`."""
        programs = (embedded_engine.executable().parent, embedded_postgres.program("psql").parent)
        search = os.pathsep.join([*map(str, programs), os.environ["PATH"]])
        return await run(("/bin/sh", str(ROOT / "deploy" / path)), {"PATH": search, **environment})

    async def engine_user(self) -> None:
        await self.script(
            "postgres/engine-user.sh",
            PGHOST="127.0.0.1",
            PGPORT=str(self.cluster.port),
            PGPASSWORD=self.cluster.password(embedded_postgres.SUPERUSER),
            POSTGRES_USER=SERVICES["postgres"]["environment"]["POSTGRES_USER"],
            ENGINE_PASSWORD_FILE=str(self.secrets / f"{ENGINE_USER}.password"),
        )

    async def migrate(self, *more: str) -> str:
        return await run((*self.command("migrate"), *more), self.environment("migrate"))


@asynccontextmanager
async def started(program: Program, folder: Path) -> AsyncIterator[None]:
    child = await Child.start(program, folder)
    try:
        yield
    finally:
        await child.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def site() -> AsyncIterator[Site]:
    """An empty PostgreSQL whose only user is the superuser, an engine, and the keys of a deployment."""
    with scratch_folder() as folder:
        await run((*REDRESS, "keys", str(folder / "secrets")), {})
        home = folder / "postgres"
        home.mkdir()
        cluster = await embedded_postgres.prepare(home, folder / "secrets", free_port(), throw_away=True)
        async with (
            started(embedded_postgres.server(cluster, folder / "postgres.log"), folder),
            running_engine() as engine,
        ):
            await embedded_postgres.ready(cluster)
            yield Site(folder, cluster, engine)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def prepared(site: Site) -> Site:
    """After the one-shot services of the compose file, run as it orders them."""
    (site.folder / "files").mkdir()
    await site.engine_user()
    await site.migrate("--seed", str(site.folder / "sign-in.json"))
    told = site.environment("temporal-namespace")
    await site.script("temporal/namespace.sh", **told)
    return site


async def test_the_namespace_has_its_retention_and_attributes_and_making_it_again_changes_nothing(
    site: Site,
) -> None:
    name = fresh_id("ns").replace("_", "-")
    told = {**site.environment("temporal-namespace"), "NAMESPACE": name}
    for retention in ("1d", told["RETENTION"]):
        await site.script("temporal/namespace.sh", **{**told, "RETENTION": retention})
    client = site.engine.client
    found = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=name))
    assert found.config.workflow_execution_retention_ttl.ToTimedelta() == embedded_engine.RETENTION
    assert timedelta(days=1) != embedded_engine.RETENTION
    listed = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace=name))
    assert {
        each.name: each.indexed_value_type for each in search_attributes.ALL
    }.items() <= dict(listed.custom_attributes).items()


async def test_the_engine_and_the_application_cannot_enter_each_others_databases(prepared: Site) -> None:
    port = prepared.cluster.port
    password = (prepared.secrets / f"{ENGINE_USER}.password").read_text("ascii")
    engine_user = f"postgresql://{ENGINE_USER}:{password}@127.0.0.1:{port}"
    for database in ("temporal", "temporal_visibility"):
        own = await asyncpg.connect(f"{engine_user}/{database}")
        try:
            await own.execute("CREATE TABLE probe (n integer); DROP TABLE probe")
        finally:
            await own.close()
        for role in embedded_postgres.ROLES:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await asyncpg.connect(prepared.cluster.url(role, database))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(f"{engine_user}/redress")


async def test_migrating_again_changes_nothing(prepared: Site) -> None:
    said = await prepared.migrate("--seed", str(prepared.folder / "sign-in.json"))
    assert "0 migrations applied" in said
    assert "0 accounts added" in said


async def test_without_its_database_migrate_says_what_is_missing(prepared: Site) -> None:
    told = prepared.environment("migrate")
    del told["REDRESS_DATABASE_OWNER_URL"]
    with pytest.raises(StackFailure, match=r"\(2\).*set REDRESS_DATABASE_OWNER_URL"):
        await run((*REDRESS, "migrate"), told)


async def test_the_processes_become_ready_and_a_case_filed_over_http_is_recorded(prepared: Site) -> None:
    async with processes(prepared) as url, httpx.AsyncClient(base_url=url, trust_env=False) as client:
        passwords = json.loads((prepared.folder / "sign-in.json").read_text("utf-8"))
        signed = await client.post(
            "/v1/session", json={"username": "intake", "password": passwords["intake"]}
        )
        way_in = {"Authorization": f"Bearer {signed.raise_for_status().json()['token']}"}
        filed = await client.post(
            "/v1/complaints",
            json={"channel": "phone", "facts": "净水器安装三天后漏水,商家不处理。"},
            headers={**way_in, "Idempotency-Key": fresh_id()},
        )
        assert filed.status_code == httpx.codes.CREATED, filed.text
        case_id = filed.json()["case_id"]
        timeline = f"/v1/complaints/{case_id}/timeline"
        seen = await _answered(client, timeline, lambda answer: bool(answer.json()["items"]), headers=way_in)
        assert seen.json()["items"][0]["seq"] == 1
    ledger = await asyncpg.connect(prepared.cluster.url(embedded_postgres.SUPERUSER))
    try:
        recorded = await ledger.fetchval("SELECT count(*) FROM ledger WHERE case_id::text = $1", case_id)
        assert recorded >= len(seen.json()["items"])
    finally:
        await ledger.close()


@asynccontextmanager
async def processes(site: Site) -> AsyncIterator[str]:
    """The three lasting processes, ready; answers the API's address."""
    ports = {service: free_port() for service in PROCESSES}
    programs = []
    for service, port_variable in PROCESSES.items():
        environment = site.environment(service) | {port_variable: str(ports[service])}
        log = site.folder / f"{service}.log"
        programs.append(Program(service, site.command(service), log, environment, grace=30.0))
    async with (
        started(programs[0], site.folder),
        started(programs[1], site.folder),
        started(programs[2], site.folder),
    ):
        async with httpx.AsyncClient(trust_env=False) as client:
            for service, port in ports.items():
                try:
                    await _answered(client, f"http://127.0.0.1:{port}/readyz", _is_ok)
                finally:
                    sys.stderr.write((site.folder / f"{service}.log").read_text("utf-8"))
        yield f"http://127.0.0.1:{ports['api']}"


def _is_ok(answer: httpx.Response) -> bool:
    return answer.status_code == httpx.codes.OK


async def _answered(
    client: httpx.AsyncClient, url: str, until: Callable[[httpx.Response], bool], **how: Any
) -> httpx.Response:
    """Asks again until the answer is as wished; fails with the last one."""
    last = "no answer"
    try:
        async with asyncio.timeout(READY_WITHIN):
            while True:
                try:
                    answer = await client.get(url, **how)
                    if until(answer):
                        return answer
                    last = answer.text
                except httpx.TransportError as error:
                    last = type(error).__name__
                await asyncio.sleep(0.1)
    except TimeoutError:
        pytest.fail(f"{url} did not answer as wished: {last}")
