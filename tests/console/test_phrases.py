"""Standard phrases: kept by those in charge, used by their clerks and offices below, put in by a click."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio

from redress.domain.standard_phrases import LONGEST, shipped_phrases
from redress.domain.taxonomy import shipped_taxonomy
from tests.api.conftest import Stack
from tests.console.conftest import Person, form_in, somebody


@pytest_asyncio.fixture(loop_scope="session")
async def supervisor(stack: Stack) -> AsyncIterator[Person]:
    async with somebody(stack.app) as person:
        await person.sign_in("supervisor", stack.passwords["supervisor"])
        yield person


def test_ten_types_come_with_the_product_and_fit_their_own_rules() -> None:
    phrases = shipped_phrases()
    codes = {term.code for term in shipped_taxonomy().categories}
    assert len({one.category for one in phrases}) == 10
    assert {one.category for one in phrases} <= codes
    assert [one.id for one in phrases if not 0 < len(one.text) <= LONGEST or not one.text.isprintable()] == []


async def test_a_phrase_is_put_at_the_end_of_the_facts_and_nothing_is_lost(officer: Person) -> None:
    page = await officer.get("/cases/new")
    answer = await officer.send(
        page, "/cases/new", phrase="shipped-6", facts="来电人很着急。", **{"complainants.0.name": "甲"}
    )
    fields = form_in(answer, "/cases/new").fields
    text = next(one.text for one in shipped_phrases() if one.id == "shipped-6")
    assert fields["facts"] == f"来电人很着急。\n{text}"
    assert fields["complainants.0.name"] == "甲"
    unknown = await officer.send(page, "/cases/new", phrase="none", facts="甲")
    assert form_in(unknown, "/cases/new").fields["facts"] == "甲"


async def test_a_supervisors_phrase_is_offered_to_the_clerks_until_it_is_removed(
    supervisor: Person, officer: Person
) -> None:
    text = f"商家承诺(日期)前处理,逾期未办。<b>{uuid4().hex}</b>"
    page = await supervisor.get("/phrases")
    kept = await supervisor.send(page, "/phrases", text=text, category="other.prepaid")
    assert (await supervisor.send(page, "/phrases", text=text, category="other.prepaid")).status_code == 200
    assert kept.text.count(text[-36:-4]) == 1
    offered = (await officer.get("/cases/new")).text
    assert text.replace("<b>", "&lt;b&gt;").replace("</b>", "&lt;/b&gt;") in offered
    phrase_id = offered.split(text[:12])[0].rpartition('value="')[2].split('"')[0]
    form = form_in(kept, f"/phrases/{phrase_id}/remove")
    await supervisor.post(form.action, form.filled({}))
    assert text[-36:-4] not in (await officer.get("/cases/new")).text


@pytest.mark.parametrize(
    ("category", "text"),
    [("", "  "), ("", "字" * (LONGEST + 1)), ("no.such.type", "文字")],
)
async def test_an_unfit_phrase_is_refused_with_what_was_typed(
    supervisor: Person, category: str, text: str
) -> None:
    answer = await supervisor.send(await supervisor.get("/phrases"), "/phrases", category=category, text=text)
    assert answer.status_code == 422
    assert form_in(answer, "/phrases").fields["text"] == text
