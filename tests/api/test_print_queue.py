"""A notice by letter on its whole way: queued, taken by one clerk, printed, posted; heard once."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from temporalio.client import Client

from redress.contracts.codec import data_converter
from redress.contracts.recorded import PARTY_NOTICE
from redress.domain.counting import CHINA
from redress.domain.facts import Method
from redress.domain.tables import load_tables
from redress.notify.mail import MailChannel
from redress.notify.port import Channel, DeliveryReport, NotYet
from redress.notify.quiet import QuietHours
from redress.notify.relay import Relay
from redress.notify.to_parties import ToParties
from redress.persistence.pool import Pool, open_pool
from redress.persistence.regulations import Regulations
from redress.persistence.vault import FileMasterKey, Vault
from redress.settings import read_codec_keys, read_key
from tests.api.conftest import Desk, Json, Stack
from tests.api.test_documents import FILING, drafted, text_of
from tests.notify.receivers import mail_received
from workers.hearing import EngineCases
from workers.papers import IssuedPapers

QUEUE = "/v1/print-queue"


class Deaf(EngineCases):
    """As while the engine is away."""

    async def hear(self, told: DeliveryReport) -> None:
        raise NotYet(datetime.now(UTC) + timedelta(seconds=15))


@asynccontextmanager
async def relay_of(
    stack: Stack,
    cases: type[EngineCases] = EngineCases,
    channels: Mapping[Method, Channel] | None = None,
) -> AsyncIterator[Relay]:
    """The escalation worker's relay of notices, by default with every channel off."""
    settings = stack.settings
    client = await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        data_converter=data_converter(read_codec_keys(settings.codec_keys_file)),
    )
    pool: Pool
    async with await open_pool(stack.database.worker_url, name="relay", max_size=3) as pool:
        vault = Vault(FileMasterKey(read_key(settings.vault_key_file)))
        parties = ToParties(
            pool,
            vault,
            Regulations(load_tables()),
            channels or {},
            cases(client),
            IssuedPapers(pool, vault),
            quiet=QuietHours("", {}),
            progress_url="https://redress.example.org/progress",
            code_key=b"c" * 32,
            now=lambda: datetime.now(UTC),
        )
        yield Relay(pool, parties, "w", (PARTY_NOTICE,), lease=timedelta(0))


async def carry(stack: Stack, cases: type[EngineCases] = EngineCases) -> None:
    async with relay_of(stack, cases) as relay:
        while await relay.deliver_due():
            pass


@pytest_asyncio.fixture(loop_scope="session")
async def clerk(stack: Stack) -> Desk:
    return await stack.desk("intake")


async def issued(stack: Stack, officer: Desk, case_id: str) -> None:
    body = {"kind": "acceptance_decision", "party": "complainant-1", "fields": {"phone": "0571-12315"}}
    await drafted(officer, case_id, **body)
    await (await stack.desk("supervisor")).acted(case_id, {"type": "approve_document", "number": 1})
    await officer.acted(case_id, {"type": "issue_document", "number": 1})


async def on_paper(stack: Stack, officer: Desk, document: str | None = None) -> tuple[str, int]:
    """An accepted case with the notice of it in the print queue: the case's id and the letter's."""
    case_id = (await officer.file(FILING))["case_id"]
    await officer.acted(case_id, {"type": "accept"})
    if document is not None:
        await issued(stack, officer, case_id)
    await officer.acted(case_id, notice(document=document))
    await carry(stack)
    [item] = [each for each in await queue(officer) if each["case_id"] == case_id]
    return case_id, item["id"]


def notice(**more: Any) -> Json:
    given = {"type": "send_notice", "matter": "acceptance", "party": "complainant-1", "method": "letter"}
    return {**given, **{name: value for name, value in more.items() if value is not None}}


async def queue(desk: Desk) -> list[Json]:
    items: list[Json] = (await desk.get(QUEUE)).json()["items"]
    return items


async def said(desk: Desk, item: int, what: str, **body: Any) -> tuple[int, str]:
    """The status, and the code of a problem or how the letter stands."""
    answer = await desk.post(f"{QUEUE}/{item}/{what}", body)
    shown = answer.json()
    return answer.status_code, shown.get("code") or shown["settled_as"] or shown["taken_by"] or "free"


def acceptance(view: Json) -> str:
    found: str = next(clock["state"] for clock in view["clocks"] if clock["key"] == "complaint.acceptance")
    return found


async def heard(stack: Stack, case_id: str) -> int:
    connection = await asyncpg.connect(stack.database.superuser_url)
    query = "SELECT count(*) FROM ledger WHERE case_id = $1 AND type = 'notice_recorded'"
    found: int = await connection.fetchval(query, case_id)
    await connection.close()
    return found


async def test_a_letter_is_taken_printed_and_posted_and_the_case_hears_once(
    stack: Stack, officer: Desk, clerk: Desk
) -> None:
    case_id, item = await on_paper(stack, officer)
    assert acceptance(await officer.view(case_id)) == "running"
    assert (await clerk.get(f"{QUEUE}/{item}")).json()["code"] == "not_taken"
    assert await said(clerk, item, "take") == (200, clerk.person)
    assert await said(clerk, item, "take") == (200, clerk.person)
    assert await said(officer, item, "take") == (409, "taken")
    [seen] = [each for each in await queue(officer) if each["id"] == item]
    assert seen["taken_by"] == clerk.person
    to = (await clerk.get(f"{QUEUE}/{item}")).json()
    assert to == {"name": "林一一", "address": "云山县北路1号"}
    paper = await clerk.get(f"{QUEUE}/{item}/paper")
    assert paper.headers["content-type"] == "application/pdf"
    words = text_of(paper.content)
    for part in ("告知函", "林一一", "云山县北路1号", "决定受理", "青河县市场监督", seen["case_number"]):
        assert part in words, part
    assert (await officer.get(f"{QUEUE}/{item}/paper")).json()["code"] == "not_taken"
    for _ in range(2):
        assert await said(clerk, item, "posted", registered="XA12345678944") == (200, "posted")
    await carry(stack, Deaf)
    await carry(stack, Deaf)
    connection = await asyncpg.connect(stack.database.superuser_url)
    await connection.execute("UPDATE outbox SET due_at = now() WHERE id = $1", item)
    await carry(stack)
    await carry(stack)
    view = await officer.view(case_id)
    assert await heard(stack, case_id) == 1
    assert (view["told"][0]["outcome"], view["sent"]) == ("told", [])
    assert acceptance(view) == "met", "under samr-121 a letter tells with the post"
    assert item not in [each["id"] for each in await queue(officer)]
    row = await connection.fetchrow("SELECT outbox::text AS whole, proof_ref FROM outbox WHERE id = $1", item)
    assert row["proof_ref"]
    assert not any(secret in row["whole"] for secret in ("林一一", "北路", "XA123"))
    opened = "SELECT DISTINCT person FROM vault_openings WHERE case_id = $1 AND purpose = 'print'"
    assert [each["person"] for each in await connection.fetch(opened, case_id)] == [clerk.person]
    await connection.close()
    returned = {"type": "record_notice", "matter": "acceptance", "party": "complainant-1", "method": "letter"}
    await officer.acted(case_id, {**returned, "at": view["now"], "outcome": "unreachable"})
    assert await heard(stack, case_id) == 2, "a return is written down; what was told in time stays told"


async def test_the_paper_of_a_notice_that_names_a_document_is_that_document(
    stack: Stack, officer: Desk, clerk: Desk
) -> None:
    case_id, item = await on_paper(stack, officer, document="1")
    await said(clerk, item, "take")
    paper = await clerk.get(f"{QUEUE}/{item}/paper")
    assert paper.content == (await officer.get(f"/v1/complaints/{case_id}/documents/1")).content
    await said(clerk, item, "posted")
    await carry(stack)
    assert (await officer.view(case_id))["documents"][0]["told"] == ["complainant-1"]


async def test_a_letter_given_back_goes_to_another_clerk(
    stack: Stack, officer: Desk, clerk: Desk
) -> None:
    _, item = await on_paper(stack, officer)
    await said(clerk, item, "take")
    assert await said(clerk, item, "give-back", reason=" ") == (422, "invalid_body")
    assert await said(officer, item, "give-back", reason="打印机坏了") == (403, "not_taken")
    assert await said(clerk, item, "give-back", reason="打印机坏了") == (200, "free")
    assert await said(clerk, item, "take") == (409, "gave_it_back")
    assert await said(officer, item, "take") == (200, officer.person)
    assert await said(clerk, item, "posted") == (403, "not_taken")
    supervisor = await stack.desk("supervisor")
    assert await said(supervisor, item, "give-back", reason="经办人请假") == (200, "free")
    assert await said(clerk, item, "take") == (200, clerk.person)


async def test_two_letters_that_cannot_be_sent_are_two_attempts(
    stack: Stack, officer: Desk, clerk: Desk
) -> None:
    case_id, item = await on_paper(stack, officer)
    await said(clerk, item, "take")
    for _ in range(2):
        assert await said(clerk, item, "cannot-send", reason="地址不存在") == (200, "unreachable")
    await carry(stack)
    view = await officer.view(case_id)
    assert (view["told"][0]["outcome"], view["told"][0]["failed"], view["sent"]) == ("unreachable", 1, [])
    assert acceptance(view) == "running"
    await officer.acted(case_id, notice())
    await carry(stack)
    [again] = [each["id"] for each in await queue(clerk) if each["case_id"] == case_id]
    await said(clerk, again, "take")
    await said(clerk, again, "cannot-send", reason="地址不存在")
    await carry(stack)
    assert acceptance(await officer.view(case_id)) == "met"


@pytest.mark.parametrize("days", [-1, 1], ids=["before it was sent", "to come"])
async def test_a_letter_is_posted_between_its_sending_and_today(
    stack: Stack, officer: Desk, clerk: Desk, days: int
) -> None:
    _, item = await on_paper(stack, officer)
    await said(clerk, item, "take")
    day = (datetime.now(CHINA) + timedelta(days=days)).date().isoformat()
    assert await said(clerk, item, "posted", posted_on=day) == (422, "invalid_body")


async def test_what_was_told_otherwise_meanwhile_is_not_sent_too(
    stack: Stack, officer: Desk, clerk: Desk
) -> None:
    case_id, item = await on_paper(stack, officer)
    view = await officer.view(case_id)
    told = {"type": "record_notice", "matter": "acceptance", "party": "complainant-1", "method": "letter"}
    await officer.acted(case_id, {**told, "at": view["now"], "outcome": "told"})
    assert await said(clerk, item, "take") == (409, "settled")
    assert item not in [each["id"] for each in await queue(clerk)]
    await carry(stack)
    assert await heard(stack, case_id) == 1


async def test_the_queue_is_for_clerks_and_for_their_own_offices(
    stack: Stack, officer: Desk, clerk: Desk
) -> None:
    _, item = await on_paper(stack, officer)
    auditor = await stack.desk("auditor")
    assert (await auditor.get(QUEUE)).status_code == 403
    elsewhere = await stack.desk("yunshan-supervisor")
    assert item not in [each["id"] for each in await queue(elsewhere)]
    assert await said(elsewhere, item, "take") == (404, "no_such_letter")


async def test_a_mail_carries_the_issued_document_under_the_same_message_id_each_time(
    stack: Stack, officer: Desk
) -> None:
    complainant = {**FILING["complainants"][0], "email": "lin@example.org"}
    case_id = (await officer.file({**FILING, "complainants": [complainant]}))["case_id"]
    await officer.acted(case_id, {"type": "accept"})
    body = {"kind": "acceptance_decision", "party": "complainant-1", "fields": {"phone": "0571-12315"}}
    await drafted(officer, case_id, **body)
    by_mail = notice(method="email", document="1")
    refused = await officer.act(case_id, by_mail)
    assert (refused.status_code, refused.json()["code"]) == (409, "document_not_issued")
    await (await stack.desk("supervisor")).acted(case_id, {"type": "approve_document", "number": 1})
    reference = (await officer.acted(case_id, {"type": "issue_document", "number": 1}))["documents"][0]
    await officer.acted(case_id, by_mail)
    connection = await asyncpg.connect(stack.database.superuser_url)
    with mail_received() as (box, server):
        box.moods = ["drop"]
        async with relay_of(stack, channels={Method.EMAIL: MailChannel(server)}) as relay:
            await relay.deliver_due()
            await connection.execute("UPDATE outbox SET due_at = now() WHERE case_id = $1", case_id)
            await relay.deliver_due()
    await connection.close()
    assert len({got["Message-ID"] for got in box.mails}) == 1
    assert len(box.mails) == 2
    shown = (await officer.get(f"/v1/complaints/{case_id}/documents/1")).content
    for got in box.mails:
        [attached] = got.iter_attachments()
        assert attached.get_content_type() == "application/pdf"
        assert attached.get_filename() == f"{reference['reference']}.pdf"
        assert attached.get_content() == shown
    view = await officer.view(case_id)
    assert acceptance(view) == "met"
    assert view["documents"][0]["told"] == ["complainant-1"]
