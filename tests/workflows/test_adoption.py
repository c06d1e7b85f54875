"""The winter of 2020 on the real engine: cases filed in January under the notice of 2019-11-21 take that of
2020-01-27 while they run.

The engine's time does not go back, so the winter is replayed 28 years later, when every date falls on the
same day of the week again: 2020-01-31 and 2048-01-31 are both Fridays. Tests write the dates of 2020.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType

from api.http.virtual_time import time_of
from redress.contracts.complaint import ADOPT, Adoption
from redress.domain import commands as c
from redress.domain.calendar import Calendar
from redress.domain.case import ClockState
from redress.domain.counting import CHINA
from redress.domain.facts import Method
from redress.domain.profile import Profile
from redress.domain.tables import Tables, load_tables
from redress.persistence.pool import transaction
from tests.workflows.desk import OFFICER, Case, Desk, eventually, filing

LATER = 28
HALF_A_MINUTE = timedelta(seconds=30)
ACCEPTANCE = "complaint.acceptance"
REASON = "notice:2020@2020-01-27"


def later(day: date) -> date:
    return day.replace(year=day.year + LATER)


def at(text: str) -> datetime:
    """A moment of 2020, 28 years later."""
    moment = datetime.fromisoformat(text).replace(tzinfo=CHINA)
    return moment.replace(year=moment.year + LATER)


def in_2020(moment: datetime | str | None) -> str | None:
    """`2020-02-04 00:00` of a moment 28 years later."""
    if moment is None:
        return None
    found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    local = found.astimezone(CHINA)
    return local.replace(year=local.year - LATER).strftime("%Y-%m-%d %H:%M")


def calendar(known_on: str) -> Calendar:
    found = load_tables(date.fromisoformat(known_on)).calendar.since(2019)
    return Calendar(
        version=found.version,
        off=tuple(map(later, found.off)),
        makeup_workdays=tuple(map(later, found.makeup_workdays)),
        published=tuple(year + LATER for year in found.published),
        statutory=tuple(map(later, found.statutory)),
    )


def profile(one: Profile) -> Profile:
    return replace(
        one, valid_from=later(one.valid_from), valid_to=later(one.valid_to) if one.valid_to else None
    )


OLD, NEW = calendar("2019-11-21"), calendar("2020-01-27")
ADOPTION = Adoption(revision=1, calendar=NEW, reason=REASON)


@pytest.fixture
def winter(desk: Desk) -> Desk:
    shipped = load_tables().for_case(["samr-20"], 2020)
    return replace(desk, tables=Tables(tuple(map(profile, shipped.profiles)), OLD))


async def filed(desk: Desk, received: str) -> Case:
    """A case of that moment, at that moment: it is started now and sleeps until then."""
    case = await desk.file(filing(received_at=at(received)), at=at(received), profile="samr-20", beside=())
    await desk.until(case, "intake_checked")
    await wait_until(desk, case, received)
    return case


async def wait_until(desk: Desk, case: Case, moment: str) -> None:
    present = await time_of(desk.client, case.id.removeprefix("complaint/"))
    await desk.pass_time(case, at(moment) - present)


async def take(desk: Desk, case: Case, adoption: Adoption = ADOPTION) -> None:
    await case.signal(ADOPT, adoption)
    await desk.until(case, "tables_adopted")


async def timers(case: Case) -> list[str | None]:
    """The moments of 2020 for which timers were set, in their order, to the minute."""
    found = []
    for event in (await case.fetch_history()).events:
        if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED:
            span = event.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta()
            found.append(in_2020(event.event_time.ToDatetime(tzinfo=UTC) + span + HALF_A_MINUTE))
    return found


async def entries(case: Case, *types: str) -> list[dict[str, Any]]:
    return [row for row in await case.query("timeline", 0) if row["type"] in types]


async def due(desk: Desk, case: Case) -> tuple[str, ClockState, str | None, str | None]:
    (clock,) = [one for one in (await desk.view(case)).clocks if one.key == ACCEPTANCE]
    assert clock.due_on is not None
    return str(clock.due_on.replace(year=2020)), clock.state, in_2020(clock.due_at), clock.calendar


async def test_a_case_filed_on_20_january_has_two_days_more(winter: Desk) -> None:
    case = await filed(winter, "2020-01-20 09:00")
    assert await due(winter, case) == (
        "2020-02-04", ClockState.RUNNING, "2020-02-05 00:00", "CN@2019-11-21",
    )  # fmt: skip
    await wait_until(winter, case, "2020-01-28 09:00")
    await take(winter, case)
    assert await due(winter, case) == (
        "2020-02-06", ClockState.RUNNING, "2020-02-07 00:00", "CN@2020-01-27",
    )  # fmt: skip
    await wait_until(winter, case, "2020-02-20 09:00")
    escalated = [in_2020(row["occurred_at"]) for row in await entries(case, "escalated")]
    assert escalated == [
        "2020-02-04 00:00", "2020-02-05 00:00", "2020-02-07 00:00", "2020-02-08 00:00", "2020-02-12 00:00",
    ]  # fmt: skip
    (breach,) = await entries(case, "clock_breached")
    assert in_2020(breach["occurred_at"]) == "2020-02-07 00:00"


async def test_its_timer_is_set_anew_for_the_new_moment(winter: Desk) -> None:
    case = await filed(winter, "2020-01-20 09:00")
    await wait_until(winter, case, "2020-01-28 09:00")
    await take(winter, case)
    await wait_until(winter, case, "2020-02-04 09:00")
    assert await timers(case) == ["2020-02-01 00:00", "2020-02-04 00:00", "2020-02-05 00:00"], (
        "the first warning of the old date, then the warnings of the new one"
    )
    history = await case.fetch_history()
    cancelled = sum(e.event_type == EventType.EVENT_TYPE_TIMER_CANCELED for e in history.events)
    assert cancelled == 1


async def test_a_breach_under_the_old_notice_is_saved_and_nothing_is_escalated_twice(winter: Desk) -> None:
    case = await filed(winter, "2020-01-16 09:00")
    assert (await due(winter, case))[0] == "2020-01-31"
    await wait_until(winter, case, "2020-02-01 10:00")
    await winter.until(case, "clock_breached")
    assert (await due(winter, case))[1] is ClockState.BREACHED
    await take(winter, case)
    assert (await due(winter, case))[:2] == ("2020-02-03", ClockState.RUNNING)
    assert not (await winter.view(case)).overdue
    (moved,) = [row for row in await entries(case, "clock_moved") if ACCEPTANCE in row["body"]]
    assert '"no_longer":["breached"]' in moved["body"]
    await wait_until(winter, case, "2020-02-20 09:00")
    breaches = [in_2020(row["occurred_at"]) for row in await entries(case, "clock_breached")]
    assert breaches == ["2020-02-01 00:00", "2020-02-04 00:00"], "both are in the timeline"
    levels = [row["body"].split('"level":')[1].split(",")[0] for row in await entries(case, "escalated")]
    assert levels == ["-2", "-1", "1", "2", "3"], "each level once"


async def test_what_is_done_on_the_saved_day_is_in_time(winter: Desk) -> None:
    case = await filed(winter, "2020-01-16 09:00")
    await wait_until(winter, case, "2020-02-01 10:00")
    await winter.until(case, "clock_breached")
    await take(winter, case)
    await wait_until(winter, case, "2020-02-03 17:00")
    view = await winter.act(case, c.Accept())
    told = c.RecordNotice(
        matter=c.NoticeMatter.ACCEPTANCE,
        party="complainant",
        method=Method.PHONE,
        at=view.now,
        outcome=c.NoticeOutcome.TOLD,
    )
    view = await winter.act(case, told)
    (clock,) = [one for one in view.clocks if one.key == ACCEPTANCE]
    assert clock.state is ClockState.MET
    (sixty,) = [one for one in view.clocks if one.key == "complaint.mediation"]
    assert sixty.calendar == "CN@2020-01-27", "what starts later is counted by the new calendar"


async def test_a_case_takes_a_notice_once_and_never_an_older_one(winter: Desk) -> None:
    case = await filed(winter, "2020-01-20 09:00")
    await take(winter, case)
    version = (await winter.view(case)).version
    for again in (ADOPTION, replace(ADOPTION, calendar=OLD), replace(ADOPTION, revision=0, calendar=OLD)):
        await case.signal(ADOPT, again)
    await winter.act(case, c.AddNote(text="随后的记录"))
    assert (await winter.view(case)).version == version + 1
    await case.signal(ADOPT, replace(ADOPTION, revision=2))
    await case.signal(ADOPT, "not an adoption")
    await winter.until(case, "signal_refused")
    assert len(await entries(case, "tables_adopted")) == 1, "a later load with the same days changes nothing"


async def test_the_record_shows_the_new_date_and_the_handler_hears_of_it(winter: Desk) -> None:
    case = await filed(winter, "2020-01-20 09:00")
    await winter.act(case, c.Assign(handler=OFFICER.person))
    await take(winter, case)
    case_id = case.id.removeprefix("complaint/")

    async def recorded() -> bool:
        async with transaction(winter.pool) as connection:
            row = await connection.fetchrow(
                "SELECT due_on, live, facts->>'rule' AS rule FROM clocks WHERE case_id = $1", case_id
            )
        return row is not None and tuple(row) == (date(2048, 2, 6), True, ACCEPTANCE)

    await eventually(recorded)
    async with transaction(winter.pool) as connection:
        payload = await connection.fetchval(
            "SELECT payload FROM outbox WHERE case_id = $1 AND kind = 'clock_moved'", case_id
        )
    assert '"due_on": "2048-02-06"' in payload
    assert '"due_on_before": "2048-02-04"' in payload
    assert f'"handler": "{OFFICER.person}"' in payload


async def test_the_adopted_calendar_goes_on_with_the_case(impatient_desk: Desk) -> None:
    shipped = load_tables().for_case(["samr-20"], 2020)
    desk = replace(impatient_desk, tables=Tables(tuple(map(profile, shipped.profiles)), OLD))
    case = await filed(desk, "2020-01-20 09:00")
    await take(desk, case)
    for n in range(20):
        await desk.act(case, c.AddNote(text=f"第{n}次记录"))
    assert len(await desk.histories(case)) > 1
    assert (await due(desk, case))[0] == "2020-02-06"
    await case.signal(ADOPT, replace(ADOPTION, calendar=OLD))
    await desk.act(case, c.AddNote(text="最后的记录"))
    assert (await due(desk, case))[0] == "2020-02-06", "the next run knows what was taken"
