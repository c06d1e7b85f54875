"""An answer in words, Chinese and English: what made the date, and the law it stands in."""

from __future__ import annotations

import pytest

from redress.domain.prose import prose
from redress.domain.tables import Tables, load_tables
from tests.domain.questions import MEDIATION, WEEK, answered


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables()


def test_the_explanation_in_words(tables: Tables) -> None:
    answer = answered(MEDIATION, tables)
    assert prose(answer, "zh") == (
        "期限为60日（依据121号令第二十三条第一款第(五)项、第二十二条第三款），自2026年8月20日起算，开始的当日不计入。"
        "2026年9月23日至2026年10月13日共21天不计入期限。第60日为2026年11月9日。"
        "期限于2026年11月9日24时届满。日历版本：CN@2025-11-04。"
    )
    assert prose(answer, "en").startswith(
        "The period is 60 calendar days (Order 121 art. 23(1)(5), 22(3)); it starts on 2026-08-20, "
        "a day that is not counted. Suspended, and therefore not counted: 2026-09-23 to 2026-10-13 (21 days)."
    )


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        ({"suspensions": [{"from": "2026-09-01T00:00:00Z", "to": None}]}, "中止计算状态", "still runs"),
        ({"started_at": "2026-11-30T09:00:00+08:00", "suspensions": []}, "暂定日期", "provisional"),
        (
            {"started_at": "2026-06-03T09:00:00+08:00", "suspensions": []},
            "顺延至2026年8月3日",
            "ends on 2026-08-03",
        ),
        ({"started_at": "2026-06-03T09:00:00+08:00", "suspensions": []}, "2026年7月31日", "2026-07-31"),
        ({"clock": "callback.window"}, "自2026年8月26日起可以办理", "opens on 2026-08-26"),
        ({"clock": "callback.window"}, "该事由不停止计算此期限", "does not stop this clock"),
        (
            {"length": 5, "unit": "hour", "calendar": None},
            "2026年8月20日14:00届满",
            "ends at 2026-08-20 14:00",
        ),
    ],
)
def test_the_words_say_what_is_special(change: dict[str, object], zh: str, en: str, tables: Tables) -> None:
    answer = answered({**MEDIATION, **change}, tables)
    assert zh in prose(answer, "zh")
    assert en in prose(answer, "en")


WEB = {"profile": "training-12315", "clock": "training.acceptance_web"}
CLUE = {"profile": "samr-121", "clock": "clue.verification", "started_at": "2026-09-07T09:00:00+08:00"}
STATION = {"length": 24, "unit": "hour", "started_at": "2026-09-05T16:10:00+08:00"}
NIGHT = {"from": "2026-09-05T20:00:00+08:00", "to": "2026-09-06T08:00:00+08:00"}
DAWN = {"from": "2026-09-06T04:00:00+08:00", "to": "2026-09-06T10:30:00+08:00"}


@pytest.mark.parametrize(
    ("document", "key", "said", "zh", "en"),
    [
        (
            {**STATION, "counting": {"hour_start": "next_hour"}},
            "runs_from",
            "2026-09-05T17:00:00+08:00",
            "自2026年9月5日17:00起连续计算，不扣除节假日",
            "runs from 2026-09-05 17:00 without regard to holidays",
        ),
        (
            {**STATION, "suspensions": [DAWN, NIGHT]},
            "paused",
            [{"from": NIGHT["from"], "to": DAWN["to"]}],
            "2026年9月5日20:00至2026年9月6日10:30不计入期限",
            "not counted: 2026-09-05 20:00 to 2026-09-06 10:30",
        ),
        (
            {**STATION, "suspensions": [{**NIGHT, "to": None}, DAWN]},
            "paused",
            [{**NIGHT, "to": None}],
            "自2026年9月5日20:00起中止计算",
            "From 2026-09-05 20:00 on it stands still",
        ),
        (
            {**STATION, "suspensions": [NIGHT | {"from": "2026-09-01T00:00:00Z"}]},
            "paused",
            [{"from": STATION["started_at"], "to": NIGHT["to"]}],
            "2026年9月5日16:10至2026年9月6日08:00不计入期限",
            "not counted: 2026-09-05 16:10 to 2026-09-06 08:00",
        ),
        (
            {**WEEK, "started_at": "2026-09-24T17:31:00+08:00", "counting": {"received_cutoff": "17:30"}},
            "received_at",
            "2026-09-24T17:31:00+08:00",
            "2026年9月24日17:31收到，已过17:30，视为2026年9月28日收到。",
            "Received at 2026-09-24 17:31, after 17:30, it counts as received on 2026-09-28.",
        ),
        (
            {**WEB, "started_at": "2026-09-24T16:00:00+08:00"},
            "earliest_of",
            [
                {"length": 24, "unit": "hour", "due_on": "2026-09-25", "due_at": "2026-09-25T16:00:00+08:00"},
                {
                    "length": 1,
                    "unit": "working_day",
                    "due_on": "2026-09-28",
                    "due_at": "2026-09-29T00:00:00+08:00",
                },
            ],
            "同时适用24小时（至2026年9月25日16:00）、1个工作日（至2026年9月28日），以先届满者为准。",
            "24 hours (until 2026-09-25 16:00), 1 working day (until 2026-09-28).",
        ),
        (
            {
                **CLUE,
                "extensions": [
                    {"approved_at": f"2026-09-{day}T16:00:00+08:00", "mode": "add", "length": 15}
                    for day in (29, 28, 28)
                ],
            },
            "extended",
            [{"approved_at": "2026-09-28T16:00:00+08:00", "mode": "add", "length": 15}],
            "自2026年9月7日起算，开始的当日不计入。其中15个工作日系2026年9月28日16:00批准延长。",
            "It includes 15 working days by an extension approved at 2026-09-28 16:00.",
        ),
        (
            {
                **WEEK,
                "extensions": [
                    {"approved_at": "2026-09-28T16:00:00+08:00", "mode": "to_total", "length": 15},
                    {"approved_at": "2026-09-29T16:00:00+08:00", "mode": "to_total", "length": 9},
                ],
            },
            "extended",
            [{"approved_at": "2026-09-28T16:00:00+08:00", "mode": "to_total", "length": 15}],
            "经2026年9月28日16:00批准延长至15个工作日。",
            "By an extension approved at 2026-09-28 16:00 it is 15 working days in total.",
        ),
    ],
)
def test_what_made_the_date_is_said_where_it_holds(
    document: dict[str, object], key: str, said: object, zh: str, en: str, tables: Tables
) -> None:
    answer = answered(document, tables)
    assert answer[key] == said
    assert zh in prose(answer, "zh")
    assert en in prose(answer, "en")


@pytest.mark.parametrize(
    ("document", "zh", "en"),
    [
        (
            {"length": 1, "unit": "month", "started_at": "2026-08-31T09:00:00+08:00"},
            "期限为1个月，自2026年8月31日起算，开始的当日不计入。到期月没有对应日，以月末日2026年9月30日为",
            "The period is 1 month; it starts on 2026-08-31, a day that is not counted. The last month",
        ),
        (
            {"length": 3, "unit": "year", "started_at": "2022-08-20T09:00:00+08:00"},
            "到期月的对应日为2025年8月20日。",
            "The matching day of the last month is 2025-08-20.",
        ),
        (
            {"length": 3, "unit": "calendar_day", "started_at": "2026-10-01T09:00:00+08:00"},
            "期限内没有工作日，应立即办理。",
            "has no working day in it: act at once.",
        ),
        (
            {"length": 10, "unit": "calendar_day", "started_at": "2026-11-11T09:00:00+08:00"},
            "应不迟于2026年11月20日（此前最后一个工作日）办完。",
            "finish by 2026-11-20, the last working day before it.",
        ),
    ],
)
def test_the_words_fit_the_period(document: dict[str, object], zh: str, en: str, tables: Tables) -> None:
    answer = answered(document, tables)
    assert zh in prose(answer, "zh")
    assert en in prose(answer, "en")


@pytest.mark.parametrize(
    ("profile", "clock", "citation"),
    [
        ("samr-121", "complaint.acceptance", "令121 art.15"),
        ("samr-121", "clue.verification", "令121 art.27; 程序规定 art.18"),
        ("samr-121", "callback.window", "令121 art.26; S0-08"),
        ("samr-121", "agreement.judicial_confirmation", "人民调解法 art.33; 民诉法 art.205"),
        ("reward-2021", "reward.decision", "食品药品违法行为举报奖励办法 art.12(未核)"),
        ("station", "station.reply", "S3-01"),
        ("samr-20+reg2024", "complaint.acceptance", "令20 art.14; 实施条例 art.46(2)"),
    ],
)
def test_an_article_is_cited_with_the_law_it_stands_in(
    profile: str, clock: str, citation: str, tables: Tables
) -> None:
    document = {"profile": profile, "clock": clock, "started_at": WEEK["started_at"]}
    assert answered(document, tables)["citation"] == citation
