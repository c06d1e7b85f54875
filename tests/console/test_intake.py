"""The form of a call: earlier cases while typing, known traders, drafts, a file, nothing typed is lost."""

from typing import Any
from uuid import uuid4

import pytest

from api.console.visitor import SESSION_COOKIE
from redress.persistence.pool import open_pool, transaction
from tests.api.conftest import Desk, Json, Stack
from tests.console.conftest import Person, form_in, somebody
from tests.files.made import EXE, png

USCC = "91350100M000100Y43"


def phone() -> str:
    """A number that no other test gives."""
    return f"139{uuid4().int % 10**8:08d}"


def filing(number: str, **more: Any) -> Json:
    return {
        "channel": "phone",
        "facts": "洗衣机用了一周就漏水,商家说是使用不当。",
        "complainants": [{"name": "林晓梅", "phone": number}],
        "respondents": [
            {"name": f"恒洁{number}有限公司", "uscc": USCC, "address": "青河县城东街 8 号",
             "legal_representative": "钱多", "platform": "鲸选商城"}
        ],
        "purchase": {"on": "2026-11-01", "item": "滚筒洗衣机", "amount": 12800},
        "claims": [{"kind": "exchange"}],
        **more,
    }  # fmt: skip


async def recorded(desk: Desk, body: Json) -> Json:
    """A filed case that the lists know: its next command is answered after it is written."""
    filed = await desk.checked(body)
    await desk.acted(filed["case_id"], {"type": "add_note", "text": "已回电"})
    return filed


async def looked(officer: Person, **typed: str) -> str:
    """What stands beside the form once "check" was pressed."""
    page = await officer.get("/cases/new")
    answer = await officer.send(page, "/cases/new", check="1", **typed)
    assert answer.status_code == 200
    return answer.text.split('id="intake-hints"')[1].split("</aside>")[0]


async def test_the_callers_earlier_cases_are_counted_and_linked(officer: Person, desk: Desk) -> None:
    number = phone()
    cases = [await recorded(desk, filing(number, facts=f"第{n}件")) for n in (1, 2)]
    beside = await looked(officer, **{"complainants.0.phone": f"+86 {number[:3]}-{number[3:]}"})
    assert "此号码:12 个月内 2 件" in beside
    for case in cases:
        assert f'href="/cases/{case["case_id"]}"' in beside
        assert case["case_number"] in beside
    assert number not in beside


async def test_the_same_trader_is_counted_today_and_for_thirty_days(officer: Person, desk: Desk) -> None:
    number = phone()
    await recorded(desk, filing(number))
    await recorded(desk, filing(number, received_at="2026-01-05T10:00:00+08:00"))
    beside = await looked(officer, **{"respondents.0.name": f"恒洁{number}有限公司"})
    assert "同一商家:今天 1 件,30 天内 1 件" in beside


async def test_cases_of_an_office_that_is_not_ours_are_neither_counted_nor_copied(
    officer: Person, stack: Stack
) -> None:
    number = phone()
    await recorded(await stack.desk("yunshan-officer"), filing(number))
    beside = await looked(
        officer, **{"complainants.0.phone": number, "respondents.0.name": f"恒洁{number}有限公司"}
    )
    assert "个月内" not in beside
    assert "同一商家" not in beside
    assert "钱多" not in beside


async def test_the_same_dispute_is_named_and_another_purchase_is_not(officer: Person, desk: Desk) -> None:
    number = phone()
    first = await recorded(desk, filing(number))
    fridge = {"item": "冰箱", "on": "2026-10-01"}
    other = await recorded(desk, filing(number, purchase=fridge, facts="门关不严"))
    typed = {
        "complainants.0.phone": number, "respondents.0.uscc": USCC, "purchase.item": "滚筒洗衣机",
        "facts": "又打来:还在漏水",
    }  # fmt: skip
    beside = await looked(officer, **typed)
    same = beside.split("可能已登记过同一纠纷")[1].split("</div>")[0]
    assert first["case_number"] in same
    assert other["case_number"] not in same


async def test_the_data_of_a_known_trader_are_filled_in_where_nothing_was_typed(
    officer: Person, desk: Desk
) -> None:
    number = phone()
    await recorded(desk, filing(number))
    page = await officer.get("/cases/new")
    name = f"恒洁{number}有限公司"
    typed = {"respondents.0.name": name, "respondents.0.address": "城西路 1 号", "facts": "x"}
    looked_at = await officer.send(page, "/cases/new", check="1", **typed)
    copied = await officer.send(looked_at, "/cases/new", copy="0")
    fields = form_in(copied, "/cases/new").fields
    assert fields["respondents.0.legal_representative"] == "钱多"
    assert fields["respondents.0.platform"] == "鲸选商城"
    assert fields["respondents.0.uscc"] == USCC
    assert fields["respondents.0.address"] == "城西路 1 号"
    assert fields["facts"] == "x"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("respondents.0.uscc", USCC, "统一社会信用代码校验通过"),
        ("respondents.0.uscc", USCC[:-1] + "4", "校验位不符"),
        ("respondents.0.uscc", "123", "应为 18 位"),
        ("complainants.0.phone", "0571-87654321", "固定电话"),
        ("complainants.0.phone", "+1 415 555 0100", "境外号码"),
        ("complainants.0.phone", "1390000", "号码形式少见"),
        ("complainants.0.id_number", "110105194912310021", "身份证号码校验位不符"),
    ],
)
async def test_odd_numbers_are_told_and_taken(officer: Person, name: str, value: str, said: str) -> None:
    assert said in await looked(officer, **{name: value})
    page = await officer.get("/cases/new")
    answer = await officer.send(page, "/cases/new", channel="phone", facts="x", **{name: value})
    assert str(answer.url).endswith("/filed")


async def test_what_is_missing_is_listed_with_its_article_before_and_after(officer: Person) -> None:
    page = await officer.get("/cases/new")
    assert "缺少投诉请求" in page.text
    assert "121号令第十条第一款第(三)项" in page.text
    typed = {"complainants.0.name": "林晓梅", "purchase.amount": "很多", "channel": "letter"}
    beside = await looked(officer, **typed)
    assert "缺少投诉人 林晓梅的" in beside
    assert "补录信封邮戳日期 <cite" in beside
    receipt = await officer.send(page, "/cases/new", channel="phone", facts="x")
    assert "121号令第十条第一款第(一)项" in receipt.text


async def test_a_case_that_came_up_says_so_in_its_list_of_readers(
    officer: Person, desk: Desk, stack: Stack
) -> None:
    number = phone()
    case_id = (await recorded(desk, filing(number)))["case_id"]
    for _ in range(2):
        await looked(officer, **{"complainants.0.phone": number})
    pool = await open_pool(stack.database.worker_url, name="test", max_size=1)
    try:
        async with transaction(pool) as connection:
            rows = await connection.fetch(
                "SELECT person, refs FROM vault_openings WHERE case_id = $1 AND purpose = 'intake'", case_id
            )
    finally:
        await pool.close()
    assert [(row["person"], row["refs"]) for row in rows] == [(desk.person, [])]


async def test_the_hints_alone_are_for_who_files_and_for_forms_of_ours(officer: Person, stack: Stack) -> None:
    form = form_in(await officer.get("/cases/new"), "/cases/new")
    assert (await officer.post("/cases/new/hints", form.filled({}))).status_code == 200
    assert (await officer.post("/cases/new/hints", {"complainants.0.phone": "1"})).status_code == 403
    async with somebody(stack.app) as auditor:
        await auditor.sign_in("auditor", stack.passwords["auditor"])
        page = await auditor.get("/inbox")
        token = page.text.split('name="csrf" value="')[1].split('"')[0]
        assert (await auditor.post("/cases/new/hints", {"csrf": token})).status_code == 403


async def test_a_draft_survives_signing_out_and_is_gone_once_filed(stack: Stack) -> None:
    async with somebody(stack.app) as clerk:
        await clerk.sign_in("officer2", stack.passwords["officer2"])
        page = await clerk.get("/cases/new")
        name = f"于{uuid4().hex[:6]}"
        typed = {"channel": "phone", "facts": "第一行\n第二行", "complainants.0.name": name, "problems": "质"}
        kept = await clerk.send(page, "/cases/new", keep="1", **typed)
        assert "draft=" in str(kept.url)
        await clerk.send(kept, "/sign-out")
    async with somebody(stack.app) as clerk:
        await clerk.sign_in("officer2", stack.passwords["officer2"])
        listed = await clerk.get("/cases/new")
        assert name in listed.text
        again = await clerk.get(str(kept.url))
        fields = form_in(again, "/cases/new").fields
        assert {key: fields[key] for key in typed} == typed
        receipt = await clerk.send(again, "/cases/new")
        assert str(receipt.url).endswith("/filed")
        assert name not in (await clerk.get("/cases/new")).text
        assert (await clerk.get(str(kept.url))).status_code == 404
        # The window that was left open files the same case and no second one.
        assert (await clerk.send(again, "/cases/new")).url == receipt.url


async def test_two_windows_on_one_draft_lose_nothing(officer: Person) -> None:
    page = await officer.get("/cases/new")
    kept = await officer.send(page, "/cases/new", keep="1", facts="甲")
    one, two = await officer.get(str(kept.url)), await officer.get(str(kept.url))
    await officer.send(one, "/cases/new", keep="1", facts="甲一")
    told = await officer.send(two, "/cases/new", keep="1", facts="甲二")
    assert told.status_code == 409
    assert form_in(told, "/cases/new").fields["facts"] == "甲二"
    other = await officer.send(told, "/cases/new", keep="1")
    assert other.url != kept.url
    assert form_in(other, "/cases/new").fields["facts"] == "甲二"
    assert form_in(await officer.get(str(kept.url)), "/cases/new").fields["facts"] == "甲一"


async def test_the_script_keeps_a_draft_and_is_told_of_another_window(officer: Person) -> None:
    form = form_in(await officer.get("/cases/new"), "/cases/new")
    nothing = await officer.post("/cases/drafts", form.filled({}))
    assert nothing.json() == {"version": 0}
    first = await officer.post("/cases/drafts", form.filled({"facts": "一"}))
    assert (first.status_code, first.json()["version"]) == (200, 1)
    stale = await officer.post("/cases/drafts", form.filled({"facts": "二"}))
    assert stale.status_code == 409
    assert stale.json()["another"] != form.fields["draft"]
    discarded = f"/cases/drafts/{form.fields['draft']}/discard"
    await officer.post(discarded, {"csrf": form.fields["csrf"]})
    gone = await officer.post("/cases/drafts", form.filled({"facts": "三", "draft_version": "1"}))
    assert gone.status_code == 410


async def test_a_draft_is_its_authors_alone(officer: Person, stack: Stack) -> None:
    page = await officer.get("/cases/new")
    kept = await officer.send(page, "/cases/new", keep="1", facts="只给自己看")
    async with somebody(stack.app) as other:
        await other.sign_in("supervisor", stack.passwords["supervisor"])
        assert (await other.get(str(kept.url))).status_code == 404


async def test_blocks_are_added_without_losing_anything(officer: Person) -> None:
    typed = {"facts": "一", "complainants.0.name": "甲", "respondents.0.name": "乙", "claims.0.amount": "1,0"}
    page = await officer.get("/cases/new")
    for group in ("complainants", "respondents", "claims"):
        page = await officer.send(page, "/cases/new", add=group, **typed)
        assert f"{group}.1." in "".join(form_in(page, "/cases/new").names)
    fields = form_in(page, "/cases/new").fields
    assert {key: fields[key] for key in typed} == typed


def as_upload(fields: dict[str, str], name: str, content: bytes) -> Any:
    """The parts of a form with a file, in the order in which a browser sends them."""
    parts: list[tuple[str, Any]] = [(key, (None, value)) for key, value in fields.items()]
    return [*parts, ("file", (name, content))]


async def test_a_file_is_filed_with_the_form_once(officer: Person, desk: Desk) -> None:
    page = await officer.get("/cases/new")
    fields = {**form_in(page, "/cases/new").fields, "channel": "phone", "facts": "漏水",
              "evidence_kind": "audio_visual"}  # fmt: skip
    parts = as_upload(fields, "漏水.png", png(8, 8))
    receipt = await officer.client.post("/cases/new", files=parts)
    assert str(receipt.url).endswith("/filed")
    assert (await officer.client.post("/cases/new", files=parts)).url == receipt.url
    case_id = str(receipt.url).split("/cases/")[1].split("/")[0]
    pieces = (await desk.get(f"/v1/complaints/{case_id}/evidence")).json()["items"]
    assert [(one["kind"], one["name"]) for one in pieces] == [("audio_visual", "漏水.png")]


async def test_a_button_behind_the_file_is_heard_too(officer: Person) -> None:
    page = await officer.get("/cases/new")
    fields = {**form_in(page, "/cases/new").fields, "facts": "先存着"}
    parts = [*as_upload(fields, "a.png", png(8, 8)), ("keep", (None, "1"))]
    kept = await officer.client.post("/cases/new", files=parts)
    assert "draft=" in str(kept.url)
    assert form_in(kept, "/cases/new").fields["facts"] == "先存着"


async def test_a_file_that_is_not_taken_loses_nothing_typed(officer: Person) -> None:
    page = await officer.get("/cases/new")
    fields = {**form_in(page, "/cases/new").fields, "channel": "phone", "facts": "漏水"}
    answer = await officer.client.post("/cases/new", files=as_upload(fields, "发票.pdf", EXE))
    assert answer.status_code == 415
    assert form_in(answer, "/cases/new").fields["facts"] == "漏水"


async def test_a_session_that_ended_meanwhile_loses_nothing_of_a_form_with_a_file(stack: Stack) -> None:
    async with somebody(stack.app) as clerk:
        await clerk.sign_in("officer2", stack.passwords["officer2"])
        page = await clerk.get("/cases/new")
        token = str(clerk.client.cookies.get(SESSION_COOKIE))
        await stack.client.delete("/v1/session", headers={"Authorization": f"Bearer {token}"})
        fields = {**form_in(page, "/cases/new").fields, "channel": "phone", "facts": "说到一半"}
        answer = await clerk.client.post("/cases/new", files=as_upload(fields, "a.png", png(8, 8)))
        assert answer.status_code == 401
        assert "说到一半" in answer.text
        resumed = await clerk.send(
            answer, "/sign-in", username="officer2", password=stack.passwords["officer2"]
        )
        receipt = await clerk.send(resumed, "/cases/new")
        assert str(receipt.url).endswith("/filed")


async def test_the_receipt_says_dates_articles_and_what_to_tell(officer: Person) -> None:
    page = await officer.get("/cases/new")
    receipt = await officer.send(page, "/cases/new", channel="phone", facts="x")
    code = receipt.text.split('class="big code">')[1].split("<")[0]
    message = receipt.text.split('id="to-tell"')[1].split("</textarea>")[0]
    assert code in message
    assert "/progress" in message
    assert "121号令" in receipt.text.split('class="next-steps"')[1]


async def test_the_text_for_the_platform_has_every_field_in_order_and_is_audited(
    officer: Person, desk: Desk, stack: Stack
) -> None:
    number = phone()
    case_id = (await recorded(desk, filing(number)))["case_id"]
    page = await officer.get(f"/cases/{case_id}/for-platform")
    text = page.text.split('id="platform-text"')[1].split(">", 1)[1].split("</textarea>")[0].strip()
    assert " ".join(line.split(":")[0] for line in text.split("\n")) == (
        "投诉人姓名 联系电话 证件类型 证件号码 联系地址 电子邮箱 "
        "被投诉企业名称 统一社会信用代码 被投诉企业地址 被投诉企业电话 销售平台 被投诉企业身份 "
        "商品或服务名称 品牌型号 购买日期 购买地点 订单号 涉及金额(元) "
        "投诉类别 行业 问题描述 投诉诉求 本地编号"
    )
    assert f"联系电话:{number}" in text
    assert "涉及金额(元):12800" in text
    supervisor = await stack.desk("supervisor")
    readers = (await supervisor.get(f"/v1/complaints/{case_id}/accesses")).json()["items"]
    assert "platform" in [one["purpose"] for one in readers]
    assert f'href="/cases/{case_id}/for-platform"' in (await officer.get(f"/cases/{case_id}")).text
    async with somebody(stack.app) as auditor:
        await auditor.sign_in("auditor", stack.passwords["auditor"])
        assert (await auditor.get(f"/cases/{case_id}/for-platform")).status_code == 403
