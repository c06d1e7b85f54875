"""A running case takes another calendar: the winter of 2020, when on 27 January the holiday grew longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.adoption import adopt
from redress.domain.case import Case, Clock, ClockState, Stage
from redress.domain.clocks import due_of
from redress.domain.context import Context
from redress.domain.counting import Suspension
from redress.domain.deciding import decide
from redress.domain.facts import Method
from redress.domain.opening import fold, open_complaint
from redress.domain.passing import next_moment, pass_time
from redress.domain.refusals import Refusal
from redress.domain.tables import Tables, load_tables
from redress.domain.views import view_of
from tests.domain.scenario import CALLED_BACK, INTAKE, OFFICE, OFFICER, ONE_AGAINST_ONE, moment

ACCEPTANCE = "complaint.acceptance"
REASON = "notice:2020@2020-01-27"


@lru_cache(maxsize=4)
def known_on(day: str) -> Tables:
    return load_tables(date.fromisoformat(day)).for_case(["samr-20"], 2020)


OLD, NEW = known_on("2019-11-21"), known_on("2020-01-27")


def filed(when: str, tables: Tables = OLD) -> Case:
    ctx = Context(actor=INTAKE, now=moment(when), tables=tables, command_id="filing")
    opened = open_complaint(CALLED_BACK, "QH-2020-000001-7", OFFICE, "samr-20", ONE_AGAINST_ONE, ctx)
    assert not isinstance(opened, Refusal)
    return fold(opened)


def does(case: Case, when: str, command: c.AnyCommand, tables: Tables = OLD) -> Case:
    decided = decide(case, command, Context(actor=OFFICER, now=moment(when), tables=tables))
    assert not isinstance(decided, Refusal), decided
    return fold(decided, case)


def waited(case: Case, until: str, tables: Tables) -> tuple[Case, tuple[e.Recorded, ...]]:
    return pass_time(case, moment(until), tables)


def adopted(case: Case, when: str, new: Tables = NEW) -> tuple[Case, tuple[e.Event, ...]]:
    recorded = adopt(case, OLD, new, moment(when), REASON)
    return fold(recorded, case), tuple(entry.event for entry in recorded)


def moves(events: tuple[e.Event, ...]) -> dict[str, e.ClockMoved]:
    return {event.clock: event for event in events if isinstance(event, e.ClockMoved)}


def acceptance(case: Case) -> Clock:
    found = case.clock(ACCEPTANCE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("received", "before", "after"),
    [
        ("2020-01-14 09:00", None, None),  # over before the days that changed
        ("2020-01-15 09:00", None, None),
        ("2020-01-16 09:00", "2020-01-31", "2020-02-03"),
        ("2020-01-17 09:00", "2020-02-01", "2020-02-04"),
        ("2020-01-20 09:00", "2020-02-04", "2020-02-06"),
        ("2020-01-23 17:00", "2020-02-07", "2020-02-11"),
    ],
)
def test_seven_working_days_over_the_longer_holiday(
    received: str, before: str | None, after: str | None
) -> None:
    case, events = adopted(filed(received), "2020-01-28 09:00")
    assert isinstance(events[0], e.TablesAdopted)
    assert (events[0].calendar_before, events[0].calendar_after) == ("CN@2019-11-21", "CN@2020-01-27")
    assert (events[0].reason, events[0].tables_hash) == (REASON, NEW.hash)
    found = moves(events).get(ACCEPTANCE)
    dates = (found.due_on_before, found.due_on_after) if found else (None, None)
    assert dates == tuple(date.fromisoformat(day) if day else None for day in (before, after))
    assert case.version == len(events) + filed(received).version


def test_the_next_moment_is_the_new_one() -> None:
    case = filed("2020-01-20 09:00")
    assert next_moment(case, OLD) == moment("2020-02-01 00:00"), "two working days before 4 February"
    case, _ = adopted(case, "2020-01-28 09:00")
    assert next_moment(case, NEW) == moment("2020-02-04 00:00"), "two working days before 6 February"


def test_a_breach_under_the_old_notice_is_saved_and_its_ladder_not_climbed_again() -> None:
    case, before = waited(filed("2020-01-16 09:00"), "2020-02-01 10:00", OLD)
    assert acceptance(case).breached
    fired = acceptance(case).fired
    assert fired == (-2, -1, 1)
    case, events = adopted(case, "2020-02-01 10:00")
    assert moves(events)[ACCEPTANCE].no_longer == ("breached",)
    (shown,) = view_of(case, NEW, moment("2020-02-01 10:00")).clocks
    assert shown.state is ClockState.RUNNING
    assert str(shown.due_on) == "2020-02-03"
    assert acceptance(case).fired == fired, "what was escalated stays escalated"
    case, after = waited(case, "2020-02-20 09:00", NEW)
    happened = [entry.event for entry in after]
    assert [event.due_at for event in happened if isinstance(event, e.ClockBreached)] == [
        moment("2020-02-04 00:00")
    ]
    assert [event.level for event in happened if isinstance(event, e.Escalated)] == [2, 3]
    assert any(isinstance(entry.event, e.ClockBreached) for entry in before), "the first one is history"


def test_what_ended_late_under_the_old_notice_may_have_ended_in_time() -> None:
    case, _ = waited(filed("2020-01-16 09:00"), "2020-02-02 10:00", OLD)
    case = does(case, "2020-02-02 10:00", c.Refuse(ground="15-1", reason=ONE_AGAINST_ONE.facts or ""))
    told = c.RecordNotice(
        matter=c.NoticeMatter.REFUSAL,
        party="complainant",
        method=Method.PHONE,
        at=moment("2020-02-02 10:00"),
        outcome=c.NoticeOutcome.TOLD,
    )
    case = does(case, "2020-02-02 10:00", told)
    assert view_of(case, OLD, moment("2020-02-02 11:00")).clocks[0].state is ClockState.BREACHED
    case, events = adopted(case, "2020-02-05 09:00")
    assert moves(events)[ACCEPTANCE].no_longer == ("breached",)
    assert view_of(case, NEW, moment("2020-02-05 09:00")).clocks[0].state is ClockState.MET


def test_a_notice_that_comes_too_late_saves_nothing_that_is_overdue_under_it_too() -> None:
    case, _ = waited(filed("2020-01-16 09:00"), "2020-02-10 10:00", OLD)
    case, events = adopted(case, "2020-02-10 10:00")
    assert moves(events)[ACCEPTANCE].no_longer == ()
    assert acceptance(case).breached


def test_expired_sixty_days_run_again_and_so_does_their_grace() -> None:
    """The sixty days of mediation end on a holiday of one calendar and on a working day of the other."""
    tables = load_tables(date(2025, 11, 4)).for_case(["samr-121"], 2026)
    calendar = tables.calendar
    longer = replace(
        calendar, version="CN@2026-10-09", off=tuple(sorted({*calendar.off, date(2026, 10, 19)}))
    )
    ctx = Context(actor=INTAKE, now=moment("2026-08-17 09:00"), tables=tables)
    opened = open_complaint(CALLED_BACK, "QH-2026-000001-7", OFFICE, "samr-121", ONE_AGAINST_ONE, ctx)
    assert not isinstance(opened, Refusal)
    case = does(fold(opened), "2026-08-20 09:00", c.Accept(), tables)
    case, _ = pass_time(case, moment("2026-10-20 09:00"), tables)
    mediation = case.clock("complaint.mediation")
    assert mediation is not None
    assert mediation.expired
    assert str(due_of(mediation, tables).due_on) == "2026-10-19"
    recorded = adopt(case, tables, replace(tables, calendar=longer), moment("2026-10-20 09:00"), REASON)
    found = moves(tuple(entry.event for entry in recorded))["complaint.mediation"]
    assert (str(found.due_on_after), found.no_longer) == ("2026-10-20", ("expired",))


def test_a_provisional_date_becomes_final_without_moving() -> None:
    before, after = known_on("2019-11-20"), known_on("2019-11-21")
    case = filed("2019-12-20 09:00", before)
    events = [entry.event for entry in adopt(case, before, after, moment("2019-12-21 09:00"), REASON)]
    moved = moves(tuple(events))[ACCEPTANCE]
    assert not moved.provisional
    assert moved.due_on_before == moved.due_on_after == date(2019, 12, 31)


def test_nothing_happens_twice_nor_to_what_is_archived() -> None:
    case, _ = adopted(filed("2020-01-20 09:00"), "2020-01-28 09:00")
    assert adopt(case, NEW, NEW, moment("2020-01-28 09:00"), REASON) == ()
    archived = replace(case, stage=Stage.ARCHIVED)
    assert adopt(archived, OLD, NEW, moment("2020-01-28 09:00"), REASON) == ()


def test_a_clock_that_stands_still_has_no_date_to_move() -> None:
    case = filed("2020-01-20 09:00")
    pause = Suspension(moment("2020-01-21 09:00"), None, "appraisal")
    case = replace(case, clocks=tuple(_under_samr_121(clock, pause) for clock in case.clocks))
    old, new = (_with_121(tables) for tables in (OLD, NEW))
    assert due_of(case.clocks[0], old).suspended
    assert moves(tuple(one.event for one in adopt(case, old, new, moment("2020-01-28 09:00"), REASON))) == {}


def _under_samr_121(clock: Clock, pause: Suspension) -> Clock:
    """The mediation clock is the one that stands still."""
    return replace(clock, rule="complaint.mediation", profile="samr-121", suspensions=(pause,))


def _with_121(tables: Tables) -> Tables:
    return replace(load_tables().for_case(["samr-20", "samr-121"], 2020), calendar=tables.calendar)


def test_entering_the_order_of_facts_does_not_matter() -> None:
    """Accepted before or after the notice is loaded: the dates are the same."""
    first = does(filed("2020-01-20 09:00"), "2020-01-22 09:00", c.Accept())
    one, _ = adopted(first, "2020-01-28 09:00")
    other, _ = adopted(filed("2020-01-20 09:00"), "2020-01-28 09:00")
    accepted: datetime = moment("2020-01-22 09:00")
    other = does(other, "2020-01-28 10:00", c.Accept(occurred_at=accepted), NEW)
    dues = [[due_of(clock, NEW) for clock in case.clocks] for case in (one, other)]
    assert dues[0] == dues[1]
