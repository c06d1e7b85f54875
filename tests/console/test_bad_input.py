"""What people type wrongly, in every form made from the domain: each form is taken from its own definition,
so that a new one is tried without being named here. Every error names the input it stands at.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from api.console.forms import (
    NUMBERS,
    OFFERED,
    Field,
    Group,
    Kind,
    Part,
    Typed,
    input_name,
    is_tick,
    parts_of,
    typed,
)
from api.console.steps import COMMANDS
from api.console.visitor import FormData
from api.http.json_input import TEXT_LIMIT
from api.http.problems import Problem
from api.http.rehearsal import FastForward
from api.http.strict import StrictReader
from redress.domain.facts import Filing
from redress.domain.inquiry import Inquiry
from redress.domain.report_facts import ReportFiling

FORMS: dict[str, type[Any]] = {
    **COMMANDS,
    **{kind.__name__: kind for kind in (Filing, ReportFiling, Inquiry, FastForward)},
}
TEXTS = frozenset({Kind.LINE, Kind.LONG, Kind.LINES})
FINE = {
    Kind.LINE: "好", Kind.LONG: "好", Kind.LINES: "好", Kind.DAY: "2026-11-01",
    Kind.MOMENT: "2026-11-01T09:00", Kind.AMOUNT: "1", Kind.NUMBER: "1", Kind.YES_NO: "yes", Kind.TICK: "yes",
}  # fmt: skip
WRONG = {
    Kind.DAY: "2026-02-30", Kind.MOMENT: "昨天", Kind.AMOUNT: "很多", Kind.NUMBER: "²", Kind.YES_NO: "也许",
    Kind.CHOICE: "<b>", Kind.MANY: "<b>",
}  # fmt: skip

Leaves = list[tuple[str, Field]]


def _leaves(parts: tuple[Part, ...], above: str = "") -> Iterator[tuple[str, Field]]:
    """Every input of a form with its name; of what may be repeated the first."""
    for part in parts:
        name = above + input_name(part.name)
        if isinstance(part, Group):
            yield from _leaves(part.parts, f"{name}.0." if part.many else f"{name}.")
        else:
            yield name, part


def _fine(one: Field) -> str:
    if one.values:
        return one.values[0]
    return "1" if one.name in NUMBERS else FINE.get(one.kind, "x")


def _sent(name: str, changes: dict[str, str]) -> Typed:
    """The form as it is sent, filled in well but for `changes`."""
    parts = parts_of(FORMS[name])
    pairs = [(each, changes.get(each, _fine(one))) for each, one in _leaves(parts)]
    return typed(parts, FormData(pairs))


@cache
def _reader(name: str) -> StrictReader[Any]:
    return StrictReader(FORMS[name])


def _read(name: str, said: Typed) -> Any:
    tagged = {"type": name} if name in COMMANDS else {}
    return _reader(name).read(json.dumps({**said.value, **tagged}).encode())


def _blamed(name: str, changes: dict[str, str]) -> set[str]:
    """The inputs at which errors are said; a reading without any is an empty set."""
    said = _sent(name, changes)
    try:
        _read(name, said)
    except Problem as found:
        return {said.input_of(error.field) for error in found.errors}
    return set()


def _texts(name: str) -> list[str]:
    return [each for each, one in _leaves(parts_of(FORMS[name])) if one.kind in TEXTS]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_filled_in_well_is_read(name: str) -> None:
    offered = {each for each, one in _leaves(parts_of(FORMS[name])) if one.name in OFFERED}
    alternatives = {"until", "working_days"} if name == "FastForward" else set()
    assert _blamed(name, {}) <= offered | alternatives | {""}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("bad", ["a\0b", "长" * (TEXT_LIMIT + 1)], ids=["U+0000", "too long"])
def test_an_unusable_text_is_blamed_on_its_input(name: str, bad: str) -> None:
    texts = _texts(name)
    assert set(texts) == _blamed(name, dict.fromkeys(texts, bad))


@pytest.mark.parametrize("name", FORMS)
def test_a_wrong_kind_of_answer_is_blamed_on_its_input(name: str) -> None:
    leaves = [(each, one) for each, one in _leaves(parts_of(FORMS[name])) if not is_tick(one)]
    open_choice = {each for each, one in leaves if one.kind in (Kind.CHOICE, Kind.MANY) and not one.values}
    wrong = {
        each: WRONG[one.kind] for each, one in leaves if one.kind in WRONG and each not in open_choice
    }
    assert wrong.keys() <= _blamed(name, wrong)


@pytest.mark.parametrize("name", FORMS)
def test_an_empty_form_names_what_it_needs(name: str) -> None:
    leaves: Leaves = list(_leaves(parts_of(FORMS[name])))
    needed = {each for each, one in leaves if one.required and "." not in each and not is_tick(one)}
    assert needed <= _blamed(name, {each: "" for each, _ in leaves})


@pytest.mark.parametrize("name", FORMS)
def test_no_unseen_character_gets_through_and_pasted_html_is_a_text(name: str) -> None:
    texts = _texts(name)
    said = _sent(name, dict.fromkeys(texts, "<b onclick=x>林\u202e晓\u200b梅</b>\u2066"))
    sent = json.dumps(said.value, ensure_ascii=False)
    assert not set("\u202e\u200b\u2066") & set(sent)
    assert sent.count("<b onclick=x>林晓梅</b>") == len(texts)
