"""An inquiry is recorded on one screen and closed without a case."""

from uuid import uuid4

import asyncpg
import pytest

from tests.api.conftest import Json, Stack

ASKED: Json = {
    "channel": "phone",
    "question": "网购的衣服七天内可以退吗?",
    "answer": "可以,依照消费者权益保护法第二十五条。",
    "topic": "无理由退货",
}


async def test_an_inquiry_is_recorded_once_and_starts_nothing(stack: Stack) -> None:
    intake = await stack.desk("intake")
    key = str(uuid4())
    recorded = await intake.post("/v1/inquiries", ASKED, key)
    assert recorded.status_code == 201, recorded.text
    assert (await intake.post("/v1/inquiries", ASKED, key)).json() == recorded.json()
    assert (await intake.post("/v1/inquiries", {**ASKED, "answer": "不可以"}, key)).status_code == 422
    items = (await intake.get("/v1/inquiries")).json()["items"]
    mine = [item for item in items if item["inquiry_id"] == recorded.json()["inquiry_id"]]
    assert [(item["question"], item["topic"], item["inquirer"]) for item in mine] == [
        (ASKED["question"], ASKED["topic"], None)
    ]
    owner = await asyncpg.connect(stack.database.superuser_url)
    try:
        text = await owner.fetchval(
            "SELECT sealed::text FROM inquiries WHERE inquiry_id = $1", recorded.json()["inquiry_id"]
        )
    finally:
        await owner.close()
    assert "网购" not in text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"channel": "phone", "question": "?"}, "invalid_body"),
        ({**ASKED, "answer": "  "}, "invalid_body"),
        ({**ASKED, "topic": "电话13912345678"}, "not_a_word"),
        ({**ASKED, "asked_at": "2199-01-01T00:00:00+08:00"}, "in_the_future"),
        ({**ASKED, "question": {"ref": "x"}}, "invalid_body"),
    ],
)
async def test_what_is_no_inquiry_is_refused(stack: Stack, body: Json, code: str) -> None:
    refused = await (await stack.desk("intake")).post("/v1/inquiries", body)
    assert refused.status_code in (409, 422)
    assert refused.json()["code"] == code


async def test_another_office_does_not_see_it_and_an_auditor_reads_no_texts(stack: Stack) -> None:
    recorded = (await (await stack.desk("intake")).post("/v1/inquiries", ASKED)).json()["inquiry_id"]
    elsewhere = (await (await stack.desk("yunshan-officer")).get("/v1/inquiries")).json()["items"]
    assert recorded not in {item["inquiry_id"] for item in elsewhere}
    audited = (await (await stack.desk("auditor")).get("/v1/inquiries")).json()["items"]
    assert all(isinstance(item["question"], dict) for item in audited)
    assert (await (await stack.desk("auditor")).post("/v1/inquiries", ASKED)).status_code == 403
