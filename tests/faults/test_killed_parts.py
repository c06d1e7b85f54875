"""Every part is killed in the middle of a path: the case goes on, without a gap and without a double."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import asyncpg
import pytest

from cli.stack.postgres import DATABASE, SUPERUSER
from tests.faults.person import Json, Person
from tests.stack.test_up import Installation, eventually
from tests.stack.test_up import installation as installation

pytestmark = pytest.mark.timeout(400)

NAME, PHONE, SENTENCE = "欧阳不存在", "13912345678", "机身里有一张写着暗号七九三的纸条"
FILING: Json = {
    "channel": "phone",
    "facts": SENTENCE,
    "complainants": [{"name": NAME, "phone": PHONE}],
    "respondents": [{"name": "临江恒洁电器有限公司", "address": "青河县城东街 8 号"}],
    "purchase": {"on": "2026-11-01", "item": "滚筒洗衣机", "amount": 12800},
}


@pytest.fixture
def running(installation: Installation) -> Iterator[Installation]:
    up = installation.up("--rehearsal")
    installation.ready(up)
    yield installation
    up.terminate()
    assert installation.ended(up) == 0
    assert installation.everything() == []


def person(at: Installation, username: str) -> Person:
    return Person(f"http://127.0.0.1:{at.port}", at.folder / "data" / "secrets" / "passwords.json", username)


def killed(at: Installation, part: str) -> None:
    before = at.parts()[part]
    before.kill()
    eventually(lambda: at.replaced(part, before))


@pytest.mark.long
def test_a_case_survives_the_death_of_every_part(running: Installation) -> None:
    officer, caller = person(running, "officer"), person(running, "callback")
    case_id = officer.file(FILING)["case_id"]

    killed(running, "case")
    accepted = officer.act(case_id, "accept")
    told = {"matter": "acceptance", "party": "complainant", "method": "sms", "at": accepted["now"]}
    officer.act(case_id, "record_notice", **told, outcome="told")

    killed(running, "api")
    for party in ("complainant", "respondent"):
        officer.act(case_id, "record_consent", party=party, answer="yes")

    killed(running, "postgres")
    officer.act(case_id, "add_note", text=SENTENCE)

    killed(running, "engine")
    view = officer.act(
        case_id, "record_agreement", form="record_only", why="both_waived", terms=["换货", "延保一年"]
    )
    assert view["stage"] == "mediating"

    killed(running, "escalation")
    officer.act(case_id, "conclude", outcome="agreed", recovered_amount=12800)
    officer.act(case_id, "give_feedback", method="phone", text="已换货")
    view = officer.forward(case_id, 4)
    window = next(clock for clock in view["clocks"] if clock["key"] == "callback.window")
    assert window["state"] == "running"
    caller.act(case_id, "record_callback", result="reached", satisfaction=5)

    for part in ("postgres", "engine", "case", "api"):
        killed(running, part)
    view = officer.act(case_id, "close")
    assert view["closed_at"]
    view = officer.forward(case_id, 40)
    assert view["stage"] == "archived", "the timer fires after all of that"

    timeline = officer.timeline(case_id)
    assert [item["seq"] for item in timeline] == list(range(1, len(timeline) + 1))
    counts = Counter(item["type"] for item in timeline)
    once = ("complaint_registered", "intake_checked", "accepted", "note_added", "agreement_recorded",
            "concluded", "feedback_given", "callback_recorded", "closed", "archived")  # fmt: skip
    assert {kind: counts[kind] for kind in once} == dict.fromkeys(once, 1)
    assert counts["consent_recorded"] == 2


def test_nothing_of_the_parties_is_found_outside_the_vault(running: Installation) -> None:
    officer = person(running, "officer")
    filed = officer.file(FILING)
    case_id = filed["case_id"]
    officer.act(case_id, "accept")
    officer.act(case_id, "add_note", text=f"{NAME}来电 {PHONE}:{SENTENCE}")
    refused = officer.ask(
        "POST", f"/v1/complaints/{case_id}/commands", {"type": "refuse", "ground": "16-4", "reason": SENTENCE}
    )
    assert refused.status_code == 409
    metrics = officer.ask("GET", "/metrics").text
    planted = [NAME, PHONE, SENTENCE]
    assert not [text for text in planted if text in metrics]

    view = json.dumps(officer.view(case_id), ensure_ascii=False)
    assert [text for text in planted if text in view] == planted, "its officer does read it"

    assert files_holding(running, planted) == []
    assert rows_holding(running, planted) == []


def files_holding(at: Installation, planted: list[str]) -> list[str]:
    """Files of the installation (engine, database, logs, archive) that hold a planted text."""
    needles = [form for text in planted for form in forms(text)]
    return [
        f"{path.relative_to(at.folder)}"
        for path in sorted(at.folder.rglob("*"))
        if path.is_file() and any(needle in path.read_bytes() for needle in needles)
    ]


def forms(text: str) -> list[bytes]:
    escaped = json.dumps(text).strip('"')
    return [text.encode(), escaped.encode(), text.encode("utf-16-le"), text.encode("gb18030")]


def rows_holding(at: Installation, planted: list[str]) -> list[str]:
    """Tables with a row that holds a planted text as PostgreSQL reads it, compressed values included."""
    return asyncio.run(_rows_holding(superuser_url(at), planted))


async def _rows_holding(url: str, planted: list[str]) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert len(tables) > 20
        found = []
        for (table,) in tables:
            query = f"SELECT count(*) FROM {table} AS t WHERE t::text LIKE ANY ($1)"  # noqa: S608
            if await connection.fetchval(query, [f"%{text}%" for text in planted]):
                found.append(table)
        return found
    finally:
        await connection.close()


def superuser_url(at: Installation) -> str:
    """The address of PostgreSQL for its superuser, whom row-level security does not bind."""
    port = urlsplit(at.parts()["api"].environ()["REDRESS_DATABASE_API_URL"]).port
    password = (at.folder / "data" / "secrets" / f"{SUPERUSER}.password").read_text(encoding="ascii").strip()
    return f"postgresql://{SUPERUSER}:{quote(password, safe='')}@127.0.0.1:{port}/{DATABASE}"
