"""How the events of the clue and of extensions change a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain import evolve_clocks
from redress.domain.case import Case, ClueLink, ExtensionRequest, Stage
from redress.domain.events import Recorded
from redress.domain.proceedings import TESTS_KEPT, ClueTest
from redress.domain.standing import handled


def _clue_referred(case: Case, event: e.ClueReferred, at: Recorded) -> Case:
    link = ClueLink(case_id=event.clue_case_id, case_number=event.clue_case_number)
    return handled(replace(case, clues=(*case.clues, link)), at.person)


def _clue_decided(case: Case, event: e.ClueDecided, at: Recorded) -> Case:
    return handled(replace(case, clue_outcome=event.outcome, stage=Stage.CONCLUDED), at.person)


def _extension_requested(case: Case, event: e.ExtensionRequested, at: Recorded) -> Case:
    request = ExtensionRequest(clock=event.clock, person=at.person, at=at.at)
    return replace(case, extension_requests=(*case.extension_requests, request))


def _extension_rejected(case: Case, event: e.ExtensionRejected, at: Recorded) -> Case:
    return evolve_clocks.request_closed(case, event.clock)


def _extension_lapsed(case: Case, event: e.ExtensionLapsed, at: Recorded) -> Case:
    return evolve_clocks.request_closed(case, event.clock)


def _test_started(case: Case, event: e.ClueTestStarted, at: Recorded) -> Case:
    test = ClueTest(number=event.test, cause=event.cause, started_on=event.started_on)
    tests = (*case.proceedings.tests, test)[-TESTS_KEPT:]
    return handled(replace(case, proceedings=replace(case.proceedings, tests=tests)), at.person)


def _test_ended(case: Case, event: e.ClueTestEnded, at: Recorded) -> Case:
    tests = tuple(
        replace(one, ended_on=event.received_on) if one.number == event.test else one
        for one in case.proceedings.tests
    )
    return handled(replace(case, proceedings=replace(case.proceedings, tests=tests)), at.person)


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.ClueReferred: _clue_referred,
    e.ClueDecided: _clue_decided,
    e.ClueTestStarted: _test_started,
    e.ClueTestEnded: _test_ended,
    e.ExtensionRequested: _extension_requested,
    e.ExtensionRejected: _extension_rejected,
    e.ExtensionLapsed: _extension_lapsed,
}
