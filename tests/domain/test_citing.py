"""Citations as people read them: no English in Chinese, no Chinese in English, no number of an inner list."""

import re
from collections.abc import Iterator

import pytest

from redress.domain.abuse_signs import SIGNS
from redress.domain.citing import cited, numeral
from redress.domain.jurisdiction import REASONS
from redress.domain.permissions import RELATION_WORDS
from redress.domain.tables import load_tables

LATIN = re.compile(r"[A-Za-z]")
HAN = re.compile(r"[\u4e00-\u9fff]")
BY_NUMBER = "〔"
"""A paper that has no name but its Chinese number, 国办发〔2020〕53号."""


@pytest.mark.parametrize(
    ("citation", "zh", "whole", "en"),
    [
        ("令121 art.15", "121号令第十五条", "《市场监督管理投诉举报处理办法》第十五条", "Order 121 art. 15"),
        (
            "令121 art.23(1)(5), art.22(3)",
            "121号令第二十三条第一款第(五)项、第二十二条第三款",
            "《市场监督管理投诉举报处理办法》第二十三条第一款第(五)项、第二十二条第三款",
            "Order 121 art. 23(1)(5), 22(3)",
        ),
        (
            "程序规定 art.80; 民诉法 art.85",
            "处罚程序规定第八十条;民事诉讼法第八十五条",
            "《市场监督管理行政处罚程序规定》第八十条;《民事诉讼法》第八十五条",
            "Penalty Procedure Rules art. 80; Civil Procedure Law art. 85",
        ),
        ("S0-28, S0-29; S0-86", "12315工作要求", "12315工作要求", "12315 working rules"),
        ("令121 art.41 (文书式样三)", "121号令第四十一条 (文书式样三)",
         "《市场监督管理投诉举报处理办法》第四十一条 (文书式样三)", "Order 121 art. 41 (form 3)"),
        ("省条例 art.105", "省条例第一百零五条", "省条例第一百零五条", "省条例 art. 105"),
        ("来件要求 令121 art.22", "121号令第二十二条",
         "《市场监督管理投诉举报处理办法》第二十二条", "Order 121 art. 22"),
        (None, "", "", ""),
    ],
)  # fmt: skip
def test_a_citation_is_written_out(citation: str | None, zh: str, whole: str, en: str) -> None:
    assert cited(citation, "zh") == zh
    assert cited(citation, "zh", full=True) == whole
    assert cited(citation, "en") == en


@pytest.mark.parametrize("citation", ["令121 art.16(4)", "art.16(4)"])
def test_the_bracket_of_an_article_that_is_one_list_is_an_item(citation: str) -> None:
    assert cited(citation, "zh").endswith("第十六条第(四)项")


def _kept() -> Iterator[str]:
    for profile in load_tables().profiles:
        yield from (profile.cite(rule) for rule in profile.clocks)
        yield from (ground.article for ground in (*profile.refusal_grounds, *profile.termination_grounds))
    yield from (one[2] for one in (*SIGNS.values(), *REASONS.values(), *RELATION_WORDS.values()) if one[2])


def test_whatever_the_tables_rest_on_is_read_in_one_language() -> None:
    kept = sorted(set(_kept()))
    assert len(kept) > 50
    for one in kept:
        assert not LATIN.search(cited(one, "zh")), one
        if BY_NUMBER not in one:
            assert not HAN.search(cited(one, "en")), one


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "零"), (1, "一"), (10, "十"), (19, "十九"), (20, "二十"), (100, "一百"), (105, "一百零五"),
     (110, "一百一十"), (115, "一百一十五"), (999, "九百九十九")],
)  # fmt: skip
def test_chinese_digits(number: int, said: str) -> None:
    assert numeral(number) == said
