"""What a notice says, in two languages: the decision, its ground, the other ways to settle, whom to ask."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from redress.domain.clocks import profile_of
from redress.domain.commands import NoticeMatter
from redress.domain.tables import load_tables
from redress.notify.wording import WITH_REMEDIES, Said, letter, short, subject, whole

PROFILE = profile_of("samr-121", load_tables())
GROUND = next(each for each in PROFILE.refusal_grounds if each.code == "16-4")
DECIDED = datetime(2026, 8, 20, 17, tzinfo=UTC)
SAID = Said(
    case_number="990121-2026-000001-7",
    matter=NoticeMatter.ACCEPTANCE,
    party="complainant",
    office_zh="青河县市场监督管理局",
    office_en="Qinghe County Bureau",
    progress_url="https://redress.example.org/progress",
    today=DECIDED,
    name="林晓",
    phone="0571-00012315",
    decided_at=DECIDED,
)


def said(**changes: Any) -> Said:
    return replace(SAID, **changes)


def test_an_acceptance_names_the_case_the_day_the_office_and_where_to_ask() -> None:
    text = whole(SAID)
    assert "林晓:" in text
    assert "您的投诉(编号 990121-2026-000001-7)已于2026年8月21日决定受理" in text, "the day in China"
    assert "联系电话:0571-00012315" in text
    assert "青河县市场监督管理局" in text
    assert "was accepted on 21 Aug 2026" in text
    assert text.index("受理") < text.index("accepted"), "Chinese first"


def test_a_refusal_has_its_ground_its_reason_and_the_other_ways() -> None:
    refusal = said(
        matter=NoticeMatter.REFUSAL, ground=GROUND, reason="购买已逾三年。", remedies=PROFILE.remedies
    )
    text = whole(refusal)
    assert "决定不予受理" in text
    assert "超过三年" in text
    assert "(第十六条第(四)项)" in text
    assert "(art. 16(4))" in text
    assert "购买已逾三年。" in text
    assert "向人民法院提起诉讼" in text
    assert "sue before a people's court" in text


@pytest.mark.parametrize("matter", [each for each in NoticeMatter if each is not NoticeMatter.OTHER])
@pytest.mark.parametrize("party", ["complainant", "respondent"])
@pytest.mark.parametrize("form", ["on_site", "remote"])
def test_every_matter_has_words_for_both_sides(matter: NoticeMatter, party: str, form: str) -> None:
    one = said(matter=matter, party=party, session_form=form, session_at=DECIDED, mediator="周明")
    for text in (whole(one), short(one)):
        assert "990121-2026-000001-7" in text
        assert "{" not in text
    assert ("/progress" in whole(one)) is (party == "complainant")


def test_a_notice_carries_the_code_that_opens_the_own_page_of_its_party() -> None:
    """The trader reads the claim and answers with a code of its own; a text message has room for it."""
    trader = said(party="respondent", code="7KQ2M9XY")
    for text in (whole(trader), short(trader), letter(trader)):
        assert "7KQ2M9XY" in text
        assert "https://redress.example.org/progress" in text
        assert "code=" not in text
    assert "是否同意调解" in whole(trader)
    complainant = said(code="ABCDEFGH")
    assert "ABCDEFGH" in whole(complainant)
    assert "ABCDEFGH" not in short(complainant), "who complained has it already"


def test_a_session_on_site_says_when_where_and_with_whom() -> None:
    session = said(matter=NoticeMatter.SESSION, session_form="on_site", session_at=DECIDED)
    text = short(replace(session, place="二楼调解室", mediator="周明"))
    assert "2026年8月21日 01:00" in text
    assert "地点:二楼调解室" in text
    assert "调解人员:周明" in text


def test_own_words_stand_in_place_of_the_standard_ones() -> None:
    text = whole(said(matter=NoticeMatter.OTHER, text="请携带发票原件。"))
    assert "请携带发票原件。" in text
    assert "决定受理" not in text


def test_a_subject_says_nothing_but_the_number() -> None:
    assert subject(said(name="林晓", reason="欠款", matter=NoticeMatter.REFUSAL)) == subject(SAID)
    assert "990121-2026-000001-7" in subject(SAID)
    assert "林晓" not in subject(SAID)


def test_a_text_message_is_short_chinese_and_signed_first() -> None:
    text = short(SAID)
    assert text.startswith("【青河县市场监督管理局】")
    assert "\n" not in text
    assert len(text) < 200


def test_the_law_wants_the_other_ways_told_with_these() -> None:
    assert {NoticeMatter.REFUSAL, NoticeMatter.TERMINATION, NoticeMatter.RESULT} == WITH_REMEDIES
