"""The form for a new complaint: gaps are welcome, errors are named, and sent twice is filed once."""

import pytest

from tests.api.conftest import Desk, Stack
from tests.console.conftest import Person, form_in, somebody

TYPED = {
    "channel": "phone",
    "complainants.0.name": "林晓梅",
    "complainants.0.phone": "13900001234",
    "respondents.0.name": "临江恒洁电器有限公司",
    "respondents.0.address": "青河县城东街 8 号",
    "purchase.on": "2026-11-01",
    "purchase.item": "滚筒洗衣机",
    "purchase.amount": "¥12,800.50",
    "facts": "用了一周就漏水。\n商家说是使用不当。",
    "claims.0.kind": "exchange",
    "problems": "质量\n售后",
}

CHOSEN = ("channel", "claims.0.kind")
"""What is not one of the choices cannot be shown as one."""


async def _view_of(desk: Desk, page_url: str) -> dict[str, object]:
    return await desk.view(page_url.split("/cases/")[1].split("/")[0])


async def test_a_filing_by_form_is_the_filing_of_the_json_interface(officer: Person, desk: Desk) -> None:
    receipt = await officer.send(await officer.get("/cases/new"), "/cases/new", **TYPED)
    assert receipt.status_code == 200
    assert str(receipt.url).endswith("/filed")
    view = await _view_of(desk, str(receipt.url))
    filing = view["filing"]
    assert isinstance(filing, dict)
    assert filing["facts"] == TYPED["facts"]
    assert filing["complainants"] == [
        {"name": "林晓梅", "phone": "13900001234", "address": None, "id_type": None, "id_number": None,
         "email": None, "preferred_notice": None, "situation": None, "stands_in": None}
    ]  # fmt: skip
    assert filing["purchase"]["amount"] == 12800.5
    assert filing["claims"] == [{"kind": "exchange", "amount": None}]
    assert filing["problems"] == ["质量", "售后"]
    assert filing["agent"] is None
    assert filing["representatives"] == []
    assert str(view["case_number"]) in receipt.text
    codes = view["query_codes"]
    assert isinstance(codes, dict)
    assert codes["complainant"] in receipt.text


async def test_facts_alone_are_enough_and_the_rest_is_open(officer: Person, desk: Desk) -> None:
    page = await officer.get("/cases/new")
    receipt = await officer.send(page, "/cases/new", channel="letter", facts="买到的手机是翻新机")
    view = await _view_of(desk, str(receipt.url))
    filing = view["filing"]
    assert isinstance(filing, dict)
    assert filing["complainants"] == filing["respondents"] == filing["claims"] == []
    assert filing["purchase"] is None


async def test_the_same_form_sent_twice_is_one_case(officer: Person) -> None:
    page = await officer.get("/cases/new")
    first = await officer.send(page, "/cases/new", **TYPED)
    again = await officer.send(page, "/cases/new", **TYPED)
    assert first.url == again.url


async def test_a_sent_form_changed_and_sent_again_is_not_taken_for_the_first(officer: Person) -> None:
    page = await officer.get("/cases/new")
    await officer.send(page, "/cases/new", **TYPED)
    changed = await officer.send(page, "/cases/new", **{**TYPED, "facts": "另一件事"})
    assert changed.status_code == 422
    assert "idempotency_key_reused" in changed.text
    form = form_in(changed, "/cases/new")
    assert form.fields["facts"] == "另一件事"
    assert form.fields["key"] != form_in(page, "/cases/new").fields["key"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("channel", "", "请填写此项"),
        ("channel", "fax", "请从列表中选择"),
        ("purchase.amount", "很多", "请输入数字"),
        ("purchase.amount", "1.005", "金额过大或者超过两位小数"),
        ("purchase.on", "2026-02-30", "没有这一日期"),
        ("received_at", "gestern", "请按 2026-11-21T09:30 的格式填写时间"),
        ("claims.0.kind", "everything", "请从列表中选择"),
        ("facts", "字" * 20_001, "文字过长"),
    ],
)
async def test_an_unusable_field_is_named_and_nothing_typed_is_lost(
    officer: Person, name: str, value: str, said: str
) -> None:
    page = await officer.get("/cases/new")
    wrong = await officer.send(page, "/cases/new", **{**TYPED, name: value})
    assert wrong.status_code == 422
    input_id = f"file-{name.replace('.', '-')}"
    assert f'<a href="#{input_id}">' in wrong.text
    assert f'id="{input_id}-error">{said}' in wrong.text
    sent = form_in(wrong, "/cases/new").fields
    kept = {**TYPED, name: value}
    for each, typed in kept.items():
        if each != name or each not in CHOSEN:
            assert sent[each] == typed, each


async def test_the_error_of_a_second_block_is_shown_there_though_the_first_is_empty(officer: Person) -> None:
    page = await officer.get("/cases/new")
    more = await officer.send(page, "/cases/new", add="claims", facts="两项请求", channel="phone")
    assert form_in(more, "/cases/new").fields["facts"] == "两项请求"
    wrong = await officer.send(more, "/cases/new", **{"claims.1.kind": "repair", "claims.1.amount": "x"})
    assert 'id="file-claims-1-amount-error"' in wrong.text


@pytest.mark.parametrize("name", ["complainants.².name", "complainants..name", "complainants.99999.name"])
async def test_made_up_names_of_inputs_are_nothing(officer: Person, name: str) -> None:
    form = form_in(await officer.get("/cases/new"), "/cases/new")
    answer = await officer.post(form.action, form.filled({"channel": "web", "facts": "x", name: "y"}))
    assert answer.status_code == 200


async def test_no_facts_is_refused_with_its_article(officer: Person) -> None:
    wrong = await officer.send(await officer.get("/cases/new"), "/cases/new", channel="phone")
    assert wrong.status_code == 422
    assert "请填写投诉事实" in wrong.text
    assert "121号令第十条第一款第(三)项" in wrong.text


async def test_pasted_html_and_odd_characters_are_shown_as_they_are(officer: Person) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)> \u202eoder\u200b \"'&"
    page = await officer.get("/cases/new")
    receipt = await officer.send(
        page, "/cases/new", channel="web", facts=nasty, **{"complainants.0.name": nasty}
    )
    case = await officer.get(str(receipt.url).removesuffix("/filed"))
    assert "<script>" not in case.text
    assert "<img" not in case.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in case.text


async def test_a_body_of_megabytes_is_refused_by_size(officer: Person) -> None:
    page = await officer.get("/cases/new")
    answer = await officer.send(page, "/cases/new", channel="web", facts="a" * 3_000_000)
    assert answer.status_code == 413


async def test_who_may_not_file_is_told_so(stack: Stack) -> None:
    async with somebody(stack.app) as auditor:
        await auditor.sign_in("auditor", stack.passwords["auditor"])
        answer = await auditor.get("/cases/new")
    assert answer.status_code == 403
    assert "您的岗位不能进行此项操作" in answer.text
