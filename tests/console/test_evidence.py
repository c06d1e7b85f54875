"""Evidence on the case page: given with its file, listed, saved again, and refused in words."""

import asyncpg
import httpx

from tests.api.conftest import Desk, Stack
from tests.console.conftest import Person, form_in, somebody
from tests.files.made import EXE, png

FORM = "/commands/add_evidence"


async def send(
    officer: Person, page: httpx.Response, data: bytes | None, called: str = "保修卡.png", **values: str
) -> httpx.Response:
    """The form as a browser sends it: its fields in their order, the file last."""
    form = form_in(page, FORM)
    fields = [(each, (None, value)) for each, values in form.filled(values).items() for value in values]
    file = ("file", ("", b"")) if data is None else ("file", (called, data))
    typed = [each for each in fields if each[0] != "file"]
    return await officer.client.post(form.action, files=[*typed, file])


async def test_a_piece_is_given_listed_and_saved_again(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    done = await send(
        officer, page, png(30, 30), kind="transaction_record", given_by="complainant-1", description="小票"
    )
    assert done.status_code == 200
    assert "已记录:收到证据" in done.text
    for words in ("保修卡.png", "交易凭证", "林晓梅", "小票", "image/png"):
        assert words in done.text
    given = await officer.get(f"/cases/{case_id}/evidence/1")
    assert given.content == png(30, 30)
    assert given.headers["content-disposition"].startswith("attachment;")
    assert given.headers["content-security-policy"].startswith("sandbox")


async def test_a_thing_needs_no_file_and_local_time_is_chinas(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    typed = {"kind": "physical", "given_by": "office", "name": "抽检样机", "obtained_at": "2026-11-20T10:00"}
    done = await send(officer, page, None, **typed)
    assert "无文件" in done.text
    [piece] = (await desk.view(case_id))["evidence"]
    assert (piece["name"], piece["given_by"], piece["obtained_at"]) == (
        "抽检样机", "office", "2026-11-20T10:00:00+08:00",
    )  # fmt: skip


async def test_a_link_into_the_archive_without_a_reason_leads_to_a_form_that_gives_one(
    stack: Stack, officer: Person, desk: Desk
) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    await send(officer, page, png(30, 30), kind="transaction_record", given_by="complainant-1")
    connection = await asyncpg.connect(stack.database.superuser_url)
    try:
        archived = "UPDATE cases SET view = jsonb_set(view, '{stage}', '\"archived\"') WHERE case_id = $1"
        await connection.execute(archived, case_id)
    finally:
        await connection.close()
    for what in ("evidence/1", "bundle"):
        place = f"/cases/{case_id}/{what}"
        asked = await officer.get(place)
        assert (asked.status_code, "请说明查阅理由" in asked.text) == (403, True)
        form = form_in(asked, place)
        for unusable in ("", "curiosity"):
            again = await officer.get(f"{form.action}?reason={unusable}")
            assert (again.status_code, 'id="archive-reason-error"' in again.text) == (403, True)
    given = await officer.get(f"/cases/{case_id}/evidence/1?reason=court")
    assert given.content == png(30, 30)


async def test_a_refused_file_is_explained_and_what_was_typed_is_kept(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    back = await send(
        officer, page, EXE, "照片.jpg", kind="audio_visual", given_by="respondent-1", description="现场照片"
    )
    assert back.status_code == 415
    assert "不接收此类文件" in back.text
    kept = form_in(back, FORM).fields
    assert (kept["kind"], kept["given_by"]) == ("audio_visual", "respondent-1")
    assert kept["description"] == "现场照片"
    missing = await send(officer, page, None, kind="audio_visual", given_by="respondent-1", name="录音")
    assert missing.status_code == 422
    assert "应附文件" in missing.text
    nameless = await send(officer, page, None, kind="written", given_by="respondent-1")
    assert nameless.status_code == 422
    assert form_in(nameless, FORM).fields["kind"] == "written"
    assert (await desk.view(case_id))["evidence"] == []


async def test_a_form_of_another_site_gives_nothing(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    values = {"kind": "written", "given_by": "office"}
    forged = await send(officer, page, png(), csrf="forged", **values)
    assert forged.status_code == 403
    without = await officer.client.post(
        f"/cases/{case_id}{FORM}",
        files={**{name: (None, value) for name, value in values.items()}, "name": (None, "x")},
    )
    assert without.status_code == 403
    assert (await desk.view(case_id))["evidence"] == []


async def test_who_is_not_signed_in_is_asked_to(visitor: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    asked = await visitor.client.post(f"/cases/{case_id}{FORM}", files={"file": ("a.png", png())})
    assert (asked.status_code, "登录" in asked.text) == (401, True)
    assert (await visitor.get(f"/cases/{case_id}/evidence/1")).status_code == 401


async def test_an_auditor_sees_the_list_sealed_and_gets_no_file(stack: Stack, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    thing = {"type": "add_evidence", "kind": "physical", "given_by": "office", "name": "抽检样机"}
    await desk.acted(case_id, thing)
    async with somebody(stack.app) as auditor:
        await auditor.sign_in("auditor", stack.passwords["auditor"])
        page = await auditor.get(f"/cases/{case_id}")
        assert "实物" in page.text
        assert "抽检样机" not in page.text
        assert (await auditor.get(f"/cases/{case_id}/evidence/1")).status_code == 403


async def test_a_marked_piece_says_so_and_why(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    thing = {"type": "add_evidence", "kind": "physical", "given_by": "office", "name": "抽检样机"}
    await desk.acted(case_id, thing)
    page = await officer.get(f"/cases/{case_id}")
    done = await officer.send(
        page, "/commands/mark_evidence", number="1", status="returned", reason="样机已退还商家"
    )
    assert "已退还" in done.text
    assert "样机已退还商家" in done.text
