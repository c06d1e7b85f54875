"""A trader reads what it needs of a claim and of the complainant a surname."""

from __future__ import annotations

import pytest

from redress.domain.shown_to_parties import COVERED, covered, surname_of


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("王小青", "王"),
        ("欧阳明", "欧阳"),
        ("欧阳", "欧"),
        (" 李 四", "李"),
        ("John Smith", "J."),
        ("", ""),
        ("  ", ""),
    ],
)
def test_of_a_name_the_surname_stays(name: str, surname: str) -> None:
    assert surname_of(name) == surname


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13900001234,请回电", f"电话{COVERED},请回电"),
        ("电话 139-0000-1234", f"电话 {COVERED}"),
        ("证件33010019900101123X", f"证件{COVERED}"),
        ("邮箱 a.b+c@mail.example.com。", f"邮箱 {COVERED}。"),
        ("我是王小青,住城东路1号", f"我是{COVERED},住{COVERED}"),
        ("订单AB20261101在2026年11月1日,2980元,型号X500", "订单AB20261101在2026年11月1日,2980元,型号X500"),
        ("", ""),
    ],
)
def test_numbers_addresses_and_what_is_known_are_covered_and_the_rest_is_read(text: str, shown: str) -> None:
    assert covered(text, ("王小青", "城东路1号", "", "王")) == shown
