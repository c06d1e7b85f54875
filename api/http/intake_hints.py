"""What is worth knowing while a complaint is being typed: earlier cases, twins, known traders, odd numbers.

It informs and refuses nothing. What is asked is never kept; which cases came up is recorded with them.
"""

import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pydantic import ValidationError

from api.http.filing import FILING
from api.http.one_case import VIEW
from api.http.opening import opened
from api.http.problems import Problem, refused_as
from api.http.services import Services
from redress.domain.abuse_signs import DAYS, MONTHS
from redress.domain.actors import Actor
from redress.domain.counting import CHINA
from redress.domain.credit_code import fault_of_code
from redress.domain.facts import Channel, Filing, Respondent
from redress.domain.identity_number import fault_of_number
from redress.domain.intake_check import missing
from redress.domain.permissions import may
from redress.domain.same_dispute import same_dispute
from redress.domain.telephone import shape_of_phone
from redress.domain.wording import plain, same_words
from redress.persistence.blind_index import CONSUMER, TRADER, Entry
from redress.persistence.earlier_cases import (
    Earlier,
    Sighting,
    Sought,
    newest_of,
    note_sightings,
    sightings,
    twins,
)
from redress.persistence.pool import Connection, acting_as

PURPOSE: Final = "intake"
COPIED: Final = (
    "name", "shop_name", "uscc", "address", "platform", "platform_address", "legal_representative",
    "contact_person", "phone",
)  # fmt: skip
"""What a known trader's data consist of."""

RESIDENT: Final = ("", "身份证", "居民身份证", "公民身份证", "id card", "resident identity card")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """What a typed number looks like: `what` is `phone`, `uscc` or `id_number`, `looks` a word of the domain.
    """

    party: str
    what: str
    looks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTrader:
    """What the newest case knows of a typed respondent; `place` counts from 0. `new`: fields still empty."""

    place: int
    source: Earlier
    trader: Respondent
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    numbers: tuple[Numbered, ...]
    seen: tuple[Sighting, ...]
    same_dispute: tuple[Earlier, ...]
    traders: tuple[KnownTrader, ...]
    missing: tuple[str, ...]


def readable(value: dict[str, Any]) -> Filing:
    """As much of a half-typed filing as can be read: what is unusable is left out."""
    value = {"channel": Channel.PHONE.value, **value}
    while True:
        try:
            return FILING.read(json.dumps(value).encode())
        except Problem as found:
            # The last one first, for what is taken out of a list moves what comes after it.
            if sum(_without(value, error.field) for error in reversed(found.errors)) == 0:
                return Filing(channel=Channel.PHONE)
            value.setdefault("channel", Channel.PHONE.value)


async def hints_for(services: Services, actor: Actor, filing: Filing) -> Hints:
    """The hints for a filing that is being typed; raises `forbidden`, `too_many_requests`."""
    if not may(actor.roles, "file"):
        raise refused_as("forbidden")
    services.limits.lookups.check(actor.person)
    services.limits.lookups.count(actor.person)
    now = datetime.now(UTC)
    async with acting_as(services.pool, actor) as connection:
        seen = await sightings(connection, _sought(services, filing, now), _day_began(now))
        same = await _same_dispute(services, connection, actor, filing)
        traders = [one async for one in _known_traders(services, connection, actor, filing)]
        shown = [case.case_id for one in seen for case in one.cases]
        await note_sightings(connection, shown, actor.person, PURPOSE)
    return Hints(
        numbers=tuple(_numbers(filing)),
        seen=seen,
        same_dispute=same,
        traders=tuple(traders),
        missing=tuple(missing(filing)),
    )


def _day_began(now: datetime) -> datetime:
    return now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)


def _sought(services: Services, filing: Filing, now: datetime) -> Iterator[Sought]:
    """Of each complainant the telephone and the number of the papers, of each respondent who it is."""
    year, month = now - timedelta(days=365 * MONTHS // 12), now - timedelta(days=DAYS)
    for n, complainant in enumerate(filing.complainants, 1):
        entries = services.blind_index.of_consumer(complainant)
        for what in ("phone", "id_number"):
            if own := _of(entries, (f"consumer.{what}",)):
                yield Sought(about=f"complainant-{n}.{what}", entries=own, since=year)
    for n, respondent in enumerate(filing.respondents, 1):
        if own := _of(services.blind_index.of_trader(respondent), TRADER):
            yield Sought(about=f"respondent-{n}.trader", entries=own, since=month)


def _of(entries: Iterable[Entry], fields: tuple[str, ...]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.field in fields)


async def _same_dispute(
    services: Services, connection: Connection, actor: Actor, filing: Filing
) -> tuple[Earlier, ...]:
    """Cases of the same consumer and trader whose purchase agrees too (令121 art.14, 16(2))."""
    entries = services.blind_index.of_filing(filing)
    consumers, traders = _of(entries, CONSUMER), _of(entries, TRADER)
    if not (consumers and traders):
        return ()
    found = []
    for earlier, view in await twins(connection, consumers, traders):
        other = await _opened(services, connection, actor, earlier, view)
        if other is not None and same_dispute(filing, other):
            found.append(earlier)
    return tuple(found)


async def _known_traders(
    services: Services, connection: Connection, actor: Actor, filing: Filing
) -> AsyncIterator[KnownTrader]:
    for place, respondent in enumerate(filing.respondents):
        empty = tuple(name for name in COPIED if not plain(getattr(respondent, name)))
        entries = services.blind_index.of_trader(respondent)
        named = _of(entries, TRADER[:1]) or _of(entries, TRADER[1:])
        if not (empty and named):
            continue
        newest = await newest_of(connection, named)
        other = await _opened(services, connection, actor, *newest) if newest else None
        known = next((one for one in other.respondents if _is(one, respondent)), None) if other else None
        new = tuple(name for name in empty if known and plain(getattr(known, name)))
        if newest and known and new:
            yield KnownTrader(place=place, source=newest[0], trader=known, new=new)


def _is(known: Respondent, typed: Respondent) -> bool:
    """The same code, or without one a name of the same words."""
    codes = same_words(plain(known.uscc)), same_words(plain(typed.uscc))
    if all(codes):
        return codes[0] == codes[1]
    names = {same_words(plain(name)) for name in (typed.name, typed.shop_name)} - {""}
    return bool(names & {same_words(plain(name)) for name in (known.name, known.shop_name)})


async def _opened(
    services: Services, connection: Connection, actor: Actor, earlier: Earlier, view: str
) -> Filing | None:
    """The filing of an earlier case; an audited opening. None where its view has another version's shape."""
    try:
        filing = VIEW.validate_json(view).filing
    except ValidationError:
        return None
    return await opened(services.vault, connection, earlier.case_id, filing, actor, PURPOSE)


def _numbers(filing: Filing) -> Iterator[Numbered]:
    for n, complainant in enumerate(filing.complainants, 1):
        yield from _phone(f"complainant-{n}", plain(complainant.phone))
        number, kind = plain(complainant.id_number), plain(complainant.id_type).casefold()
        if number and kind in RESIDENT and (wrong := fault_of_number(number)):
            yield Numbered(party=f"complainant-{n}", what="id_number", looks=wrong.value)
    for n, respondent in enumerate(filing.respondents, 1):
        if code := plain(respondent.uscc):
            fault = fault_of_code(code)
            looks = fault.value if fault else "well_formed"
            yield Numbered(party=f"respondent-{n}", what="uscc", looks=looks)
        yield from _phone(f"respondent-{n}", plain(respondent.phone))


def _phone(party: str, typed: str) -> Iterator[Numbered]:
    if shape := shape_of_phone(typed):
        yield Numbered(party=party, what="phone", looks=shape.value)


_STEP: Final = re.compile(r"[^.\[\]]+")


def _without(value: Any, path: str) -> bool:
    """Takes the place of an error out of decoded JSON; whether there was anything."""
    steps = _STEP.findall(path)
    for length in range(len(steps), 0, -1):
        holder = value
        try:
            for step in steps[: length - 1]:
                holder = holder[int(step)] if isinstance(holder, list) else holder[step]
            last = steps[length - 1]
            del holder[int(last) if isinstance(holder, list) else last]
        except (KeyError, IndexError, ValueError, TypeError):
            continue
        return True
    return False
