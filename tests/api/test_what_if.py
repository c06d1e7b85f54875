"""How a case's deadline came about, in words too, and what it would be; the case is not touched by asking."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from redress.domain.counting import CHINA
from tests.api.conftest import FILING, Desk, Json, Stack

MEDIATION = "complaint.mediation"
VERIFICATION = "clue.verification"


async def told(response: Any) -> Json:
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


async def what_if(desk: Desk, case_id: str, key: str = MEDIATION, **supposed: Any) -> Json:
    return await told(await desk.get(f"/v1/complaints/{case_id}/clocks/{key}/what-if", **supposed))


async def appraised(officer: Desk) -> str:
    """A case in mediation whose appraisal is out: the sixty days stand still."""
    case_id: str = (await officer.file())["case_id"]
    await officer.acted(case_id, {"type": "accept"})
    for party in ("complainant", "respondent"):
        await officer.acted(case_id, {"type": "record_consent", "party": party, "answer": "yes"})
    now = datetime.now(CHINA)
    await officer.acted(
        case_id,
        {
            "type": "commission_appraisal",
            "basis": "agreed",
            "institution": "江州检测院",
            "commissioned_on": now.date().isoformat(),
            "cost_agreement": {"payer": "shared", "both_consented_at": now.isoformat()},
        },
    )
    return case_id


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ("期限为60日", "121号令")), ("en", ("The period is 60 calendar days", "Order 121"))],
)
async def test_an_explanation_is_told_in_words(officer: Desk, lang: str, words: tuple[str, ...]) -> None:
    case_id = (await officer.file())["case_id"]
    await officer.acted(case_id, {"type": "accept"})
    path = f"/v1/complaints/{case_id}/clocks/{MEDIATION}/explanation"
    plain = await told(await officer.get(path))
    worded = await told(await officer.get(path, lang=lang))
    told_in_words = worded.pop("prose")
    assert all(part in told_in_words for part in words)
    assert worded == plain, "words are added, nothing else"


async def test_a_question_without_a_case_is_answered_in_words_too(stack: Stack) -> None:
    question = {"started_at": "2026-08-20T09:00:00+08:00", "length": 7, "unit": "working_day"}
    answered = (await stack.client.post("/v1/clocks/explain?lang=en", json=question)).json()
    assert answered["prose"].startswith("The period is 7 working days")
    assert "prose" not in (await stack.client.post("/v1/clocks/explain", json=question)).json()


async def test_if_the_appraisal_comes_back_on_a_day(officer: Desk) -> None:
    case_id = await appraised(officer)
    before = await officer.view(case_id)
    (clock,) = [each for each in before["clocks"] if each["key"] == MEDIATION]
    assert (clock["state"], clock["due_on"]) == ("suspended", None)
    today = datetime.now(CHINA).date()
    soon, late = (today + timedelta(days=n) for n in (10, 24))
    first = await what_if(officer, case_id, resumed_on=soon.isoformat(), end_roll="none")
    second = await what_if(officer, case_id, resumed_on=late.isoformat(), end_roll="none", lang="zh")
    dates = [date.fromisoformat(each["due_on"]) for each in (first, second)]
    assert dates[0] == today + timedelta(days=70)
    assert dates[1] == dates[0] + timedelta(days=14)
    assert "不计入期限" in second["prose"]
    after = await officer.view(case_id)
    assert (after["version"], after["clocks"]) == (before["version"], before["clocks"])


async def test_if_we_extend_what_cannot_be_extended(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    await officer.acted(case_id, {"type": "accept"})
    (clock,) = [each for each in (await officer.view(case_id))["clocks"] if each["key"] == MEDIATION]
    answered = await what_if(officer, case_id, extension=15)
    assert answered["due_on"] == clock["due_on"]
    assert [each["reason"] for each in answered["refused_extensions"]] == ["not_extendable"]


async def test_if_we_extend_the_verification_of_a_clue(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    await officer.acted(case_id, {"type": "accept"})
    await officer.acted(case_id, {"type": "refer_clue", "summary": "涉嫌虚假宣传"})
    clue = (await officer.view(case_id))["clues"][0]["case_id"]
    async with asyncio.timeout(30):
        while (await officer.get(f"/v1/complaints/{clue}")).status_code != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    extended = await what_if(officer, clue, VERIFICATION, extension=15)
    (clock,) = (await officer.view(clue))["clocks"]
    assert extended["length"] == 30
    assert extended["due_on"] > clock["due_on"]


@pytest.mark.parametrize(
    ("supposed", "status", "code"),
    [
        ({}, 422, "invalid_query"),
        ({"lang": "zh"}, 422, "invalid_query"),
        ({"resumed_on": "2026-02-30"}, 422, "invalid_query"),
        ({"extension": "0"}, 422, "invalid_query"),
        ({"end_roll": "never"}, 422, "invalid_query"),
        ({"resumed": "2026-02-20"}, 422, "invalid_query"),
    ],
)
async def test_a_supposition_that_says_nothing_we_know(
    officer: Desk, supposed: dict[str, str], status: int, code: str
) -> None:
    case_id = (await officer.file())["case_id"]
    path = f"/v1/complaints/{case_id}/clocks/complaint.acceptance/what-if"
    response = await officer.get(path, **supposed)
    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_other_peoples_cases_and_unknown_clocks_are_not_supposed_about(
    officer: Desk, stack: Stack
) -> None:
    case_id = (await officer.file(FILING))["case_id"]
    path = f"/v1/complaints/{case_id}/clocks/complaint.nothing/what-if"
    assert (await officer.get(path, end_roll="none")).json()["code"] == "unknown_clock"
    stranger = await stack.desk("yunshan-officer")
    path = f"/v1/complaints/{case_id}/clocks/complaint.acceptance/what-if"
    assert (await stranger.get(path, end_roll="none")).json()["code"] == "no_such_case"
