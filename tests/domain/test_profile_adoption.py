"""A running case takes another version of its profile: what keeps its law, what goes on under the new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.adoption import adopt, tables_after
from redress.domain.case import Case, Clock, ClockState
from redress.domain.clocks import due_of, governing
from redress.domain.context import Context
from redress.domain.counting import Period, Unit
from redress.domain.deciding import decide
from redress.domain.opening import fold, open_complaint
from redress.domain.passing import next_moment, pass_time
from redress.domain.profile import Profile, version_of
from redress.domain.refusals import Refusal
from redress.domain.tables import Tables, load_tables
from redress.domain.views import view_of
from tests.domain.scenario import CALLED_BACK, INTAKE, OFFICE, OFFICER, ONE_AGAINST_ONE, moment

ACCEPTANCE, MEDIATION = "complaint.acceptance", "complaint.mediation"
OLD = load_tables(date(2025, 11, 4)).for_case(["samr-121"], 2026)
REASON = "profile:samr-121@7"


def changed(revision: int, days: int, *, migrate: bool, key: str = ACCEPTANCE, **other: object) -> Profile:
    """samr-121 as that load brings it: another number of working days for one clock."""
    (shipped,) = OLD.profiles
    clocks = tuple(
        replace(rule, sources=(Period(days, Unit.WORKING_DAY),)) if rule.key == key else rule
        for rule in shipped.clocks
    )
    profile = replace(shipped, clocks=clocks, migrate_running=migrate)
    return replace(version_of(profile, revision), **other)  # type: ignore[arg-type]


def filed(when: str, tables: Tables = OLD) -> Case:
    ctx = Context(actor=INTAKE, now=moment(when), tables=tables, command_id="filing")
    opened = open_complaint(
        CALLED_BACK, "QH-2026-000001-7", OFFICE, tables.profiles[0].id, ONE_AGAINST_ONE, ctx
    )
    assert not isinstance(opened, Refusal)
    return fold(opened)


def does(case: Case, when: str, command: c.AnyCommand, tables: Tables) -> Case:
    decided = decide(case, command, Context(actor=OFFICER, now=moment(when), tables=tables))
    assert not isinstance(decided, Refusal), decided
    return fold(decided, case)


def taken(case: Case, when: str, *loaded: Profile, old: Tables = OLD) -> tuple[Case, Tables, list[e.Event]]:
    tables = tables_after(case, old, old.calendar, loaded)
    recorded = adopt(case, old, tables, moment(when), REASON)
    return fold(recorded, case), tables, [entry.event for entry in recorded]


def the(case: Case, key: str = ACCEPTANCE) -> Clock:
    found = case.clock(key)
    assert found is not None
    return found


def due_on(case: Case, tables: Tables, key: str = ACCEPTANCE) -> str:
    return str(due_of(the(case, key), tables).due_on)


def test_a_running_clock_keeps_the_version_it_started_under() -> None:
    """Rules 2.1 (b)."""
    case, tables, events = taken(filed("2026-08-17 09:00"), "2026-08-18 09:00", changed(7, 3, migrate=False))
    assert due_on(case, tables) == "2026-08-26"
    assert the(case).profile == case.profile == "samr-121"
    (adopted,) = events
    assert isinstance(adopted, e.TablesAdopted)
    assert (adopted.reason, adopted.taken_over, adopted.profile) == (REASON, (), None)


def test_a_clock_that_starts_later_takes_the_new_version() -> None:
    new = changed(7, 20, migrate=False, key=MEDIATION)
    case, tables, _ = taken(filed("2026-08-17 09:00"), "2026-08-18 09:00", new)
    case = does(case, "2026-08-19 09:00", c.Accept(), tables)
    assert the(case, MEDIATION).profile == "samr-121@7"
    assert due_on(case, tables, MEDIATION) == "2026-09-16"
    (acceptance, mediation) = [
        one for one in view_of(case, tables, moment("2026-08-19 10:00")).clocks
        if one.key in (ACCEPTANCE, MEDIATION)
    ]  # fmt: skip
    assert (acceptance.profile, mediation.profile) == ("samr-121", "samr-121@7"), "both stand in one case"


def test_with_migrate_running_the_clock_moves_and_says_why() -> None:
    before = filed("2026-08-17 09:00")
    case, tables, events = taken(before, "2026-08-18 09:00", changed(7, 3, migrate=True))
    assert due_on(case, tables) == "2026-08-20"
    adopted, moved = events
    assert isinstance(adopted, e.TablesAdopted)
    assert adopted.taken_over == (
        e.TakenOver(clock=ACCEPTANCE, profile_before="samr-121", profile_after="samr-121@7"),
    )
    assert adopted.profile == case.profile == "samr-121@7"
    assert isinstance(moved, e.ClockMoved)
    assert (str(moved.due_on_before), str(moved.due_on_after)) == ("2026-08-26", "2026-08-20")
    assert next_moment(case, tables) == moment("2026-08-18 00:00"), "two working days before the new date"


def test_what_is_overdue_under_the_new_version_is_breached_at_once() -> None:
    case, tables, _ = taken(filed("2026-08-17 09:00"), "2026-08-24 09:00", changed(7, 3, migrate=True))
    case, passed = pass_time(case, moment("2026-08-24 09:00"), tables)
    assert [entry.event.type for entry in passed].count("clock_breached") == 1
    assert the(case).breached


def test_a_breach_that_the_new_version_undoes_is_lifted_and_no_level_is_fired_twice() -> None:
    case, _ = pass_time(filed("2026-08-17 09:00"), moment("2026-08-27 09:00"), OLD)
    assert the(case).breached
    fired = the(case).fired
    case, tables, events = taken(case, "2026-08-27 09:00", changed(7, 15, migrate=True))
    assert isinstance(events[1], e.ClockMoved)
    assert events[1].no_longer == ("breached",)
    assert the(case).fired == fired != ()
    (shown,) = view_of(case, tables, moment("2026-08-27 09:00")).clocks
    assert shown.state is ClockState.RUNNING
    case, passed = pass_time(case, moment("2026-10-20 09:00"), tables)
    again = [entry.event.level for entry in passed if isinstance(entry.event, e.Escalated)]
    assert not frozenset(again) & frozenset(fired)


def test_a_clock_whose_key_the_new_version_does_not_know_keeps_its_law() -> None:
    (shipped,) = OLD.profiles
    without = tuple(rule for rule in shipped.clocks if rule.key != ACCEPTANCE)
    new = changed(7, 5, migrate=True, clocks=without)
    case, tables, _ = taken(filed("2026-08-17 09:00"), "2026-08-18 09:00", new)
    assert the(case).profile == "samr-121"
    assert due_on(case, tables) == "2026-08-26"


def test_two_loads_that_come_in_one_message_are_taken_in_their_order() -> None:
    first, second = changed(7, 3, migrate=True), changed(9, 4, migrate=False)
    case, tables, _ = taken(filed("2026-08-17 09:00"), "2026-08-18 09:00", second, first)
    assert the(case).profile == "samr-121@7", "the running clock moved with the load that says so"
    assert governing("samr-121", moment("2026-08-18 09:00"), tables).id == "samr-121@9"


def test_an_older_version_takes_nothing_back() -> None:
    nine = changed(9, 4, migrate=False)
    tables = replace(OLD, profiles=(nine,))
    case = filed("2026-08-17 09:00", tables)
    case, _, _ = taken(case, "2026-08-18 09:00", changed(7, 3, migrate=True), old=tables)
    assert the(case).profile == "samr-121@9"


def test_the_law_that_follows_ends_the_one_without_an_end() -> None:
    new = changed(8, 9, migrate=False, id="samr-130@8", valid_from=date(2026, 9, 1))
    _, tables, _ = taken(filed("2026-08-17 09:00"), "2026-08-18 09:00", new)
    days = ("2026-08-31 23:59", "2026-09-01 00:00")
    assert [governing("samr-121", moment(day), tables).id for day in days] == ["samr-121", "samr-130@8"]


@pytest.mark.parametrize(("migrate", "profile"), [(True, "samr-130@8"), (False, "samr-121")])
def test_a_following_law_takes_running_clocks_over_only_when_it_says_so(migrate: bool, profile: str) -> None:
    new = changed(8, 9, migrate=migrate, id="samr-130@8", valid_from=date(2026, 8, 18))
    case, _, _ = taken(filed("2026-08-17 09:00"), "2026-08-18 09:00", new)
    assert the(case).profile == profile


def test_an_earlier_law_takes_nothing_over() -> None:
    new = changed(8, 9, migrate=True, id="samr-20@8", valid_from=date(2020, 1, 1), valid_to=date(2024, 6, 30))
    case, _, _ = taken(filed("2026-08-17 09:00"), "2026-08-18 09:00", new)
    assert the(case).profile == "samr-121"


def test_another_regime_stays_out_of_the_case() -> None:
    case = filed("2026-08-17 09:00")
    other = changed(8, 9, migrate=True, id="station@8", regime="station")
    assert tables_after(case, OLD, OLD.calendar, (other,)) == OLD
    assert taken(case, "2026-08-18 09:00", other)[2] == []


def test_a_version_that_nothing_refers_to_leaves_with_the_next_load() -> None:
    case, tables, _ = taken(filed("2026-08-17 09:00"), "2026-08-18 09:00", changed(7, 3, migrate=False))
    case, tables, _ = taken(case, "2026-08-19 09:00", changed(9, 4, migrate=False), old=tables)
    assert [one.id for one in tables.profiles] == ["samr-121", "samr-121@9"]
    case, tables, _ = taken(case, "2026-08-20 09:00", changed(11, 4, migrate=True), old=tables)
    assert the(case).profile == "samr-121@11"
    case, tables, _ = taken(case, "2026-08-21 09:00", changed(12, 4, migrate=False), old=tables)
    assert [one.id for one in tables.profiles] == ["samr-121@11", "samr-121@12"]


def test_a_regime_beside_the_law_takes_its_new_version_too() -> None:
    promise = changed(0, 2, migrate=False, id="promise-12315", regime="promise")
    tables = replace(OLD, profiles=(*OLD.profiles, promise))
    case = replace(filed("2026-08-17 09:00", tables), beside=("promise-12315",))
    for revision in (7, 9):
        loaded = changed(revision, 3, migrate=False, id=f"promise-12315@{revision}", regime="promise")
        case, tables, _ = taken(case, "2026-08-18 09:00", loaded, old=tables)
    assert [one.id for one in tables.profiles] == ["samr-121", "promise-12315", "promise-12315@9"]
    assert governing("promise-12315", moment("2026-08-19 09:00"), tables).id == "promise-12315@9"


def test_a_name_means_its_newest_version_and_a_version_itself() -> None:
    seven = changed(7, 3, migrate=False)
    tables = replace(OLD, profiles=(*OLD.profiles, seven))
    assert [tables.newest(name) for name in ("samr-121", "samr-121@7", "samr-9")] == [seven, seven, None]
    assert tables.current == (seven,)
    assert tables.needed_from("samr-121", date(2026, 8, 17)) == ("samr-121", "samr-121@7")


def test_a_field_that_is_left_out_changes_no_hash() -> None:
    (shipped,) = OLD.profiles
    assert replace(OLD, profiles=(replace(shipped, migrate_running=False),)).hash == OLD.hash
    assert replace(OLD, profiles=(replace(shipped, migrate_running=True),)).hash != OLD.hash
