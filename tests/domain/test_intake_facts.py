"""Every channel has its proof and its moment of receipt; what is missing is an open item, never refused."""

from dataclasses import replace
from datetime import date

import pytest

from redress.domain.abuse_signs import SIGNS, Likes, signs
from redress.domain.context import Context
from redress.domain.events import Jurisdiction
from redress.domain.facts import (
    Answer,
    Channel,
    Complainant,
    Consents,
    Deferral,
    Filing,
    Purchase,
    ReceiptProof,
    Representative,
    Respondent,
    Situation,
    StandIn,
)
from redress.domain.intake_check import beyond_limitation, check, check_report, missing
from redress.domain.jurisdiction import REASONS, ruling
from redress.domain.opening import fold, open_complaint, refused_filing
from redress.domain.receipts import RECEIPTS, received
from redress.domain.refusals import Refusal
from tests.domain.scenario import INTAKE, OFFICE, TEXT, moment, tables
from tests.domain.test_intake_check import AREAS, COMPLETE, QINGHE

CALLED_AT = moment("2026-08-17 08:30")
ONE, TWO = COMPLETE.complainants[0], Complainant(name="王二", phone="13800000002", address="云山县2号")


def complaint(**changes: object) -> Filing:
    return replace(COMPLETE, **changes)  # type: ignore[arg-type]


def test_every_channel_has_a_rule_of_receipt_with_its_source() -> None:
    assert set(RECEIPTS) == set(Channel)
    assert all("S0-" in rule.source or "art." in rule.source for rule in RECEIPTS.values())
    assert {channel for channel, rule in RECEIPTS.items() if rule.at_once} == {Channel.PHONE, Channel.WALK_IN}


@pytest.mark.parametrize(
    ("channel", "proof", "items"),
    [
        (Channel.LETTER, None, ["receipt.postmarked_on"]),
        (Channel.LETTER, ReceiptProof(postmarked_on=date(2026, 8, 14)), []),
        (Channel.WALK_IN, None, ["receipt.number"]),
        (Channel.WALK_IN, ReceiptProof(number="回执第12号"), []),
        (Channel.PHONE, None, []),
        (Channel.NATIONAL_PLATFORM, ReceiptProof(number="W1", at=CALLED_AT), []),
    ],
)
def test_a_channel_asks_for_its_proof(channel: Channel, proof: ReceiptProof | None, items: list[str]) -> None:
    assert list(missing(complaint(channel=channel, receipt=proof))) == items


def test_the_moment_of_the_proof_is_the_receipt_unless_another_is_stated() -> None:
    proved = Filing(channel=Channel.PHONE, facts=TEXT, receipt=ReceiptProof(at=CALLED_AT))
    assert received(proved) == CALLED_AT
    assert received(replace(proved, received_at=moment("2026-08-17 08:00"))) == moment("2026-08-17 08:00")
    ctx = Context(actor=INTAKE, now=moment("2026-08-17 10:00"), tables=tables())
    opened = open_complaint("018f0000-0000-7000-8000-000000000005", "1", OFFICE, "samr-121", proved, ctx)
    assert not isinstance(opened, Refusal)
    case = fold(opened)
    assert case.received_at == CALLED_AT
    assert case.clocks[0].started_at == CALLED_AT


@pytest.mark.parametrize(
    ("deferral", "items"),
    [
        (None, []),
        (Deferral(reason="负责人外出", told="明日上午电话告知"), []),
        (Deferral(reason="负责人外出"), ["deferral"]),
        (Deferral(reason=" ", told="明日上午电话告知"), ["deferral"]),
    ],
)
def test_who_could_not_be_taken_at_once_is_told_why_and_what_follows(
    deferral: Deferral | None, items: list[str]
) -> None:
    """S0-05."""
    walked_in = complaint(channel=Channel.WALK_IN, receipt=ReceiptProof(number="12"), deferral=deferral)
    assert list(missing(walked_in)) == items


def test_a_receipt_is_not_in_the_future() -> None:
    ctx = Context(actor=INTAKE, now=moment("2026-08-17 08:00"), tables=tables())
    filing = Filing(channel=Channel.PHONE, facts="漏水", receipt=ReceiptProof(at=CALLED_AT))
    refusal = refused_filing(filing, ctx)
    assert refusal is not None
    assert (refusal.code, refusal.detail) == ("in_the_future", "receipt.at")


@pytest.mark.parametrize(
    ("complainants", "changes", "items"),
    [
        ((ONE, TWO), {"consents": Consents(joint=Answer.YES)}, []),
        ((ONE, TWO), {}, ["joint.consent"]),
        ((ONE, TWO), {"consents": Consents(joint=Answer.NO)}, ["joint.consent"]),
        ((ONE,), {"representatives": (Representative(complainant=1, elected_in_writing=True),)}, []),
        ((ONE,), {"representatives": (Representative(),)},
         ["representative-1.name", "representative-1.elected_in_writing"]),
        ((replace(ONE, situation=Situation.MINOR),), {}, ["complainant-1.guardian"]),
        ((replace(ONE, situation=Situation.DECEASED),), {}, ["complainant-1.heir"]),
        ((replace(ONE, situation=Situation.MINOR, stands_in=StandIn(name="林父")),), {},
         ["complainant-1.guardian_proof"]),
        ((replace(ONE, situation=Situation.DECEASED, stands_in=StandIn(name="林子", proof_seen=True)),), {},
         []),
        ((ONE,), {"channel": Channel.PHONE, "read_back": False}, ["read_back"]),
        ((ONE,), {"channel": Channel.PHONE, "read_back": True}, []),
    ],
)  # fmt: skip
def test_joint_complaints_minors_heirs_and_oral_records_have_their_open_items(
    complainants: tuple[Complainant, ...], changes: dict[str, object], items: list[str]
) -> None:
    assert list(missing(complaint(complainants=complainants, **changes))) == items


@pytest.mark.parametrize(
    ("knew_on", "bought_on", "beyond"),
    [
        (date(2023, 8, 17), date(2020, 1, 1), False),
        (date(2023, 8, 16), None, True),
        (None, date(2023, 8, 16), True),
        (None, None, None),
        (date(2026, 9, 1), date(2020, 1, 1), False),
    ],
)
def test_the_three_years_run_from_when_the_consumer_knew(
    knew_on: date | None, bought_on: date | None, beyond: bool | None
) -> None:
    filing = complaint(knew_on=knew_on, purchase=Purchase(on=bought_on))
    assert beyond_limitation(filing, date(2026, 8, 17), 3) is beyond


def test_an_unreachable_shop_belongs_to_the_domicile_of_its_platform() -> None:
    shop = Respondent(name="海淘小铺", platform="鲸选商城", platform_address="云山县北路3号")
    elsewhere = complaint(respondents=(replace(shop, platform="没有的平台"),))
    assert ruling(elsewhere, QINGHE, AREAS).jurisdiction is Jurisdiction.OTHER
    gone = ruling(complaint(respondents=(replace(shop, unreachable=True),)), QINGHE, AREAS)
    assert (gone.jurisdiction, gone.reason) == (Jurisdiction.OURS, "platform_unreachable")
    unknown = replace(shop, unreachable=True, platform="没有的平台")
    assert ruling(complaint(respondents=(unknown,)), QINGHE, AREAS).jurisdiction is Jurisdiction.UNKNOWN


@pytest.mark.parametrize(
    ("likes", "quantity", "found"),
    [
        (Likes(), 1, []),
        (Likes(), 10, ["unusual_quantity"]),
        (Likes(phone_of_others=1), None, ["phone_of_others"]),
        (Likes(address_of_others=2), None, ["address_of_others"]),
        (Likes(by_phone=9), None, []),
        (Likes(by_phone=10), None, ["often_by_phone"]),
        (Likes(against_trader=2), None, []),
        (Likes(against_trader=3), 12, ["unusual_quantity", "often_against_trader"]),
    ],
)
def test_signs_of_abuse_are_hints_and_refuse_nothing(
    likes: Likes, quantity: int | None, found: list[str]
) -> None:
    filing = complaint(purchase=Purchase(quantity=quantity))
    assert list(signs(filing, likes)) == found
    findings = check(
        filing, office=QINGHE, areas=AREAS, received_on=date(2026, 8, 17), limitation_years=3, likes=likes
    )
    assert list(findings.hints) == found
    assert findings.missing == ()


def test_every_sign_speaks_both_languages_and_cites_article_17() -> None:
    assert all(zh and en.isascii() and "art.17" in cite for zh, en, cite in SIGNS.values())


def test_a_report_is_checked_for_its_trader_and_its_repeats_alone() -> None:
    findings = check_report(Filing(channel=Channel.PHONE, facts="无证经营"), ("c-1",))
    assert (findings.missing, findings.duplicates) == (("respondents",), ("c-1",))
    assert findings.jurisdiction is Jurisdiction.UNKNOWN
    assert findings.jurisdiction_reason in REASONS
