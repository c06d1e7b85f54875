"""Signing in over HTTP: lock-out, one-time passwords, the second factor, and the sessions one has."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pyotp
import pytest_asyncio

from redress.persistence.pool import Pool, transaction
from redress.persistence.second_factors import NEIGHBOURS
from redress.persistence.sign_in import FREE_TRIES
from tests.api.conftest import Stack
from tests.people import NewPerson, new_person


@dataclass
class Somebody:
    """A person of the test's own and what they ask."""

    stack: Stack
    who: NewPerson

    @property
    def pool(self) -> Pool:
        pool: Pool = self.stack.app.state.services.pool
        return pool

    async def sign_in(self, password: str | None = None, code: str | None = None) -> httpx.Response:
        body = {"username": self.who.username, "password": password or self.who.password}
        body |= {} if code is None else {"code": code}
        return await self.stack.client.post("/v1/session", json=body)

    async def token(self, code: str | None = None) -> str:
        answer = await self.sign_in(code=code)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["token"])

    async def ask(self, method: str, path: str, token: str, body: Any = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return await self.stack.client.request(method, path, headers=headers, json=body)

    async def enrolled(self) -> tuple[pyotp.TOTP, tuple[str, ...]]:
        """A second factor confirmed with the oldest code that is taken, so that later ones remain."""
        factors = self.stack.app.state.services.second_factors
        async with transaction(self.pool) as connection:
            secret = await factors.begin(connection, self.who.person)
            assert await factors.begin(connection, self.who.person) == secret
            totp = pyotp.TOTP(secret)
            codes = await factors.confirm(connection, self.who.person, code_at(totp, -NEIGHBOURS))
            assert await factors.begin(connection, self.who.person) is None
        assert codes is not None
        return totp, codes


@pytest_asyncio.fixture(loop_scope="session")
async def somebody(stack: Stack) -> AsyncIterator[Somebody]:
    yield Somebody(stack, await new_person(stack.app.state.services.pool, stack.database))


def code_at(totp: pyotp.TOTP, steps: int) -> str:
    """The code so many steps from now."""
    return totp.at(int(time.time()), counter_offset=steps)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json()["code"])


async def test_a_locked_an_unknown_and_a_wrong_one_are_answered_alike(
    somebody: Somebody, stack: Stack
) -> None:
    wrong = [await somebody.sign_in("wrong") for _ in range(FREE_TRIES)]
    locked = await somebody.sign_in()
    body = {"username": "nobody-of-this-name", "password": "wrong"}
    unknown = await stack.client.post("/v1/session", json=body)
    assert {answer.text for answer in (*wrong, locked, unknown)} == {wrong[0].text}
    assert code(locked) == (401, "bad_credentials")


async def test_a_one_time_password_is_for_its_change_only(stack: Stack) -> None:
    who = await new_person(stack.app.state.services.pool, stack.database, one_time=True)
    somebody = Somebody(stack, who)
    answer = (await somebody.sign_in()).json()
    token = answer["token"]
    assert answer["duty"] == "password"
    assert code(await somebody.ask("GET", "/v1/complaints", token)) == (403, "password_change_required")
    body = {"present": who.password, "new": "short"}
    refused = await somebody.ask("PUT", "/v1/session/password", token, body)
    assert code(refused) == (422, "unusable_password")
    assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [("new", "too_short")]
    body["new"] = "nine purple walnuts"
    assert (await somebody.ask("PUT", "/v1/session/password", token, body)).status_code == 204
    assert (await somebody.ask("GET", "/v1/complaints", token)).status_code == 200
    assert (await somebody.sign_in("nine purple walnuts")).json()["duty"] is None


async def test_a_wrong_present_password_is_a_wrong_try(somebody: Somebody) -> None:
    token = await somebody.token()
    body = {"present": "wrong", "new": "nine purple walnuts"}
    for _ in range(FREE_TRIES):
        answer = await somebody.ask("PUT", "/v1/session/password", token, body)
        assert code(answer) == (401, "bad_credentials")
    body["present"] = somebody.who.password
    assert code(await somebody.ask("PUT", "/v1/session/password", token, body)) == (401, "bad_credentials")
    assert code(await somebody.sign_in()) == (401, "bad_credentials")


async def test_with_a_second_factor_a_password_alone_opens_nothing(somebody: Somebody) -> None:
    totp, _ = await somebody.enrolled()
    assert code(await somebody.sign_in()) == (401, "second_factor_required")
    assert code(await somebody.sign_in(code="000000")) == (401, "bad_code")
    assert (await somebody.sign_in(code=code_at(totp, NEIGHBOURS))).status_code == 200


async def test_a_code_opens_one_session_only(somebody: Somebody) -> None:
    totp, _ = await somebody.enrolled()
    now = code_at(totp, NEIGHBOURS)
    assert (await somebody.sign_in(code=f"{now[:3]} {now[3:]}")).status_code == 200
    assert code(await somebody.sign_in(code=now)) == (401, "bad_code")
    # Nor does an older one that was never used.
    assert code(await somebody.sign_in(code=code_at(totp, 0))) == (401, "bad_code")


async def test_a_code_of_another_time_is_none(somebody: Somebody) -> None:
    totp, _ = await somebody.enrolled()
    for steps in (-NEIGHBOURS - 2, NEIGHBOURS + 2):
        other = code_at(totp, steps)
        assert code(await somebody.sign_in(code=other)) == (401, "bad_code")


async def test_wrong_codes_lock_the_account(somebody: Somebody) -> None:
    totp, _ = await somebody.enrolled()
    for _ in range(FREE_TRIES):
        assert code(await somebody.sign_in(code="123")) == (401, "bad_code")
    right = code_at(totp, NEIGHBOURS)
    assert code(await somebody.sign_in(code=right)) == (401, "bad_credentials")


async def test_a_recovery_code_is_good_once(somebody: Somebody) -> None:
    _, codes = await somebody.enrolled()
    assert len(set(codes)) == 10
    assert (await somebody.sign_in(code=codes[3].upper().replace("-", " "))).status_code == 200
    assert code(await somebody.sign_in(code=codes[3])) == (401, "bad_code")
    assert (await somebody.sign_in(code=codes[4])).status_code == 200
    async with transaction(somebody.pool) as connection:
        factors = somebody.stack.app.state.services.second_factors
        assert await factors.codes_left(connection, somebody.who.person) == 8


async def test_neither_secret_nor_recovery_codes_are_stored_readably(somebody: Somebody) -> None:
    totp, codes = await somebody.enrolled()
    async with transaction(somebody.pool) as connection:
        rows = await connection.fetch(
            "SELECT encode(sealed, 'escape') || encode(wrapped, 'escape') AS kept FROM second_factors "
            "UNION ALL SELECT encode(code_hmac, 'escape') FROM recovery_codes"
        )
    kept = "\n".join(row["kept"] for row in rows)
    assert totp.secret not in kept
    assert not [each for each in codes if each in kept or each.replace("-", "") in kept]


async def test_people_see_and_end_their_sessions(somebody: Somebody) -> None:
    here, there = await somebody.token(), await somebody.token()
    items = (await somebody.ask("GET", "/v1/sessions", here)).json()["items"]
    assert [each["here"] for each in items] == [True, False]
    assert not [each for each in items if here in str(each) or there in str(each)]
    other = f"/v1/sessions/{items[1]['id']}"
    assert (await somebody.ask("DELETE", other, here)).status_code == 204
    assert code(await somebody.ask("DELETE", other, here)) == (404, "no_such_session")
    assert code(await somebody.ask("GET", "/v1/session", there)) == (401, "unauthenticated")
    assert (await somebody.ask("DELETE", "/v1/sessions", here)).status_code == 204
    assert code(await somebody.ask("GET", "/v1/session", here)) == (401, "unauthenticated")
