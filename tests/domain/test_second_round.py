"""The second round of a case (二次办理): a dissatisfied complainant, somebody else, once (S0-27)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from redress.domain import commands as c
from redress.domain.actors import Actor
from redress.domain.case import Stage
from redress.domain.commands import Outcome, ReopenGround
from redress.domain.context import Context
from redress.domain.deciding import decide
from redress.domain.facts import Filing
from redress.domain.opening import fold, open_complaint
from redress.domain.refusals import Refusal
from redress.domain.tables import Tables, load_tables
from redress.domain.view import CaseView
from redress.domain.views import view_of
from tests.domain.scenario import (
    AGREEMENT,
    CALLED_BACK,
    CALLER,
    FEEDBACK,
    INTAKE,
    MEDIATOR,
    OFFICE,
    OFFICER,
    ONE_AGAINST_ONE,
    OTHER_OFFICER,
    SUPERVISOR,
    consent,
    moment,
)
from tests.domain.test_after_result import AGAIN, DISSATISFIED


def training() -> Tables:
    return load_tables(date(2025, 11, 4)).for_case(["training-12315"], 2026)


class Walk:
    """A case of the training deck, told by the domain alone."""

    def __init__(self) -> None:
        self.now = moment("2026-08-17 09:00")
        ctx = Context(actor=INTAKE, now=self.now, tables=training(), command_id="filing")
        filing: Filing = ONE_AGAINST_ONE
        opened = open_complaint(CALLED_BACK, "QH-2026-000001-7", OFFICE, "training-12315", filing, ctx)
        assert not isinstance(opened, Refusal)
        self.case = fold(opened)

    def gives(self, actor: Actor, command: c.AnyCommand) -> str | None:
        decided = decide(self.case, command, Context(actor=actor, now=self.now, tables=training()))
        if isinstance(decided, Refusal):
            return decided.code
        self.case = fold(decided, self.case)
        return None

    def goes(self, *steps: tuple[Actor, c.AnyCommand]) -> None:
        for actor, command in steps:
            assert self.gives(actor, command) is None, command.type

    def round(self, officer: Actor, day: str, later: str) -> None:
        """Handled by `officer` and agreed on a day, called back and disliked some days later."""
        self.now = moment(day)
        self.goes(
            (SUPERVISOR, c.Assign(handler=officer.person)),
            (officer, c.Accept()),
            (MEDIATOR, consent("complainant")),
            (MEDIATOR, consent("respondent")),
            (MEDIATOR, AGREEMENT),
            (officer, c.Conclude(outcome=Outcome.AGREED)),
            (officer, FEEDBACK),
        )
        self.now = moment(later)
        self.goes((CALLER, DISSATISFIED))

    @property
    def view(self) -> CaseView:
        return view_of(self.case, training(), self.now)


def test_in_the_training_deck_dissatisfaction_leads_to_a_second_round_by_another_and_no_third() -> None:
    walk = Walk()
    walk.round(OFFICER, "2026-08-17 10:00", "2026-08-21 10:00")
    assert "second_round" in walk.view.open_items
    assert walk.view.after.reopen_grounds == (ReopenGround.DISSATISFIED,)
    walk.goes((SUPERVISOR, AGAIN))
    assert (walk.case.stage, walk.case.handler, walk.case.after.round) == (Stage.CHECKING, None, 2)
    assert walk.gives(SUPERVISOR, c.Assign(handler=OFFICER.person)) == "second_round_by_another"
    assert walk.gives(OFFICER, c.Accept()) == "second_round_by_another"
    walk.round(OTHER_OFFICER, "2026-08-24 10:00", "2026-08-28 10:00")
    assert walk.case.callback is not None, "called back a second time"
    assert "second_round" not in walk.view.open_items
    assert walk.gives(SUPERVISOR, AGAIN) == "second_round_used"
    walk.goes((OTHER_OFFICER, c.Close()))
    assert walk.gives(SUPERVISOR, AGAIN) == "second_round_used"


def test_nobody_goes_a_second_round_who_was_not_dissatisfied() -> None:
    walk = Walk()
    walk.round(OFFICER, "2026-08-17 10:00", "2026-08-21 10:00")
    walk.case = replace(walk.case, after=replace(walk.case.after, dissatisfied=False))
    assert walk.gives(SUPERVISOR, AGAIN) == "not_dissatisfied"
