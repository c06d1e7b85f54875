"""Rules of the sources that hold beside the law: the training deck, a platform, a centre (S0, S1, S3)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from redress.domain import commands as c
from redress.domain.actors import Actor
from redress.domain.case import Case
from redress.domain.clocks import due_of
from redress.domain.context import Context
from redress.domain.deciding import decide
from redress.domain.facts import Channel
from redress.domain.opening import fold, open_complaint
from redress.domain.passing import pass_time
from redress.domain.refusals import Refusal
from redress.domain.tables import Tables, load_tables
from tests.domain.scenario import (
    CALLED_BACK,
    INTAKE,
    OFFICE,
    OFFICER,
    ONE_AGAINST_ONE,
    SUPERVISOR,
    TEXT,
    moment,
    told,
)

CLOSE = "training.close"
KEYED_IN = "training.record"
ONLINE = "training.acceptance_web"


@dataclass(slots=True)
class Matter:
    """A complaint under a regime of another kind; each step changes it."""

    profile: str
    channel: Channel = Channel.PHONE
    received: str = "2026-08-17 09:00"
    now: str = "2026-08-17 09:00"
    edition: int = 2
    case: Case = field(init=False)
    tables: Tables = field(init=False)

    def __post_init__(self) -> None:
        self.tables = load_tables(date(2025, 11, 4)).for_case([self.profile], 2026)
        filing = replace(ONE_AGAINST_ONE, channel=self.channel, received_at=moment(self.received))
        opened = open_complaint(CALLED_BACK, "1", OFFICE, self.profile, filing, self._context(INTAKE))
        assert not isinstance(opened, Refusal)
        assert [entry.seq for entry in opened] == list(range(1, len(opened) + 1))
        self.case = fold(opened)

    def _context(self, actor: Actor) -> Context:
        return Context(actor=actor, now=moment(self.now), tables=self.tables, edition=self.edition)

    def does(self, actor: Actor, *commands: c.AnyCommand, at: str | None = None) -> Matter:
        self.now = at or self.now
        for command in commands:
            decided = decide(self.case, command, self._context(actor))
            assert not isinstance(decided, Refusal), decided
            self.case = fold(decided, self.case)
        return self

    def refused(self, actor: Actor, command: c.AnyCommand) -> str:
        decided = decide(self.case, command, self._context(actor))
        assert isinstance(decided, Refusal)
        return decided.code

    def woken(self, at: str) -> Matter:
        self.now = at
        self.case, _ = pass_time(self.case, moment(at), self.tables)
        return self

    def due(self, key: str) -> str:
        clock = self.case.clock(key)
        assert clock is not None, key
        return str(due_of(clock, self.tables).due_on)

    def outcome(self, key: str) -> tuple[str | None, bool]:
        """How a clock ended (None: it runs), and whether it was missed."""
        clock = self.case.clock(key)
        assert clock is not None, key
        return clock.outcome, clock.breached


# S0: the training deck


def test_a_case_of_the_training_deck_runs_its_clocks() -> None:
    """S0-01, S0-06, S0-09: one working day to decide, seven to finish, counted from the acceptance."""
    matter = Matter("training-12315")
    assert matter.due("training.acceptance") == "2026-08-18"
    matter.does(OFFICER, c.Accept(), at="2026-08-18 10:00")
    assert matter.outcome("training.acceptance") == ("met", False)
    assert matter.due(CLOSE) == "2026-08-27"
    assert matter.due("training.contact_complainant") == "2026-08-19"
    late = matter.woken("2026-08-28 00:00")
    assert late.outcome(CLOSE) == (None, True)


def test_a_complex_case_is_extended_to_fifteen_working_days_in_total() -> None:
    """S0-07: to fifteen, not by fifteen; the deck names no approver, the profile the supervisor."""
    matter = Matter("training-12315").does(OFFICER, c.Accept())
    assert matter.due(CLOSE) == "2026-08-26"
    matter.does(OFFICER, c.RequestExtension(clock=CLOSE, reason=TEXT), at="2026-08-25 10:00")
    assert matter.refused(OFFICER, c.ApproveExtension(clock=CLOSE)) == "forbidden"
    matter.does(SUPERVISOR, c.ApproveExtension(clock=CLOSE))
    assert matter.due(CLOSE) == "2026-09-07"
    assert matter.refused(OFFICER, c.RequestExtension(clock=CLOSE, reason=TEXT)) == "extension_used"


@pytest.mark.parametrize(
    ("keyed_in", "missed"),
    [("2026-08-17 09:20", False), ("2026-08-18 08:59", False), ("2026-08-18 09:00", True)],
)
def test_a_call_is_keyed_in_within_a_day_of_its_end(keyed_in: str, missed: bool) -> None:
    """S0-02: the call ended on Monday at nine; the registration ends the clock, and too late is too late."""
    matter = Matter("training-12315", now=keyed_in)
    assert matter.outcome(KEYED_IN) == ("met", missed)
    assert Matter("training-12315", channel=Channel.LETTER).case.clock(KEYED_IN) is None


@pytest.mark.parametrize(
    ("submitted", "last_minute", "missed_at"),
    [
        ("2026-08-17 09:00", "2026-08-18 08:59", "2026-08-18 09:00"),
        ("2026-08-21 15:00", "2026-08-22 14:59", "2026-08-22 15:00"),
    ],
)
def test_an_online_complaint_is_decided_within_a_day_of_its_submission(
    submitted: str, last_minute: str, missed_at: str
) -> None:
    """S0-03: 24 hours, over a weekend too; one working day for every complaint holds beside it (S0-01)."""
    for channel in (Channel.WEB, Channel.APP, Channel.WECHAT, Channel.NATIONAL_PLATFORM):
        matter = Matter("training-12315", channel=channel, received=submitted, now=submitted)
        assert matter.woken(last_minute).outcome(ONLINE) == (None, False)
        assert matter.woken(missed_at).outcome(ONLINE) == (None, True)
    decided = Matter("training-12315", channel=Channel.WEB).does(OFFICER, c.Accept())
    assert decided.outcome(ONLINE) == ("met", False)
    assert Matter("training-12315").case.clock(ONLINE) is None


def test_cases_of_the_first_edition_open_as_they_did() -> None:
    for channel in (Channel.PHONE, Channel.WEB):
        first = Matter("training-12315", channel=channel, edition=1)
        assert [clock.clock for clock in first.case.clocks] == ["training.acceptance"]


@pytest.mark.parametrize(
    ("to", "clock", "due_on"),
    [
        (c.Authority.POLICE, "training.crime_transfer", "2026-08-20"),
        (c.Authority.OTHER_DEPARTMENT, "training.other_department", "2026-08-24"),
    ],
)
def test_what_is_not_ours_is_handed_over_in_time(to: c.Authority, clock: str, due_on: str) -> None:
    """S0-10, S0-11: counted from the finding, ended by the hand-over."""
    matter = Matter("training-12315").does(OFFICER, c.ProposeTransfer(to=to, reason=TEXT))
    assert matter.due(clock) == due_on
    matter.does(OFFICER, c.Transfer(to=to, authority=TEXT, reason=TEXT), at="2026-08-19 10:00")
    assert matter.outcome(clock) == ("met", False)


@pytest.mark.parametrize("ground", ["s0-2", "s0-3", "s0-4", "s0-5"])
def test_the_training_deck_refuses_on_the_grounds_that_it_names(ground: str) -> None:
    """S0-56."""
    refused = Matter("training-12315").does(OFFICER, c.Refuse(ground=ground, reason=TEXT))
    assert refused.case.refused is not None


def test_no_regime_refuses_a_dispute_because_it_is_a_civil_one() -> None:
    """S0-56, its first ground: civil disputes of consumers are what mediation is for."""
    shipped = load_tables()
    texts = [ground.text_zh for one in shipped.profiles for ground in one.refusal_grounds]
    assert len(texts) > 30
    assert [text for text in texts if "民事纠纷" in text] == []
    assert Matter("training-12315").refused(OFFICER, c.Refuse(ground="s0-1", reason=TEXT)) == "unknown_ground"


def test_what_mediation_cannot_solve_is_ended_and_concluded_under_the_training_deck() -> None:
    """S0-42."""
    matter = Matter("training-12315").does(OFFICER, c.Accept())
    unsolved = c.TerminateMediation(ground="s0-unsolved", reason=TEXT)
    assert matter.refused(OFFICER, replace(unsolved, reason=None)) == "reason_required"
    matter.does(OFFICER, unsolved)
    for party in matter.case.parties:
        matter.does(OFFICER, told(c.NoticeMatter.TERMINATION, matter.now, party))
    matter.does(OFFICER, c.Conclude(outcome=c.Outcome.FAILED))
    assert matter.outcome(CLOSE) == ("met", False)


# S1: the laws before this one


@pytest.mark.parametrize("profile_id", ["saic-62", "samr-20", "samr-20+reg2024", "samr-121"])
def test_an_appraisal_stops_mediation_under_every_law(profile_id: str) -> None:
    """S1-03."""
    profile = load_tables().profile(profile_id)
    assert profile is not None
    rule = profile.clock("complaint.mediation")
    assert rule is not None
    assert {"appraisal", "testing"} <= set(rule.suspended_by)


# S3: platforms and centres


def test_a_platform_screens_decides_and_tells_of_a_refusal_from_receipt() -> None:
    """S3-05, S3-06, S3-07: all three run from the receipt."""
    matter = Matter("platform")
    screening, decision, refusal = "platform.screening", "platform.decision", "platform.refusal_notice"
    assert (matter.due(screening), matter.due(decision), matter.due(refusal)) == (
        "2026-08-18",
        "2026-08-26",
        "2026-08-20",
    )
    accepted = Matter("platform").does(OFFICER, c.Accept())
    assert accepted.outcome(screening) == ("met", False)
    assert accepted.outcome(refusal) == ("met", False)
    assert accepted.outcome(decision) == (None, False)
    assert Matter("platform").woken("2026-08-18 09:00").outcome(screening) == (None, True)


def test_a_centre_refuses_on_three_grounds() -> None:
    """S3-22; a refusal is told like any other."""
    for ground in ("s3-1", "s3-2", "s3-3"):
        refused = Matter("centre").does(OFFICER, c.Refuse(ground=ground, reason=TEXT))
        refused.does(OFFICER, told(c.NoticeMatter.REFUSAL, "2026-08-17 09:00"))
        assert [entry for entry in refused.case.told if entry.matter is c.NoticeMatter.REFUSAL]
    assert Matter("centre").refused(OFFICER, c.Refuse(ground="16-1", reason=TEXT)) == "unknown_ground"


def test_the_inquiry_of_a_centre_runs_from_the_registration() -> None:
    """S3-09."""
    assert Matter("centre").due("centre.inquiry") == "2026-08-20"
