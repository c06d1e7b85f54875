"""What the matrix of role × address × object plays on: one person per role, and a case of every kind."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import asyncpg
import httpx

from api.console.visitor import FORM_COOKIE, SESSION_COOKIE, csrf_of
from redress.domain.actors import Role
from redress.persistence.passwords import hash_password
from tests.api.conftest import FILING, Desk, Json, Stack
from tests.api.test_evidence import give
from tests.files.made import png
from tests.people import new_person

NOBODY: Final = "nobody"
"""Not signed in."""

NO_ROLE: Final = "without_role"
"""Signed in, with an account that has no role in any office."""

USERNAMES: Final = {
    "intake": "intake",
    "officer": "officer",
    "mediator": "mediator",
    "supervisor": "supervisor",
    "bureau_head": "head",
    "callback": "callback",
    "informant_custodian": "custodian",
    "auditor": "auditor",
    "administrator": "administrator",
    NO_ROLE: NO_ROLE,
}
"""Who has the role and no other, all in one bureau."""

ROLES: Final = tuple(name for name in USERNAMES if name != NO_ROLE)

OBJECTS: Final = ("own", "other", "missing", "archived", "recused")
"""A case of the role's office, one of another bureau, none at all, one in the archive, and one that has been
taken from whoever asks.
"""

REPORT: Final[Json] = {
    "channel": "phone",
    "facts": "该店销售过期食品。",
    "respondents": [{"name": "临江恒洁电器有限公司"}],
    "informant": {"name": "许多多", "phone": "13911112222", "insider": True},
}

UPLOADED: Final = {"kind": "written", "given_by": "complainant", "expected_version": "1000000"}
OFFICE: Final = "jiangzhou.linjiang.qinghe"
ELSEWHERE: Final = "jiangzhou.linjiang.yunshan"
"""The bureau to which the other cases belong."""


@dataclass
class Scene:
    """`cases`, `reports` and `leaves`: ids by object. Tokens and people are by role;
    `stranger` works in the other bureau.
    """

    stack: Stack
    cases: dict[str, str]
    reports: dict[str, str]
    leaves: dict[str, str]
    tokens: dict[str, str]
    people: dict[str, str]
    stranger: str

    def things(self, path: str) -> dict[str, dict[str, str]]:
        """What a part of an address may name, by the kind of object."""
        return {
            "case_id": self.reports if "/reports/" in path else self.cases,
            "office": {"own": OFFICE, "other": ELSEWHERE, "missing": f"{ELSEWHERE}.nowhere"},
            "leave": self.leaves,
            "person": {"own": self.people["officer"], "other": self.stranger, "missing": "p-nobody"},
        }

    async def ask(self, role: str, method: str, address: str, body: Any, token: str = "") -> httpx.Response:
        """A request as an API client or, for addresses of pages, as a browser makes it."""
        token = token or self.tokens.get(role, "")
        if address.startswith(("/v1/", "/codec/")):
            return await self._call(token, method, address, body)
        return await self._browse(token, method, address, body)

    async def _call(self, token: str, method: str, address: str, body: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if method != "GET":
            headers["Idempotency-Key"] = str(uuid4())
        if isinstance(body, bytes):
            files = {"file": ("洗衣机.png", png(), "image/png")}
            return await self.stack.client.request(
                method, address, headers=headers, data=UPLOADED, files=files
            )
        content = None if method in ("GET", "DELETE") else json.dumps({} if body is None else body)
        return await self.stack.client.request(method, address, headers=headers, content=content)

    async def _browse(self, token: str, method: str, address: str, body: Any) -> httpx.Response:
        headers = {"Accept": "text/html"}
        if token:
            headers["Cookie"] = f"{SESSION_COOKIE}={token}"
        data, files = None, None
        if method == "POST":
            services = self.stack.app.state.services
            hidden = {"key": str(uuid4()), "csrf": csrf_of(services, token or "nobody")}
            files = {"file": ("洗衣机.png", png(), "image/png")} if isinstance(body, bytes) else None
            data = {**hidden, **(UPLOADED if isinstance(body, bytes) else body or {})}
            if not token:
                headers["Cookie"] = f"{FORM_COOKIE}=nobody"
        return await self.stack.client.request(method, address, headers=headers, data=data, files=files)

    async def fresh_token(self, role: str) -> str:
        """A session, and a person of its own, for what ends it or all of theirs."""
        if role == NO_ROLE:
            return await _token(self.stack, NO_ROLE)
        pool = self.stack.app.state.services.pool
        who = await new_person(pool, self.stack.database, role=Role(role), office=OFFICE)
        given = {"username": who.username, "password": who.password}
        found: str = (await self.stack.client.post("/v1/session", json=given)).json()["token"]
        return found


async def _token(stack: Stack, username: str) -> str:
    given = {"username": username, "password": stack.passwords[username]}
    found: str = (await stack.client.post("/v1/session", json=given)).json()["token"]
    return found


async def set_up(stack: Stack) -> Scene:
    """Everybody signed in, and one case of every kind filed, archived or taken from everybody."""
    await _add_account_without_role(stack)
    desks = {role: await stack.desk(name) for role, name in USERNAMES.items() if role != NO_ROLE}
    elsewhere = await stack.desk("yunshan-officer")
    tokens = {role: desk.token for role, desk in desks.items()} | {NO_ROLE: await _token(stack, NO_ROLE)}
    officer = desks["officer"]
    cases = {
        "own": await _filed(officer),
        "other": await _filed(elsewhere),
        "missing": str(uuid4()),
        "archived": await _archived(officer, desks["callback"]),
        "recused": await _taken_from(stack, desks),
    }
    reports = {
        "own": (await officer.post("/v1/reports", REPORT)).json()["case_id"],
        "other": (await elsewhere.post("/v1/reports", REPORT)).json()["case_id"],
        "missing": str(uuid4()),
    }
    leaves = {"other": await _leave_elsewhere(stack), "missing": "999999"}
    people = {role: desk.person for role, desk in desks.items()}
    return Scene(stack, cases, reports, leaves, tokens, people, elsewhere.person)


async def _leave_elsewhere(stack: Stack) -> str:
    leading, away = await stack.desk("yunshan-supervisor"), await stack.desk("yunshan-officer")
    leave = {"person": away.person, "from_on": "2027-01-04", "to_on": "2027-01-05"}
    return str((await leading.post("/v1/leaves", leave)).json()["id"])


async def _add_account_without_role(stack: Stack) -> None:
    stack.passwords = {**stack.passwords, NO_ROLE: "一个没有岗位的账户-Kx7"}
    connection = await asyncpg.connect(stack.database.owner_url)
    try:
        await connection.execute(
            "INSERT INTO accounts (person, username, password_hash, display_name) VALUES ($1, $2, $3, $4) "
            "ON CONFLICT DO NOTHING",
            "p-without-role", NO_ROLE, hash_password(stack.passwords[NO_ROLE]), "无岗位",
        )  # fmt: skip
    finally:
        await connection.close()


async def _filed(desk: Desk) -> str:
    """With one paper and one picture."""
    case_id: str = (await desk.file(FILING))["case_id"]
    given = await desk.post(
        f"/v1/complaints/{case_id}/documents",
        {"kind": "complaint_registration", "party": "complainant-1"},
    )
    assert given.status_code == 200, given.text
    assert (await give(desk, case_id, png())).status_code == 200
    return case_id


async def _archived(officer: Desk, callback: Desk) -> str:
    case_id = await _filed(officer)
    await officer.acted(case_id, {"type": "withdraw", "reason": "已自行解决"})
    await officer.acted(case_id, {"type": "conclude", "outcome": "withdrawn"})
    told = {"type": "give_feedback", "method": "phone", "text": "已告知", "remedies_told": True}
    await officer.acted(case_id, told)
    forward = f"/v1/rehearsal/complaints/{case_id}/fast-forward"
    clocks = {clock["key"]: clock for clock in (await officer.view(case_id))["clocks"]}
    if clocks["callback.window"]["state"] == "running":
        await officer.post(forward, {"working_days": 4})
        await callback.acted(case_id, {"type": "record_callback", "result": "reached", "satisfaction": 5})
    await officer.acted(case_id, {"type": "close"})
    jump = await officer.post(forward, {"working_days": 60})
    assert jump.json()["stage"] == "archived", jump.text
    return case_id


async def _taken_from(stack: Stack, desks: dict[str, Desk]) -> str:
    """Whoever may handle it is recused, one after the other, by the bureau above."""
    officer, city = desks["officer"], await stack.desk("city")
    case_id = await _filed(officer)
    await officer.acted(case_id, {"type": "accept"})
    for party in ("complainant", "respondent"):
        agrees = {"type": "record_consent", "party": party, "matter": "mediation", "answer": "yes"}
        await officer.acted(case_id, agrees)
    at = (datetime.fromisoformat((await officer.view(case_id))["now"]) + timedelta(days=7)).isoformat()
    session = {"type": "schedule_session", "at": at, "form": "remote", "means": "phone"}
    recuse = {"type": "recuse", "by": "own_motion", "reason": "与经营者有亲属关系"}
    for desk in (desks[role] for role in ("intake", "officer", "mediator", "supervisor")):
        await city.acted(case_id, {**session, "mediator": desk.person, "with_party": "respondent"})
        await city.acted(case_id, {**recuse, "mediator": desk.person})
        await city.acted(case_id, {"type": "decide_recusal", "granted": True, "reason": "情况属实"})
        await city.acted(case_id, {"type": "cancel_session", "reason": "调解人员回避"})
    return case_id
