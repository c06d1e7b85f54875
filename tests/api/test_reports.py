"""Reports: registered behind a code, verified in fifteen working days, merged when they come again."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import asyncpg
import pytest

from tests.api.conftest import Desk, Json, Stack

REPORT: Json = {
    "channel": "phone",
    "facts": "该店在保健品上标注三十天改善视力,涉嫌虚假宣传。",
    "basis": "店内海报和包装照片。",
    "informant": {"name": "许多多", "phone": "13911112222", "insider": True},
    "respondents": [{"name": "青河明目商行", "address": "青河县城东街 9 号"}],
}


async def until(desk: Desk, case_id: str, true: Callable[[Json], bool]) -> Json:
    """The case view once it is as it should be; what is waited for happens in the case worker."""
    async with asyncio.timeout(30):
        while True:
            response = await desk.get(f"/v1/complaints/{case_id}")
            if response.status_code == 200 and true(view := response.json()):
                return dict(view)
            await asyncio.sleep(0.05)


async def test_a_report_is_registered_and_its_informant_is_a_code(stack: Stack) -> None:
    intake = await stack.desk("intake")
    key = str(uuid4())
    response = await intake.post("/v1/reports", REPORT, key)
    assert response.status_code == 201, response.text
    reported = response.json()
    assert reported["informant"].startswith("J-")
    assert [clock["key"] for clock in reported["clocks"]] == ["clue.verification"]
    assert reported["open_items"] == []
    again = (await intake.post("/v1/reports", REPORT, key)).json()
    assert (again["case_id"], again["informant_code"]) == (reported["case_id"], reported["informant_code"])

    view = (await intake.get(f"/v1/reports/{reported['case_id']}")).json()
    assert (view["matter"], view["stage"], view["informant"]) == ("report", "checking", reported["informant"])
    assert view["filing"]["facts"].startswith("该店")
    assert "许多多" not in str(view)
    assert "13911112222" not in str(view)
    assert "query_codes" not in view
    timeline = (await intake.get(f"/v1/reports/{reported['case_id']}/timeline")).json()
    assert "许多多" not in str(timeline)


async def test_only_the_custodian_opens_who_reported_and_it_is_audited(stack: Stack) -> None:
    """令121 art.37, S0-73: row-level security says the same as the API."""
    intake, custodian = await stack.desk("intake"), await stack.desk("custodian")
    case_id = (await intake.post("/v1/reports", REPORT)).json()["case_id"]
    for name in ("intake", "officer", "supervisor", "head", "auditor", "administrator"):
        refused = await (await stack.desk(name)).get(f"/v1/reports/{case_id}/informant")
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), name
    opened = await custodian.get(f"/v1/reports/{case_id}/informant")
    assert opened.status_code == 200, opened.text
    assert (opened.json()["name"], opened.json()["insider"]) == ("许多多", True)
    owner = await asyncpg.connect(stack.database.superuser_url)
    try:
        person = await owner.fetchval(
            "SELECT person FROM vault_openings WHERE case_id = $1 AND purpose = 'informant'", case_id
        )
        sealed = await owner.fetchval("SELECT sealed FROM informants WHERE case_id = $1", case_id)
    finally:
        await owner.close()
    assert person == custodian.person
    assert "许多多".encode() not in sealed


@pytest.mark.parametrize("informant", [None, {"insider": True}])
async def test_a_report_may_be_anonymous(stack: Stack, informant: Json | None) -> None:
    """S0-57."""
    intake, custodian = await stack.desk("intake"), await stack.desk("custodian")
    body = {name: value for name, value in REPORT.items() if name != "informant"}
    body |= {"informant": informant} if informant else {}
    reported = (await intake.post("/v1/reports", body)).json()
    assert reported["informant"] is None
    assert reported["informant_code"]
    assert (await custodian.get(f"/v1/reports/{reported['case_id']}/informant")).status_code == 404


async def test_a_report_needs_facts_and_misses_whom_it_is_about(stack: Stack) -> None:
    intake = await stack.desk("intake")
    empty = await intake.post("/v1/reports", {"channel": "phone"})
    assert (empty.status_code, empty.json()["code"]) == (422, "missing_facts")
    reported = (await intake.post("/v1/reports", {"channel": "phone", "facts": "有人无证经营"})).json()
    assert reported["open_items"] == ["respondents"]
    unknown = await intake.post("/v1/reports", {**REPORT, "colour": "red"})
    assert unknown.status_code == 422
    sealed = await intake.post("/v1/reports", {**REPORT, "informant": {"name": {"ref": "x"}}})
    assert sealed.status_code == 422


async def test_the_same_report_again_is_pointed_out_and_merged(stack: Stack) -> None:
    """Art.35: not handled again; new facts begin the period anew."""
    intake, officer = await stack.desk("intake"), await stack.desk("officer")
    body = {**REPORT, "informant": {"name": "钟意", "phone": "13933334444"}}
    first = (await intake.post("/v1/reports", body)).json()["case_id"]
    await until(intake, first, lambda view: view["findings"] is not None)
    second = (await intake.post("/v1/reports", {**body, "facts": "又发现一批同样的产品。"})).json()["case_id"]
    view = await until(intake, second, lambda view: view["findings"] is not None)
    assert view["findings"]["duplicates"] == [first]
    merged = await officer.post(
        f"/v1/reports/{second}/commands", {"type": "merge_duplicate", "into": first, "new_facts": True}
    )
    assert merged.status_code == 200, merged.text
    assert merged.json()["stage"] == "passed_on"
    told = await until(intake, first, lambda view: bool(view["links"]))
    assert told["links"][0]["relation"] == "merged_from"
    assert [clock["state"] for clock in told["clocks"]] == ["cancelled", "running"]
    listed = (await intake.get("/v1/reports")).json()["items"]
    assert {item["matter"] for item in listed} == {"report"}


async def test_mixed_material_becomes_a_complaint_and_a_report(stack: Stack) -> None:
    """Art.9: handled separately, linked both ways."""
    intake = await stack.desk("intake")
    case_id = (await intake.file())["case_id"]
    view = await intake.acted(case_id, {"type": "split_report", "summary": "广告涉嫌虚假。"})
    [link] = view["links"]
    assert (link["relation"], link["case_number"]) == ("split_into", f"{view['case_number']}-R1")
    report = await until(intake, link["case_id"], lambda view: view["matter"] == "report")
    assert (report["origin"], report["summary"]) == (case_id, "广告涉嫌虚假。")
    assert report["filing"]["respondents"][0]["name"] == "临江恒洁电器有限公司"
    assert report["received_at"] == view["received_at"]


async def test_tied_cases_show_each_other_and_a_stranger_is_no_case(stack: Stack) -> None:
    intake = await stack.desk("intake")
    one, two = [(await intake.file())["case_id"] for _ in range(2)]
    await intake.acted(one, {"type": "link_case", "case_id": two, "relation": "same_trader"})
    other = await until(intake, two, lambda view: bool(view["links"]))
    assert (other["links"][0]["case_id"], other["links"][0]["relation"]) == (one, "same_trader")
    for unknown in (str(uuid4()), "不是编号"):
        refused = await intake.act(one, {"type": "link_case", "case_id": unknown})
        assert (refused.status_code, refused.json()["code"]) == (404, "no_such_case")


async def test_a_corrected_trader_brings_another_finding(stack: Stack) -> None:
    """S0-23: the shop sign stays in view, jurisdiction is found anew."""
    intake = await stack.desk("intake")
    filed = await intake.file({"channel": "app", "facts": "漏水", "respondents": [{"shop_name": "海淘小铺"}]})
    first = await until(intake, filed["case_id"], lambda view: view["findings"] is not None)
    assert first["findings"]["jurisdiction"] == "unknown"
    await intake.acted(
        filed["case_id"],
        {
            "type": "correct_party",
            "party": "respondent",
            "found_by": "platform_page",
            "name": "临江远航贸易有限公司",
            "address": "青河县城西路 1 号",
        },
    )
    view = await until(intake, filed["case_id"], lambda view: view["findings"]["jurisdiction"] == "ours")
    assert view["filing"]["respondents"][0]["shop_name"] == "海淘小铺"
    assert view["formerly"][0]["shop_name"] == "海淘小铺"
