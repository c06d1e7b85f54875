"""Any command at any moment: `decide` never fails, what it records folds back, and no case is ever stuck."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pydantic import TypeAdapter

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import Actor, Role
from redress.domain.case import Case, Stage
from redress.domain.clocks import due_of, rule_of, state_of
from redress.domain.commands import NoticeMatter, Outcome
from redress.domain.events import Matter
from redress.domain.facts import Method
from redress.domain.opening import fold
from redress.domain.passing import next_moment, pass_time
from redress.domain.refusals import RULES as REFUSALS
from redress.domain.stages import ALLOWED
from tests.domain.every_command import SAMPLES
from tests.domain.scenario import (
    AGREEMENT,
    CALLED_BACK,
    EAST,
    FEEDBACK,
    NOT_CALLED_BACK,
    OFFICE,
    OFFICES,
    PROVINCE,
    REACHED,
    TEXT,
    YUNSHAN,
    Story,
    consent,
    filed,
    found_clue,
    kinds,
    tables,
    terminate,
    told,
)

CASE = TypeAdapter(Case)
PEOPLE = (
    *(Actor(f"p-{n}", OFFICE, tuple(Role)) for n in range(3)),
    Actor("p-y", YUNSHAN, tuple(Role)),
    Actor("p-east", EAST, tuple(Role)),
    Actor("p-province", PROVINCE, tuple(Role)),
)
STRANGERS = (Actor("p-other", "jiangzhou.nanshan", tuple(Role)), Actor("p-auditor", OFFICE, (Role.AUDITOR,)))
PARTIES = ("complainant", "respondent", "complainant-1", "respondent-1", "respondent-2", "")
GROUNDS = (*(f"16-{n}" for n in range(1, 8)), *(f"23-{n}" for n in range(1, 9)), "", "99-9")
CLOCKS = ("clue.verification", "complaint.mediation", "complaint.acceptance", "", "nothing")
HOURS = st.sampled_from((0, 0, 0, 0, -1, -30, -24 * 8, -24 * 70, 1, 24 * 400))
"""How far a legal moment lies from now: mostly now, sometimes back, sometimes impossible."""


def enum(kind: type[StrEnum]) -> st.SearchStrategy[StrEnum]:
    return st.sampled_from(list(kind))


@st.composite
def orders(draw: st.DrawFn, now: datetime) -> c.AnyCommand:
    """A command of any type with any content: sensible often enough to lead somewhere."""
    command = SAMPLES[draw(st.sampled_from(sorted(SAMPLES)))]
    return draw(variants(command, now + timedelta(hours=draw(HOURS))))


@st.composite
def variants(draw: st.DrawFn, command: c.AnyCommand, moment: datetime) -> c.AnyCommand:
    """The command with its fields drawn anew; `moment` is its legal moment."""
    party = st.sampled_from(PARTIES)
    fields: dict[str, object] = {}
    match command:
        case c.RecordNotice():
            fields = {"matter": draw(enum(NoticeMatter)), "party": draw(party), "at": moment}
            fields["outcome"] = draw(enum(c.NoticeOutcome))
        case c.SendNotice():
            fields = {"matter": draw(enum(NoticeMatter)), "party": draw(party)}
            fields["method"] = draw(st.sampled_from((None, *Method)))
        case c.RecordDelivery():
            fields = {"notice": draw(st.integers(1, 60)), "outcome": draw(enum(c.DeliveryOutcome))}
            fields["at"] = moment
        case c.RecordContact():
            fields = {"party": draw(party), "at": moment, "result": draw(enum(c.ContactResult))}
        case c.RecordConsent():
            fields = {"party": draw(party), "answer": draw(st.sampled_from(("yes", "yes", "yes", "no")))}
        case c.WithdrawConsent():
            fields = {"party": draw(party)}
        case c.Refuse() | c.TerminateMediation():
            fields = {
                "ground": draw(st.sampled_from(GROUNDS)),
                "reason": draw(st.sampled_from((TEXT, None, "x"))),
            }
            if isinstance(command, c.TerminateMediation):
                fields["basis"] = draw(st.sampled_from((None, "16-1", "42", "x")))
        case c.ScheduleSession():
            fields = {"at": moment + timedelta(hours=2), "form": draw(enum(c.SessionForm)), "place": TEXT}
            fields["mediator"] = draw(st.sampled_from(PEOPLE)).person
        case c.RecordCostNegotiation():
            fields = {"outcome": draw(enum(c.CostOutcome))}
        case c.RecordPartyCeased():
            fields = {"party": draw(party), "on": moment.date(), "kind": draw(enum(c.CeasedKind))}
        case c.CancelSession():
            fields = {"session": draw(st.sampled_from((None, 1, 7)))}
        case c.Recuse():
            fields = {"by": draw(st.sampled_from((*PARTIES, c.OWN_MOTION)))}
            fields["mediator"] = draw(st.sampled_from(PEOPLE)).person
        case c.DecideRecusal():
            fields = {"granted": draw(st.booleans())}
        case c.ReplaceMediator():
            fields = {"mediator": draw(st.sampled_from(PEOPLE)).person}
        case c.ReportDelegationResult():
            fields = {"result": draw(enum(c.DelegationResult)), "terms": draw(st.sampled_from(((), (TEXT,))))}
        case c.ConfirmLegality():
            fields = {"checks": tuple(draw(st.sampled_from(((), tuple(c.LegalityPoint)))))}
        case c.ApplyJudicialConfirmation():
            fields = {"applied_on": moment.date()}
        case c.StartClueTest():
            fields = {"started_on": moment.date(), "cause": draw(enum(c.ClueTestCause))}
        case c.EndClueTest():
            fields = {"received_on": moment.date()}
        case c.RecordSession():
            fields = {"outcome": draw(enum(c.SessionOutcome)), "session": draw(st.sampled_from((None, 1, 7)))}
        case c.CommissionAppraisal():
            fields = {"basis": draw(enum(c.AppraisalBasis)), "commissioned_on": moment.date()}
            fields["cost_agreement"] = c.CostAgreement(payer="shared", both_consented_at=moment)
        case c.ConcludeAppraisal():
            fields = {"received_on": moment.date(), "appraisal": draw(st.sampled_from((None, None, 1, 2)))}
        case c.RecordAgreement():
            fields = {"form": draw(enum(c.AgreementForm)), "why": draw(enum(c.AgreementWhy))}
        case c.RecordClueDecision():
            fields = {"outcome": draw(enum(c.ClueOutcome)), "decided_on": moment.date()}
        case c.RequestExtension() | c.ApproveExtension() | c.RejectExtension():
            fields = {"clock": draw(st.sampled_from(CLOCKS))}
        case c.Grade():
            fields = {"urgency": draw(enum(c.Urgency)), "key": draw(st.booleans())}
            fields["owner"] = draw(st.sampled_from((None, "p-owner")))
        case c.Classify():
            fields = {"category": draw(st.sampled_from(("quality", "other.contract", "nothing", None)))}
        case c.Supervise():
            fields = {"due_on": moment.date()}
        case c.Dispatch():
            fields = {"to": draw(st.sampled_from([office.path for office in OFFICES])), "reason": TEXT}
            fields["report_back_on"] = draw(st.sampled_from((None, moment.date())))
        case c.RaiseJurisdictionDispute():
            fields = {"with_office": draw(st.sampled_from((OFFICE, YUNSHAN)))}
        case c.SettleJurisdictionDispute():
            fields = {"competent": draw(st.sampled_from((OFFICE, YUNSHAN))), "reference": TEXT}
            fields["how"] = draw(st.sampled_from(("agreed", "designated")))
        case c.Transfer() | c.ProposeTransfer():
            fields = {"to": draw(enum(c.Authority))}
            if isinstance(command, c.Transfer):
                fields["whole"] = draw(st.booleans())
        case c.RecordTransferOutcome():
            fields = {"outcome": draw(st.sampled_from(("taken", "returned")))}
            fields["to"] = draw(st.sampled_from((None, *c.Authority)))
        case c.RequestMaterial():
            fields = {"due_on": moment.date()}
        case c.Conclude():
            fields = {"outcome": draw(enum(Outcome))}
        case c.RecordCallback():
            fields = {"result": draw(st.sampled_from(("reached", "unreachable")))}
            fields["satisfaction"] = draw(st.sampled_from((None, 1, 5)))
        case c.Reopen():
            fields = {"ground": draw(enum(c.ReopenGround))}
        case c.MarkSecrecy():
            fields = {"secrecy": draw(enum(c.Secrecy))}
    if draw(st.booleans()):
        fields["occurred_at"] = moment
    return replace(command, **fields)  # type: ignore[arg-type]


def next_steps(story: Story) -> list[tuple[c.AnyCommand, ...]]:
    """What somebody who knows the work would do next, one of several ways."""
    case, now, today = story.case, story.now, story.now.date()
    if case.matter is Matter.CLUE:
        if case.extension_requests:
            return [(SAMPLES["approve_extension"],), (SAMPLES["reject_extension"],)]
        return [(SAMPLES["request_extension"],), (SAMPLES["record_clue_decision"],), (c.Close(),)]
    if case.closed_at:
        return [(SAMPLES["reopen"],), (c.AddNote(text=TEXT),)]
    if case.conclusion:
        return [(FEEDBACK,), (REACHED,), (c.RecordCallback(result="unreachable"),), (c.Close(),)]
    if case.stage in (Stage.REGISTERED, Stage.CHECKING):
        return [(c.Accept(), told(NoticeMatter.ACCEPTANCE, now)), (SAMPLES["refuse"],), (c.Accept(),)]
    if case.agreement or case.refused or case.withdrawn_at or story.view.ground:
        matter = NoticeMatter.REFUSAL if case.refused else NoticeMatter.TERMINATION
        all_told = tuple(told(matter, now, party) for party in case.parties)
        steps: list[tuple[c.AnyCommand, ...]] = [all_told]
        steps.extend((*all_told, c.Conclude(outcome=outcome)) for outcome in Outcome)
        return steps
    session = c.ScheduleSession(at=now + timedelta(hours=1), form=c.SessionForm.REMOTE, mediator="p-0")
    out = c.CommissionAppraisal(
        basis=c.AppraisalBasis.AGREED,
        institution=TEXT,
        commissioned_on=today,
        cost_agreement=c.CostAgreement(payer="shared", both_consented_at=now),
    )
    return [
        (consent("complainant"), consent("respondent")),
        (session,),
        (c.RecordSession(outcome=c.SessionOutcome.NO_AGREEMENT),),
        (out,),
        (c.ConcludeAppraisal(received_on=today, finding=TEXT),),
        (AGREEMENT,),
        *((terminate(f"23-{n}"),) for n in range(2, 9)),
    ]


class AnyCase(RuleBasedStateMachine):
    """One case that people, and people who may not, treat as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.story: Story = filed()

    @initialize(kind=st.sampled_from(("complaint", "complaint", "complaint", "clue")), called=st.booleans())
    def opens(self, kind: str, called: bool) -> None:
        case_id = CALLED_BACK if called else NOT_CALLED_BACK
        self.story = found_clue() if kind == "clue" else filed(case_id=case_id)

    def give(self, actor: Actor, command: c.AnyCommand) -> None:
        before = self.story
        self.story = before.tries(actor, command)
        refusal = self.story.refusal
        if refusal is not None:
            assert refusal.code in REFUSALS
            assert self.story.case is before.case
        else:
            assert len(self.story.recorded) > len(before.recorded)

    @rule(data=st.data(), actor=st.sampled_from(PEOPLE))
    def anything(self, data: st.DataObject, actor: Actor) -> None:
        self.give(actor, data.draw(orders(self.story.now)))

    @rule(data=st.data(), actor=st.sampled_from(PEOPLE))
    def what_the_stage_allows(self, data: st.DataObject, actor: Actor) -> None:
        case = self.story.case
        names = sorted(name for name, stages in ALLOWED[case.matter].items() if case.stage in stages)
        if names:
            command = SAMPLES[data.draw(st.sampled_from(names))]
            self.give(actor, data.draw(variants(command, self.story.now)))

    @rule(data=st.data(), actor=st.sampled_from(PEOPLE))
    def the_case_goes_on(self, data: st.DataObject, actor: Actor) -> None:
        for command in data.draw(st.sampled_from(next_steps(self.story))):
            self.give(actor, command)

    @rule(data=st.data(), actor=st.sampled_from(PEOPLE))
    def the_case_goes_on_by_another_hand(self, data: st.DataObject, actor: Actor) -> None:
        for command in data.draw(st.sampled_from(next_steps(self.story))):
            self.give(actor, command)

    @rule(actor=st.sampled_from(STRANGERS), name=st.sampled_from(sorted(SAMPLES)))
    def a_stranger_tries(self, actor: Actor, name: str) -> None:
        refused = self.story.tries(actor, SAMPLES[name]).refusal
        assert refused is not None
        assert refused.code in ("other_office", "forbidden")

    @rule(hours=st.sampled_from((1, 5, 24, 24 * 3, 24 * 8, 24 * 25)), rings=st.booleans())
    def time_goes_by(self, hours: int, rings: bool) -> None:
        self.story = self.story.after(hours=hours)
        if rings:
            self.story = self.story.woken()

    @rule()
    def the_timer_rings_at_the_next_moment(self) -> None:
        nxt = next_moment(self.story.case, tables())
        if nxt is not None:
            self.story = replace(self.story, now=max(nxt, self.story.now)).woken()

    @invariant()
    def events_are_numbered_without_a_gap(self) -> None:
        recorded = self.story.recorded
        assert [entry.seq for entry in recorded] == list(range(1, len(recorded) + 1))
        assert self.story.case.version == len(recorded)
        assert all(a.at <= b.at for a, b in pairwise(recorded))

    @invariant()
    def an_archived_case_is_at_rest(self) -> None:
        if self.story.case.stage is Stage.ARCHIVED:
            assert not any(clock.live for clock in self.story.case.clocks)
            assert next_moment(self.story.case, tables()) is None

    @invariant()
    def a_clock_runs_once_and_its_levels_come_once(self) -> None:
        clocks = self.story.case.clocks
        live = [clock.clock for clock in clocks if clock.live]
        assert len(live) == len(set(live))
        assert all(len(clock.fired) == len(set(clock.fired)) for clock in clocks)

    @invariant()
    def due_moments_do_not_depend_on_the_order_of_facts(self) -> None:
        for clock in (one for one in self.story.case.clocks if one.suspensions or one.extensions):
            turned = replace(clock, suspensions=clock.suspensions[::-1], extensions=clock.extensions[::-1])
            assert due_of(turned, tables()) == due_of(clock, tables())

    @invariant()
    def no_clock_ends_before_it_starts_and_every_one_has_a_state(self) -> None:
        for clock in self.story.case.clocks:
            assert clock.ended_at is None or clock.ended_at >= clock.started_at
            due = due_of(clock, tables())
            assert due.problem is None
            assert due.refused_suspensions == ()
            assert state_of(clock, due, rule_of(clock, tables()), self.story.now)

    def teardown(self) -> None:
        """What was recorded folds to the case, it travels, and there is a way to the archive from here."""
        story = self.story
        assert fold(story.recorded) == story.case
        assert CASE.validate_json(CASE.dump_json(story.case)) == story.case
        later = replace(story, now=story.now + timedelta(days=400))
        stepped = story
        while (nxt := next_moment(stepped.case, tables())) and nxt <= later.now:
            stepped = replace(stepped, now=max(nxt, stepped.now)).woken()
        assert pass_time(story.case, later.now, tables())[0] == stepped.case
        home(story)


def home(story: Story) -> None:
    """Leads a case to the archive by lawful commands alone: from wherever it stands there is a way."""
    story = story.woken()
    case = story.case
    worker = Actor("p-new", case.office, tuple(Role))
    caller = Actor("p-fresh", case.office, (Role.CALLBACK,))
    if case.stage is Stage.ARCHIVED:
        return
    if case.matter is Matter.CLUE:
        if case.stage is Stage.CHECKING:
            story = story.does(worker, c.RecordClueDecision(outcome=c.ClueOutcome.NOT_OPENED))
    else:
        story = concluded(story, worker)
        if story.case.feedback_at is None:
            story = story.does(worker, FEEDBACK)
        if story.case.grading.key:
            for method in (Method.LETTER, Method.PHONE):
                story = story.does(worker, replace(FEEDBACK, method=method))
        if story.case.conclusion and story.case.conclusion.callback_due and not story.case.callback:
            opens = story.shown("callback.window").opens_on
            assert opens is not None
            at_ten = datetime.combine(opens, datetime.min.time(), story.now.tzinfo) + timedelta(hours=10)
            story = replace(story, now=max(story.now, at_ten)).does(caller, REACHED)
    if story.case.closed_at is None:
        story = story.does(worker, c.Close())
    story = replace(story, now=story.now + timedelta(days=31)).woken()
    assert story.case.stage is Stage.ARCHIVED
    assert kinds(story.events(e.Archived)) == ["archived"]


def concluded(story: Story, worker: Actor) -> Story:
    """Decides what is undecided, tells who is untold, and concludes."""
    case = story.case
    if case.conclusion:
        return story
    if case.stage in (Stage.REGISTERED, Stage.CHECKING, Stage.PASSED_ON):
        if (sent := case.passing.open_dispatch) and not sent.inside:
            story = story.does(worker, c.ReturnDispatch(reason=TEXT))
        story = story.does(worker, c.Refuse(ground="16-7", reason=TEXT))
    elif not (case.agreement or case.refused or case.withdrawn_at or story.view.ground):
        story = story.does(worker, c.Withdraw())
    for party in story.case.parties:
        matter = NoticeMatter.REFUSAL if story.case.refused else NoticeMatter.TERMINATION
        if story.view.ground:
            story = story.does(worker, replace(told(matter, story.now, party), method=Method.LETTER))
    outcomes = (story.tries(worker, c.Conclude(outcome=outcome)) for outcome in Outcome)
    return next(done for done in outcomes if done.refusal is None)


TestAnyCase = AnyCase.TestCase
TestAnyCase.settings = settings(
    max_examples=60,
    stateful_step_count=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
