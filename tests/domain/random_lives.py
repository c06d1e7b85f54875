"""A case that people, and people who may not, treat as they like: one random step after another.

What a step may be is here; how a command is made up is in `random_commands.py`, the way to the archive in
`ways_home.py`. No test lives here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import SYSTEM, Actor, Role
from redress.domain.adoption import adopt, tables_after
from redress.domain.calendar import add_working_days
from redress.domain.case import Case
from redress.domain.commands.verification import Relation
from redress.domain.context import EDITION, Context
from redress.domain.counting import CHINA
from redress.domain.deciding import decide
from redress.domain.events import Findings
from redress.domain.facts import Filing
from redress.domain.offices import OfficeFact
from redress.domain.opening import fold, open_clue, open_complaint, open_report, refused_filing
from redress.domain.passing import next_moment, pass_time
from redress.domain.profile import Profile, version_of
from redress.domain.refusals import RULES as REFUSALS
from redress.domain.refusals import Refusal
from redress.domain.stages import ALLOWED
from redress.domain.tables import Tables, load_tables
from redress.domain.ties import Tie, tied
from tests.domain.gambits import DEEPER, gambits, side_work
from tests.domain.random_commands import KINDS, PEOPLE, World, built, command_of
from tests.domain.scenario import (
    CALLED_BACK,
    EAST,
    EVERY_ROLE,
    INTAKE,
    NOT_CALLED_BACK,
    OFFICE,
    OFFICES,
    ONE_AGAINST_ONE,
    PROVINCE,
    TEXT,
    YUNSHAN,
    moment,
)
from tests.domain.ways_home import straight_on

Way = tuple[tuple[Actor, c.AnyCommand], ...]
"""Who gives which command, one after the other."""

OWN, BESIDE = ("samr-121", "samr-121", "training-12315"), ("orders-given", "promise-12315", "training-12315")
ELSEWHERE = "018f0000-0000-7000-a000-00000000000"
EVERY_OFFICE = (*OFFICES, OfficeFact(path=DEEPER, kind="bureau"))
OFFICES_ABOUT = (OFFICE, EAST, YUNSHAN, f"{YUNSHAN}.north", PROVINCE, "jiangzhou.nanshan", "elsewhere")


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The shipped tables with the training profile beside the law's; a tenth of the cases is called back."""
    profiles = {*OWN, *BESIDE}
    shipped = load_tables(date(2025, 11, 4)).for_case(profiles, 2026)
    return replace(
        shipped,
        profiles=tuple(
            replace(one, callback_policy="sample", callback_sample_percent=10) if one.id == OWN[0] else one
            for one in shipped.profiles
        ),
    )


@dataclass
class Tally:
    """What many lives met: commands that were accepted, rules that refused."""

    lives: int = 0
    steps: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)


@dataclass
class Life:
    """One case on its way: the case, the moment, its tables, all that was recorded."""

    case: Case
    now: datetime
    tables: Tables
    recorded: tuple[e.Recorded, ...]
    edition: int = EDITION
    tally: Tally = field(default_factory=Tally)

    @property
    def world(self) -> World:
        return World(self.case, self.tables, self.now)

    def context(self, actor: Actor) -> Context:
        n = self.case.version
        return Context(
            actor=actor,
            now=self.now,
            tables=self.tables,
            command_id=f"command-{n}",
            new_id=f"018f0000-0000-7000-9000-{n:012x}",
            edition=self.edition,
            offices=EVERY_OFFICE,
        )

    def would(self, actor: Actor, command: c.AnyCommand) -> tuple[e.Recorded, ...] | Refusal:
        """What a command would do; nothing changes."""
        return decide(self.case, command, self.context(actor))

    def give(self, actor: Actor, command: c.AnyCommand) -> Refusal | None:
        """Gives a command: the case changes, or a known rule refuses and says on what it rests."""
        decided = self.would(actor, command)
        if isinstance(decided, Refusal):
            assert decided.code in REFUSALS
            assert decided.kind
            assert decided.title_zh
            self.tally.refused[decided.code] += 1
            return decided
        assert decided, f"{command.type} was accepted and left nothing"
        self.tally.accepted[command.type] += 1
        self.record(decided)
        return None

    def record(self, entries: tuple[e.Recorded, ...]) -> None:
        """What has happened: events numbered on from the last one, none of them earlier."""
        version, last = self.case.version, self.recorded[-1].at
        assert [one.seq for one in entries] == list(range(version + 1, version + 1 + len(entries)))
        assert all(last <= one.at for one in entries)
        self.case = fold(entries, self.case)
        assert self.case.version == version + len(entries)
        self.recorded += entries
        self.tally.stages[self.case.stage] += 1

    def wake(self) -> None:
        """The timer rings: nothing of the past is left to do then."""
        case, passed = pass_time(self.case, self.now, self.tables)
        if passed:
            self.record(passed)
        assert self.case == case
        following = next_moment(self.case, self.tables)
        assert following is None or following > self.now

    def person(self, chance: Random) -> Actor:
        """Mostly somebody of the case's office; sometimes of another, sometimes without the right role."""
        sent = self.case.passing.open_dispatch
        offices = [self.case.office] * 12 + [sent.to if sent else PROVINCE] * 3
        office = chance.choice((*offices, *OFFICES_ABOUT))
        roles = EVERY_ROLE if chance.random() < 0.85 else (chance.choice(EVERY_ROLE),)
        if chance.random() < 0.08:
            return SYSTEM
        return Actor("张三" if chance.random() < 0.003 else chance.choice(PEOPLE), office, roles)

    def anything(self, chance: Random) -> Way:
        """Anybody gives any command with any content."""
        name = chance.choice(sorted(KINDS))
        return ((self.person(chance), command_of(chance, name, self.world)),)

    def what_the_stage_allows(self, chance: Random) -> Way:
        names = [name for name, stages in ALLOWED[self.case.matter].items() if self.case.stage in stages]
        if not names:
            return self.anything(chance)
        person = SYSTEM if (name := chance.choice(sorted(names))) == "record_delivery" else None
        return ((person or self.person(chance), command_of(chance, name, self.world)),)

    def the_case_goes_on(self, chance: Random) -> Way:
        """What somebody who knows the work would do next, one of several ways."""
        actor = Actor(chance.choice(PEOPLE), self.case.office, EVERY_ROLE)
        ways = gambits(self.world) if chance.random() < 0.8 else side_work(self.world)
        return tuple((who or actor, command) for who, command in chance.choice(ways))

    def drawn(self, chance: Random) -> Way:
        """Commands that somebody gives next, one after the other."""
        drawing = chance.choices(
            (self.the_case_goes_on, self.what_the_stage_allows, self.anything), (12, 12, 4)
        )
        return drawing[0](chance)

    def commands_are_given(self, chance: Random) -> None:
        for actor, command in self.drawn(chance):
            self.give(actor, command)

    def the_straight_way(self, chance: Random) -> None:
        """Some commands of somebody who wants the case done."""
        straight_on(self, chance.randint(1, 9))

    def time_goes_by(self, chance: Random) -> None:
        days = chance.choice((0.05, 0.3, 1, 1, 3, 8, 25))
        self.now += timedelta(days=days)
        if chance.random() < 0.7:
            self.wake()

    def the_timer_rings(self, chance: Random) -> None:
        following = next_moment(self.case, self.tables)
        if following is not None and following - self.now < timedelta(days=400):
            self.now = max(following, self.now)
            self.wake()

    def something_is_heard(self, chance: Random) -> None:
        """What comes from outside and not from a person: a check, a number, another case, a bad signal."""
        match chance.choice(("check", "number", "tie", "signal")):
            case "check" if self.case.filing.respondents or self.case.filing.complainants:
                findings = built(chance, Findings, self.world, often=0.7)
                self.happen(e.IntakeChecked(findings=findings))
            case "number" if any(one.standing == "issued" for one in self.case.documents):
                number = next(one.number for one in self.case.documents if one.standing == "issued")
                self.happen(e.DocumentNumbered(number=number, reference="青市监受〔2026〕1号"))
            case "tie":
                tie = Tie(
                    case_id=f"{ELSEWHERE}{chance.randrange(9)}",
                    case_number="QH-2026-000009-1",
                    relation=chance.choice(list(Relation)),
                    received_at=self.now - timedelta(days=1),
                    new_facts=chance.random() < 0.5,
                )
                if told := tied(self.case, tie, self.now, self.tables):
                    self.record(told)
            case "signal":
                self.happen(e.SignalRefused(code="unreadable", citation=None))

    def happen(self, event: e.Event) -> None:
        self.record((e.of_itself(self.case.version + 1, event, self.now),))

    def tables_are_adopted(self, chance: Random) -> None:
        """A notice gives days off that are still to come, or another version of a profile takes over."""
        calendar = self.tables.calendar
        loaded: tuple[Profile, ...] = ()
        if chance.random() < 0.6:
            today = self.now.astimezone(CHINA).date()
            off = {add_working_days(calendar, today, n) for n in (1, chance.randint(2, 9))}
            calendar = replace(calendar, version="CN@later", off=tuple(sorted({*calendar.off, *off})))
        else:
            newest = self.tables.newest(self.case.profile) or self.tables.profiles[0]
            later = version_of(newest, newest.revision + 1)
            loaded = (replace(later, migrate_running=chance.random() < 0.7),)
        after = tables_after(self.case, self.tables, calendar, loaded)
        adopted = adopt(self.case, self.tables, after, self.now, "notice:later")
        self.tables = after
        if adopted:
            self.record(adopted)

    def step(self, chance: Random) -> None:
        """One random step."""
        chance.choices(STEPS, WEIGHTS)[0](self, chance)
        self.tally.steps += 1


STEPS: tuple[Callable[[Life, Random], None], ...] = (
    Life.commands_are_given,
    Life.the_straight_way,
    Life.time_goes_by,
    Life.the_timer_rings,
    Life.something_is_heard,
    Life.tables_are_adopted,
)
WEIGHTS = (28, 1, 4, 2, 2, 1)
"""What a life is made of; commands and time above all."""


def dice(seed: int) -> Random:
    """The chances of a seed: the same life again."""
    return Random(seed)  # noqa: S311 - nothing here is secret


def born(chance: Random, tally: Tally | None = None) -> Life:
    """A case at its first moment: a complaint of any content, a report or a clue, under one law or more."""
    now = moment("2026-08-17 09:00") + timedelta(hours=chance.randrange(24 * 120))
    edition = chance.choice((EDITION,) * 8 + tuple(range(1, EDITION + 1)))
    ctx = Context(actor=INTAKE, now=now, tables=tables(), command_id="filing", edition=edition)
    world = World(Case(profile=OWN[0]), tables(), now)
    own = chance.choice(OWN)
    beside = tuple(one for one in BESIDE if one != own and chance.random() < 0.5)
    case_id = chance.choice((CALLED_BACK, NOT_CALLED_BACK))
    ids = (case_id, "QH-2026-000001-7", chance.choice((OFFICE, OFFICE, EAST, YUNSHAN)), own)
    tally = tally or Tally()
    opened: tuple[e.Recorded, ...] | Refusal | None = None
    match chance.choice(("complaint",) * 7 + ("plain", "report", "clue")):
        case "clue":
            opened = open_clue(*ids, ELSEWHERE + "9", TEXT, ctx, now - timedelta(days=chance.randrange(3)))
        case "report":
            opened = open_report(*ids, ONE_AGAINST_ONE, ctx, informant="code-1")
        case "complaint":
            opened = _filed(chance, ids, ctx, world, beside, tally)
    if opened is None or isinstance(opened, Refusal):
        opened = open_complaint(*ids, ONE_AGAINST_ONE, ctx, beside)
    assert not isinstance(opened, Refusal)
    tally.lives += 1
    return Life(fold(opened), now, tables(), opened, edition, tally)


def _filed(
    chance: Random,
    ids: tuple[str, str, str, str],
    ctx: Context,
    world: World,
    beside: tuple[str, ...],
    tally: Tally,
) -> tuple[e.Recorded, ...] | Refusal:
    """A filing of any content. What the edge would not take is not opened."""
    filing: Filing = built(chance, Filing, world, often=chance.choice((0.2, 0.6, 0.9)))
    filing = replace(filing, facts=filing.facts or TEXT if chance.random() < 0.9 else filing.facts)
    actor = ctx.actor if chance.random() < 0.95 else Actor("p-auditor", OFFICE, (Role.AUDITOR,))
    refusal = refused_filing(filing, replace(ctx, actor=actor))
    opened = refusal or open_complaint(*ids, filing, ctx, beside)
    if isinstance(opened, Refusal):
        tally.refused[opened.code] += 1
    return opened
