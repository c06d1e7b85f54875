"""What may be written into a document, and that nothing written into it is read as anything but text."""

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Final

import pypdfium2
import pytest

from redress.documents.library import shipped_templates
from redress.documents.render import Standing, render
from redress.documents.values import LONGEST, Value, ordinal
from redress.domain.problems import Problem
from tests.documents.samples import CASE_NUMBER, DATED_ON, OFFICE, VALUES, attempt, made
from tests.documents.sheets import pages, squeezed, text

FACTS: Final = "complaint_registration"


def with_facts(facts: str) -> Mapping[str, Value]:
    return {**VALUES[FACTS], "facts": facts}


@pytest.mark.parametrize(
    "given",
    [
        '#panic("x")',
        '#import "/etc/passwd": *',
        '#read("document.typ")',
        "*粗体* _斜体_ `代码` ```raw```",
        "$x^2 + integral$",
        "[内容] #[内容] {代码} <标签> @引用",
        "= 标题 == 标题",
        "- 列表 + 列表 / 词: 义",
        "https://example.org/#a?b=c&d=e",
        "// 注释 /* 注释 */",
        "\\u{202e} \\n \\ --- ... ~ -?",
        "{facts} {number|boxes} {{}}",
        '"引号" \'quote\' "quote"',
        "<script>alert(1)</script>&amp;",
        "%PDF-1.7 (a) <</Type/Catalog>> endobj",
    ],
)
def test_markup_in_a_value_comes_out_as_it_was_typed(given: str) -> None:
    for code, name in ((FACTS, "facts"), (FACTS, "complainant_name"), ("refusal_decision", "reason")):
        assert squeezed(given) in text(made(code, {**VALUES[code], name: given}))


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("甲\u202e乙丙\u202c丁", "甲乙丙丁"),
        ("甲\u2066乙\u2069", "甲乙"),
        ("欧\u200b阳\ufeff晓\u200d燕", "欧阳晓燕"),
        ("甲\x00乙\x1b[31m丙", "甲乙[31m丙"),
        ("姓\U00020bb7", "姓〔U+20BB7〕"),
        ("好\U0001f600", "好〔U+1F600〕"),
        ("甲\ud800乙", "甲〔U+D800〕乙"),
        ("א", "〔U+05D0〕"),
    ],
)
def test_what_cannot_be_set_is_named_and_what_is_invisible_turns_nothing(given: str, printed: str) -> None:
    whole = text(made("refusal_decision", {**VALUES["refusal_decision"], "reason": given}))
    assert f"具体理由：{printed}你还可以" in whole


def test_lines_of_a_text_are_paragraphs_however_they_end() -> None:
    for end in ("\n", "\r\n", "\r", "\u2028"):
        assert made(FACTS, with_facts(f"第一行{end}第二行")) == made(FACTS, with_facts("第一行\n第二行"))


@pytest.mark.parametrize("word", ["W" * 400, "https://example.org/" + "a1b2-" * 60, "1" * 200])
def test_a_word_longer_than_its_line_stays_on_the_sheet(word: str) -> None:
    assert word in text(made(FACTS, with_facts(word)))
    for code, name in ((FACTS, "facts"), (FACTS, "complainant_name"), ("refusal_decision", "subject")):
        pdf = made(code, {**VALUES[code], name: word})
        assert not Counter(word) - Counter(text(pdf))
        page = pypdfium2.PdfDocument(pdf)[0]
        sheet = page.get_textpage()
        right = max(sheet.get_charbox(index)[2] for index in range(sheet.count_chars()))
        assert right < page.get_width() - 60


def test_long_facts_go_over_pages_and_lose_nothing() -> None:
    lines = [
        f"第{number}段：" + "投诉人称其购买的商品存在质量问题，多次协商未果。" * 6 for number in range(1, 61)
    ]
    sheets = pages(made(FACTS, with_facts("\n".join(lines))))
    assert 8 <= len(sheets) <= 16
    head = squeezed(f"投诉登记表{CASE_NUMBER}")
    assert [sheet.startswith(head) for sheet in sheets] == [False] + [True] * (len(sheets) - 1)
    foots = [f"—{number}/{len(sheets)}—" for number in range(1, len(sheets) + 1)]
    assert all(sheet.endswith(foot) for sheet, foot in zip(sheets, foots, strict=True))
    plain = [sheet.removesuffix(foot).removeprefix(head) for sheet, foot in zip(sheets, foots, strict=True)]
    whole = "".join(plain)
    assert [line for line in lines if squeezed(line) not in whole] == []
    assert "投诉人（签字）：2026年4月20日" in sheets[-1]


@pytest.mark.parametrize("length", range(0, 1400, 140))
def test_seal_and_date_never_stand_alone_on_a_page(length: int) -> None:
    reason = "该情形属实。" * (length // 6)
    sheets = pages(made("refusal_decision", {**VALUES["refusal_decision"], "reason": reason}))
    (last,) = [sheet for sheet in sheets if f"{OFFICE}（印章）2026年4月22日" in sheet]
    assert "特此告知。" in last


@pytest.mark.parametrize("number", range(1, 45, 4))
def test_signatures_of_an_agreement_stand_on_one_page_with_the_words_before_them(number: int) -> None:
    terms = [f"第{each}项履行义务。" for each in range(number)]
    sheets = pages(made("mediation_document", {**VALUES["mediation_document"], "terms": terms}))
    signed = [sheet for sheet in sheets if "投诉人（签名）：" in sheet]
    assert len(signed) == 1
    for part in (
        "本调解书经双方当事人签字后生效",
        "被投诉人（签名）：",
        "调解人员（签名）：",
        f"{OFFICE}（印章）",
    ):
        assert part in signed[0]


@pytest.mark.parametrize(
    ("standing", "mark"), [(Standing.DRAFT, "草稿"), (Standing.VOID, "作废"), (Standing.VALID, None)]
)
def test_a_draft_and_a_void_document_say_so_on_every_page(standing: Standing, mark: str | None) -> None:
    sheets = pages(made(FACTS, with_facts("长" * 4000), standing))
    assert len(sheets) > 2
    for sheet in sheets:
        assert [each for each in ("草稿", "作废") if each in sheet] == ([mark] if mark else [])


def test_without_number_and_date_there_is_room_for_them() -> None:
    made_before = render(
        shipped_templates()["acceptance_decision"],
        VALUES["acceptance_decision"],
        number=None,
        dated_on=None,
        seal_text=OFFICE,
        standing=Standing.DRAFT,
        copy_mark="存档联",
    )
    assert isinstance(made_before, bytes)
    whole = text(made_before)
    assert "市监受〔〕第号" in whole
    assert f"{OFFICE}（印章）年月日" in whole
    assert "存档联" in whole


def only(code: str, **changed: Value) -> Problem:
    outcome = attempt(code, {**VALUES[code], **changed})
    assert isinstance(outcome, tuple)
    (problem,) = outcome
    return problem


@pytest.mark.parametrize(
    ("code", "name", "value", "problem"),
    [
        ("refusal_decision", "addressee", None, "missing"),
        ("refusal_decision", "addressee", "  ", "missing"),
        ("refusal_decision", "ground", None, "missing"),
        ("refusal_decision", "ground", "23-5", "unknown_value"),
        ("refusal_decision", "colour", "red", "unknown_field"),
        ("refusal_decision", "received_on", "2026-02-30", "impossible_date"),
        ("refusal_decision", "received_on", "#panic()", "impossible_date"),
        ("refusal_decision", "reason", 7, "not_text"),
        ("refusal_decision", "reason", "长" * (LONGEST + 1), "too_long"),
        ("mediation_notice", "session_at", datetime(2026, 5, 8, 9), "impossible_moment"),  # noqa: DTZ001
        ("mediation_notice", "session_at", date(2026, 5, 8), "impossible_moment"),
        ("mediation_notice", "recusal_days", "3", "not_a_number"),
        ("mediation_notice", "recusal_days", True, "not_a_number"),
        ("mediation_notice", "bring", "身份证", "not_a_list"),
        ("mediation_notice", "bring", [], "missing"),
    ],
)
def test_an_unusable_value_is_a_problem_with_its_field(
    code: str, name: str, value: Value, problem: str
) -> None:
    found = only(code, **{name: value})
    assert (found.place, found.code) == (name, problem)
    assert found.text("zh") != found.text("en")


def test_all_problems_come_at_once() -> None:
    outcome = attempt("acceptance_decision", {"received_on": "yesterday", "extra": "x"})
    assert isinstance(outcome, tuple)
    assert sorted((one.place, one.code) for one in outcome) == [
        ("addressee", "missing"),
        ("contact", "missing"),
        ("extra", "unknown_field"),
        ("phone", "missing"),
        ("received_on", "impossible_date"),
        ("subject", "missing"),
    ]


def test_dates_and_moments_may_come_as_text() -> None:
    code = "mediation_notice"
    given = {**VALUES[code], "session_at": "2026-05-08T01:00:00Z"}
    assert made(code, given) == made(code)
    code = "acceptance_decision"
    assert made(code, {**VALUES[code], "received_on": "2026-04-20"}) == made(code)


def test_a_list_inside_a_sentence_is_numbered_and_doubles_no_mark() -> None:
    code = "mediation_notice"
    for bring, printed in (
        (["身份证。", "小票；"], "材料：1.身份证；2.小票。如果"),
        (["身份证。"], "材料：身份证。如果"),
    ):
        assert printed in text(made(code, {**VALUES[code], "bring": bring}))


def test_documents_may_be_made_in_many_threads_at_once() -> None:
    with ThreadPoolExecutor(max_workers=8) as threads:
        several = list(threads.map(made, [*VALUES, *VALUES]))
    assert several == [made(code) for code in [*VALUES, *VALUES]]


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_ordinals_are_chinese(number: int, words: str) -> None:
    assert ordinal(number) == words


def test_the_fonts_are_inside_the_file() -> None:
    pdf = made("acceptance_decision")
    fonts = {
        name for name in (b"NotoSerifSC", b"NotoSansSC", b"Libertinus", b"NewCM", b"DejaVu") if name in pdf
    }
    assert fonts == {b"NotoSerifSC", b"NotoSansSC"}
    assert DATED_ON.isoformat().encode() not in pdf
