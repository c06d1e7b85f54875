"""The intake check informs (S0-23): what is missing, in scope, ours, too old, or known already."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from redress.domain.events import Jurisdiction
from redress.domain.facts import (
    Agent,
    Claim,
    ClaimKind,
    Complainant,
    Filing,
    PowerOfAttorney,
    Purchase,
    Respondent,
    RespondentRole,
)
from redress.domain.facts import Channel as C
from redress.domain.intake_check import beyond_limitation, check, missing, scope
from redress.domain.jurisdiction import REASONS, OfficeArea, ruling
from redress.domain.same_dispute import same_dispute
from redress.domain.sealed import Sealed

QINGHE, YUNSHAN = "jiangzhou.linhai.qinghe", "jiangzhou.linhai.yunshan"
AREAS = (
    OfficeArea("jiangzhou.linhai", "superior", ("江州省临海市",)),
    OfficeArea(QINGHE, "bureau", ("清河区",), ("鲸选商城",)),
    OfficeArea(f"{QINGHE}.east", "branch", ("清河区东门街道",)),
    OfficeArea(YUNSHAN, "bureau", ("云山县",), ("云集市",)),
    OfficeArea("jiangzhou.linhai.gulou", "bureau", ("鼓楼区",)),
    OfficeArea("jiangzhou.haizhou.gulou", "bureau", ("鼓楼区",)),
)
COMPLETE = Filing(
    channel=C.WEB,
    facts="洗衣机用了一周就漏水，商家说是使用不当。",
    complainants=(Complainant(name="林一", phone="13800000001", address="云山县北路1号"),),
    respondents=(Respondent(name="晨光电器", address="临海市清河区南路2号"),),
    purchase=Purchase(item="洗衣机", on=date(2026, 8, 1), amount=Decimal(12800)),
    claims=(Claim(kind=ClaimKind.EXCHANGE),),
)


def by(**respondent: object) -> Filing:
    return replace(COMPLETE, respondents=(Respondent(**respondent),))  # type: ignore[arg-type]


def agent(**fields: object) -> Filing:
    power = PowerOfAttorney(
        matter="投诉", powers="代为调解", until=date(2026, 12, 31), original_seen=True, signed=True
    )
    whole = Agent(name="周五", id_number="A1", power_of_attorney=power)
    return replace(COMPLETE, agent=replace(whole, **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("filing", "items"),
    [
        (COMPLETE, []),
        (Filing(channel=C.IMPORT), ["complainants", "respondents", "claims", "facts"]),
        (replace(COMPLETE, complainants=(Complainant(name="林一"),)),
         ["complainant-1.phone", "complainant-1.address"]),
        (replace(COMPLETE, complainants=(COMPLETE.complainants[0], Complainant(phone="1", address="2"))),
         ["complainant-2.name", "joint.consent"]),
        (by(shop_name="晨光小店"), ["respondent-1.address"]),
        (by(address="清河区"), ["respondent-1.name"]),
        (by(name="晨光", platform="云集市", platform_address="云山县"), []),
        (replace(COMPLETE, facts="  "), ["facts"]),
        (agent(), []),
        (agent(id_number=None), ["agent.id_number"]),
        (agent(power_of_attorney=None), ["agent.power_of_attorney"]),
        (agent(power_of_attorney=PowerOfAttorney(matter="投诉")),
         ["agent.power_of_attorney.powers", "agent.power_of_attorney.until",
          "agent.power_of_attorney.original_seen", "agent.power_of_attorney.signed"]),
    ],
)  # fmt: skip
def test_what_art_10_and_11_ask_for_is_an_open_item(filing: Filing, items: list[str]) -> None:
    assert list(missing(filing)) == items


def test_a_text_that_cannot_be_opened_counts_as_missing() -> None:
    assert list(missing(replace(COMPLETE, facts=Sealed("erased")))) == ["facts"]


@pytest.mark.parametrize(
    ("filing", "expected"),
    [
        (COMPLETE, "yes"),
        (replace(COMPLETE, purchase=None), "unclear"),
        (replace(COMPLETE, purchase=Purchase()), "unclear"),
        (replace(COMPLETE, purchase=Purchase(order_number="A-1")), "yes"),
        (replace(COMPLETE, claims=()), "unclear"),
        (replace(COMPLETE, respondents=()), "unclear"),
    ],
)
def test_a_dispute_of_a_consumer_asks_a_trader_for_something_bought(filing: Filing, expected: str) -> None:
    assert scope(filing) == expected


OURS, OTHER, UNKNOWN = Jurisdiction.OURS, Jurisdiction.OTHER, Jurisdiction.UNKNOWN


@pytest.mark.parametrize(
    ("filing", "office", "expected"),
    [
        (by(address="临海市清河区南路2号"), QINGHE, (OURS, "respondent_address", QINGHE)),
        (by(address="临海市 清 河 区 南路2号"), QINGHE, (OURS, "respondent_address", QINGHE)),
        (by(address="清河区东门街道5号"), QINGHE, (OURS, "respondent_address", f"{QINGHE}.east")),
        (by(address="清河区南路2号"), f"{QINGHE}.east", (OURS, "respondent_address", QINGHE)),
        (by(address="云山县北路1号"), QINGHE, (OTHER, "respondent_address", YUNSHAN)),
        (by(address="清河区南路2号"), "jiangzhou.linhai", (OTHER, "respondent_address", QINGHE)),
        (by(address="外省某市"), QINGHE, (UNKNOWN, "no_office_found", None)),
        (by(address="鼓楼区中山路"), QINGHE, (UNKNOWN, "several_offices", None)),
        (by(address="鼓楼区中山路"), "jiangzhou.linhai.gulou", (UNKNOWN, "several_offices", None)),
        (by(name="只有名字"), QINGHE, (UNKNOWN, "no_address", None)),
        (replace(COMPLETE, respondents=()), QINGHE, (UNKNOWN, "no_respondent", None)),
        (by(platform="鲸选商城"), QINGHE, (OURS, "platform", QINGHE)),
        (by(platform="云集市", platform_address="清河区南路2号"), QINGHE,
         (OURS, "published_address", QINGHE)),
        (by(platform="云集市", platform_address="清河区南路2号"), YUNSHAN, (OURS, "platform", YUNSHAN)),
        (by(platform="云集市"), QINGHE, (OTHER, "platform", YUNSHAN)),
        (by(platform="无名平台"), QINGHE, (UNKNOWN, "no_office_found", None)),
        (by(name="鲸选商城", role=RespondentRole.PLATFORM), QINGHE, (OURS, "platform", QINGHE)),
        (by(address="云山县1号", role=RespondentRole.PLATFORM), YUNSHAN,
         (OURS, "operator_address", YUNSHAN)),
        (replace(COMPLETE, respondents=(Respondent(address="云山县"), Respondent(address="清河区"))), QINGHE,
         (OURS, "respondent_address", QINGHE)),
    ],
)  # fmt: skip
def test_art_13_gives_the_bureau_and_what_it_does_not_give_is_unknown(
    filing: Filing, office: str, expected: tuple[Jurisdiction, str, str | None]
) -> None:
    found = ruling(filing, office, AREAS)
    assert (found.jurisdiction, found.reason, found.proposed) == expected
    assert found.reason in REASONS


@pytest.mark.parametrize(
    ("bought_on", "received_on", "years", "expected"),
    [
        (date(2023, 8, 20), date(2026, 8, 20), 3, False),
        (date(2023, 8, 19), date(2026, 8, 20), 3, True),
        (date(2024, 2, 29), date(2027, 2, 28), 3, False),
        (date(2024, 2, 29), date(2027, 3, 1), 3, True),
        (None, date(2026, 8, 20), 3, None),
        (date(2001, 1, 1), date(2026, 8, 20), None, None),
    ],
)
def test_more_than_three_years_since_the_purchase_is_pointed_out(
    bought_on: date | None, received_on: date, years: int | None, expected: bool | None
) -> None:
    filing = replace(COMPLETE, purchase=Purchase(on=bought_on))
    assert beyond_limitation(filing, received_on, years) is expected


ORDER = replace(COMPLETE, purchase=Purchase(item="洗衣机", order_number="NO-77"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (COMPLETE, COMPLETE, True),
        (COMPLETE, replace(COMPLETE, complainants=(Complainant(phone="+86 138-0000-0001"),)), True),
        (COMPLETE, replace(COMPLETE, complainants=(Complainant(name="林一", phone="13900000009"),)), False),
        (COMPLETE, replace(COMPLETE, complainants=(Complainant(name="林一"),)), False),
        (COMPLETE, by(name="另一家电器"), False),
        (COMPLETE, by(name="晨光 电器"), True),
        (COMPLETE, replace(COMPLETE, purchase=Purchase(item="洗衣机", on=date(2026, 8, 2))), False),
        (COMPLETE, replace(COMPLETE, purchase=Purchase(item="洗衣机", amount=Decimal(99))), False),
        (COMPLETE, replace(COMPLETE, purchase=Purchase(item="冰箱"), facts="冰箱不制冷，要求退货。"), False),
        (COMPLETE, replace(COMPLETE, purchase=None), True),
        (ORDER, replace(ORDER, purchase=Purchase(order_number="no 77")), True),
        (ORDER, replace(ORDER, purchase=Purchase(order_number="NO-78")), False),
        (COMPLETE, replace(COMPLETE, complainants=()), False),
    ],
)
def test_the_same_dispute_has_the_same_consumer_trader_and_purchase(
    one: Filing, other: Filing, same: bool
) -> None:
    assert same_dispute(one, other) is same
    assert same_dispute(other, one) is same


def test_the_findings_hold_all_five_answers() -> None:
    findings = check(
        COMPLETE,
        office=QINGHE,
        areas=AREAS,
        received_on=date(2026, 8, 20),
        limitation_years=3,
        candidates=[("a", COMPLETE), ("b", by(name="另一家"))],
    )
    assert findings.missing == ()
    assert findings.in_scope == "yes"
    assert findings.jurisdiction is OURS
    assert findings.proposed_office == QINGHE
    assert findings.duplicates == ("a",)
    assert findings.beyond_limitation is False
