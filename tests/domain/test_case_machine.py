"""Any command at any moment: `decide` never fails, what it records folds back, and no case is ever stuck."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pydantic import TypeAdapter

from redress.contracts.recorded import batch_of, ledger_row
from redress.domain.actors import Actor, Role
from redress.domain.case import Case, Stage
from redress.domain.clocks import due_of, rule_of, state_of
from redress.domain.opening import fold
from redress.domain.passing import next_moment, pass_time
from redress.domain.permissions import MAY
from redress.domain.refusals import RULES as REFUSALS
from redress.domain.view import CaseView
from redress.domain.views import view_of
from tests.domain.every_command import SAMPLES
from tests.domain.random_commands import KINDS
from tests.domain.random_lives import Life, Tally, born, dice
from tests.domain.scenario import EVERY_ROLE
from tests.domain.ways_home import at_rest, home

FEW, MANY, STEPS = 150, 2_000, 20
LIMIT = 256 * 1024
CASE, VIEW = TypeAdapter(Case), TypeAdapter(CaseView)

STRANGERS = (
    Actor("p-other", "elsewhere", EVERY_ROLE),
    Actor("p-auditor", "jiangzhou.qinghe", (Role.AUDITOR,)),
)
seeds = st.integers(0, 2**48)


class AnyCase(RuleBasedStateMachine):
    """One case that people, and people who may not, treat as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.life: Life
        self.looked_at = 0

    @initialize(seed=seeds)
    def opens(self, seed: int) -> None:
        self.life = born(dice(seed))

    @rule(seed=seeds)
    def one_step(self, seed: int) -> None:
        self.life.step(dice(seed))

    @rule(seed=seeds)
    def another_step(self, seed: int) -> None:
        self.life.step(dice(seed))

    @rule(seed=seeds)
    def the_case_goes_on(self, seed: int) -> None:
        for actor, command in self.life.the_case_goes_on(dice(seed)):
            self.life.give(actor, command)

    @rule(actor=st.sampled_from(STRANGERS), name=st.sampled_from(sorted(SAMPLES)))
    def a_stranger_tries(self, actor: Actor, name: str) -> None:
        case = self.life.case
        refused = self.life.give(actor, SAMPLES[name])
        assert refused is not None
        assert refused.code in ("other_office", "forbidden")
        assert self.life.case is case

    @invariant()
    def every_version_stands_up(self) -> None:
        if self.life.case.version != self.looked_at:
            self.looked_at = self.life.case.version
            stands_up(self.life)

    def teardown(self) -> None:
        if hasattr(self, "life"):
            ends_well(self.life)


def stands_up(life: Life) -> None:
    """Whatever was recorded: each clock has a rule and a date, and the case can be shown and recorded."""
    case, tables = life.case, life.tables
    assert case.version == len(life.recorded)
    live = [clock.clock for clock in case.clocks if clock.live]
    assert len(live) == len(set(live))
    for clock in case.clocks:
        due = due_of(clock, tables)
        assert due.problem is None
        assert due.refused_suspensions == ()
        assert state_of(clock, due, rule_of(clock, tables), life.now)
        assert len(clock.fired) == len(set(clock.fired))
        if rule_of(clock, tables).legal:  # an office's promise may be kept before its days begin
            assert clock.ended_at is None or clock.ended_at >= clock.started_at
        if clock.suspensions or clock.extensions:
            turned = replace(clock, suspensions=clock.suspensions[::-1], extensions=clock.extensions[::-1])
            assert due_of(turned, tables) == due
    if case.stage is Stage.ARCHIVED:
        assert at_rest(life)
    last = life.recorded[-1:]
    batch = batch_of(tuple(ledger_row(one) for one in last), last, case, tables)
    assert batch.summary.version == case.version


def ends_well(life: Life) -> None:
    """What was recorded folds to the case, it travels, time may pass in any steps, and it comes home."""
    assert fold(life.recorded) == life.case
    carried = CASE.dump_json(life.case)
    assert len(carried) < LIMIT
    assert CASE.validate_json(carried) == life.case
    view = view_of(life.case, life.tables, life.now, Actor("p-0", life.case.office, EVERY_ROLE))
    assert VIEW.validate_json(VIEW.dump_json(view)) == view
    _time_in_one_piece_or_in_many(life)
    home(life)
    assert at_rest(life)
    assert fold(life.recorded) == life.case


def _time_in_one_piece_or_in_many(life: Life) -> None:
    until = life.now + timedelta(days=120)
    case = life.case
    while (moment := next_moment(case, life.tables)) and moment <= until:
        case = pass_time(case, max(moment, life.now), life.tables)[0]
    assert pass_time(life.case, until, life.tables)[0] == case


def test_every_command_of_the_domain_can_be_drawn() -> None:
    assert set(KINDS) == set(MAY) - {"file"}


def lived(seed: int, tally: Tally) -> None:
    """The life of a seed, each version of it looked at, brought home at the end."""
    chance = dice(seed)
    life = born(chance, tally)
    looked_at = 0
    for _ in range(STEPS):
        life.step(chance)
        if life.case.version != looked_at:
            looked_at = life.case.version
            stands_up(life)
    ends_well(life)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("lives", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_thousands_of_cases_come_home_whatever_is_done_to_them(
    lives: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A failing life is named by its seed: `lived` takes it again. Thousands meet every command."""
    tally = Tally()
    for seed in range(lives):
        try:
            lived(seed, tally)
        except Exception as error:
            raise AssertionError(f"the life of seed {seed}") from error
    unseen = sorted(set(REFUSALS) - set(tally.refused))
    with capsys.disabled():
        accepted, refused = sum(tally.accepted.values()), sum(tally.refused.values())
        print(f"\n{tally.lives} cases: {accepted} commands accepted, {refused} refused")  # noqa: T201
        print(f"refusals not met: {', '.join(unseen)}")  # noqa: T201
    if lives < MANY:
        return
    assert sorted(set(KINDS) - set(tally.accepted)) == []
    assert len(tally.refused) >= 0.9 * len(REFUSALS), unseen


TestAnyCase = AnyCase.TestCase
TestAnyCase.settings = settings(
    max_examples=60,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
