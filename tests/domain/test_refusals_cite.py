"""Whoever is refused by a rule is told the article (or the source rule) that it rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redress.domain.case import Stage
from redress.domain.context import Context
from redress.domain.deciding import decide
from redress.domain.refusals import Kind, Refusal
from redress.domain.stages import ALLOWED, ARTICLES
from tests.domain.every_command import SAMPLES
from tests.domain.scenario import CALLER, HEAD, OFFICER, filed, moment, tables


def test_every_command_rests_on_something() -> None:
    assert ARTICLES.keys() == {name for table in ALLOWED.values() for name in table}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_refusal_by_rule_names_its_article(name: str, stage: Stage) -> None:
    actor = replace(OFFICER, roles=(*OFFICER.roles, *HEAD.roles, *CALLER.roles))
    ctx = Context(actor=actor, now=moment("2026-08-18 09:00"), tables=tables())
    decided = decide(replace(filed().case, stage=stage), SAMPLES[name], ctx)
    if isinstance(decided, Refusal) and decided.kind is Kind.RULE:
        assert decided.citation
