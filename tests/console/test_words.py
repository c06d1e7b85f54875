"""Both languages say everything: every key of the pages, every command, event, field, value and refusal."""

import re
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
from babel.messages.pofile import read_po

from api.console import filing, inquiries, reporting
from api.console.bound import label
from api.console.forms import Field, Group, Part, parts_of
from api.console.intake_form import IntakeForm
from api.console.steps import COMMANDS, GROUPS
from api.console.telling import UNSAID
from api.console.words import CATALOGUES, LANGUAGES, Words, words_in
from api.http.rehearsal import FastForward
from redress.domain.actors import Role
from redress.domain.case import ClockState, Stage
from redress.domain.events import Event, Matter
from redress.domain.facts import Filing
from redress.domain.inquiry import Inquiry
from redress.domain.report_facts import ReportFiling

CONSOLE = Path(__file__).parents[2] / "api" / "console"
FOLDERS = sorted(CONSOLE.glob("translations/*/LC_MESSAGES"))


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    return words_in(request.param)


def _keys(folder: Path) -> dict[str, str]:
    keys: dict[str, str] = {}
    for path in folder.glob("*.po"):
        with path.open("rb") as source:
            keys |= {str(each.id): str(each.string) for each in read_po(source) if each.id}
    return keys


def _leaves(parts: tuple[Part, ...]) -> list[Field]:
    return [
        leaf for part in parts for leaf in (_leaves(part.parts) if isinstance(part, Group) else [part])
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parts[-2])
def test_the_catalogues_say_each_key_once_and_all_are_read(folder: Path) -> None:
    assert sorted(path.stem for path in folder.glob("*.po")) == sorted(CATALOGUES)
    texts = [path.read_text("utf-8") for path in folder.glob("*.po")]
    keys = [key for text in texts for key in re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_the_catalogues_have_the_same_keys_with_the_same_places() -> None:
    chinese, english = (_keys(folder) for folder in reversed(FOLDERS))
    assert chinese.keys() == english.keys()
    for key, text in chinese.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[key])), key


def test_every_key_of_the_templates_is_known(words: Words) -> None:
    for path in CONSOLE.glob("templates/*.html"):
        for key in re.findall(r'\bt\("([^"]+)"(?:\)|,)', path.read_text("utf-8")):
            assert words.known(key) is not None, f"{path.name}: {key}"


def test_every_command_has_a_name_and_a_heading(words: Words) -> None:
    headed = [name for _, group in GROUPS for name in group]
    assert sorted(headed) == sorted(COMMANDS)
    for name in COMMANDS:
        assert words.known(f"command.{name}"), name
    for name, _ in GROUPS:
        assert words.known(f"group.{name}"), name


FORMS: list[type[Any]] = [*COMMANDS.values(), Filing, ReportFiling, Inquiry, FastForward]


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
def test_every_field_and_choice_of_a_form_is_in_words(words: Words, kind: type[Any]) -> None:
    for leaf in _leaves(parts_of(kind)):
        assert words.known(f"field.{leaf.owner}.{leaf.name}", f"field.{leaf.name}"), leaf
        for value in leaf.values:
            assert words.known(f"value.{leaf.group}.{value}", f"value.Method.{value}"), (leaf, value)


def test_every_event_is_told_with_fields_that_it_has(words: Words) -> None:
    for kind in get_args(Event):
        event_type = next(field.default for field in fields(kind) if field.name == "type")
        pattern = words.known(f"event.{event_type}")
        assert pattern, event_type
        names = {field.name for field in fields(kind)}
        assert set(re.findall(r"\{(\w+)\}", pattern)) <= names | {"step"}, event_type
        for each in names - UNSAID:
            assert label(words, kind.__name__, each) != each, (event_type, each)


def test_stages_states_roles_matters_and_sections_are_in_words(words: Words) -> None:
    keys = [f"stage.{each.value}" for each in Stage]
    keys += [f"clock.state.{each.value}" for each in ClockState]
    keys += [f"role.{each.value}" for each in Role if each is not Role.SYSTEM]
    keys += [f"matter.{each.value}" for each in Matter]
    for form in (filing.FORM, reporting.FORM, inquiries.FORM):
        named = ("title", "intro", "submit", *(name for name, _ in form.sections))
        keys += [f"{form.words}.{name}" for name in named]
    assert [key for key in keys if words.known(key) is None] == []


@pytest.mark.parametrize("form", [filing.FORM, reporting.FORM, inquiries.FORM], ids=lambda form: form.words)
def test_a_form_of_intake_asks_for_every_field_once(form: IntakeForm) -> None:
    asked = [name for _, names in form.sections for name in names]
    assert sorted(asked) == sorted(field.name for field in fields(form.kind))
