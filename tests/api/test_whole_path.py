"""One complaint from filing to archive, every step over HTTP, in virtual time."""

from datetime import datetime, timedelta

from tests.api.conftest import FILING, Desk, Json, Stack


async def _forward(desk: Desk, case_id: str, body: Json) -> Json:
    response = await desk.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", body)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def _clock(view: Json, key: str) -> Json:
    return next(clock for clock in view["clocks"] if clock["key"] == key)


def _now(view: Json, **later: int) -> datetime:
    return datetime.fromisoformat(view["now"]) + timedelta(**later)


async def _told(desk: Desk, case_id: str, matter: str, party: str) -> Json:
    now = (await desk.view(case_id))["now"]
    return await desk.acted(
        case_id,
        {
            "type": "record_notice",
            "matter": matter,
            "party": party,
            "method": "sms",
            "at": now,
            "outcome": "told",
        },
    )


async def test_from_filing_to_archive(officer: Desk, stack: Stack) -> None:
    callback = await stack.desk("callback")
    case_id = (await (await stack.desk("intake")).file(FILING))["case_id"]
    await officer.acted(case_id, {"type": "accept", "note": "符合受理条件"})
    view = await _told(officer, case_id, "acceptance", "complainant")
    assert _clock(view, "complaint.acceptance")["state"] == "met"
    for party in ("complainant", "respondent"):
        view = await officer.acted(case_id, {"type": "record_consent", "party": party, "answer": "yes"})
    assert view["stage"] == "mediating"
    await officer.acted(
        case_id,
        {
            "type": "schedule_session",
            "at": _now(view, days=3).isoformat(),
            "form": "remote",
            "mediator": officer.person,
        },
    )
    view = await _forward(officer, case_id, {"until": _now(view, days=3, hours=1).isoformat()})
    await officer.acted(
        case_id, {"type": "record_session", "outcome": "adjourned", "minutes": "双方同意鉴定"}
    )
    view = await officer.acted(
        case_id,
        {
            "type": "commission_appraisal",
            "basis": "agreed",
            "institution": "江州产品质量检验院",
            "commissioned_on": view["now"][:10],
            "cost_agreement": {"payer": "respondent", "both_consented_at": view["now"]},
        },
    )
    assert _clock(view, "complaint.mediation")["state"] == "suspended"
    assert _clock(view, "complaint.mediation")["due_on"] is None
    view = await _forward(officer, case_id, {"working_days": 30})
    view = await officer.acted(
        case_id,
        {"type": "conclude_appraisal", "received_on": view["now"][:10], "finding": "存在设计缺陷"},
    )
    assert _clock(view, "complaint.mediation")["state"] == "running"
    view = await officer.acted(
        case_id,
        {
            "type": "record_agreement",
            "form": "record_only",
            "why": "remote",
            "terms": ["换货", "保修延长一年"],
        },
    )
    assert _clock(view, "complaint.mediation")["state"] == "met"
    for party in ("complainant", "respondent"):
        await _told(officer, case_id, "result", party)
    view = await officer.acted(
        case_id, {"type": "conclude", "outcome": "agreed", "recovered_amount": 12800, "punitive_amount": 0}
    )
    assert view["stage"] == "concluded"
    assert view["recovered_amount"] == 12800
    await officer.acted(case_id, {"type": "give_feedback", "method": "phone", "text": "已换货"})
    view = await _forward(officer, case_id, {"working_days": 4})
    if _clock(view, "callback.window")["state"] == "running":
        refused = await officer.act(case_id, {"type": "record_callback", "result": "reached"})
        assert refused.status_code == 403
        await callback.acted(case_id, {"type": "record_callback", "result": "reached", "satisfaction": 5})
    await officer.acted(case_id, {"type": "close"})
    view = await _forward(officer, case_id, {"working_days": 40})
    assert view["stage"] == "archived"
    items = (await officer.get(f"/v1/complaints/{case_id}/timeline")).json()["items"]
    assert [each["seq"] for each in items] == list(range(1, len(items) + 1))
    assert "archived" in {each["type"] for each in items[-2:]}
