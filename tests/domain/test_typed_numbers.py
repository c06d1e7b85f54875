"""Numbers as a clerk types them: credit codes, identity numbers, telephones. Faults are told, not refused."""

import pytest

from redress.domain.credit_code import ALPHABET, CodeFault, check_character, fault_of_code
from redress.domain.identity_number import NumberFault, fault_of_number
from redress.domain.telephone import PhoneShape, shape_of_phone


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        # Two public companies as the registers print them, and the example of the standard's annex.
        ("91440300708461136T", None),
        ("91330100799655058B", None),
        ("91350100M000100Y43", None),
        (" 9144 0300 7084 6113 6t ", None),
        ("91440300708461136", CodeFault.LENGTH),
        ("", CodeFault.LENGTH),
        ("9144030070846113IT", CodeFault.CHARACTERS),
        ("91440300708461136S", CodeFault.CHARACTERS),
        ("91440300708461136X", CodeFault.CHECK_DIGIT),
        ("91440300708461163T", CodeFault.CHECK_DIGIT),
    ],
)
def test_a_credit_code_is_checked_by_gb_32100(typed: str, fault: CodeFault | None) -> None:
    assert fault_of_code(typed) is fault


def test_no_single_wrong_character_of_a_credit_code_passes() -> None:
    code = "91350100M000100Y43"
    changed = [code[:at] + each + code[at + 1 :] for at in range(18) for each in ALPHABET if each != code[at]]
    assert len(changed) == 18 * 30
    assert {fault_of_code(each) for each in changed} == {CodeFault.CHECK_DIGIT}
    assert check_character(code[:17]) == "3"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("11010519491231002X", None),
        ("440524188001010014", None),
        ("11010519491231002x", None),
        ("110105194912310021", NumberFault.CHECK_DIGIT),
        ("110105194902310026", NumberFault.BIRTHDAY),
        ("110105491231002", NumberFault.SHAPE),
        ("E12345678", NumberFault.SHAPE),
    ],
)
def test_a_residents_number_is_checked_by_gb_11643(typed: str, fault: NumberFault | None) -> None:
    assert fault_of_number(typed) is fault


@pytest.mark.parametrize(
    ("typed", "shape"),
    [
        ("13900001234", PhoneShape.MOBILE),
        ("+86 139-0000-1234", PhoneShape.MOBILE),
        ("1390000123", PhoneShape.ODD),
        ("139000012345", PhoneShape.ODD),
        ("0571-8765 4321", PhoneShape.LANDLINE),
        ("(010)65432100转 8021", PhoneShape.LANDLINE),
        ("87654321", PhoneShape.LOCAL),
        ("400-820-8820", PhoneShape.SERVICE),
        ("12315", PhoneShape.SERVICE),
        ("95588", PhoneShape.SERVICE),
        ("+44 20 7946 0018", PhoneShape.FOREIGN),
        ("00852 2345 6789", PhoneShape.FOREIGN),
        ("不愿提供", PhoneShape.ODD),
        ("  ", None),
    ],
)
def test_a_telephone_number_has_a_shape_and_none_is_refused(typed: str, shape: PhoneShape | None) -> None:
    assert shape_of_phone(typed) is shape
