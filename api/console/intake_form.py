"""The forms of intake: made from a dataclass, in sections, filled in again when something was wrong.

Complaints, reports and inquiries have one each; what becomes of what was sent is said by their own rooms.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from fastapi.responses import Response

from api.console.bound import Draft, Fieldset, Input, Options, Wrong, bound, errors_of, summary
from api.console.case import SAME_KEY
from api.console.forms import Group, Part, Typed, count_of, parts_of, typed
from api.console.pages import lead_to
from api.console.signing import resume
from api.console.visitor import Visitor
from api.http.once import Once, once_of
from api.http.problems import Problem, problem, refused_as
from redress.domain.counting import CHINA
from redress.domain.permissions import may
from redress.persistence.pool import StoreUnavailable


@dataclass(frozen=True, slots=True)
class IntakeForm:
    """One form. `place` is the address of the JSON interface, `action` that of the page, `words` the name
    under which the catalogues have its title, its sections and what is said on the telephone in each
    (`new.say.who`). `adders`: what a section can have more of. `rare`: the fields of a group that are folded
    away, by the name of the group.
    """

    kind: type[Any]
    words: str
    action: str
    place: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    adders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at_least: Mapping[str, int] = field(default_factory=dict)
    seldom: str = ""
    rare: Mapping[str, frozenset[str]] = field(default_factory=dict)
    received: str = "received_at"

    @property
    def parts(self) -> tuple[Part, ...]:
        return parts_of(self.kind)

    @property
    def repeated(self) -> frozenset[str]:
        """The groups of which there may be several."""
        return frozenset(part.name for part in self.parts if isinstance(part, Group) and part.many)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A form as its page draws it."""

    form: IntakeForm
    sections: tuple[tuple[str, tuple[Input | Fieldset, ...]], ...]
    key: str
    found: Problem | None
    refusal: tuple[Wrong, ...]
    added: str

    @property
    def status(self) -> int:
        return 200 if self.found is None else self.found.status


Page = Callable[[Visitor, Drawn], Awaitable[Response]]
"""Draws the page around a form."""

Take = Callable[[Once], Awaitable[str]]
"""Does what the form asks for, once: where to go next. Raises a `Problem`."""


def may_file(visitor: Visitor) -> None:
    """Raises `forbidden` for whoever takes nothing in."""
    if not may(visitor.signed.actor.roles, "file"):
        raise refused_as("forbidden")


async def sent(
    visitor: Visitor, form: IntakeForm, take: Take, page: Page, options: Options | None = None
) -> Response:
    """On to where `take` leads; the same form sent twice leads there too. Or the form with what is wrong."""
    may_file(visitor)
    typed_in, services = visitor.form, visitor.services
    added = typed_in.one("add")
    if added in form.repeated:
        return await page(visitor, drawn(visitor, form, added=added, options=options))
    said = typed(form.parts, typed_in)
    try:
        raw = json.dumps(said.value).encode()
        once = once_of(services, visitor.signed.actor, typed_in.one("key"), form.place, raw)
        await services.busy.turn(once.scope, once.key)
        place = await take(once)
    except Problem as found:
        return await page(visitor, drawn(visitor, form, found=found, said=said, options=options))
    except StoreUnavailable:
        return resume(visitor, visitor.place, tuple(typed_in.kept()), problem("store_unavailable"), 503)
    return lead_to(place)


def drawn(
    visitor: Visitor,
    form: IntakeForm,
    *,
    found: Problem | None = None,
    said: Typed | None = None,
    added: str = "",
    options: Options | None = None,
) -> Drawn:
    """The form empty, or as it was sent with what is wrong, or with one more of what was `added`."""
    errors = errors_of(found, said, visitor.words) if found and said else {}
    typed_in = visitor.form
    at_least = dict(form.at_least)
    if added:
        at_least[added] = count_of(typed_in, added) + 1
    draft = Draft(
        words=visitor.words,
        form=typed_in,
        prefix="file",
        preset={form.received: f"{datetime.now(UTC).astimezone(CHINA):%Y-%m-%dT%H:%M}"},
        options=options or {},
        errors=errors,
        at_least=at_least,
        rare=form.rare,
        added=added,
    )
    by_name: dict[str, Part] = {part.name: part for part in form.parts}
    sections = tuple(
        (name, bound(tuple(by_name[each] for each in fields), draft)) for name, fields in form.sections
    )
    every = tuple(part for _, parts in sections for part in parts)
    same_key = found is not None and found.code in SAME_KEY
    key = typed_in.one("key") if typed_in and (same_key or found is None) else str(uuid4())
    return Drawn(form, sections, key, found, summary(every, errors), added)
