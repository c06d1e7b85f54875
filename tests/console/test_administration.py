"""The pages of administration: offices and people kept by forms, what is refused said at its place."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest_asyncio

from tests.api.conftest import Stack
from tests.console.conftest import Person, form_in, somebody

QINGHE = "jiangzhou.linjiang.qinghe"


@pytest_asyncio.fixture(loop_scope="session")
async def administrator(stack: Stack) -> AsyncIterator[Person]:
    async with somebody(stack.app) as person:
        await person.sign_in("administrator", stack.passwords["administrator"])
        yield person


async def test_an_office_comes_and_goes_by_forms(administrator: Person) -> None:
    segment = f"s{uuid4().hex[:8]}"
    page = await administrator.get("/admin/offices")
    given = {"parent": QINGHE, "kind": "branch", "name_zh": "城南所", "name_en": "South", "segment": segment}
    page = await administrator.send(page, "/admin/offices", **given)
    assert "已新增" in page.text
    path = f"{QINGHE}.{segment}"
    named = {"name_zh": "城南市场监督管理所", "name_en": "South Town"}
    page = await administrator.send(page, f"/{path}/rename", **named)
    assert "城南市场监督管理所" in page.text
    page = await administrator.send(page, f"/{path}/close")
    assert "机构已撤销" in page.text


async def test_an_offices_letterhead_and_second_factors_are_set_on_its_page(administrator: Person) -> None:
    segment = f"s{uuid4().hex[:8]}"
    given = {"parent": QINGHE, "kind": "branch", "name_zh": "城中所", "name_en": "Mid", "segment": segment}
    page = await administrator.send(await administrator.get("/admin/offices"), "/admin/offices", **given)
    place = f"/admin/offices/{QINGHE}.{segment}"
    assert f'href="{place}"' in page.text
    page = await administrator.get(place)
    page = await administrator.send(page, "/area", regions="青河县中街\n青河县中园、青河县中河", platforms="")
    assert "管辖范围已保存" in page.text
    assert form_in(page, "/area").fields["regions"].splitlines() == ["青河县中街", "青河县中园", "青河县中河"]
    short = await administrator.send(page, "/area", regions="青河县中街\n县")
    assert (short.status_code, 'href="#area-regions"' in short.text) == (422, True)
    assert form_in(short, "/area").fields["regions"].splitlines() == ["青河县中街", "县"]
    page = await administrator.send(page, "/letterhead", phone="0990-12315", address="<b>城中街 2 号")
    assert "文书抬头已保存" in page.text
    assert "<b>城中街" not in page.text
    wrong = await administrator.send(page, "/letterhead", phone="0" * 201)
    assert (wrong.status_code, 'href="#head-phone"' in wrong.text) == (422, True)
    page = await administrator.send(page, "/second-factor", whose="own", role="bureau_head")
    assert "动态验证码的规定已保存" in page.text
    assert form_in(page, "/second-factor").fields["role"] == "bureau_head"
    forged = await administrator.send(page, "/second-factor", whose="own", role="king")
    assert (forged.status_code, 'href="#factor-roles"' in forged.text) == (422, True)
    page = await administrator.send(page, "/second-factor", whose="above")
    assert "role" not in form_in(page, "/second-factor").fields
    log = (await administrator.get("/admin/log")).text
    assert "设定文书抬头" in log
    assert "规定动态验证码" in log


async def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(administrator: Person) -> None:
    page = await administrator.get("/admin/offices")
    page = await administrator.send(
        page, "/admin/offices", kind="branch", name_zh="城北所", name_en="", segment="No Good"
    )
    assert page.status_code == 422
    assert 'href="#new-name_en"' in page.text
    assert 'value="城北所"' in page.text
    page = await administrator.send(page, "/admin/offices", parent="", name_en="North", segment="north2")
    assert 'href="#new-parent"' in page.text


async def test_a_person_is_added_given_a_role_and_closed(administrator: Person) -> None:
    username = f"p{uuid4().hex[:10]}"
    page = await administrator.get("/admin/people")
    page = await administrator.send(
        page, "/admin/people", display_name="<b>方圆</b>", username=username, office=QINGHE, role="officer"
    )
    assert "一次性密码" in page.text
    assert "<b>方圆" not in page.text
    listed = await administrator.get(f"/admin/people?q={username}")
    place = listed.text.partition('<a href="/admin/people/')[2].partition('"')[0]
    page = await administrator.get(f"/admin/people/{place}")
    assert "一次性密码已设定" not in page.text
    page = await administrator.send(page, f"/{place}/roles", office=QINGHE, role="auditor")
    assert (page.status_code, "roles_apart" in page.text) == (409, True)
    page = await administrator.send(page, f"/{place}/roles", office=QINGHE, role="mediator")
    assert "岗位已变更" in page.text
    page = await administrator.send(page, f"/{place}/leaves", from_on="2027-02-01", to_on="2027-02-03")
    assert "请假已登记" in page.text
    page = await administrator.send(page, f"/{place}/close")
    assert "账户已停用" in page.text
    log = await administrator.get("/admin/log")
    assert "停用账户" in log.text


async def test_the_table_of_permissions_shows_ones_own_roles(officer: Person) -> None:
    page = await officer.get("/permissions")
    assert page.status_code == 200
    assert "从未承办本案" in page.text
    assert 'class="role mine"' in page.text
    assert "/admin/people" not in page.text
