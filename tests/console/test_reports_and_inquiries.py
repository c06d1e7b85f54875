"""Reports and inquiries by form: one screen each, without scripts; the informant stays behind a code."""

from tests.api.conftest import Stack
from tests.console.conftest import Person, somebody

REPORT = {
    "channel": "phone",
    "informant.name": "许多多",
    "informant.phone": "13911112222",
    "respondents.0.name": "青河明目商行",
    "facts": "涉嫌虚假宣传。",
    "basis": "店内海报。",
}


async def test_a_report_by_form_shows_a_code_and_nobody_by_name(officer: Person, stack: Stack) -> None:
    receipt = await officer.send(await officer.get("/reports/new"), "/reports/new", **REPORT)
    assert receipt.status_code == 200
    assert str(receipt.url).endswith("/filed")
    assert "许多多" not in receipt.text
    case_id = str(receipt.url).split("/reports/")[1].split("/")[0]
    page = await officer.get(f"/cases/{case_id}")
    assert page.status_code == 200
    assert "涉嫌虚假宣传" in page.text
    assert "J-" in page.text
    assert "许多多" not in page.text
    assert (await officer.get(f"/reports/{case_id}/informant")).status_code == 403
    async with somebody(stack.app) as custodian:
        await custodian.sign_in("custodian", stack.passwords["custodian"])
        opened = await custodian.get(f"/reports/{case_id}/informant")
        assert opened.status_code == 200
        assert "许多多" in opened.text
        assert f"/reports/{case_id}/informant" in (await custodian.get(f"/cases/{case_id}")).text


async def test_a_report_without_its_clue_comes_back_with_what_was_typed(officer: Person) -> None:
    page = await officer.send(
        await officer.get("/reports/new"), "/reports/new", channel="letter", **{"respondents.0.name": "某店"}
    )
    assert page.status_code == 422
    assert "某店" in page.text


async def test_the_facts_of_receipt_and_of_those_who_stand_in_are_asked_and_shown(officer: Person) -> None:
    typed = {
        "channel": "letter",
        "facts": "孩子买的学习机无法开机",
        "complainants.0.name": "林小宝",
        "complainants.0.situation": "minor",
        "complainants.0.stands_in.name": "林大为",
        "complainants.0.stands_in.relation": "父亲",
        "receipt.postmarked_on": "2026-11-18",
        "receipt.number": "挂号 XA 1",
    }
    form = await officer.send(await officer.get("/cases/new"), "/cases/new", add="representatives", **typed)
    elected = {"representatives.0.complainant": "1", "representatives.0.elected_in_writing": "yes"}
    receipt = await officer.send(form, "/cases/new", **elected)
    assert receipt.status_code == 200, receipt.text
    page = await officer.get(str(receipt.url).rpartition("/")[0])
    for shown in ("林大为", "未成年人", "挂号 XA 1", "书面推选"):
        assert shown in page.text, shown


async def test_an_inquiry_is_one_screen(officer: Person) -> None:
    asked = {"channel": "walk_in", "question": "保修期多长?", "answer": "看三包凭证。", "topic": "三包"}
    after = await officer.send(await officer.get("/inquiries"), "/inquiries", **asked)
    assert after.status_code == 200
    assert str(after.url).endswith("/inquiries")
    assert "保修期多长" in after.text
    assert "看三包凭证" in after.text
    page = await officer.get("/inquiries")
    half = await officer.send(page, "/inquiries", channel="phone", question="只有问题")
    assert half.status_code == 422
    assert "只有问题" in half.text
