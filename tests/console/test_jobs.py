"""Long work as pages: from the ticks on the desk to the job, its bar and its outcome; without scripts."""

import asyncio
import csv
import io
import json
import re
from uuid import uuid4

import httpx

from redress.persistence.pool import open_pool, transaction
from tests.api.conftest import Desk, Stack
from tests.api.test_calendars import notice
from tests.api.test_profiles import toml
from tests.console.conftest import Person, form_in, somebody


async def when_ended(person: Person, place: str) -> httpx.Response:
    async with asyncio.timeout(40):
        while True:
            page = await person.get(place)
            if 'data-ended="yes"' in page.text:
                return page
            await asyncio.sleep(0.1)


async def ticked(person: Person, numbers: list[str], cases: list[str]) -> httpx.Response:
    """The page that asks what to do with cases ticked on the desk."""
    desk = await person.get(f"/desk?q={numbers[0]}")
    form = form_in(desk, "/jobs/bulk")
    return await person.post("/jobs/bulk", {**form.filled({}), "case": cases})


async def test_ticked_cases_get_one_note_and_the_page_says_what_became_of_each(
    officer: Person, desk: Desk
) -> None:
    filed = [await desk.checked() for _ in range(2)]
    cases, numbers = [one["case_id"] for one in filed], [one["case_number"] for one in filed]
    for case in cases:
        await desk.acted(case, {"type": "add_note", "text": "已登记"})
    chosen = await ticked(officer, numbers, cases)
    assert chosen.status_code == 200
    empty = await officer.post(
        "/jobs/bulk/add_note", {**form_in(chosen, "/add_note").filled({}), "case": cases}
    )
    assert empty.status_code == 422
    assert 'id="add_note-text-error"' in empty.text
    assert empty.text.count(f'value="{cases[0]}"') > 1, "the ticked cases are not lost"

    values = {**form_in(empty, "/add_note").filled({"text": "统一告知 <b>进度</b>"}), "case": cases}
    job = await officer.post("/jobs/bulk/add_note", values)
    place = job.url.path
    assert re.fullmatch(r"/jobs/[0-9a-f-]{36}", place)
    twice = await officer.post("/jobs/bulk/add_note", values)
    assert twice.url.path == place, "the back button and a second click start nothing new"
    page = await when_ended(officer, place)
    assert "已完成" in page.text
    assert "2 / 2 项" in page.text
    assert all(number in page.text for number in numbers)
    assert 'http-equiv="refresh"' not in page.text
    assert place in (await officer.get("/jobs")).text
    result = await officer.get(f"{place}/result")
    assert "attachment" in result.headers["Content-Disposition"]
    assert all(number in result.text for number in numbers)


async def test_picked_cases_are_given_from_the_desk_and_handed_over(
    stack: Stack, officer: Person, desk: Desk
) -> None:
    second = await stack.desk("officer2")
    filed = [await desk.checked() for _ in range(2)]
    cases = [str(one["case_id"]) for one in filed]
    for case in cases:
        await desk.acted(case, {"type": "add_note", "text": "已登记"})
    page = await officer.get(f"/desk?q={filed[0]['case_number']}")
    assert 'formaction="/jobs/bulk/assign"' in page.text
    form = form_in(page, "/jobs/bulk")
    chosen: dict[str, str | list[str]] = {**form.filled({}), "case": cases, "handler": second.person}
    nobody = await officer.post("/jobs/bulk/assign", {**chosen, "handler": ""})
    assert nobody.status_code == 422
    assert 'id="assign-handler-error"' in nobody.text
    assert nobody.text.count(f'value="{cases[1]}"') > 1, "the picked cases are not lost"
    unknown = await officer.post("/jobs/bulk/assign", {**chosen, "handler": "p-nobody"})
    assert (unknown.status_code, "本机构没有这一承办人员" in unknown.text) == (422, True)
    none = await officer.post("/jobs/bulk/assign", {**chosen, "case": []})
    assert none.status_code == 422
    job = await officer.post("/jobs/bulk/assign", chosen)
    given = (await when_ended(officer, job.url.path)).text
    assert "2 / 2 项" in given
    assert "<dt>承办人</dt><dd><bdi>吴静" in given
    assert [(await desk.view(case))["handler"] for case in cases] == [second.person] * 2

    async with somebody(stack.app) as supervisor:
        await supervisor.sign_in("supervisor", stack.passwords["supervisor"])
        page = await supervisor.get("/assignment")
        handed = {"from_person": second.person, "to_person": desk.person}
        job = await supervisor.send(page, "/assignment/handover", **handed)
        done = await when_ended(supervisor, job.url.path)
        assert all(one["case_number"] in done.text for one in filed)
        page = await supervisor.get("/assignment")
        job = await supervisor.send(page, "/assignment/handover", **handed)
        assert "没有需要办理的案件" in (await when_ended(supervisor, job.url.path)).text
    assert [(await desk.view(case))["handler"] for case in cases] == [desk.person] * 2


async def test_a_page_of_a_job_that_runs_loads_itself_again_unless_it_shall_not(
    stack: Stack, officer: Person, desk: Desk
) -> None:
    case = (await desk.checked())["case_id"]
    body = {"kind": "bulk", "case_ids": [case], "command": {"type": "add_note", "text": "x"}}
    job = (await desk.post("/v1/jobs", body)).json()["job_id"]
    await when_ended(officer, f"/jobs/{job}")
    async with await open_pool(stack.database.worker_url, name="test", max_size=1) as pool:
        async with transaction(pool) as connection:
            await connection.execute(
                "UPDATE jobs SET state = 'running', ended_at = NULL WHERE id = $1", job
            )
        page = await officer.get(f"/jobs/{job}")
        assert '<noscript><meta http-equiv="refresh"' in page.text
        assert "停止任务" in page.text
        assert 'http-equiv="refresh"' not in (await officer.get(f"/jobs/{job}?still=1")).text
        asked = await officer.post(f"/jobs/{job}/cancel", form_in(page, "/cancel").filled({}))
        assert "正在停止" in asked.text
        assert "停止任务</button>" not in asked.text


async def test_the_list_of_the_desk_is_taken_along_in_the_words_of_its_reader(
    officer: Person, desk: Desk
) -> None:
    filed = await desk.checked()
    await desk.acted(filed["case_id"], {"type": "add_note", "text": "已登记"})
    page = await officer.get(f"/desk?q={filed['case_number']}")
    form = form_in(page, "/jobs/export").filled({"format": "csv"})
    job = await officer.post("/jobs/export", form)
    await when_ended(officer, job.url.path)
    result = (await officer.get(f"{job.url.path}/result")).content.decode("utf-8-sig")
    head, line = result.splitlines()
    assert head.startswith("案件编号,事项,阶段,机构,承办人,来源渠道")
    assert line.startswith(f"{filed['case_number']},投诉,核实中,")
    assert "更换、赔偿损失" in line


ROWS = (
    "编号,投诉内容,投诉人,电话,被投诉人,被投诉人地址,商品或服务,金额,购买日期\n"
    "{a},洗衣机漏水,韩梅梅,13900005678,临江恒洁电器有限公司,城东街8号,洗衣机,2999,2026-11-01\n"
    "{b},退款拖延,李雷,,,,净水器,一千,2026-11-02\n"
    "{c},,王五,,,,,,\n"
    "{d},只有投诉内容,,,,,,,\n"
)


async def uploaded(person: Person, content: bytes, **changed: str) -> httpx.Response:
    form = form_in(await person.get("/jobs/import"), "/jobs/import")
    fields = {**form.fields, **changed}
    return await person.client.post("/jobs/import", data=fields, files={"file": ("rows.csv", content)})


async def test_a_file_is_looked_at_then_filed_row_by_row_and_never_twice(
    stack: Stack, officer: Person, desk: Desk
) -> None:
    ids = dict(zip("abcd", (uuid4().hex[:12] for _ in range(4)), strict=True))
    content = ROWS.format(**ids).encode("gb18030")
    review = await uploaded(officer, content)
    assert "可以登记 2 行,不能登记 2 行" in review.text
    assert "第 3 行:" in review.text
    assert "韩梅梅" in review.text
    kept = b"".join(path.read_bytes() for path in stack.settings.files_dir.rglob("*") if path.is_file())
    assert "韩梅梅".encode("gb18030") not in kept
    form = form_in(review, "/file")
    job = await officer.post(form.action, form.filled({}))
    page = await when_ended(officer, job.url.path)
    assert "2 项未办" in page.text
    result = (await officer.get(f"{job.url.path}/result")).content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(result)))
    assert [one["outcome"] for one in lines] == ["done", "refused", "refused", "done"]
    assert "respondent" in lines[3]["lacked"], "what a row lacked is said"
    view = await desk.view(lines[0]["case_id"])
    assert view["filing"]["complainants"][0]["name"] == "韩梅梅"
    again = await uploaded(officer, content)
    form = form_in(again, "/file")
    second = await officer.post(form.action, form.filled({}))
    page = await when_ended(officer, second.url.path)
    assert "以前已经登记" in page.text
    assert "4 项未办" in page.text


async def test_a_file_that_does_not_fit_is_said_at_its_field_and_the_mapping_stays(officer: Person) -> None:
    page = await uploaded(officer, b"a,b\n1,2\n")
    assert page.status_code == 422
    assert "文件缺少列" in page.text
    broken = await uploaded(officer, b"a,b\n1,2\n", mapping="[filing\nchannel")
    assert broken.status_code == 422
    assert 'id="import-mapping-error"' in broken.text
    assert "[filing\nchannel</textarea>" in broken.text


async def test_a_notice_is_tried_out_on_a_page_and_changes_nothing(stack: Stack, officer: Person) -> None:
    assert (await officer.get("/admin/calendars")).status_code == 403
    async with somebody(stack.app) as person:
        await person.sign_in("administrator", stack.passwords["administrator"], "/admin/calendars")
        page = await person.get("/admin/calendars")
        assert "现行日历 CN@" in page.text
        form = form_in(page, "/dry-run")
        body = notice()
        tried = await person.post(form.action, {**form.fields, "notice": json.dumps(body)})
        assert "试算结果" in tried.text
        assert "载入并通知全部案件" in tried.text
        bad = await person.post(form.action, {**form.fields, "notice": json.dumps({**body, "off": ["x"]})})
        assert bad.status_code == 422
        assert "off[0]" in bad.text
        assert body["published_on"] in form_in(bad, "/dry-run").fields["notice"], "nothing typed is lost"
        assert "没有另行载入" in (await person.get("/admin/calendars")).text


async def test_a_profile_is_tried_out_on_a_page_from_a_file_too_and_changes_nothing(
    stack: Stack, officer: Person
) -> None:
    assert (await officer.get("/admin/profiles")).status_code == 403
    async with somebody(stack.app) as person:
        await person.sign_in("administrator", stack.passwords["administrator"], "/admin/profiles")
        page = await person.get("/admin/profiles")
        assert "samr-121" in page.text
        assert "系统自带" in page.text
        form = form_in(page, "/dry-run")
        text = toml(9, migrate=True)
        tried = await person.client.post(
            form.action, data={**form.fields}, files={"file": ("samr-121.toml", text.encode())}
        )
        assert "在办期限由新版本接管" in tried.text
        assert form_in(tried, "/admin/profiles").fields["toml"] == text, "what is loaded is what was tried"
        later = await person.post(form.action, {**form.fields, "toml": toml(9)})
        assert "在办期限仍按原版本" in later.text
        for wrong in ({"toml": text + "lunar = 1\n"}, {"numbers": "days = many"}):
            bad = await person.post(form.action, {**form.fields, "toml": text, **wrong})
            assert (bad.status_code, f'href="#{next(iter(wrong))}"' in bad.text) == (422, True)
            assert wrong.items() <= form_in(bad, "/dry-run").fields.items(), "nothing typed is lost"
        assert "载入</span>" not in (await person.get("/admin/profiles")).text


async def test_a_job_of_somebody_else_is_not_found(stack: Stack, desk: Desk) -> None:
    case = (await desk.checked())["case_id"]
    body = {"kind": "bulk", "case_ids": [case], "command": {"type": "add_note", "text": "x"}}
    job = (await desk.post("/v1/jobs", body)).json()["job_id"]
    async with somebody(stack.app) as person:
        await person.sign_in("callback", stack.passwords["callback"])
        assert (await person.get(f"/jobs/{job}")).status_code == 404
        assert job not in (await person.get("/jobs")).text
