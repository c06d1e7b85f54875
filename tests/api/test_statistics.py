"""The supervisors' figures over HTTP: each is the length of the list behind it, whatever a case meets."""

import csv
import re
from datetime import UTC, datetime
from io import BytesIO, StringIO
from urllib.parse import parse_qsl, unquote
from zipfile import ZipFile

import pytest
import pytest_asyncio

from redress.domain.board import Count, Figure
from redress.domain.counting import CHINA
from redress.domain.statistical_periods import Kind, period_with
from redress.persistence.demo_offices import QINGHE, YUNSHAN
from tests.api.conftest import FILING, Desk, Json, Stack
from tests.api.test_after_result import settled
from tests.api.test_documents import drafted

PLACE = "/v1/statistics"
FORMULA = "=HYPERLINK(\"http://x\",\"恒洁\")"
PHONE: Json = {"phone": "0571-00001111"}
NOTE: Json = {"type": "add_note", "text": "已核对登记内容"}
ENTERPRISE, INDIVIDUAL = "91990121MA5K3YXB7X", "92990121MA5K3YXB7X"


@pytest_asyncio.fixture(loop_scope="session")
async def supervisor(stack: Stack) -> Desk:
    return await stack.desk("supervisor")


async def asked(desk: Desk, path: str, **params: str | int) -> Json:
    response = await desk.get(f"{PLACE}/{path}", **params)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


async def behind(desk: Desk, figure: str, **params: str | int) -> set[str]:
    """The ids of every case of a list, page by page."""
    found: list[str] = []
    more: dict[str, str | int] = {}
    while True:
        page = await asked(desk, f"lists/{figure}", limit=50, **params, **more)
        found += [one["case_id"] for one in page["items"]]
        if page["next_cursor"] is None:
            assert len(found) == len(set(found))
            return set(found)
        more = {"cursor": page["next_cursor"]}


def against(uscc: str, name: str = "临江恒洁电器有限公司") -> Json:
    return {
        **FILING, "respondents": [{**FILING["respondents"][0], "uscc": uscc, "name": name}],
        "category": "quality.appliances", "consents": {"publish": "yes", "delegate_mediation": "no"},
    }  # fmt: skip


async def filed(officer: Desk, body: Json) -> str:
    """A case that stands in the read model: a command answers when it does."""
    case_id = str((await officer.file(body))["case_id"])
    await officer.acted(case_id, NOTE)
    return case_id


def month() -> str:
    return period_with(Kind.MONTH, datetime.now(UTC).astimezone(CHINA).date()).name


async def test_a_case_stands_in_the_figures_of_what_it_waits_for(
    stack: Stack, officer: Desk, supervisor: Desk
) -> None:
    case_id = (await officer.file(FILING))["case_id"]
    steps: list[tuple[Json, set[str]]] = [
        (NOTE, {"unassigned", "open"}),
        ({"type": "assign", "handler": officer.person}, {"open"}),
        ({"type": "grade", "key": True, "owner": officer.person, "criteria": ["amount"], "urgency": "urgent"},
         {"open", "key"}),
        ({"type": "accept"}, {"open", "key", "untold"}),
    ]  # fmt: skip
    watched = ("unassigned", "open", "key", "untold", "approvals", "supervised")
    for command, expected in steps:
        await officer.acted(case_id, command)
        held = {figure for figure in watched if case_id in await behind(supervisor, figure)}
        assert held == expected, command
    notice = {"type": "record_notice", "matter": "acceptance", "party": "complainant", "method": "phone"}
    now = (await officer.view(case_id))["now"]
    await officer.acted(case_id, {**notice, "at": now, "outcome": "told"})
    assert case_id not in await behind(supervisor, "untold")
    await drafted(officer, case_id, kind="acceptance_decision", party="complainant-1", fields=PHONE)
    [paper] = (await officer.view(case_id))["documents"]
    assert (case_id in await behind(supervisor, "approvals")) == (paper["approver"] is not None)


async def test_every_figure_is_the_length_of_its_list(officer: Desk, supervisor: Desk) -> None:
    await filed(officer, FILING)
    board = await asked(supervisor, "board")
    for figure in Figure:
        assert len(await behind(supervisor, figure)) == board["whole"][figure], figure
        for unit in board["units"]:
            exact = "true" if unit["office"] == board["office"] else "false"
            found = await behind(supervisor, figure, office=unit["office"], exact=exact)
            assert len(found) == unit["figures"][figure], (unit["office"], figure)
    for person in board["workload"]:
        for name in ("open", "due_week", "overdue"):
            assert len(await behind(supervisor, name, handler=person["person"])) == person[name]


async def test_a_concluded_case_counts_in_its_month_and_every_count_opens_its_list(
    officer: Desk, supervisor: Desk
) -> None:
    before = (await asked(supervisor, f"month/{month()}"))["figures"]
    case_id = await settled(officer, against(ENTERPRISE))
    found = await asked(supervisor, f"month/{month()}")
    after = found["figures"]
    for count in ("received", "decision_owed", "decided_in_time", "concluded", "mediated", "successful"):
        assert after[count] == before[count] + 1, count
    days = {"first": found["first"], "last": found["last"]}
    for what in Count:
        cases = await behind(supervisor, what, **days)
        if what is not Count.AGAINST:
            assert len(cases) == after[what], what
    assert case_id in await behind(supervisor, "successful", **days)
    assert case_id in await behind(supervisor, "approvals"), "its publication may be decided"
    for part, count in (("category", "received"), ("channel", "received"), ("outcome", "concluded")):
        assert sum(found["kinds"][part].values()) == after[count]
    assert {"quality", "家用电器"} & set(found["kinds"]["category"])
    assert found["rehearsal"] is True


async def test_a_trader_is_named_by_its_code_to_those_who_may_read_parties(
    stack: Stack, officer: Desk, supervisor: Desk
) -> None:
    case_id = await settled(officer, against(ENTERPRISE, "临江好货有限公司"))
    await filed(officer, against(INDIVIDUAL, "林记百货(林晓梅)"))
    auditor = await stack.desk("auditor")
    seen, masked = [(await asked(desk, f"month/{month()}"))["traders"] for desk in (supervisor, auditor)]
    assert "临江好货有限公司" in {one["name"] for one in seen}
    assert "林记百货(林晓梅)" not in str(seen), "an individual business is mostly a person's name"
    assert {one["name"] for one in masked} == {None}
    assert [one["key"] for one in seen] == [one["key"] for one in masked]
    found = await asked(supervisor, f"month/{month()}")
    for one in seen:
        days = {"first": found["first"], "last": found["last"]}
        cases = await behind(supervisor, "against", trader=one["key"], **days)
        assert len(cases) == one["complaints"]
    openings = await auditor.get(f"/v1/complaints/{case_id}/accesses")
    assert "statistics" in {each["purpose"] for each in openings.json()["items"]}


@pytest.mark.parametrize(
    ("username", "path", "status", "code"),
    [
        ("officer", "board", 403, "not_supervising"),
        ("callback", f"month/{2026}-11", 403, "not_supervising"),
        ("officer", "lists/open", 403, "not_supervising"),
        ("auditor", "board", 200, None),
        ("head", "lists/open", 200, None),
        ("supervisor", f"board?office={YUNSHAN}", 404, "not_found"),
        ("supervisor", f"lists/open?office={YUNSHAN}", 404, "not_found"),
        ("supervisor", f"year/2026?office={YUNSHAN}", 404, "not_found"),
        ("supervisor", f"board?office={QINGHE}.nowhere", 404, "not_found"),
        ("city", f"board?office={YUNSHAN}", 200, None),
        ("supervisor", "lists/anything", 404, "not_found"),
        ("supervisor", "lists/received", 404, "no_such_period"),
        ("supervisor", "month/2026-13", 404, "no_such_period"),
        ("supervisor", "fortnight/2026-11", 404, "no_such_period"),
        ("supervisor", "lists/open?cursor=x", 422, "invalid_cursor"),
        ("supervisor", "lists/against?trader=x", 422, "invalid_query"),
        ("supervisor", "month/2026-11?format=doc", 422, "invalid_query"),
    ],
)
async def test_who_may_look_at_what(
    stack: Stack, username: str, path: str, status: int, code: str | None
) -> None:
    place, _, query = path.partition("?")
    response = await (await stack.desk(username)).get(f"{PLACE}/{place}", **dict(parse_qsl(query)))
    assert response.status_code == status, response.text
    assert response.json().get("code") == code


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def risky(stack: Stack) -> None:
    """A trader whose name a spreadsheet would run."""
    await filed(await stack.desk("officer"), against("91990121MA5K3YXC1Y", FORMULA))


@pytest.mark.parametrize("kind", ["day", "week", "month", "quarter", "half-year", "year"])
async def test_a_file_holds_the_figures_and_no_formula(
    supervisor: Desk, risky: None, kind: str
) -> None:
    period = period_with(Kind(kind), datetime.now(UTC).astimezone(CHINA).date())
    place = f"{PLACE}/{kind}/{period.name}"
    book, text = [await supervisor.get(place, format=each) for each in ("xlsx", "csv")]
    assert unquote(book.headers["Content-Disposition"]).endswith(f"青河县市场监督管理局_{period.name}.xlsx")
    with ZipFile(BytesIO(book.content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
        strings = archive.read("xl/sharedStrings.xml").decode()
    assert not any("<f>" in sheet for sheet in sheets)
    assert "恒洁" in strings
    assert text.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(text.content.decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if re.match(r"[=+\-@]", cell)]
    assert f"'{FORMULA}" in cells
    received = next(row for row in rows if row and row[0] == "收到投诉")
    figures = (await asked(supervisor, f"{kind}/{period.name}"))["figures"]
    assert received[1] == str(figures["received"])
    assert ("今日到期未决定" in cells) == (kind in ("day", "week"))
