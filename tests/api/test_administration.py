"""Offices and people are kept by administrators: of their own office and below, with every act in the log."""

import copy
from typing import cast
from uuid import uuid4

import asyncpg
import httpx
import pytest
import pytest_asyncio

from redress.domain.actors import Actor, Role
from redress.persistence.pool import acting_as
from tests.api.conftest import FILING, Desk, Json, Stack
from tests.api.test_reports import until

QINGHE = "jiangzhou.linjiang.qinghe"
YUNSHAN = "jiangzhou.linjiang.yunshan"
PEOPLE = "/v1/admin/people"


@pytest_asyncio.fixture(loop_scope="session")
async def administrator(stack: Stack) -> Desk:
    return await stack.desk("administrator")


def said(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


async def added(administrator: Desk, role: str = "officer", office: str = QINGHE) -> Json:
    body = {"username": f"p{uuid4().hex[:12]}", "display_name": "方圆", "office": office, "role": role}
    response = await administrator.post(PEOPLE, body)
    assert response.status_code == 201, response.text
    return {**body, **response.json()}


async def signed_in(stack: Stack, new: Json) -> Desk:
    """With the one-time password changed, as it has to be."""
    given = {"username": new["username"], "password": new["one_time_password"]}
    token = (await stack.client.post("/v1/session", json=given)).json()["token"]
    changed = {"present": new["one_time_password"], "new": "一串不容易猜的字-4f9k2"}
    headers = {"Authorization": f"Bearer {token}"}
    done = await stack.client.put("/v1/session/password", json=changed, headers=headers)
    assert done.status_code == 204, done.text
    return Desk(stack.client, token, new["person"], new["office"])


async def office_below(administrator: Desk, kind: str = "branch") -> str:
    body = {"parent": QINGHE, "segment": f"o{uuid4().hex[:8]}", "kind": kind,
            "name_zh": "城南市场监督管理所", "name_en": "South Town Branch Office"}  # fmt: skip
    response = await administrator.post("/v1/admin/offices", body)
    assert response.status_code == 201, response.text
    return str(response.json()["path"])


async def test_an_office_is_added_renamed_and_closed(administrator: Desk) -> None:
    path = await office_below(administrator)
    renamed = {"name_zh": "城南所", "name_en": "South Town"}
    assert (await administrator.post(f"/v1/admin/offices/{path}/rename", renamed)).status_code == 200
    [found] = [o for o in (await administrator.get("/v1/admin/offices")).json()["items"] if o["path"] == path]
    assert (found["name_zh"], found["closed_on"]) == ("城南所", None)
    new = await added(administrator, office=path)
    close = f"/v1/admin/offices/{path}/close"
    assert said(await administrator.post(close, {})) == (409, "office_has_people")
    place = f"{PEOPLE}/{new['person']}/roles/take"
    assert (await administrator.post(place, {"office": path, "role": "officer"})).status_code == 200
    assert (await administrator.post(close, {})).status_code == 200
    late = {"parent": path, "segment": "x", "kind": "station", "name_zh": "甲", "name_en": "A"}
    assert said(await administrator.post("/v1/admin/offices", late)) == (409, "office_is_closed")
    body = {"username": f"p{uuid4().hex[:12]}", "display_name": "圆", "office": path, "role": "officer"}
    assert said(await administrator.post(PEOPLE, body)) == (409, "office_is_closed")
    role = {"office": path, "role": "officer"}
    refused = await administrator.post(f"{PEOPLE}/{new['person']}/roles", role)
    assert said(refused) == (409, "office_is_closed")


async def test_an_office_with_open_cases_or_offices_below_is_not_closed(
    stack: Stack, administrator: Desk
) -> None:
    await (await stack.desk("east")).file()
    east = await administrator.post(f"/v1/admin/offices/{QINGHE}.east/close", {})
    assert said(east)[1] in ("office_has_cases", "office_has_people")
    assert said(await administrator.post(f"/v1/admin/offices/{QINGHE}/close", {})) == (409, "own_office")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"kind": "bureau"}, (409, "kind_not_below")),
        ({"segment": "East!"}, (422, "invalid_body")),
        ({"segment": "east"}, (409, "office_taken")),
        ({"name_zh": " \u200b "}, (422, "invalid_body")),
        ({"name_zh": "长" * 61}, (422, "invalid_body")),
        ({"code": "990199"}, (422, "invalid_body")),
        ({"parent": YUNSHAN}, (404, "not_found")),
        ({"parent": "jiangzhou"}, (404, "not_found")),
    ],
)
async def test_what_no_office_may_be(administrator: Desk, change: Json, expected: tuple[int, str]) -> None:
    body = {"parent": QINGHE, "segment": "new", "kind": "branch", "name_zh": "新所", "name_en": "New"}
    assert said(await administrator.post("/v1/admin/offices", {**body, **change})) == expected


async def test_what_is_set_for_an_office_holds_below_where_nothing_else_is_said(
    stack: Stack, administrator: Desk
) -> None:
    path = await office_below(administrator)
    place = f"/v1/admin/offices/{path}"
    above = (await administrator.get(f"/v1/admin/offices/{QINGHE}")).json()["head"]
    head = {"phone": "0990-12315", "address": "青河县\u200b城南路 1 号"}
    key = str(uuid4())
    assert (await administrator.post(f"{place}/letterhead", head, key)).status_code == 200
    found = (await administrator.get(place)).json()
    assert (found["phone"], found["head"]["address"]) == ("0990-12315", "青河县城南路 1 号")
    assert found["head"]["name_zh"] == above["name_zh"], "in the name of the bureau"
    nothing = {"phone": None, "address": None}
    assert (await administrator.post(f"{place}/letterhead", nothing)).status_code == 200
    assert (await administrator.get(place)).json()["head"] == above
    assert (await administrator.post(f"{place}/letterhead", head, key)).status_code == 200
    assert (await administrator.get(place)).json()["phone"] == "", "the same key is the same act"
    long = {"phone": "0" * 201, "address": None}
    assert said(await administrator.post(f"{place}/letterhead", long)) == (422, "invalid_body")
    assert said(await administrator.post(f"/v1/admin/offices/{YUNSHAN}/letterhead", head)) == (
        404, "not_found",
    )  # fmt: skip

    asked = {"roles": ["officer"]}
    assert (await administrator.post(f"{place}/second-factor", asked)).status_code == 200
    found = (await administrator.get(place)).json()
    assert (found["second_factor_roles"], found["asked_roles"]) == (["officer"], ["officer"])
    new = await added(administrator, office=path)
    desk = await signed_in(stack, new)
    assert said(await desk.get("/v1/inbox")) == (403, "second_factor_enrolment_required")
    assert (await administrator.post(f"{place}/second-factor", {"roles": None})).status_code == 200
    assert (await administrator.get(place)).json()["second_factor_roles"] is None
    wrong = await administrator.post(f"{place}/second-factor", {"roles": ["system"]})
    assert said(wrong) == (422, "invalid_body")
    log = (await administrator.get("/v1/admin/log")).json()["items"]
    acts = [(one["what"], one["about"]) for one in log if one["office"] == path]
    assert acts == [
        ("second_factor_asked", None), ("person_added", "officer"), ("second_factor_asked", "officer"),
        ("letterhead_set", None), ("letterhead_set", None),
    ]  # fmt: skip


async def test_what_an_office_covers_proposes_who_has_jurisdiction(stack: Stack, administrator: Desk) -> None:
    """令121 art.13: by the respondent's address, until the office is closed."""
    path = await office_below(administrator)
    place = f"/v1/admin/offices/{path}"
    area = {"regions": ["青河县新城", " 青河县新城\u200b"], "platforms": ["乐购集"]}
    key = str(uuid4())
    assert (await administrator.post(f"{place}/area", area, key)).status_code == 200
    found = (await administrator.get(place)).json()
    assert (found["regions"], found["platforms"]) == (["青河县新城"], ["乐购集"])
    desk = await stack.desk("intake")
    moved = copy.deepcopy(FILING)
    moved["respondents"][0]["address"] = "青河县新城大道9号"

    async def proposed() -> str | None:
        case_id = str((await desk.file(moved))["case_id"])
        findings = (await until(desk, case_id, lambda view: view["findings"] is not None))["findings"]
        return cast("str | None", findings["proposed_office"])

    assert await proposed() == path
    for wrong in ({"regions": ["县"]}, {"regions": [" "]}, {"platforms": ["集" * 61]}):
        refused = await administrator.post(f"{place}/area", {"regions": [], "platforms": [], **wrong})
        assert said(refused) == (422, "invalid_body")
        assert [one["field"] for one in refused.json()["errors"]] == list(wrong)
    assert (await administrator.post(f"{place}/close", {})).status_code == 200
    assert await proposed() == QINGHE, "a closed office covers nothing"
    log = (await administrator.get("/v1/admin/log")).json()["items"]
    assert ("area_set", "青河县新城 乐购集") in [(one["what"], one["about"]) for one in log]


async def test_without_an_issuer_nobody_is_linked(administrator: Desk) -> None:
    new = await added(administrator)
    place = f"{PEOPLE}/{new['person']}/links"
    assert said(await administrator.post(place, {"subject": "s-1"})) == (409, "no_issuer")
    assert (await administrator.get(place)).json() == {"items": []}


async def test_a_person_comes_with_a_password_that_is_said_once(stack: Stack, administrator: Desk) -> None:
    body = {"username": f"p{uuid4().hex[:12]}", "display_name": "方圆", "office": QINGHE, "role": "officer"}
    key = str(uuid4())
    new = (await administrator.post(PEOPLE, body, key)).json()
    assert new["one_time_password"]
    assert (await administrator.post(PEOPLE, body, key)).json() == {"person": None, "one_time_password": None}
    assert said(await administrator.post(PEOPLE, body)) == (409, "username_taken")
    other = {**body, "display_name": "圆方"}
    assert said(await administrator.post(PEOPLE, other, key)) == (422, "idempotency_key_reused")
    desk = await signed_in(stack, {**body, **new})
    assert (await desk.get("/v1/session")).json()["roles"] == ["officer"]
    found = (await administrator.get(PEOPLE, q=body["username"])).json()["items"]
    assert [each["person"] for each in found] == [new["person"]]


async def test_a_role_counts_and_ends_with_the_next_request(stack: Stack, administrator: Desk) -> None:
    new = await added(administrator)
    desk = await signed_in(stack, new)
    place = f"{PEOPLE}/{new['person']}/roles"
    given = await administrator.post(place, {"office": QINGHE, "role": "supervisor"})
    assert given.status_code == 200, given.text
    assert (await desk.get("/v1/session")).json()["roles"] == ["officer", "supervisor"]
    for role in ("officer", "supervisor"):
        await administrator.post(f"{place}/take", {"office": QINGHE, "role": role})
    assert said(await desk.get("/v1/session")) == (403, "no_role")
    kept = (await administrator.get(f"{PEOPLE}/{new['person']}")).json()
    assert (kept["roles"], kept["home"]) == ([], QINGHE)


@pytest.mark.parametrize(
    ("office", "role", "code"),
    [
        (f"{QINGHE}.east", "bureau_head", "role_not_of_kind"),
        (f"{QINGHE}.mediation", "officer", "role_not_of_kind"),
        (QINGHE, "system", "role_not_of_kind"),
        (QINGHE, "complainant", "role_not_of_kind"),
        (QINGHE, "auditor", "roles_apart"),
        (QINGHE, "administrator", "roles_apart"),
        (YUNSHAN, "officer", "not_found"),
    ],
)
async def test_a_role_that_does_not_fit_is_refused(
    administrator: Desk, office: str, role: str, code: str
) -> None:
    new = await added(administrator)
    refused = await administrator.post(f"{PEOPLE}/{new['person']}/roles", {"office": office, "role": role})
    assert refused.json()["code"] == code


async def only_administrator(stack: Stack, administrator: Desk) -> None:
    """Takes the role from those to whom earlier tests of the room gave it."""
    connection = await asyncpg.connect(stack.database.superuser_url)
    try:
        await connection.execute(
            "DELETE FROM account_roles WHERE office = $1 AND role = 'administrator' AND person <> $2",
            QINGHE,
            administrator.person,
        )
    finally:
        await connection.close()


async def test_the_last_administrator_stays(stack: Stack, administrator: Desk) -> None:
    await only_administrator(stack, administrator)
    own = f"{PEOPLE}/{administrator.person}"
    role = {"office": QINGHE, "role": "administrator"}
    assert said(await administrator.post(f"{own}/roles/take", role)) == (409, "last_administrator")
    assert said(await administrator.post(f"{own}/close", {})) == (403, "not_oneself")
    second = await added(administrator, "administrator")
    desk = await signed_in(stack, second)
    assert (await desk.post(f"{PEOPLE}/{second['person']}/roles/take", role)).status_code == 200
    assert said(await administrator.post(f"{own}/roles/take", role)) == (409, "last_administrator")


async def test_who_has_cases_in_hand_is_not_closed(stack: Stack, administrator: Desk) -> None:
    new = await added(administrator)
    supervisor = await stack.desk("supervisor")
    case_id = (await supervisor.file())["case_id"]
    await supervisor.acted(case_id, {"type": "assign", "handler": new["person"]})
    close = f"{PEOPLE}/{new['person']}/close"
    refused = await administrator.post(close, {})
    assert said(refused) == (409, "person_has_cases")
    assert "分派" in refused.json()["title_zh"]
    moved = {"from_person": new["person"], "to_person": supervisor.person}
    assert await supervisor.outcomes(await supervisor.post("/v1/handover", moved)) == [(case_id, "done")]
    assert (await administrator.post(close, {})).status_code == 200
    given = {"username": new["username"], "password": new["one_time_password"]}
    assert (await stack.client.post("/v1/session", json=given)).status_code == 401


async def test_an_account_of_somebody_above_is_out_of_reach(stack: Stack, administrator: Desk) -> None:
    """Somebody with a role here and one above: the role here is given and taken, the account is not."""
    city = await stack.desk("city")
    assert said(await administrator.post(f"{PEOPLE}/{city.person}/one-time-password", {})) == (
        404, "no_such_person",
    )  # fmt: skip
    owner = await asyncpg.connect(stack.database.owner_url)
    try:
        await owner.execute("INSERT INTO account_roles VALUES ($1, $2, 'supervisor')", city.person, QINGHE)
        refused = await administrator.post(f"{PEOPLE}/{city.person}/one-time-password", {})
        assert said(refused) == (403, "person_of_another_office")
    finally:
        taken = "DELETE FROM account_roles WHERE person = $1 AND office = $2"
        await owner.execute(taken, city.person, QINGHE)
        await owner.close()


async def test_what_is_done_for_somebody(stack: Stack, administrator: Desk) -> None:
    new = await added(administrator)
    desk = await signed_in(stack, new)
    place = f"{PEOPLE}/{new['person']}"
    assert (await administrator.post(f"{place}/sign-out", {})).status_code == 200
    assert (await desk.get("/v1/session")).status_code == 401
    again = (await administrator.post(f"{place}/one-time-password", {})).json()["one_time_password"]
    assert again
    assert (await administrator.post(f"{place}/unlock", {})).json() == {"one_time_password": None}
    renamed = await administrator.post(f"{place}/rename", {"display_name": "方方"})
    assert renamed.json()["display_name"] == "方方"
    assert said(await administrator.post(f"{place}/promote", {})) == (404, "not_found")


async def test_every_act_is_in_the_log_and_nobody_changes_it(stack: Stack, administrator: Desk) -> None:
    new = await added(administrator, "mediator")
    auditor, yunshan = await stack.desk("auditor"), await stack.desk("yunshan-supervisor")
    newest = (await auditor.get("/v1/admin/log")).json()["items"][0]
    assert (newest["what"], newest["by"], newest["person"], newest["about"]) == (
        "person_added", administrator.person, new["person"], "mediator",
    )  # fmt: skip
    assert said(await yunshan.get("/v1/admin/log")) == (403, "not_for_you")
    for url in (stack.database.owner_url, stack.database.api_url):
        connection = await asyncpg.connect(url)
        try:
            for change in ("UPDATE administration_log SET by = by", "DELETE FROM administration_log"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(change)
        finally:
            await connection.close()


@pytest.mark.parametrize(
    ("office", "roles", "writes"),
    [
        (QINGHE, (Role.ADMINISTRATOR,), True),
        (f"{QINGHE}.east", (Role.ADMINISTRATOR,), False),
        (YUNSHAN, (Role.ADMINISTRATOR,), False),
        (QINGHE, (Role.BUREAU_HEAD, Role.SUPERVISOR), False),
    ],
)
async def test_row_level_security_gives_roles_for_an_administrator_alone(
    stack: Stack, administrator: Desk, office: str, roles: tuple[Role, ...], writes: bool
) -> None:
    person = administrator.person
    pool = stack.app.state.services.pool
    insert = "INSERT INTO account_roles (person, office, role) VALUES ($1, $2, 'officer')"
    try:
        async with acting_as(pool, Actor(person, office, roles)) as connection:
            await connection.execute(insert, person, QINGHE)
            done = await connection.execute(
                "DELETE FROM account_roles WHERE person = $1 AND office = $2 AND role = 'officer'",
                person, QINGHE,
            )  # fmt: skip
    except asyncpg.InsufficientPrivilegeError:
        assert not writes
    else:
        assert writes
        assert done == "DELETE 1"
