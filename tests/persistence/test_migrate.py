"""Migrations: once, in order, unchanged, and by one process at a time."""

import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest

from cli.stack.postgres import SUPERUSER
from redress.persistence.migrate import Migration, MigrationRefused, migrate, shipped
from tests.servers import Database, PostgresServer

GOOD = Migration(1, "one", "CREATE TABLE one (id integer)")


async def test_two_processes_that_start_at_once_apply_each_migration_once(empty_url: str) -> None:
    applied = await asyncio.gather(*(migrate(empty_url) for _ in range(4)))
    assert sorted(applied) == [0, 0, 0, len(shipped())]
    assert await migrate(empty_url) == 0


async def test_a_migration_that_fails_leaves_nothing_of_itself(empty_url: str) -> None:
    bad = Migration(2, "two", "CREATE TABLE two (id integer); SELECT 1/0")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate(empty_url, (GOOD, bad))
    mended = Migration(2, "two", "CREATE TABLE two (id integer)")
    assert await migrate(empty_url, (GOOD, mended)) == 1


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ((Migration(1, "one", "CREATE TABLE one (id bigint)"),), "changed"),
        ((), "newer"),
    ],
)
async def test_an_edited_or_unknown_migration_is_refused(
    empty_url: str, now: tuple[Migration, ...], why: str
) -> None:
    await migrate(empty_url, (GOOD,))
    with pytest.raises(MigrationRefused, match=why):
        await migrate(empty_url, now)


async def test_moments_by_the_wall_clock_are_filled_for_cases_that_were_there_before(
    postgres: PostgresServer, empty_url: str
) -> None:
    await migrate(empty_url, shipped()[:6])
    connection = await asyncpg.connect(postgres.cluster.url(SUPERUSER, empty_url.rpartition("/")[2]))
    try:
        await connection.execute(
            "INSERT INTO offices (path, kind, name_zh, name_en) VALUES ('o', 'bureau', '', '');"
            "INSERT INTO cases (case_id, number, matter, stage, profile, office, channel, version, "
            "received_at, next_due_at, clock_offset, last_hash, view) "
            "VALUES (gen_random_uuid(), '1', '', '', '', 'o', '', 1, "
            "now(), '2026-09-02T00:00Z', '1 day', '', '{}')"
        )
        await migrate(empty_url)
        due = await connection.fetchval("SELECT due_by_wall FROM cases")
    finally:
        await connection.close()
    assert due == datetime(2026, 9, 1, tzinfo=UTC)


async def test_every_table_with_case_data_forces_row_level_security(database: Database) -> None:
    open_tables = {
        "schema_migrations", "offices", "accounts", "sessions", "case_numbers",
        "calendar_notices", "loaded_regulations", "step_tables",
        "document_series", "document_templates", "document_choices", "webhook_subscriptions",
    }  # fmt: skip
    connection = await asyncpg.connect(database.superuser_url)
    try:
        rows = await connection.fetch(
            "SELECT relname, relrowsecurity AND relforcerowsecurity AS forced FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
    finally:
        await connection.close()
    assert {row["relname"] for row in rows if not row["forced"]} == open_tables


@pytest.mark.parametrize("role", ["owner", "worker", "api"])
async def test_no_role_of_the_product_passes_row_level_security(database: Database, role: str) -> None:
    connection = await asyncpg.connect(getattr(database, f"{role}_url"))
    try:
        row = await connection.fetchrow(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb "
            "FROM pg_roles WHERE rolname = current_user"
        )
    finally:
        await connection.close()
    assert tuple(row) == (False, False, False, False)
