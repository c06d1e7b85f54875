"""Tokens of services: good for their scopes and nothing else, at every route there is; never for a page."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import httpx
import pytest
import pytest_asyncio

from api.auth.scopes import SCOPES
from api.console.visitor import SESSION_COOKIE
from redress.domain.actors import Actor, Role
from redress.domain.scopes import Scope
from redress.persistence.account_keeping import close_account, set_one_time_password
from redress.persistence.demo_offices import QINGHE
from redress.persistence.pool import Pool, acting_as, transaction
from redress.persistence.service_tokens import (
    PREFIX,
    NewToken,
    add_service,
    list_tokens,
    make_token,
    revoke_token,
)
from redress.persistence.sessions import Way, open_session
from redress.persistence.sign_in_log import OPERATOR, Happening, log_of
from tests.api.conftest import FILING, Stack
from tests.api.test_matrix import routes_of
from tests.people import settled
from tests.servers import fresh_id

ADMINISTRATOR = Actor(OPERATOR, QINGHE, (Role.ADMINISTRATOR,))


@dataclass
class Service:
    stack: Stack
    name: str
    person: str

    @property
    def pool(self) -> Pool:
        pool: Pool = self.stack.app.state.services.pool
        return pool

    async def token(self, scopes: Iterable[Scope], days: int = 1) -> NewToken:
        until = datetime.now(UTC) + timedelta(days=days)
        async with transaction(self.pool) as connection:
            made = await make_token(connection, self.name, scopes, until, OPERATOR)
        assert made is not None
        return made

    async def ask(self, token: str, method: str, path: str, body: object = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
        return await self.stack.client.request(method, path, headers=headers, json=body)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service(stack: Stack) -> AsyncIterator[Service]:
    name = fresh_id("svc")
    await settled(stack.app.state.services.pool)
    async with acting_as(stack.app.state.services.pool, ADMINISTRATOR) as connection:
        person = await add_service(connection, name, QINGHE, Role.INTAKE, OPERATOR)
    yield Service(stack, name, person)


async def test_a_token_does_what_its_scopes_say_and_is_shown_as_its_service(service: Service) -> None:
    made = await service.token([Scope.FILE, Scope.CASES_READ])
    assert made.token.startswith(PREFIX)
    filed = await service.ask(made.token, "POST", "/v1/complaints", FILING)
    assert filed.status_code == 201, filed.text
    case = f"/v1/complaints/{filed.json()['case_id']}"
    note = {"type": "add_note", "text": "热线来电补充"}
    refused = await service.ask(made.token, "POST", f"{case}/commands", note)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert refused.json()["detail"] == "cases:write"
    writing = await service.token([Scope.CASES_WRITE])
    done = await service.ask(writing.token, "POST", f"{case}/commands", note)
    assert done.status_code == 200, done.text
    last = (await service.ask(made.token, "GET", f"{case}/timeline")).json()["items"][-1]
    assert (last["type"], last["actor"]) == ("note_added", service.person)


async def test_every_route_without_a_scope_is_for_people_only(service: Service) -> None:
    """A token with all scopes gets into the routes of the table, and into no other."""
    everything = (await service.token(Scope)).token
    routes = {each for each in routes_of(service.stack.app.routes) if each[1].startswith(("/v1/", "/codec/"))}
    assert routes >= SCOPES.keys()
    parts = {"revision": "1", "number": "1", "delivery": "1", "item": "1", "leave": "1", "message_id": "1"}
    wrong = []
    for method, path in sorted(routes):
        names = [piece.partition("}")[0] for piece in path.split("{")[1:]]
        address = path.format(**{name: parts.get(name, str(uuid4())) for name in names})
        key = {"Idempotency-Key": str(uuid4())}
        unsigned = await service.stack.client.request(method, address, headers=key)
        if unsigned.status_code != 401 or unsigned.json()["code"] != "unauthenticated":
            continue  # nobody is asked who they are
        answer = await service.ask(everything, method, address)
        stopped = answer.status_code == 403 and answer.json()["code"] == "scope_missing"
        if stopped is ((method, path) in SCOPES):
            wrong.append((method, path, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("scope", Scope)
def test_every_scope_is_good_for_something(scope: Scope) -> None:
    assert scope in SCOPES.values()


async def test_one_scope_opens_no_address_of_another(service: Service) -> None:
    token = (await service.token([Scope.STATISTICS_READ])).token
    for method, path in sorted(SCOPES):
        if SCOPES[method, path] is not Scope.STATISTICS_READ and "{" not in path:
            answer = await service.ask(token, method, path)
            assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing"), path


async def test_no_page_takes_a_token(service: Service) -> None:
    token = (await service.token(Scope)).token
    headers = {"Cookie": f"{SESSION_COOKIE}={token}", "Accept": "text/html"}
    assert (await service.stack.client.get("/desk", headers=headers)).status_code == 401
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/html"}
    assert (await service.stack.client.get("/desk", headers=headers)).status_code == 401


async def test_a_token_ends_with_its_time_its_revocation_and_its_account(
    service: Service, stack: Stack
) -> None:
    async def status(token: str) -> int:
        return (await service.ask(token, "GET", "/v1/complaints")).status_code

    over = await service.token([Scope.CASES_READ], days=-1)
    assert await status(over.token) == 401
    made, other = await service.token([Scope.CASES_READ]), await service.token([Scope.CASES_READ])
    assert [await status(made.token), await status(other.token)] == [200, 200]
    async with transaction(service.pool) as connection:
        assert await revoke_token(connection, made.id, OPERATOR)
        assert not await revoke_token(connection, made.id, OPERATOR)
        listed = {each.id: each for each in await list_tokens(connection)}
        log = await log_of(connection, service.person)
    assert [await status(made.token), await status(other.token)] == [401, 200]
    assert listed[made.id].revoked_at is not None
    assert listed[other.id].used_at is not None
    assert (log[0].what, log[0].about) == (Happening.TOKEN_REVOKED, made.id)
    async with acting_as(service.pool, ADMINISTRATOR) as connection:
        name = fresh_id("svc")
        person = await add_service(connection, name, QINGHE, Role.INTAKE, OPERATOR)
    closing = Service(stack, name, person)
    last = await closing.token([Scope.CASES_READ])
    assert await status(last.token) == 200
    async with transaction(service.pool) as connection:
        await close_account(connection, person, OPERATOR)
    assert await status(last.token) == 401


async def test_a_service_never_signs_in(service: Service) -> None:
    async with transaction(service.pool) as connection:
        assert await set_one_time_password(connection, service.person, OPERATOR) is None
        assert await open_session(connection, service.person, way=Way.ISSUER, device="other") is None
    answer = await service.stack.client.post("/v1/session", json={"username": service.name, "password": "x"})
    assert answer.status_code == 401


async def test_a_service_is_given_no_cases(service: Service) -> None:
    desk = await service.stack.desk("supervisor")
    case = await desk.file()
    answer = await desk.act(case["case_id"], {"type": "assign", "handler": service.person})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_person")


async def test_no_token_is_stored(service: Service) -> None:
    token = (await service.token(Scope)).token
    connection = await asyncpg.connect(service.stack.database.superuser_url)
    try:
        rows = await connection.fetch("SELECT t::text AS row FROM service_tokens t")
    finally:
        await connection.close()
    kept = "\n".join(row["row"] for row in rows)
    assert token not in kept
    assert token.removeprefix(PREFIX) not in kept
