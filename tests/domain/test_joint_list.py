"""A list of complainants: every line that can be filed, every fault with its line, field and reason."""

from decimal import Decimal

import pytest

from redress.domain.amounts import written_amount
from redress.domain.joint_list import MOST_LINES, Fault, Listed, Why, read_joint_list

PLAIN = "林一\t13900000001\t身份证\t11010519491231002X\t城东街1号\t¥1,200.50\n\n林二\t13900000002"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("398", "398"), ("398.5", "398.5"), ("¥398", "398"), ("¥ 1,000", "1000"), ("1,000.00元", "1000.00"),
        ("12,800", "12800"), ("398元整", "398"), ("1.2万", "12000"), ("3万元", "30000"),
        ("人民币 500", "500"), ("0.05万", "500"), ("很多", "很多"), ("-5", "-5"), ("1.2.3", "1.2.3"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(typed: str, number: str) -> None:
    assert written_amount(typed) == number


def test_a_plain_list_has_the_columns_in_their_order() -> None:
    found = read_joint_list(PLAIN)
    assert found.faults == ()
    first, second = found.lines
    assert first == Listed(
        line=1, name="林一", phone="13900000001", id_type="身份证", id_number="11010519491231002X",
        address="城东街1号", amount="¥1,200.50",
    )  # fmt: skip
    assert (second.line, second.name, second.owed()) == (3, "林二", None)
    assert first.owed() == Decimal("1200.50")
    assert first.complainant().address == "城东街1号"


@pytest.mark.parametrize(
    "text",
    [
        "姓名,金额,联系电话\n林一,300,139",
        "\ufeff姓名;金额;电话\r\n林一;300;139",
        "备注\t姓名\t金额\t电话\n急\t林一\t300\t139",
        '"姓名","金额","电话"\n"林一","300","139"',
        "姓名,金额,电话\n林一,300,139",
    ],
)
def test_headings_say_which_column_is_which(text: str) -> None:
    (one,) = read_joint_list(text).lines
    assert (one.name, one.amount, one.phone) == ("林一", "300", "139")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("林一,1,,,,五百", Fault(2, "amount", Why.AMOUNT)),
        ("林一,1,,,,-5", Fault(2, "amount", Why.AMOUNT)),
        ("林一,1,,,,1.005", Fault(2, "amount", Why.AMOUNT)),
        (",,身份证,,城东街,5", Fault(2, "", Why.NOBODY)),
        ("林一,1,2,3,4,5,6", Fault(2, "", Why.COLUMNS)),
        ("林" * 101 + ",1", Fault(2, "name", Why.TOO_LONG)),
        ("林\u202e一,1", Fault(2, "name", Why.UNPRINTABLE)),
        ("王 零,+86 139 0000 0000", Fault(2, "", Why.TWICE, 1)),
    ],
)
def test_a_line_that_cannot_be_filed_says_why_and_the_others_stand(line: str, fault: Fault) -> None:
    found = read_joint_list(f"王零,13900000000\n{line}\n王三,13900000003")
    assert found.faults == (fault,)
    assert [one.line for one in found.lines] == [1, 3]


def test_a_list_has_an_end() -> None:
    found = read_joint_list("\n".join(f"人{n},{n}" for n in range(MOST_LINES + 5)))
    assert len(found.lines) == MOST_LINES
    assert found.faults == (Fault(MOST_LINES + 1, "", Why.TOO_MANY),)
