"""Row-level security: an office sees its own cases and those below it; nobody in particular sees none."""

import asyncpg
import pytest

from redress.domain.actors import SYSTEM, Actor, Role
from redress.persistence.pool import Connection, Pool, acting_as, transaction
from redress.persistence.recording import record
from tests.persistence.conftest import OFFICES
from tests.persistence.examples import batch, case_id, rows_of
from tests.servers import Database

CASE_OF = {path: case_id(n) for n, (path, *_) in enumerate(OFFICES, 1)}
QINGHE = "jiangzhou.linhai.qinghe"
READABLE = (
    "cases", "ledger", "clocks", "inbox", "intake_checks", "transfers", "consents", "sessions_held",
    "appraisals", "agreements", "notices", "feedbacks", "callbacks", "delegations", "recusals", "vault",
    "vault_keys", "blind_index", "commands", "saved_views", "first_views",
)  # fmt: skip


@pytest.fixture
async def cases(worker: Pool) -> None:
    for office, case in CASE_OF.items():
        async with transaction(worker) as connection:
            await record(connection, batch(1, 1, case, office=office))


def _actor(office: str) -> Actor:
    return Actor("p-1", office, (Role.OFFICER,))


async def _seen(connection: Connection, table: str) -> set[str]:
    offices = {case: office for office, case in CASE_OF.items()}
    return {offices[str(row["case_id"])] for row in await rows_of(connection, table)}


@pytest.mark.parametrize("table", ["cases", "ledger", "clocks"])
@pytest.mark.parametrize(
    ("office", "sees"),
    [
        ("jiangzhou", set(CASE_OF)),
        ("jiangzhou.linhai", set(CASE_OF) - {"jiangzhou"}),
        (QINGHE, {QINGHE, f"{QINGHE}.east", f"{QINGHE}.west", f"{QINGHE}.mall"}),
        (f"{QINGHE}.east", {QINGHE, f"{QINGHE}.east"}),
        (f"{QINGHE}.mall", {f"{QINGHE}.mall"}),
        ("jiangzhou.linhai.yunshan", {"jiangzhou.linhai.yunshan"}),
        ("jiangzhou.linhai.qing", set()),
        ("nowhere", set()),
        (SYSTEM.office, set()),
    ],
)
@pytest.mark.usefixtures("cases")
async def test_an_office_sees_its_own_and_those_below(
    api: Pool, table: str, office: str, sees: set[str]
) -> None:
    async with acting_as(api, _actor(office)) as connection:
        assert await _seen(connection, table) == sees


@pytest.mark.parametrize("table", READABLE)
@pytest.mark.usefixtures("cases")
async def test_nothing_is_seen_when_nobody_said_who_reads(api: Pool, table: str) -> None:
    async with transaction(api) as connection:
        assert await rows_of(connection, table) == []


@pytest.mark.usefixtures("cases")
async def test_who_reads_is_forgotten_with_the_transaction(api: Pool) -> None:
    async with acting_as(api, _actor("jiangzhou")) as connection:
        assert await connection.fetchval("SELECT count(*) FROM cases") == len(CASE_OF)
    async with transaction(api) as connection:
        assert await connection.fetchval("SELECT count(*) FROM cases") == 0


@pytest.mark.usefixtures("cases")
async def test_the_owner_of_the_tables_sees_no_case(offices: Database) -> None:
    connection = await asyncpg.connect(offices.owner_url)
    try:
        assert await connection.fetchval("SELECT count(*) FROM cases") == 0
    finally:
        await connection.close()


@pytest.mark.usefixtures("cases")
async def test_the_worker_sees_every_case(worker: Pool) -> None:
    async with transaction(worker) as connection:
        assert await _seen(connection, "ledger") == set(CASE_OF)


FORBIDDEN = {
    "api": (
        "SELECT * FROM outbox",
        "INSERT INTO ledger (case_id, seq, type, at, occurred_at, actor, office, body, prev_hash, hash) "
        "VALUES (gen_random_uuid(), 1, '', now(), now(), '', '', '', '', '')",
        "UPDATE cases SET stage = 'archived'",
        "UPDATE cases SET office = 'jiangzhou'",
        "DELETE FROM cases",
        "UPDATE clocks SET state = 'met'",
        "INSERT INTO consents (case_id) VALUES (gen_random_uuid())",
        "UPDATE commands SET sealed = ''",
        "UPDATE vault_keys SET filed_in = 'jiangzhou'",
        "DELETE FROM vault",
        "DELETE FROM case_words",
        "UPDATE saved_views SET person = 'p-2'",
        "DELETE FROM vault_openings",
        "UPDATE evidence_files SET sha256 = address",
        "DELETE FROM evidence_files",
        "DELETE FROM evidence_openings",
        "INSERT INTO evidence (case_id, seq) VALUES (gen_random_uuid(), 1)",
        "UPDATE accounts SET username = ''",
        "UPDATE administration_log SET by = by",
        "INSERT INTO account_roles VALUES ('p-1', 'jiangzhou', 'administrator')",
        "UPDATE offices SET parent = NULL",
        "SELECT * FROM archived_histories",
        "CREATE TABLE mine (id integer)",
        "SET ROLE redress_worker",
    ),
    "worker": (
        "SELECT password_hash FROM accounts",
        "SELECT * FROM sessions",
        "UPDATE commands SET sealed = ''",
        "DELETE FROM commands",
        "UPDATE vault SET sealed = ''",
        "DELETE FROM vault_openings",
        "DELETE FROM outbox",
        "UPDATE consents SET answer = 'yes'",
        "UPDATE evidence SET sha256 = ''",
        "DELETE FROM evidence",
        "UPDATE evidence_files SET sha256 = address",
        "DELETE FROM evidence_openings",
        "CREATE TABLE mine (id integer)",
        "ALTER TABLE cases NO FORCE ROW LEVEL SECURITY",
    ),
}


@pytest.mark.parametrize(
    ("role", "statement"), [(role, each) for role, statements in FORBIDDEN.items() for each in statements]
)
async def test_a_role_may_not_do_what_it_needs_not(offices: Database, role: str, statement: str) -> None:
    connection = await asyncpg.connect(getattr(offices, f"{role}_url"))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize("table", ["cases", "ledger", "clocks"])
async def test_who_has_had_a_case_or_is_to_have_it_reads_it(worker: Pool, api: Pool, table: str) -> None:
    """Passed on from one bureau to the other: both read it, a station of either does not."""
    yunshan = "jiangzhou.linhai.yunshan"
    case = CASE_OF[yunshan]
    async with transaction(worker) as connection:
        await record(connection, batch(1, 1, case, office=yunshan, seen_by=(QINGHE, yunshan)))
    for office, sees in ((QINGHE, 1), (f"{QINGHE}.east", 1), (yunshan, 1), (f"{QINGHE}.mall", 0)):
        async with acting_as(api, _actor(office)) as connection:
            assert len(await rows_of(connection, table)) == sees, office
