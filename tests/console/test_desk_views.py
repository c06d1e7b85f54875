"""Saved views of the desk: kept without what was searched for, shared by who leads, refused where it must be.
"""

import re
from uuid import uuid4

import httpx

from tests.api.conftest import Desk, Stack
from tests.console.conftest import Person, form_in, somebody


async def _save(person: Person, query: str, name: str, **more: str) -> httpx.Response:
    return await person.send(await person.get(f"/desk?{query}"), "/desk/views", name=name, **more)


def _saved(text: str) -> dict[str, tuple[str, int]]:
    """The views of a desk: where each leads, and how many cases it holds."""
    link = r'<li><a href="(/desk\?[^"]+)"[^>]*><bdi>([^<]+)</bdi>.*?'
    found = re.findall(link + r'<span class="count">(?:<span[^>]*>)?(\d+)', text)
    return {name: (place.replace("&amp;", "&"), int(n)) for place, name, n in found}


async def test_a_view_is_kept_with_its_filters_and_a_live_count(stack: Stack, desk: Desk) -> None:
    async with somebody(stack.app) as person:
        await person.sign_in("officer", stack.passwords["officer"])
        name = f"电话 {uuid4().hex[:8]}"
        page = await _save(person, "channel=phone&unassigned=1&q=林晓梅", name)
        assert (page.status_code, "林晓梅" in page.url.query.decode()) == (200, False)
        place, before = _saved(page.text)[name]
        assert "channel=phone" in place
        assert f'aria-current="page"><bdi>{name}' in page.text
        filed = await desk.checked()
        await desk.acted(filed["case_id"], {"type": "add_note", "text": "已登记"})
        assert _saved((await person.get("/desk")).text)[name] == (place, min(before + 1, 999))

        views = await person.get("/desk/views")
        rename = next(one for one in re.findall(r'action="([^"]+/rename)"', views.text))
        assert (await person.send(views, rename, name="")).status_code == 422
        assert "最多 40 个字" in (await person.send(views, rename, name="长" * 41)).text
        assert "新名称" in (await person.send(views, rename, name="新名称")).text
        await person.send(await person.get("/desk/views"), rename.replace("rename", "first"))
        opened = await person.get("/desk")
        assert "view=" in str(opened.url)
        assert (await person.get("/desk?all=1")).url.query == b"all=1"
        await person.send(await person.get("/desk/views"), rename.replace("rename", "delete"))
        assert str((await person.get("/desk")).url).endswith("/desk")
        gone = await person.post(rename, form_in(page, "/sign-out").fields | {"name": "x"})
        assert gone.status_code == 404


async def test_a_name_is_given_once_and_what_was_typed_stays(stack: Stack) -> None:
    async with somebody(stack.app) as person:
        await person.sign_in("officer", stack.passwords["officer"])
        name = f"我的 {uuid4().hex[:8]}"
        await _save(person, "overdue=1", name)
        again = await _save(person, "stage=accepted", name)
        assert again.status_code == 409
        assert "已有同名视图" in again.text
        assert f'value="{name}"' in again.text
        assert '<li class="chip">阶段' in again.text


async def test_thirty_views_are_enough(stack: Stack) -> None:
    async with somebody(stack.app) as person:
        await person.sign_in("callback", stack.passwords["callback"])
        page = await person.get("/desk?overdue=1")
        action = form_in(page, "/desk/views")
        for n in range(30):
            made = await person.client.post(
                action.action, data=action.filled({"name": f"视图 {n}"}), follow_redirects=False
            )
            assert made.status_code == 303
        full = await person.send(page, "/desk/views", name="再来一个")
        assert full.status_code == 409
        assert "最多保存 30 个视图" in full.text


async def test_who_leads_shares_with_the_office_and_others_only_look(stack: Stack, officer: Person) -> None:
    name = f"共享 {uuid4().hex[:8]}"
    async with somebody(stack.app) as leader:
        await leader.sign_in("supervisor", stack.passwords["supervisor"])
        await _save(leader, "waiting=1", name, shared="1")
        assert name in _saved((await officer.get("/desk")).text)
        own = re.search(rf"<bdi>{name}</bdi>.*?</li>", (await leader.get("/desk/views")).text, re.S)
        theirs = re.search(rf"<bdi>{name}</bdi>.*?</li>", (await officer.get("/desk/views")).text, re.S)
        assert own
        assert theirs
        assert "/delete" in own[0]
        assert "/delete" not in theirs[0]
        delete = re.search(r'action="([^"]+/delete)"', own[0])
        assert delete
        page = await officer.get("/desk?overdue=1")
        await officer.post(delete[1], {"csrf": form_in(page, "/desk/views").fields["csrf"]})
        assert name in _saved((await officer.get("/desk")).text)
    async with somebody(stack.app) as stranger:
        await stranger.sign_in("yunshan-officer", stack.passwords["yunshan-officer"])
        assert name not in _saved((await stranger.get("/desk")).text)
    page = await officer.get("/desk?overdue=1")
    assert "shared" not in form_in(page, "/desk/views").names
