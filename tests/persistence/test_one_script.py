"""Traditional and simplified characters are one to a search; what is shown stays as it was written."""

import pytest

from redress.domain.searching import Piece, excerpt, hold
from redress.persistence.case_words import read, terms_typed
from redress.persistence.one_script import _table, simplified

ALIKE = (
    ("洗衣機漏水", "洗衣机漏水"),
    ("退還貨款", "退还货款"),
    ("裏面和裡面", "里面和里面"),
    ("衛生與衞生", "卫生与卫生"),
    ("顯著", "显着"),
    ("乾燥、幹部、乾隆", "干燥、干部、干隆"),
    ("什麼", "什么"),
    ("頭髮後面的麵條", "头发后面的面条"),
)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_either_script_is_found_by_the_other(one: str, other: str) -> None:
    assert hold([read(one)], terms_typed(other))
    assert hold([read(other)], terms_typed(one))


def test_what_is_not_chinese_stays_and_a_text_keeps_its_length() -> None:
    text = "型號 AB-12ａ，購於2026年；𠮷野家 日本語"
    assert len(simplified(text)) == len(text)
    assert simplified("AB-12ａ 한글 ひらがな ½") == "AB-12ａ 한글 ひらがな ½"


def test_no_simple_form_has_a_simpler_one() -> None:
    assert len(_table()) > 4_000
    assert [one for one in _table().values() if simplified(one) != one] == []


def test_a_hit_is_shown_in_the_script_in_which_it_was_written() -> None:
    text = "購買的洗衣機使用後漏水。"
    shown = excerpt(text, read(text), terms_typed("洗衣机 漏水"))
    assert [piece.text for piece in shown if piece.hit] == ["洗衣機", "漏水"]
    assert "".join(piece.text for piece in shown) == text
    assert isinstance(shown[0], Piece)
