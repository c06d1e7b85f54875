"""A form as its page draws it: each input with its label, what was typed, what it offers, what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from api.console.forms import Field, Group, Kind, Part, Typed, count_of, input_name, is_tick
from api.console.visitor import FormData
from api.console.words import Words
from api.http.problems import FieldError, Problem

NEEDED: Final = frozenset({"Filing.facts", "ReportFiling.facts"})
"""What a rule asks for although the dataclass lets it be absent."""

NOT_NEEDED: Final = frozenset({"AddEvidence.name"})
"""What the page finds itself where it was left empty."""

Options = Mapping[str, tuple[tuple[str, str], ...]]
"""What is offered, by the name of a field (`party`) or of an input (`complainants.0.party`)."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input. `id` is unique on the page; `options` are value and words.

    `required`: the form cannot do without it. What only a group needs, once it is begun, is not.
    """

    id: str
    name: str
    label: str
    kind: str
    required: bool
    value: str
    values: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    hint: str
    error: str
    said: bool = False

    @property
    def opened(self) -> bool:
        """Whether it must be seen: something other than the preset was typed, or is wrong."""
        return self.said or bool(self.error)


@dataclass(frozen=True, slots=True)
class Fieldset:
    """Inputs under one heading; `number` counts those of a repeated group from 1. `more` are those seldom
    needed, folded away until one of them says something. `added`: the block that was asked for just now.
    """

    name: str
    legend: str
    number: int
    many: bool
    parts: "tuple[Input | Fieldset, ...]"
    more: "tuple[Input | Fieldset, ...]" = ()
    added: bool = False

    @property
    def opened(self) -> bool:
        return any(each.opened for each in inputs_of(self.parts + self.more))

    @property
    def more_opened(self) -> bool:
        return any(each.opened for each in inputs_of(self.more))


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line of the summary of errors; `id` is empty where no input is to blame."""

    id: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form is drawn from. `at_least`: how many of a repeated group are shown. `rare`: the fields of a
    group that are folded away. `added`: the group of which there is one more now.
    """

    words: Words
    form: FormData
    prefix: str
    preset: Mapping[str, str] = field(default_factory=dict)
    options: Options = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    at_least: Mapping[str, int] = field(default_factory=dict)
    rare: Mapping[str, frozenset[str]] = field(default_factory=dict)
    added: str = ""


def bound(parts: tuple[Part, ...], draft: Draft, name: str = "") -> tuple[Input | Fieldset, ...]:
    """The inputs of a form in the order of its fields."""
    return tuple(each for part in parts for each in _bound(part, draft, name))


def inputs_of(parts: tuple[Input | Fieldset, ...]) -> Iterator[Input]:
    """Every input, those of groups included."""
    for part in parts:
        if isinstance(part, Input):
            yield part
        else:
            yield from inputs_of(part.parts + part.more)


def input_id(prefix: str, name: str) -> str:
    return f"{prefix}-{name.replace('.', '-')}"


def errors_of(found: Problem, said: Typed, words: Words) -> dict[str, str]:
    """The words for each input that a problem finds wrong; those of no input under the empty name."""
    return {said.input_of(error.field): message(error, words) for error in found.errors}


def message(error: FieldError, words: Words) -> str:
    """What is wrong, as a form says it."""
    return words.known(f"wrong.{error.code}") or words.either(error.zh, error.en)


def summary(parts: tuple[Input | Fieldset, ...], errors: Mapping[str, str]) -> tuple[Wrong, ...]:
    """The errors in the order of the form, then those that no input is to blame for."""
    blamed = tuple(Wrong(each.id, each.label, each.error) for each in inputs_of(parts) if each.error)
    names = {each.name for each in inputs_of(parts)}
    return blamed + tuple(Wrong("", name, text) for name, text in errors.items() if name not in names)


def label(words: Words, owner: str, name: str) -> str:
    """What a field is called; a dataclass may call it otherwise than the others do."""
    return words.known(f"field.{owner}.{name}", f"field.{name}") or name


def value_words(words: Words, group: str, value: str) -> str:
    """What a closed value is called."""
    return words.known(f"value.{group}.{value}", f"value.Channel.{value}", f"value.Method.{value}") or value


def _bound(part: Part, draft: Draft, above: str) -> Iterator[Input | Fieldset]:
    name = above + input_name(part.name)
    if isinstance(part, Field):
        yield _input(part, draft, name)
    elif not part.many:
        yield _fieldset(part, draft, name, 0)
    else:
        shown = max(count_of(draft.form, name), draft.at_least.get(name, 0))
        for n in range(shown):
            yield _fieldset(part, draft, f"{name}.{n}", n + 1)


def _fieldset(group: Group, draft: Draft, name: str, number: int) -> Fieldset:
    legend = label(draft.words, group.owner, group.name)
    rare = draft.rare.get(group.name, frozenset())
    often = tuple(part for part in group.parts if part.name not in rare)
    seldom = tuple(part for part in group.parts if part.name in rare)
    return Fieldset(
        name=group.name,
        legend=legend,
        number=number,
        many=group.many,
        parts=bound(often, draft, f"{name}."),
        more=bound(seldom, draft, f"{name}."),
        added=draft.added == group.name and number == draft.at_least.get(group.name),
    )


def _input(one: Field, draft: Draft, name: str) -> Input:
    words = draft.words
    kind = "tick" if is_tick(one) else one.kind.value
    offered = draft.options.get(name, draft.options.get(one.name))
    if one.kind is Kind.YES_NO:
        options: tuple[tuple[str, str], ...] = (("yes", words("yes")), ("no", words("no")))
    elif offered is not None:
        options = offered
    else:
        options = tuple((value, value_words(words, one.group, value)) for value in one.values)
    return Input(
        id=input_id(draft.prefix, name),
        name=name,
        label=label(words, one.owner, one.name),
        kind=kind,
        required=_is_needed(one, name),
        value=_shown(one, draft, name),
        values=tuple(draft.form.every(name)),
        options=options,
        hint=words.known(f"hint.{one.owner}.{one.name}", f"hint.{one.name}") or "",
        error=draft.errors.get(name, ""),
        said=any(value not in ("", one.default) for value in draft.form.every(name)),
    )


def _is_needed(one: Field, name: str) -> bool:
    whole = f"{one.owner}.{one.name}"
    return whole in NEEDED or (one.required and "." not in name and whole not in NOT_NEEDED)


def _shown(one: Field, draft: Draft, name: str) -> str:
    """What was typed; on a page that was not sent yet, what is preset."""
    if draft.form:
        return draft.form.one(name)
    return draft.preset.get(name, one.default)
