"""What the embedded servers promise to everybody who builds on them."""

import stat
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from temporalio import workflow
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.worker import Worker

from cli.stack import engine as embedded_engine
from cli.stack.keys import make_keys
from redress.contracts import search_attributes
from redress.settings import Settings, read_codec_keys, read_key
from tests.servers import Database, EngineServer, PostgresServer, fresh_id


@pytest.mark.parametrize("role", ["owner_url", "worker_url", "api_url"])
async def test_no_role_can_bypass_row_level_security(database: Database, role: str) -> None:
    connection = await asyncpg.connect(getattr(database, role))
    try:
        rights = await connection.fetchrow(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication "
            "FROM pg_roles WHERE rolname = current_user"
        )
        assert rights is not None
        assert not any(rights.values())
    finally:
        await connection.close()


async def test_nobody_comes_in_without_the_password(database: Database, postgres: PostgresServer) -> None:
    for role in ("redress_super", "redress_owner", "redress_worker", "redress_api"):
        address = f"postgresql://{role}:guessed@127.0.0.1:{postgres.cluster.port}/{database.name}"
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(address)


async def test_the_database_listens_on_this_machine_only_and_on_no_socket(database: Database) -> None:
    connection = await asyncpg.connect(database.superuser_url)
    try:
        assert await connection.fetchval("SHOW listen_addresses") == "127.0.0.1"
        assert await connection.fetchval("SHOW unix_socket_directories") == ""
        methods = await connection.fetch("SELECT DISTINCT type, address, auth_method FROM pg_hba_file_rules")
        assert [tuple(row) for row in methods] == [("host", "127.0.0.1", "scram-sha-256")]
    finally:
        await connection.close()


async def test_a_fresh_database_is_migrated_and_empty(database: Database) -> None:
    connection = await asyncpg.connect(database.owner_url)
    try:
        assert await connection.fetchval("SELECT count(*) FROM schema_migrations") > 0
        assert await connection.fetchval("SELECT count(*) FROM cases") == 0
    finally:
        await connection.close()


def test_passwords_and_keys_are_private_files(postgres: PostgresServer, tmp_path: Path) -> None:
    make_keys(tmp_path)
    files = [*postgres.cluster.secret_dir.iterdir(), *tmp_path.iterdir()]
    assert len(files) == 8
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_keys_are_made_once_and_read_back(tmp_path: Path) -> None:
    files = make_keys(tmp_path)
    first = read_codec_keys(files.codec_keys_file)
    single_files = (files.vault_key_file, files.blind_index_key_file, files.query_code_key_file)
    singles = {read_key(file) for file in single_files}
    assert len({*singles, *first.keys.values()}) == 4
    make_keys(tmp_path)
    assert read_codec_keys(files.codec_keys_file) == first


async def test_the_engine_keeps_closed_runs_for_90_days(engine: EngineServer) -> None:
    answer = await engine.client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=embedded_engine.NAMESPACE)
    )
    kept = answer.config.workflow_execution_retention_ttl.ToTimedelta()
    assert kept == embedded_engine.RETENTION == timedelta(days=90)


async def test_every_search_attribute_is_registered_with_its_type(engine: EngineServer) -> None:
    answer = await engine.client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=embedded_engine.NAMESPACE)
    )
    wanted = {each.name: int(each.indexed_value_type) for each in search_attributes.ALL}
    assert dict(answer.custom_attributes) == wanted


@workflow.defn(sandboxed=False)
class Month:
    """Sleeps 30 days and says how long it took by its own clock."""

    @workflow.run
    async def run(self) -> float:
        started = workflow.now()
        await workflow.sleep(timedelta(days=30))
        return (workflow.now() - started) / timedelta(days=1)


async def test_virtual_time_passes_per_workflow(engine: EngineServer) -> None:
    queue = fresh_id("queue")
    client: Client = engine.client
    async with Worker(client, task_queue=queue, workflows=[Month]):
        moved = await client.start_workflow(Month.run, id=fresh_id("wf"), task_queue=queue)
        other = await client.start_workflow(Month.run, id=fresh_id("wf"), task_queue=queue)
        await engine.fast_forward(moved, timedelta(days=31))
        assert await moved.result() == pytest.approx(30, abs=0.1)
        running = await other.describe()
        assert running.close_time is None
        await other.terminate()


def test_settings_for_a_test_are_complete(settings: Settings) -> None:
    assert settings.require_database_worker_url() != settings.require_database_api_url()
