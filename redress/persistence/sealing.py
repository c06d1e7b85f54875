"""Takes the texts out of commands and filings and puts references in their place, and back for a view.

Only the walk over values is here; encryption is in `vault.py`; the domain says which fields are texts.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, Final, TypeVar, cast

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
    found: list[str] = []
    _collect_refs(value, found)
    return tuple(found)


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


def _collect_refs(value: Any, found: list[str]) -> None:
    kind: Any = type(value)
    if isinstance(value, Sealed):
        found.append(value.ref)
    elif names := _names_of(kind):
        for name in names:
            # Most fields of most filings are empty, and a page of a list walks many filings.
            if (held := getattr(value, name)) is not None:
                _collect_refs(held, found)
    elif isinstance(value, tuple | list):
        for held in value:
            _collect_refs(held, found)
    elif isinstance(value, dict):
        if _is_json_ref(value):
            found.append(value["ref"])
        else:
            for held in value.values():
                _collect_refs(held, found)


@cache
def _names_of(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass; none of any other type."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _each_text(value: T, change: Callable[[Any, str], Any]) -> T:
    if isinstance(value, tuple):
        many = [_each_text(held, change) for held in value]
        same = all(new is held for new, held in zip(many, value, strict=True))
        return value if same else type(value)(many)
    kind: Any = type(value)
    if not _names_of(kind) or isinstance(value, Sealed):
        return value
    changed = {}
    for name, is_text in fields_of(kind):
        held = getattr(value, name)
        if held is None:
            continue
        if is_text:
            place = f"{kind.__name__.lower()}.{name}"
            several = isinstance(held, tuple)
            new = tuple(change(each, place) for each in held) if several else change(held, place)
        else:
            new = _each_text(held, change)
        if new is not held:
            changed[name] = new
    return cast(T, replace(cast(Any, value), **changed)) if changed else value
