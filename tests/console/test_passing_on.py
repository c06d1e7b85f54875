"""Passing on and grading on the case page: the office chooser, the history, the badges and the filters."""

import re

from redress.persistence.demo_offices import CITY, QINGHE, YUNSHAN
from tests.api.conftest import Desk, Stack
from tests.console.conftest import Person, somebody


def _options(text: str, field: str) -> list[str]:
    select = re.search(rf'<select id="{field}".*?</select>', text, re.S)
    return re.findall(r'<option value="([^"]+)"', select.group(0)) if select else []


async def test_a_form_offers_the_offices_that_may_receive(officer: Person, desk: Desk, stack: Stack) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    offered = _options(page.text, "dispatch-to")
    assert {f"{QINGHE}.east", f"{QINGHE}.west", YUNSHAN} <= set(offered)
    assert not {QINGHE, CITY, f"{QINGHE}.mediation", f"{YUNSHAN}.north"} & set(offered)
    sent = await officer.send(page, "/commands/dispatch", to=YUNSHAN, reason="云山县管辖")
    assert "已记录:分送" in sent.text
    assert "云山县市场监督管理局" in sent.text
    assert "等待签收" in sent.text
    async with somebody(stack.app) as receiver:
        await receiver.sign_in("yunshan-officer", stack.passwords["yunshan-officer"])
        there = await receiver.get(f"/cases/{case_id}")
        assert there.status_code == 200, there.text[:400]
        assert "/commands/acknowledge_dispatch" in there.text, re.findall(r"/commands/[a-z_]+", there.text)
        got = await receiver.send(there, "/commands/acknowledge_dispatch", proof="平台签收")
        assert "各部门收到时间" in got.text
    mine = await officer.get(f"/cases/{case_id}")
    assert re.findall(r"/commands/([a-z_]+)\"", mine.text) == []


async def test_grade_and_words_are_seen_in_case_and_list(officer: Person, desk: Desk) -> None:
    filed = await desk.checked()
    page = await officer.get(f"/cases/{filed['case_id']}")
    assert "quality.appliances.washing_machine" in _options(page.text, "classify-category")
    unowned = await officer.send(page, "/commands/grade", urgency="critical", key_field="yes")
    assert "重点投诉应当指定专人负责" in unowned.text
    graded = await officer.send(
        await officer.get(f"/cases/{filed['case_id']}"),
        "/commands/grade", urgency="critical", key_field="yes", owner=desk.person,
    )  # fmt: skip
    assert "特急" in graded.text
    assert "负责人 周明" in graded.text
    words = {"category": "quality.appliances.washing_machine"}
    classified = await officer.send(graded, "/commands/classify", **words)
    assert "商品质量-家用电器-洗衣机" in classified.text
    for narrowed in ("urgency=critical", "key=1"):
        assert filed["case_number"] in (await officer.get(f"/desk?{narrowed}")).text
    assert filed["case_number"] not in (await officer.get("/desk?supervised=1")).text
