"""Takes the texts out of commands and filings and puts references in their place, and back for a view.

Only the walk over values is here; encryption is in `vault.py`; the domain says which fields are texts.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from redress.domain.sealed import Sealed, fields_of

T = TypeVar("T")

REF_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Plain:
    """A text on its way into the vault; `kind` says which field held it, e.g. `complainant.phone`."""

    text: str
    kind: str

    def __repr__(self) -> str:
        return f"Plain(kind={self.kind!r})"


class Sink:
    """Collects the texts that `seal` takes out, by their new references; `Vault.seal_many` takes `texts`."""

    def __init__(self) -> None:
        self.texts: dict[str, Plain] = {}

    def put(self, plain: Plain) -> str:
        ref = secrets.token_urlsafe(REF_BYTES)
        self.texts[ref] = plain
        return ref


def seal(value: T, sink: Sink) -> T:
    """The same value with every plain string in a `Text` field replaced by `Sealed`, moved to `sink`.

    Walks nested dataclasses, tuples and optionals; what is sealed already stays.
    """

    def sealed(held: Any, kind: str) -> Any:
        return Sealed(sink.put(Plain(held, kind))) if isinstance(held, str) else held

    return _each_text(value, sealed)


def unsealed(value: T, texts: Mapping[str, str]) -> T:
    """The same value with every reference found in `texts` replaced by its text; the others stay sealed."""

    def opened(held: Any, kind: str) -> Any:
        return texts.get(held.ref, held) if isinstance(held, Sealed) else held

    return _each_text(value, opened)


def sealed_refs(value: object) -> tuple[str, ...]:
    """Every reference in a value, in order: dataclasses, tuples, decoded JSON."""
    return tuple(_refs(value))


def unsealed_json(value: Any, texts: Mapping[str, str]) -> Any:
    """`unsealed` for decoded JSON, where a reference is the object `{"ref": …}`."""
    if _is_json_ref(value):
        return texts.get(value["ref"], value)
    if isinstance(value, dict):
        return {key: unsealed_json(held, texts) for key, held in value.items()}
    if isinstance(value, list):
        return [unsealed_json(held, texts) for held in value]
    return value


def _is_json_ref(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == {"ref"} and isinstance(value["ref"], str)


def _refs(value: object) -> Iterator[str]:
    if isinstance(value, Sealed):
        yield value.ref
    elif is_dataclass(value):
        for field in fields(value):
            yield from _refs(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for held in value:
            yield from _refs(held)
    elif isinstance(value, dict):
        if _is_json_ref(value):
            yield value["ref"]
        else:
            for held in value.values():
                yield from _refs(held)


def _each_text(value: T, change: Callable[[Any, str], Any]) -> T:
    if isinstance(value, tuple):
        return type(value)(_each_text(held, change) for held in value)
    if not is_dataclass(value) or isinstance(value, type | Sealed):
        return value
    changed = {}
    for name, is_text in fields_of(type(value)):
        held = getattr(value, name)
        if is_text:
            kind = f"{type(value).__name__.lower()}.{name}"
            many = isinstance(held, tuple)
            new = tuple(change(each, kind) for each in held) if many else change(held, kind)
        else:
            new = _each_text(held, change)
        if new is not held:
            changed[name] = new
    return replace(value, **changed) if changed else value
