"""The demonstration's stories hold under the rules whatever day they begin on, called back or not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from api.http.strict import StrictReader
from cli.demo.plan import Diary, Story, stories
from redress.contracts.complaint import TaggedCommand
from redress.domain.actors import Actor
from redress.domain.case import Case
from redress.domain.commands import AnyCommand
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding import decide
from redress.domain.events import IntakeChecked, Recorded
from redress.domain.facts import Filing
from redress.domain.intake_check import check
from redress.domain.opening import fold, open_complaint
from redress.domain.passing import pass_time
from redress.domain.refusals import Refusal
from redress.domain.tables import Tables, load_tables, profile_for
from redress.domain.views import clock_view, view_of
from redress.persistence.demo_offices import ACCOUNTS, QINGHE
from redress.persistence.sealing import Sink, seal

FILING: StrictReader[Filing] = StrictReader(Filing)
COMMAND: StrictReader[AnyCommand] = StrictReader(TaggedCommand, tagged=True)
SHIPPED = load_tables()
ACTORS = {one.username: Actor(f"p-{one.username}", one.office, one.roles) for one in ACCOUNTS}
STORIES = {story.name: story for story in stories()}
OPEN = frozenset(name for name, story in STORIES.items() if "outcome" not in story.ends)
CASE_ID, CLUE_ID = "00000000-0000-7000-8000-000000000000", "00000000-0000-7000-8000-000000000001"


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def tables_with(callback_policy: str) -> Tables:
    profiles = tuple(replace(one, callback_policy=callback_policy) for one in SHIPPED.profiles)
    return replace(SHIPPED, profiles=profiles)


def checked(case: Case, last: Recorded) -> Case:
    """The case after its intake check."""
    day = last.at.date()
    findings = check(case.filing, office=case.office, areas=(), received_on=day, limitation_years=3)
    return fold((replace(last, seq=last.seq + 1, event=IntakeChecked(findings=findings)),), case)


def lived(story: Story, first: date, tables: Tables) -> tuple[Case, datetime]:
    """The case after its last step; fails on the first refusal."""
    diary = Diary(first, tables.calendar, lambda username: ACTORS[username].person)
    now = datetime.combine(first, time(22, 30), CHINA)
    filing = seal(FILING.read(as_json(diary.filled(story.filing))), Sink())
    ctx = Context(actor=ACTORS[story.by], now=now, tables=tables)
    profile = profile_for(tables, "samr", first)
    assert profile
    opened = open_complaint(CASE_ID, "990121-2026-000001-0", QINGHE, profile.id, filing, ctx)
    assert not isinstance(opened, Refusal), opened
    case = checked(fold(opened), opened[-1])
    for step in story.steps:
        moment = max(diary.moment(step.on), now)
        now = moment + timedelta(seconds=20)
        case, _ = pass_time(case, now, tables)
        clocks = [clock_view(clock, tables, now) for clock in case.clocks]
        if step.when and not any(clock.key == step.when and clock.state == "running" for clock in clocks):
            continue
        command = seal(COMMAND.read(as_json(diary.filled(step.body, diary.moment(step.on)))), Sink())
        ctx = Context(actor=ACTORS[step.by], now=now, tables=tables, command_id="x", new_id=CLUE_ID)
        decided = decide(case, command, ctx)
        assert not isinstance(decided, Refusal), (step, decided)
        case = fold(decided, case)
    if story.until:
        now = max(diary.moment(story.until), now)
        case, _ = pass_time(case, now, tables)
    return case, now


@pytest.mark.parametrize("callback_policy", ["all", "none"])
@pytest.mark.parametrize("name", sorted(STORIES.keys() - OPEN))
def test_every_story_comes_to_its_end_without_a_breach(name: str, callback_policy: str) -> None:
    story, tables = STORIES[name], tables_with(callback_policy)
    for start in (date(2026, 11, 16), date(2026, 9, 18), date(2027, 2, 1)):
        for first in (start + timedelta(days=n) for n in range(7)):
            case, now = lived(story, first, tables)
            view = view_of(case, tables, now)
            assert {name: getattr(view, name) for name in story.ends} == dict(story.ends)
            assert case.closed_at is not None
            assert (case.callback is not None) == (callback_policy == "all")
            assert not [clock.clock for clock in case.clocks if clock.breached or clock.expired]


@pytest.mark.parametrize("name", sorted(OPEN))
def test_an_open_story_waits_where_it_says_and_has_missed_only_what_it_tells(name: str) -> None:
    story = STORIES[name]
    for first in (date(2026, 11, 16) + timedelta(days=n) for n in range(90)):
        case, now = lived(story, first, SHIPPED)
        view = view_of(case, SHIPPED, now)
        assert {name: getattr(view, name) for name in story.ends} == dict(story.ends)
        assert case.closed_at is None
        assert any(clock.state in ("running", "suspended", "breached") for clock in view.clocks)


def test_among_the_open_stories_one_is_due_today_one_stands_still_and_one_has_nobody() -> None:
    views, today = {}, {}
    for name in OPEN:
        case, now = lived(STORIES[name], date(2026, 11, 20), SHIPPED)
        views[name], today[name] = view_of(case, SHIPPED, now), now.date()
    clocks = [(name, clock) for name, view in views.items() for clock in view.clocks]
    running = [(name, clock) for name, clock in clocks if clock.state == "running"]
    assert {name for name, clock in running if clock.due_on == today[name]} == {"6-due-today"}
    assert {name for name, clock in clocks if clock.state == "suspended"} == {"7-at-the-institute"}
    missed = [(name, clock.key) for name, clock in clocks if clock.state == "breached"]
    assert missed == [("9-missed", "complaint.acceptance")]
    assert {name for name, view in views.items() if view.handler is None} == {"11-just-in"}
    name = "8-session-this-morning"
    assert [each.at.date() for each in views[name].sessions if each.open] == [today[name]]


def commands(name: str) -> list[dict[str, Any]]:
    return [dict(step.body) for step in STORIES[name].steps]


def of_type(name: str, kind: str) -> list[dict[str, Any]]:
    return [body for body in commands(name) if body["type"] == kind]


def test_the_food_supplement_is_the_story_told() -> None:
    name = "1-food-supplement"
    assert STORIES[name].filing["purchase"]["amount"] == 398
    assert [body["basis"] for body in of_type(name, "commission_appraisal")] == ["agreed"]
    agreement = of_type(name, "record_agreement")[0]
    assert agreement["without_admission"]
    assert "398" in agreement["terms"][0]
    assert "1194" in agreement["terms"][1]
    kinds = [body["type"] for body in commands(name)]
    assert kinds.index("conclude_appraisal") < kinds.index("refer_clue") < kinds.index("record_agreement")


def test_the_washing_machine_is_the_story_told() -> None:
    name = "2-washing-machine"
    assert STORIES[name].filing["purchase"]["amount"] == 12800
    assert [body["supports"] for body in of_type(name, "conclude_appraisal")] == ["complainant"]
    terms = of_type(name, "record_agreement")[0]["terms"]
    assert "更换" in terms[0]
    assert "延长一年" in terms[1]


def test_the_phone_is_the_story_told() -> None:
    name = "3-refurbished-phone"
    assert (STORIES[name].filing["channel"], STORIES[name].filing["purchase"]["amount"]) == ("phone", 2999)
    kinds = [body["type"] for body in commands(name)]
    assert kinds.index("request_material") < kinds.index("add_material") < kinds.index("accept")
    assert kinds.count("record_contact") == 2
    told = [body["party"] for body in of_type(name, "record_notice") if body["matter"] == "termination"]
    assert told == ["complainant", "respondent"]


def test_the_call_back_is_made_by_somebody_who_did_not_handle_the_case() -> None:
    for story in (one for name, one in STORIES.items() if name not in OPEN):
        called = {step.by for step in story.steps if step.body["type"] == "record_callback"}
        others = {step.by for step in story.steps if step.body["type"] != "record_callback"}
        assert called == {"callback"}
        assert "callback" not in others
