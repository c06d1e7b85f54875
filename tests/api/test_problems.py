"""What nobody expected is a problem document too, and says nothing of what people wrote."""

import json
from io import StringIO

import httpx
import pytest
from fastapi import FastAPI

from api.http.problem_titles import TITLES
from api.http.problems import RETRY_AFTER, STATUS_OF_KIND, document, install, problem, refused_as
from redress.domain.refusals import RULES, Kind
from redress.observability.logs import configure
from redress.settings import LogLevel


async def test_an_unexpected_error_is_internal_and_its_text_reaches_no_log() -> None:
    log = StringIO()
    configure(LogLevel.INFO, "redress-api", log)
    app = FastAPI()
    install(app)

    @app.get("/cases/{case_id}")
    async def broken(case_id: str) -> None:
        raise ValueError("林晓梅 13900001234")

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://t") as client:
        response = await client.get("/cases/1")
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    [line] = log.getvalue().splitlines()
    written = json.loads(line)
    assert (written["event"], written["error"]) == ("request_failed", "ValueError")
    assert "test_problems.py" in written["frames"]
    assert "林晓梅" not in line
    assert "13900001234" not in line


@pytest.mark.parametrize("code", TITLES)
def test_every_problem_speaks_two_languages(code: str) -> None:
    found = problem(code)
    zh, en = document(found, english=False), document(found, english=True)
    assert zh["title"] == zh["title_zh"] != en["title"]
    assert en["title"] == en["title_en"]
    assert zh["status"] == found.status


def test_every_kind_of_refusal_has_a_status_and_no_code_means_two_things() -> None:
    assert set(STATUS_OF_KIND) == set(Kind)
    assert not set(TITLES) & set(RULES)
    assert {refused_as(code).status for code in RULES} <= {403, 409, 422}


def test_every_503_says_when_to_ask_again() -> None:
    assert {code for code, (status, _, _) in TITLES.items() if status in (429, 503)} <= set(RETRY_AFTER)
