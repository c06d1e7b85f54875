"""A case told as a story: who does what at which moment, decided by the domain alone. No test lives here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import OFFICE_ROLES, Actor, Role, party_actor
from redress.domain.case import Case, Clock, ClockState
from redress.domain.clocks import due_of
from redress.domain.commands import AgreementForm, AgreementWhy, NoticeMatter, NoticeOutcome, Outcome
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding import decide
from redress.domain.facts import Channel, Complainant, Filing, Method, Respondent
from redress.domain.offices import OfficeFact
from redress.domain.opening import fold, open_clue, open_complaint
from redress.domain.passing import pass_time
from redress.domain.refusals import Refusal
from redress.domain.sealed import Sealed
from redress.domain.tables import Tables, load_tables
from redress.domain.view import CaseView, ClockView
from redress.domain.views import view_of

OFFICE = "jiangzhou.qinghe"
TEXT = Sealed("vault-1")
CALLED_BACK = "018f0000-0000-7000-8000-000000000005"
NOT_CALLED_BACK = "018f0000-0000-7000-8000-000000000063"
"""Case ids inside and outside the fixed tenth that is called back."""

INTAKE = Actor("p-intake", OFFICE, (Role.INTAKE,))
EVERY_ROLE = (*OFFICE_ROLES, Role.SYSTEM)
"""All that somebody of an office, or the system, may be; a party is never anything else."""

OFFICER = Actor("p-officer", OFFICE, (Role.OFFICER,))
OTHER_OFFICER = Actor("p-second-officer", OFFICE, (Role.OFFICER,))
MEDIATOR = Actor("p-mediator", OFFICE, (Role.MEDIATOR,))
SUPERVISOR = Actor("p-supervisor", OFFICE, (Role.SUPERVISOR,))
HEAD = Actor("p-head", OFFICE, (Role.BUREAU_HEAD,))
CALLER = Actor("p-caller", OFFICE, (Role.CALLBACK,))

PROVINCE = "jiangzhou"
YUNSHAN = "jiangzhou.yunshan"
EAST, WEST = f"{OFFICE}.east", f"{OFFICE}.west"
OFFICES = (
    OfficeFact(path=PROVINCE, kind="superior"),
    OfficeFact(path=OFFICE, kind="bureau"),
    OfficeFact(path=EAST, kind="branch"),
    OfficeFact(path=WEST, kind="branch"),
    OfficeFact(path=f"{OFFICE}.south", kind="branch", closed_on=date(2026, 1, 1)),
    OfficeFact(path=f"{OFFICE}.committee", kind="mediation_body"),
    OfficeFact(path=f"{OFFICE}.mall", kind="station"),
    OfficeFact(path=YUNSHAN, kind="bureau"),
    OfficeFact(path=f"{YUNSHAN}.north", kind="branch"),
    OfficeFact(path="jiangzhou.nanshan", kind="bureau"),
    OfficeFact(path="jiangzhou.old", kind="bureau", closed_on=date(2026, 1, 1)),
)
"""The office table as these stories know it."""

AT_EAST = Actor("p-east", EAST, (Role.INTAKE, Role.OFFICER))
AT_WEST = Actor("p-west", WEST, (Role.OFFICER,))
AT_YUNSHAN = Actor("p-yunshan", YUNSHAN, (Role.INTAKE, Role.OFFICER))
AT_NANSHAN = Actor("p-nanshan", "jiangzhou.nanshan", (Role.OFFICER,))
AT_PROVINCE = Actor("p-province", PROVINCE, (Role.SUPERVISOR, Role.BUREAU_HEAD))

ACCEPTANCE = "complaint.acceptance"
MEDIATION = "complaint.mediation"
TELL_COMPLAINANT = "complaint.termination_notice:complainant-1"
TELL_RESPONDENT = "complaint.termination_notice:respondent-1"
CALLBACK = "callback.window"
REOPENING = "case.reopening"
CLUE = "clue.verification"


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The shipped profile and the notices that matter to it; the office calls a tenth of its cases back."""
    shipped = load_tables(date(2025, 11, 4)).for_case(["samr-121", "orders-given", "promise-12315"], 2026)
    sampling = (
        replace(one, callback_policy="sample", callback_sample_percent=10)
        for one in sorted(shipped.profiles, key=lambda one: one.id != "samr-121")
    )
    return replace(shipped, profiles=tuple(sampling))


def moment(text: str) -> datetime:
    """`2026-08-20 09:00` in China; a day alone is its first instant."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@dataclass(frozen=True, slots=True)
class Story:
    """A case, the moment it is told at, all that was recorded, and the last refusal. Every step is a new one.
    """

    case: Case
    now: datetime
    recorded: tuple[e.Recorded, ...] = ()
    refusal: Refusal | None = None

    def at(self, when: str) -> Story:
        """The same case at a later moment; its timer has not rung yet."""
        later = moment(when)
        if later < self.now:
            raise ValueError(f"{when} lies before {self.now}")
        return replace(self, now=later, refusal=None)

    def after(self, **span: float) -> Story:
        return replace(self, now=self.now + timedelta(**span), refusal=None)

    def woken(self) -> Story:
        """The timer has rung: what the time brought is recorded."""
        case, passed = pass_time(self.case, self.now, tables())
        return replace(self, case=case, recorded=self.recorded + passed)

    def tries(self, actor: Actor, command: c.AnyCommand) -> Story:
        """Gives a command; the case changes or a rule refuses."""
        n = len(self.recorded)
        ctx = Context(
            actor=actor,
            now=self.now,
            tables=tables(),
            command_id=f"command-{n}",
            new_id=f"018f0000-0000-7000-9000-{n:012x}",
            offices=OFFICES,
        )
        decided = decide(self.case, command, ctx)
        if isinstance(decided, Refusal):
            return replace(self, refusal=decided)
        return replace(self, case=fold(decided, self.case), recorded=self.recorded + decided, refusal=None)

    def does(self, actor: Actor, *commands: c.AnyCommand) -> Story:
        """Gives commands that no rule refuses."""
        story = self
        for command in commands:
            story = story.tries(actor, command)
            assert story.refusal is None, f"{command.type}: {story.refusal}"
        return story

    def refused(self, code: str) -> Story:
        """The last command was refused by the rule of this code."""
        assert self.refusal is not None, f"not refused, expected {code}"
        assert self.refusal.code == code, self.refusal
        return self

    def clock(self, key: str) -> Clock:
        found = self.case.clock(key)
        assert found is not None, f"no clock {key} in {[clock.clock for clock in self.case.clocks]}"
        return found

    @property
    def view(self) -> CaseView:
        return view_of(self.woken().case, tables(), self.now)

    def view_for(self, actor: Actor) -> tuple[str, ...]:
        """The commands that a view offers this person now."""
        return view_of(self.woken().case, tables(), self.now, actor).allowed_commands

    def shown(self, key: str) -> ClockView:
        """The newest clock of a key as a view shows it now."""
        return [clock for clock in self.view.clocks if clock.key == key][-1]

    def state(self, key: str) -> ClockState:
        return self.shown(key).state

    def due_on(self, key: str) -> str | None:
        due_on = due_of(self.clock(key), tables()).due_on
        return due_on.isoformat() if due_on else None

    def events(self, *kinds: type) -> list[e.Event]:
        """The recorded events of these types, oldest first."""
        return [entry.event for entry in self.recorded if isinstance(entry.event, kinds)]

    def ladder(self, key: str) -> list[tuple[int, str]]:
        """Levels escalated for a clock and when each was reached."""
        return [
            (event.level, event.moment.astimezone(CHINA).isoformat(" ", "minutes")[:16])
            for event in self.events(e.Escalated)
            if isinstance(event, e.Escalated) and event.clock == key
        ]


ONE_AGAINST_ONE = Filing(
    channel=Channel.PHONE,
    facts=TEXT,
    complainants=(Complainant(name=TEXT, phone=TEXT),),
    respondents=(Respondent(name=TEXT),),
)


def filed(
    when: str = "2026-08-17 09:00",
    *,
    case_id: str = CALLED_BACK,
    filing: Filing = ONE_AGAINST_ONE,
    beside: tuple[str, ...] = (),
) -> Story:
    """A complaint registered by the intake desk; by default of one consumer about one trader."""
    now = moment(when)
    ctx = Context(actor=INTAKE, now=now, tables=tables(), command_id="filing")
    opened = open_complaint(case_id, "QH-2026-000001-7", OFFICE, "samr-121", filing, ctx, beside)
    assert not isinstance(opened, Refusal), opened
    return Story(fold(opened), now, opened)


def found_clue(when: str = "2026-08-17 09:00", *, found: str | None = None) -> Story:
    """A clue that a complaint led to, a case of its own; found when it was registered or earlier."""
    now = moment(when)
    ctx = Context(actor=OFFICER, now=now, tables=tables(), command_id="clue")
    ids = (CALLED_BACK, "QH-2026-000001-7-C1", OFFICE, "samr-121", NOT_CALLED_BACK)
    opened = open_clue(*ids, TEXT, ctx, moment(found) if found else None)
    return Story(fold(opened), now, opened)


def accepted(when: str = "2026-08-20 09:00", *, case_id: str = CALLED_BACK) -> Story:
    """Filed on Monday 17 August, accepted and told."""
    return filed(case_id=case_id).at(when).does(OFFICER, c.Accept(), told(NoticeMatter.ACCEPTANCE, when))


def mediating(when: str = "2026-08-20 09:00", *, case_id: str = CALLED_BACK) -> Story:
    """Accepted, and both parties agree to mediation."""
    return accepted(when, case_id=case_id).does(MEDIATOR, consent("complainant"), consent("respondent"))


def agreed(when: str = "2026-09-01 10:00", *, case_id: str = CALLED_BACK) -> Story:
    return mediating(case_id=case_id).at(when).does(MEDIATOR, AGREEMENT)


def terminated(when: str = "2026-09-01 10:00", *, case_id: str = CALLED_BACK) -> Story:
    """Clearly refused by the trader, and terminated; nobody has been told."""
    return accepted(case_id=case_id).at(when).does(OFFICER, consent("respondent", "no"), terminate("23-2"))


def refused(when: str = "2026-08-19 10:00", *, case_id: str = CALLED_BACK) -> Story:
    return filed(case_id=case_id).at(when).does(OFFICER, c.Refuse(ground="16-4", reason=TEXT))


def concluded(when: str = "2026-09-01 10:00", *, case_id: str = CALLED_BACK) -> Story:
    return agreed(when, case_id=case_id).does(OFFICER, c.Conclude(outcome=Outcome.AGREED))


def fed_back(when: str = "2026-09-01 10:00", *, case_id: str = CALLED_BACK) -> Story:
    return concluded(when, case_id=case_id).does(OFFICER, FEEDBACK)


def closed(when: str = "2026-09-01 10:00") -> Story:
    """Closed without a call-back, which the office's policy does not ask for in this case."""
    return fed_back(when, case_id=NOT_CALLED_BACK).does(OFFICER, c.Close())


def told(
    matter: NoticeMatter,
    when: str | datetime,
    party: str = "complainant",
    outcome: NoticeOutcome = NoticeOutcome.TOLD,
) -> c.RecordNotice:
    at = moment(when) if isinstance(when, str) else when
    return c.RecordNotice(matter=matter, party=party, method=Method.PHONE, at=at, outcome=outcome)


def consent(party: str, answer: str = "yes") -> c.RecordConsent:
    return c.RecordConsent(party=party, answer="yes" if answer == "yes" else "no")


def terminate(ground: str, occurred_at: datetime | None = None) -> c.TerminateMediation:
    """With what the sixth and the eighth ground must name."""
    basis = "16-2" if ground == "23-6" else None
    provision = TEXT if ground == "23-8" else None
    return c.TerminateMediation(
        ground=ground, reason=TEXT, occurred_at=occurred_at, basis=basis, provision=provision
    )


def kinds(events: Iterable[e.Event]) -> list[str]:
    return [event.type for event in events]


AGREEMENT = c.RecordAgreement(form=AgreementForm.RECORD_ONLY, why=AgreementWhy.REMOTE, terms=(TEXT,))
FEEDBACK = c.GiveFeedback(method=Method.PHONE, text=TEXT)
REACHED = c.RecordCallback(result="reached", satisfaction=4)


def at_own_page(story: Story, party: str) -> Actor:
    """A party of the story's case, known by its code."""
    return party_actor(story.case.case_id, party, story.case.office)
