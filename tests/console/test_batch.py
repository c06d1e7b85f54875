"""One dispute with many complainants: every bad line is named, one case each, tied together, none twice."""

import asyncio
import html
import re
from typing import Any

import httpx

from tests.api.conftest import Desk, Stack
from tests.console.conftest import Person, form_in, somebody
from tests.console.test_intake import as_upload, phone

SHARED = {
    "channel": "phone",
    "facts": "健身房停业,预付卡余额不退。",
    "complainants.0.name": "周甲",
    "respondents.0.name": "青河县悦动健身有限公司",
    "purchase.item": "健身年卡",
    "purchase.amount": "2,000",
    "claims.0.kind": "refund_price",
    "claims.0.amount": "2000",
}


async def begun(officer: Person, **more: str) -> httpx.Response:
    """The page of a list on top of a filled form."""
    page = await officer.get("/cases/new")
    answer = await officer.send(page, "/cases/new", batch="1", **{**SHARED, **more})
    assert "/cases/batch/" in str(answer.url)
    return answer


async def looked_at(officer: Person, page: httpx.Response, text: str) -> httpx.Response:
    return await officer.send(page, _action(page), batch_list=text, look="1")


async def filed(officer: Person, page: httpx.Response) -> httpx.Response:
    """The page once its lines are filed."""
    return await ended(officer, await officer.send(page, _action(page), file_all="1"))


async def ended(officer: Person, page: httpx.Response) -> httpx.Response:
    """The page once the job that was started has ended."""
    async with asyncio.timeout(60):
        while 'data-ended="no"' in page.text:
            await asyncio.sleep(0.1)
            page = await officer.get(str(page.url))
    return page


def _action(page: httpx.Response) -> str:
    return "/cases/batch/" + str(page.url).split("/cases/batch/")[1]


def cases_in(page: httpx.Response) -> list[str]:
    return re.findall(r'<td><a href="/cases/([0-9a-f-]{36})">', page.text)


async def test_the_list_begins_with_who_is_on_the_form(officer: Person) -> None:
    page = await begun(officer)
    fields = form_in(page, _action(page)).fields
    headings, first = fields["batch_list"].split("\n")[:2]
    assert (headings, first) == ("姓名\t电话\t证件类型\t证件号码\t地址\t金额", "周甲\t\t\t\t")
    assert "青河县悦动健身有限公司" in page.text


async def test_bad_lines_are_named_and_the_others_become_cases_tied_together(
    officer: Person, desk: Desk
) -> None:
    numbers = [phone() for _ in range(3)]
    text = (
        "姓名,电话,地址,金额\n"
        f"周甲,{numbers[0]},城东街1号,1500\n"
        "周乙,1390000,,一千五\n"
        f"周丙,{numbers[1]},,\n"
        f"周甲,{numbers[0]},,1500\n"
        f"周丁,{numbers[2]},,300.5\n"
    )
    page = await looked_at(officer, await begun(officer), text)
    said = html.unescape(page.text)
    assert "2 行不能登记" in said
    assert "第 3 行 · 金额:不是金额" in said
    assert "第 5 行:重复(与第 2 行相同)" in said
    done = await filed(officer, page)
    cases = cases_in(done)
    assert len(cases) == 3
    views = [await desk.view(case) for case in cases]
    assert [view["filing"]["complainants"][0]["name"] for view in views] == ["周甲", "周丙", "周丁"]
    assert [view["filing"]["purchase"]["amount"] for view in views] == [1500, 2000, 300.5]
    assert [view["filing"]["claims"][0]["amount"] for view in views] == [1500, 2000, 300.5]
    assert {view["filing"]["facts"] for view in views} == {SHARED["facts"]}
    assert [[tie["case_id"] for tie in view["links"]] for view in views[1:]] == [[cases[0]]] * 2
    told = await desk.view(cases[0])
    async with asyncio.timeout(20):
        while len(told["links"]) < 2:
            await asyncio.sleep(0.1)
            told = await desk.view(cases[0])
    assert {tie["case_id"] for tie in told["links"]} == set(cases[1:])

    # What is put right or added is filed, what was filed is not filed again.
    text = text.replace("1390000,,一千五", f"{phone()},,1500").replace(f"周甲,{numbers[0]},,1500\n", "")
    more = await filed(officer, await looked_at(officer, done, text))
    assert set(cases) < set(cases_in(more))
    (new,) = set(cases_in(more)) - set(cases)
    assert [tie["case_id"] for tie in (await desk.view(new))["links"]] == [cases[0]]


async def test_a_list_sent_twice_at_the_same_moment_is_filed_once(stack: Stack) -> None:
    async with somebody(stack.app) as clerk:
        await clerk.sign_in("officer2", stack.passwords["officer2"])
        text = "".join(f"人{n}\t{phone()}\n" for n in range(4))
        page = await looked_at(clerk, await begun(clerk), text)
        form = form_in(page, _action(page))
        fields = form.filled({"file_all": "1"})
        answers = await asyncio.gather(*(clerk.post(form.action, fields) for _ in range(3)))
        assert {answer.status_code for answer in answers} <= {200, 409}
        done = await ended(clerk, await clerk.get(str(page.url)))
        assert len(set(cases_in(done))) == 4
        desk = await stack.desk("officer2")
        job = (await desk.get("/v1/jobs")).json()["items"][0]
        assert (job["about"], job["total"], job["done"], job["state"]) == ("file", 7, 7, "done")


async def test_a_list_comes_as_a_file_of_a_spreadsheet_program(officer: Person) -> None:
    page = await begun(officer)
    fields = {**form_in(page, _action(page)).fields, "look": "1"}
    content = "姓名,电话,金额\r\n钱一,13900000001,100\r\n".encode("gb18030")
    parts: Any = as_upload(fields, "名单.csv", content)
    answer = await officer.client.post(_action(page), files=parts)
    assert "钱一" in form_in(answer, _action(page)).fields["batch_list"]
    assert "登记 1 件" in answer.text


async def test_a_list_that_was_changed_after_it_was_looked_at_is_looked_at_again(officer: Person) -> None:
    page = await looked_at(officer, await begun(officer), "钱一\t1\n")
    answer = await officer.send(page, _action(page), file_all="1", batch_list="钱一\t1\n钱二\t2\n")
    assert cases_in(answer) == []
    assert "登记 2 件" in answer.text


async def test_a_form_without_facts_has_no_list_and_a_list_is_its_authors_alone(
    officer: Person, stack: Stack
) -> None:
    page = await officer.get("/cases/new")
    answer = await officer.send(page, "/cases/new", batch="1", channel="phone")
    assert answer.status_code == 422
    assert "missing_facts" in answer.text
    listed = await begun(officer)
    async with somebody(stack.app) as other:
        await other.sign_in("supervisor", stack.passwords["supervisor"])
        assert (await other.get(str(listed.url))).status_code == 404
