"""A search for words: width, case, spaces and punctuation do not count; all words; quotes hold together."""

import pytest

from redress.domain.searching import Piece, excerpt, folded, hold, pairs_of, pairs_of_term, terms_of


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("洗衣机 漏水", ("洗衣机", "漏水")),
        ("  ", ()),
        ("，。！", ()),
        ("ＡＢＣ　１２", ("abc", "12")),
        ('"iPhone 15 Pro" 退货', ("iphone15pro", "退货")),
        ("“质量 问题”", ("质量问题",)),
        ("「没有结束", ("没有结束",)),
        ("+86 139-0000-1234", ("13900001234",)),
        ("139 0000 1234", ("13900001234",)),
        ("0571 8500", ("0571", "8500")),
        ("+8613900001234", ("13900001234",)),
        ("河", ("河",)),
        ("漏水 漏水", ("漏水",)),
        ("a b c d e f g h i j", ("a", "b", "c", "d", "e", "f", "g", "h")),
    ],
)
def test_what_is_searched_for(typed: str, terms: tuple[str, ...]) -> None:
    assert terms_of(typed) == terms


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("底部漏水", True),
        ("底部,漏水", True),
        ("底部 郭振华", True),
        ("漏水 西门子", False),
        ("ｗｄ１００", True),
        ("水漏", False),
    ],
)
def test_all_words_stand_in_the_texts_of_a_case(typed: str, found: bool) -> None:
    texts = ("机身底部，漏水。型号 WD-100", "郭振华")
    assert hold([folded(text) for text in texts], terms_of(typed)) is found
    pairs = {pair for text in texts for pair in pairs_of(terms_of(f'"{text}"')[0])}
    if found:
        assert {pair for term in terms_of(typed) for pair in pairs_of_term(term)} <= pairs


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("底部漏水", "漏水", (Piece("底部"), Piece("漏水", hit=True))),
        ("型号 WD-100", "wd100", (Piece("型号 "), Piece("WD-100", hit=True))),
        ("什么也没有", "漏水", ()),
        ("ﬁne ①", "f 1", (Piece("ﬁ", hit=True), Piece("ne "), Piece("①", hit=True))),
    ],
)
def test_hits_are_shown_where_they_stand(text: str, typed: str, shown: tuple[Piece, ...]) -> None:
    assert excerpt(text, folded(text), terms_of(typed)) == shown


def test_a_long_text_is_shown_around_its_first_hit() -> None:
    text = "前" * 100 + "漏水" + "后" * 100
    pieces = excerpt(text, folded(text), ("漏水",))
    assert [piece.text for piece in pieces] == ["…", "前" * 24, "漏水", "后" * 24 + "…"]
