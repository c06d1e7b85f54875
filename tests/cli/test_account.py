"""`redress account …`: operators keep accounts and tokens of services in the database itself."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from cli.main import run
from redress.domain.scopes import Scope
from redress.persistence.account_keeping import person_named
from redress.persistence.accounts import Duty
from redress.persistence.demo_offices import QINGHE
from redress.persistence.pool import Pool, open_pool, transaction
from redress.persistence.seed import seed
from redress.persistence.service_tokens import find_service
from redress.persistence.sessions import Way, find_session, open_session
from redress.persistence.sign_in import FREE_TRIES, recognise
from tests.servers import Database


@dataclass
class Operator:
    pool: Pool
    capsys: pytest.CaptureFixture[str]

    async def says(self, *arguments: str, code: int = 0) -> str:
        """What a command prints, which ends with this exit code."""
        return await self.ends("account", *arguments, code=code)

    async def ends(self, *arguments: str, code: int = 0) -> str:
        ended = await asyncio.to_thread(run, arguments)
        said = self.capsys.readouterr()
        assert ended == code, said
        return said.out + said.err


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def filled(module_database: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pool]:
    await seed(module_database.owner_url, tmp_path_factory.mktemp("seed") / "passwords.json")
    pool = await open_pool(module_database.api_url, name="api", max_size=2)
    yield pool
    await pool.close()


@pytest.fixture
def operator(
    filled: Pool,
    module_database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Operator:
    folder = str(tmp_path)
    for name in ("DATA_DIR", "ARCHIVE_DIR", "FILES_DIR", "CODEC_KEYS_FILE", "VAULT_KEY_FILE"):
        monkeypatch.setenv(f"REDRESS_{name}", folder)
    monkeypatch.setenv("REDRESS_BLIND_INDEX_KEY_FILE", folder)
    monkeypatch.setenv("REDRESS_QUERY_CODE_KEY_FILE", folder)
    monkeypatch.setenv("REDRESS_TEMPORAL_ADDRESS", "127.0.0.1:1")
    monkeypatch.setenv("REDRESS_PUBLIC_BASE_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("REDRESS_DATABASE_API_URL", module_database.api_url)
    return Operator(filled, capsys)


def password_in(said: str) -> str:
    found = re.search(r"password: (\S+)", said)
    assert found is not None, said
    return found[1]


async def test_the_first_administrator_comes_from_a_shell(operator: Operator) -> None:
    new = ("add", "wei.min", "--name", "卫敏", "--office", QINGHE, "--role", "administrator")
    once = password_in(await operator.says(*new))
    known = await recognise(operator.pool, "wei.min", once)
    assert known is not None
    assert "已有人使用" in await operator.says(*new, code=1)
    assert "unusable name" in await operator.says("add", "Wei Min", *new[2:], code=2)
    assert "no role" in await operator.says(*new[:-1], "king", code=2)
    assert "no office" in await operator.says("add", "other", *new[2:5], "nowhere", *new[6:], code=1)
    items = json.loads(await operator.says("list", "--json"))["items"]
    (own,) = [each for each in items if each["username"] == "wei.min"]
    assert (own["must_change"], own["active"], own["service"]) == (True, True, False)


async def test_nothing_new_begins_in_an_office_that_is_closed(
    operator: Operator, module_database: Database
) -> None:
    owner = await asyncpg.connect(module_database.owner_url)
    closing = "UPDATE offices SET closed_on = $2 WHERE path = $1"
    office = f"{QINGHE}.west"
    try:
        await owner.execute(closing, office, date(2026, 6, 30))
        role = ("--office", office, "--role", "intake")
        assert "已撤销" in await operator.says("add", "late", "--name", "迟", *role, code=1)
        said = await operator.says("service", "add", "late-hotline", *role, "--scope", "file", code=1)
        assert f"the office {office} is closed" in said
        assert "late" not in await operator.says("list")
    finally:
        await owner.execute(closing, office, None)
        await owner.close()


async def test_an_operator_unlocks_resets_and_signs_out(operator: Operator) -> None:
    for _ in range(FREE_TRIES):
        await recognise(operator.pool, "city", "wrong")
    assert "locked until" in await operator.says("list")
    await operator.says("unlock", "city")
    assert "locked until" not in await operator.says("list")
    once = password_in(await operator.says("reset-password", "city"))
    known = await recognise(operator.pool, "city", once)
    assert known is not None
    async with transaction(operator.pool) as connection:
        session = await open_session(connection, known.person, way=Way.PASSWORD, device="other")
    assert session is not None
    assert "1 个会话" in await operator.says("sign-out-everywhere", "city")
    assert await find_session(operator.pool, session.token) is None
    assert "没有账户" in await operator.says("unlock", "nobody", code=1)
    assert "nothing to do" in await operator.says("remove-second-factor", "city", code=1)


async def test_an_office_asks_a_second_factor_of_roles(operator: Operator) -> None:
    said = await operator.says("second-factor", QINGHE, "--role", "administrator", "--role", "bureau_head")
    assert "administrator, bureau_head" in said
    async with transaction(operator.pool) as connection:
        person = await person_named(connection, "administrator")
        assert person is not None
        session = await open_session(connection, person, way=Way.PASSWORD, device="other")
    assert session is not None
    assert session.person.duty is Duty.SECOND_FACTOR
    assert "随上级" in await operator.says("second-factor", QINGHE, "--as-above")
    assert "no office" in await operator.says("second-factor", "nowhere", code=1)
    assert "no role" in await operator.says("second-factor", QINGHE, "--role", "king", code=2)


async def test_links_to_the_issuer_are_made_and_ended(operator: Operator) -> None:
    issuer = ("--issuer", "https://id.example.org")
    await operator.says("link", "head", *issuer, "--subject", "s-1")
    assert "已有关联" in await operator.says("link", "auditor", *issuer, "--subject", "s-1", code=1)
    await operator.says("unlink", "head", *issuer)
    assert "nothing to do" in await operator.says("unlink", "head", *issuer, code=1)


async def test_tokens_of_services_are_made_listed_and_revoked(operator: Operator) -> None:
    scopes = ("--scope", "file", "--scope", "cases:read")
    made = json.loads(
        await operator.says(
            "service", "add", "hotline", "--office", QINGHE, "--role", "intake", *scopes, "--json"
        )
    )
    found = await find_service(operator.pool, made["token"])
    assert found is not None
    assert found[1] == {Scope.FILE, Scope.CASES_READ}
    more = json.loads(await operator.says("service", "token", "hotline", "--scope", "file", "--json"))
    listed = await operator.says("service", "list")
    assert made["id"] in listed
    assert made["token"] not in listed
    await operator.says("service", "revoke", made["id"])
    assert await find_service(operator.pool, made["token"]) is None
    assert await find_service(operator.pool, more["token"]) is not None
    assert "there is no such token" in await operator.says("service", "revoke", made["id"], code=1)
    assert "no scope" in await operator.says("service", "token", "hotline", "--scope", "all", code=2)
    assert "there is no service" in await operator.says("service", "token", "head", "--scope", "file", code=1)


async def test_an_installation_that_does_not_run_is_said(operator: Operator, tmp_path: Path) -> None:
    assert "没有在运行" in await operator.says("list", "--data-dir", str(tmp_path), code=2)


UPPERMOST = ("office", "uppermost", "haizhou", "--name", "海州市市场监督管理局", "--name-en", "Haizhou")


async def test_an_operator_makes_the_uppermost_office_and_its_first_administrator(operator: Operator) -> None:
    await operator.ends(*UPPERMOST, "--code", "990900")
    assert "one-time password" in await operator.says(
        "add", "lin.min", "--name", "林敏", "--office", "haizhou", "--role", "administrator"
    )
    async with transaction(operator.pool) as connection:
        made = await connection.fetchrow("SELECT parent, kind, code FROM offices WHERE path = 'haizhou'")
    assert made is not None
    assert tuple(made) == (None, "bureau", "990900")
    assert "another office's" in await operator.ends(*UPPERMOST, "--code", "990901", code=1)


@pytest.mark.parametrize(
    "wrong", [(), ("--code", "99"), ("--code", "990902", "--kind", "section"), ("--kind", "county")]
)
async def test_an_uppermost_office_that_could_number_no_case_is_not_made(
    operator: Operator, wrong: tuple[str, ...]
) -> None:
    await operator.ends(*UPPERMOST, *wrong, code=2)
