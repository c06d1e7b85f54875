"""Bad input on the pages as they are: every form of every page below takes odd texts without failing, shows
them as texts, and says in words what it does not take. A form sent twice or late has one effect and a clear
answer.
"""

import asyncio
import re

import httpx
import pytest
from markupsafe import escape

from api.http.json_input import TEXT_LIMIT
from tests.api.conftest import FILING, Desk, Stack
from tests.console.conftest import Person, SeenForm, form_in, forms_in, somebody
from tests.console.test_evidence import FORM, send
from tests.files.made import png

HOSTILE = '"><script>alert(1)</script><b>\u202e反\u200b转</b>'
SEEN = str(escape(HOSTILE.replace("\u202e", "").replace("\u200b", "")))

OFFICERS = ("/reports/new", "/inquiries", "/shift", "/desk", "/print-queue")
LEADERS = ("/assignment", "/outbox", "/shift")
STRANGERS = ("/sign-in", "/progress")

PAGES = [
    *(("officer", path) for path in OFFICERS),
    *(("supervisor", path) for path in LEADERS),
    *(("", path) for path in STRANGERS),
]

ODD = {"html and turned text": HOSTILE, "U+0000": "a\0b", "too long": "长" * (TEXT_LIMIT + 1)}


def _writable(page: httpx.Response) -> list[SeenForm]:
    return [form for form in forms_in(page) if form.typed and "csrf" in form.names]


def _harmless(page: httpx.Response) -> None:
    assert "<script>alert" not in page.text
    assert not set("\u202e\u200b") & set(page.text)


def _in_words(page: httpx.Response) -> None:
    """An answer people can use: a page, and where something is wrong it says so in its title and on top."""
    assert page.status_code < 500, page.text[:2000]
    assert page.headers["content-type"].startswith("text/html")
    if page.status_code >= 400:
        assert "<title>错误:" in page.text
        assert 'role="alert"' in page.text or 'class="error' in page.text


@pytest.mark.parametrize(("who", "path"), PAGES)
async def test_every_form_of_a_page_bears_odd_texts(stack: Stack, who: str, path: str) -> None:
    async with somebody(stack.app) as person:
        if who:
            await person.sign_in(who, stack.passwords[who])
        for form in _writable(await person.get(path)):
            for odd in ODD.values():
                answer = await person.post(form.action, form.filled(dict.fromkeys(form.typed, odd)))
                _in_words(answer)
                _harmless(answer)


async def test_pasted_html_is_a_text_wherever_it_is_shown(officer: Person, desk: Desk) -> None:
    person = {"name": HOSTILE, "phone": "13900001234"}
    filed = await desk.post("/v1/complaints", {**FILING, "facts": HOSTILE, "complainants": [person]})
    case_id = filed.json()["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    noted = await officer.send(page, "/commands/add_note", text=HOSTILE)
    shown = [noted, await officer.get(f"/desk?q={(await desk.view(case_id))['case_number']}")]
    paper = f"/cases/{case_id}/documents/new?kind=acceptance_decision&party=complainant-1"
    shown.append(await officer.get(paper))
    for each in shown:
        assert each.status_code == 200
        _harmless(each)
        assert SEEN in each.text
    assert f"<bdi>{SEEN}</bdi>" in noted.text, "what turns its direction by its letters stays in its place"


async def test_a_form_sent_twice_at_once_has_one_effect_and_the_same_answer(
    officer: Person, desk: Desk
) -> None:
    case_id = (await desk.checked())["case_id"]
    form = form_in(await officer.get(f"/cases/{case_id}"), "/commands/add_note")
    sent = form.filled({"text": "双击"})
    answers = await asyncio.gather(*(officer.post(form.action, sent) for _ in range(2)))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all("已记录:写备注" in answer.text for answer in answers)
    items = (await desk.get(f"/v1/complaints/{case_id}/timeline")).json()["items"]
    assert [each["type"] for each in items].count("note_added") == 1


async def test_an_old_page_sent_again_with_other_words_is_told_so(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    await officer.send(page, "/commands/add_note", text="第一次")
    back = await officer.send(page, "/commands/add_note", text="改了几个字")
    assert back.status_code == 422
    summary = back.text[back.text.index('id="refusal"'):back.text.index('class="case"')]
    assert "这张表单已经提交过" in summary
    assert "第一次" in summary, "what was recorded stands beside it"
    form = form_in(back, "/commands/add_note")
    assert form.fields["text"] == "改了几个字"
    again = await officer.send(back, "/commands/add_note")
    assert "已记录:写备注" in again.text


async def test_a_file_form_sent_after_the_session_comes_back_and_asks_for_the_file(
    stack: Stack, desk: Desk
) -> None:
    case_id = (await desk.checked())["case_id"]
    async with somebody(stack.app) as person:
        await person.sign_in("officer", stack.passwords["officer"])
        page = await person.get(f"/cases/{case_id}")
        token = person.client.cookies["redress_session"]
        await person.send(page, "/sign-out")
        person.client.cookies.set("redress_session", token, domain="redress.test")
        typed = {"kind": "written", "given_by": "respondent-1", "description": "检测报告原件"}
        asked = await send(person, page, png(30, 30), **typed)
        assert asked.status_code == 401
        resumed = await person.send(
            asked, "/sign-in", username="officer", password=stack.passwords["officer"]
        )
        assert "请重新选择文件" in resumed.text
        assert re.search(r'<form method="post" action="[^"]+" enctype="multipart/form-data">', resumed.text)
        done = await send(person, resumed, png(30, 30))
        assert done.status_code == 200
        assert "检测报告原件" in done.text
    assert (await desk.view(case_id))["evidence_count"] == 1
    assert FORM in str(form_in(resumed, FORM).action)
