"""The numbers of every regime, one row for each, against the articles and source rules."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from redress.domain.clock import due_of_rule
from redress.domain.counting import CHINA, HourStart
from redress.domain.profile import ClockRule, Profile
from redress.domain.profile_file import parse_profile
from redress.domain.tables import Tables, UnusableTables, load_tables, profile_for, shipped_profiles

NUMBERS = {
    "ecommerce-desk": {"acceptance_hours": 12, "decision_working_days": 5, "feedback_working_days": 1},
    "hotline-12345": {
        "acknowledge_hours": 2,
        "report_back_working_days": 5,
        "promise_working_days": 3,
    },
}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables(numbers=NUMBERS)


def rule_of(tables: Tables, profile_id: str, key: str) -> tuple[Profile, ClockRule]:
    profile = tables.profile(profile_id)
    assert profile is not None
    rule = profile.clock(key)
    assert rule is not None, [one.key for one in profile.clocks]
    return profile, rule


@pytest.mark.parametrize(
    ("profile_id", "key", "sources", "article"),
    [
        ("saic-62", "complaint.acceptance", "7 working_day", "art.15"),
        ("saic-62", "complaint.mediation", "60 calendar_day", "art.29"),
        ("samr-20", "complaint.acceptance", "7 working_day", "art.14"),
        ("samr-20", "complaint.mediation", "45 working_day", "art.21"),
        ("samr-20", "complaint.termination_notice", "7 working_day", "art.21(2)"),
        ("samr-20", "clue.verification", "15 working_day", "art.23"),
        ("samr-20", "report.opening_notice", "5 working_day", "art.31(2)"),
        ("samr-20", "jurisdiction.dispute", "7 working_day", "art.30"),
        ("samr-20+reg2024", "complaint.mediation", "45 working_day, 60 calendar_day", "实施条例 art.46(3)"),
        ("samr-121", "complaint.acceptance", "7 working_day", "art.15"),
        ("samr-121", "complaint.mediation", "60 calendar_day", "art.23(1)(5)"),
        ("samr-121", "complaint.termination_notice", "7 working_day", "art.23(2)"),
        ("samr-121", "clue.verification", "15 working_day", "art.27"),
        ("samr-121", "jurisdiction.dispute", "7 working_day", "art.33"),
        ("samr-penalty-61", "penalty.verification", "15 working_day", "art.18"),
        ("samr-penalty-61", "penalty.jurisdiction", "7 working_day", "art.13"),
        ("samr-penalty-61", "penalty.designation", "7 working_day", "art.16"),
        ("samr-penalty-61", "penalty.registered_evidence", "7 working_day", "art.35"),
        ("samr-penalty-61", "penalty.seizure", "30 calendar_day", "art.38"),
        ("samr-penalty-61", "penalty.assistance", "15 working_day", "art.45"),
        ("samr-penalty-61", "penalty.review", "10 working_day", "art.55"),
        ("samr-penalty-61", "penalty.defence", "5 working_day", "art.57"),
        ("samr-penalty-61", "penalty.decision", "90 calendar_day", "art.64"),
        ("samr-penalty-61", "penalty.closing", "15 working_day", "art.77"),
        ("samr-penalty-61", "penalty.service", "7 working_day", "art.81"),
        ("samr-penalty-61", "penalty.public_notice", "30 calendar_day", "art.82(5)"),
        ("training-12315", "training.acceptance", "1 working_day", "S0-01"),
        ("training-12315", "training.acceptance_web", "24 hour, 1 working_day", "S0-03"),
        ("training-12315", "training.record", "24 hour", "S0-02"),
        ("training-12315", "training.close", "7 working_day", "S0-06"),
        ("training-12315", "callback.window", "5 working_day", "S0-08"),
        ("training-12315", "training.contact_complainant", "1 working_day", "S0-09"),
        ("training-12315", "training.contact_trader", "7 working_day", "S0-09"),
        ("training-12315", "training.crime_transfer", "3 working_day", "S0-10"),
        ("training-12315", "training.other_department", "5 working_day", "S0-11"),
        ("training-12315", "training.first_statement", "24 hour", "S0-13"),
        ("training-12315", "training.reward", "15 working_day", "S0-15"),
        ("station", "station.reply", "24 hour", "S3-01"),
        ("platform", "platform.screening", "24 hour", "S3-05"),
        ("platform", "platform.decision", "7 working_day", "S3-06"),
        ("platform", "platform.refusal_notice", "3 working_day", "S3-07"),
        ("centre", "centre.inquiry", "3 working_day", "S3-09"),
        ("ecommerce-desk", "desk.decision", "5 working_day", "S4-22"),
        ("hotline-12345", "hotline.report_back", "5 working_day", ""),
        ("reward-2021", "reward.collection", "30 working_day", "未核"),
    ],
)
def test_number_and_article(tables: Tables, profile_id: str, key: str, sources: str, article: str) -> None:
    _, rule = rule_of(tables, profile_id, key)
    assert ", ".join(f"{one.length} {one.unit.value}" for one in rule.sources) == sources
    assert article in rule.article


@pytest.mark.parametrize(
    ("day", "profile_id"),
    [
        (date(2014, 3, 14), None),
        (date(2014, 3, 15), "saic-62"),
        (date(2019, 12, 31), "saic-62"),
        (date(2020, 1, 1), "samr-20"),
        (date(2024, 6, 30), "samr-20"),
        (date(2024, 7, 1), "samr-20+reg2024"),
        (date(2026, 4, 14), "samr-20+reg2024"),
        (date(2026, 4, 15), "samr-121"),
    ],
)
def test_the_law_of_the_day(tables: Tables, day: date, profile_id: str | None) -> None:
    found = profile_for(tables, "samr", day)
    assert (found.id if found else None) == profile_id


def test_a_case_carries_the_laws_from_its_receipt_on(tables: Tables) -> None:
    assert tables.needed_from("samr-121", date(2026, 11, 20)) == ("samr-121",)
    assert tables.needed_from("samr-20+reg2024", date(2026, 4, 10)) == ("samr-20+reg2024", "samr-121")
    assert tables.needed_from("samr-20", date(2026, 4, 20)) == ("samr-20", "samr-121")


@pytest.mark.parametrize(("start", "due_on"), [("2024-07-08", "2024-09-06"), ("2025-04-14", "2025-06-13")])
def test_from_july_2024_the_earlier_of_both_mediation_periods_holds(
    tables: Tables, start: str, due_on: str
) -> None:
    profile, rule = rule_of(tables, "samr-20+reg2024", "complaint.mediation")
    started_at = datetime.fromisoformat(start).replace(hour=9, tzinfo=CHINA)
    found = due_of_rule(rule, profile, started_at, tables.calendar)
    assert str(found.due_on) == due_on


def test_an_online_complaint_of_the_training_rules_on_a_friday_is_due_after_a_day(tables: Tables) -> None:
    profile, rule = rule_of(tables, "training-12315", "training.acceptance_web")
    friday = datetime(2026, 9, 11, 15, tzinfo=CHINA)
    assert due_of_rule(rule, profile, friday, tables.calendar).due_at == datetime(
        2026, 9, 12, 15, tzinfo=CHINA
    )


def test_a_complex_case_of_the_training_rules_is_extended_to_fifteen_days_in_total(tables: Tables) -> None:
    _, rule = rule_of(tables, "training-12315", "training.close")
    assert rule.extension is not None
    assert (rule.extension.mode.value, rule.extension.length) == ("to_total", 15)


@pytest.mark.parametrize(
    ("profile_id", "refusals", "terminations", "may_designate", "limitation"),
    [
        ("saic-62", 7, 6, False, 1),
        ("samr-20", 6, 7, False, 3),
        ("samr-20+reg2024", 6, 7, True, 3),
        ("samr-121", 7, 8, True, 3),
    ],
)
def test_grounds_and_flags_of_the_laws(
    tables: Tables, profile_id: str, refusals: int, terminations: int, may_designate: bool, limitation: int
) -> None:
    profile = tables.profile(profile_id)
    assert profile is not None
    assert len(profile.refusal_grounds) == refusals
    assert len(profile.termination_grounds) == terminations
    assert profile.office_may_designate_appraiser is may_designate
    assert profile.limitation_years == limitation
    assert profile.remedies is not None
    assert profile.routing
    assert profile.documents


def test_the_forms_of_2026_are_ten(tables: Tables) -> None:
    profile = tables.profile("samr-121")
    assert profile is not None
    assert [one.form for one in profile.documents if one.form] == list(range(1, 11))


def test_only_the_penalty_procedure_starts_hours_with_the_next_hour(tables: Tables) -> None:
    late = [one.id for one in tables.profiles if one.counting.hour_start is HourStart.NEXT_HOUR]
    assert late == ["samr-penalty-61"]


def test_the_reward_rules_differ(tables: Tables) -> None:
    national, deck = tables.profile("reward-2021"), tables.profile("training-12315")
    assert national is not None
    assert deck is not None
    assert national.rewards is not None
    assert deck.rewards is not None
    assert [(one.percent, one.minimum) for one in national.rewards.grades] == [
        (5, 5000),
        (3, 3000),
        (1, 1000),
    ]
    assert (national.rewards.cap, deck.rewards.cap) == (1_000_000, 300_000)


def test_a_regime_that_needs_the_tenants_numbers_is_left_out_without_them() -> None:
    assert not {"ecommerce-desk", "hotline-12345"} & {one.id for one in shipped_profiles()}


def test_half_given_numbers_are_refused_loudly() -> None:
    with pytest.raises(UnusableTables, match="report_back_working_days"):
        load_tables(numbers={"hotline-12345": {"acknowledge_hours": 2, "promise_working_days": 3}})


def test_a_tenants_number_may_not_be_forgotten_in_a_file() -> None:
    found = parse_profile('id = "x"\n[[clock]]\nsources = [{ number = "a", unit = "hour" }]\n')
    assert not isinstance(found, Profile)
    assert "needs_number" in [one.code for one in found]


@pytest.mark.parametrize("profile_id", ["samr-20", "samr-20+reg2024", "samr-121"])
def test_what_ends_the_duty_to_decide_ends_the_wait_beside_it(tables: Tables, profile_id: str) -> None:
    """Who has been told of a merger waits for no decision any more, wherever the complaint was received."""
    law = tables.profile(profile_id)
    assert law is not None
    acceptance, whole = (law.clock(key) for key in ("complaint.acceptance", "complaint.whole"))
    assert acceptance is not None
    assert whole is not None
    assert set(whole.ends_on) == set(acceptance.ends_on)
