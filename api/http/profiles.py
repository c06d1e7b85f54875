"""`/v1/profiles`: the regulation profiles in force, what another version would move, and loading it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from api.auth.reader import Signed
from api.http.json_input import json_value, raw_body
from api.http.loading import (
    CLOCKS_AT_A_TIME,
    Answer,
    administrator,
    cursor_of,
    load,
    move,
    place_of,
    unusable,
)
from api.http.once import Once, OnceOnly
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.services import Services, ServicesNow
from redress.contracts.calendar_load import LoadStart, reason_of
from redress.domain.actors import Actor
from redress.domain.counting import CHINA
from redress.domain.problems import Problem
from redress.domain.profile import Profile, version_of
from redress.domain.profile_file import parse_profile
from redress.domain.profile_load import NEXT, load_problems, taken_over
from redress.domain.reading import Table
from redress.domain.recalculation import recounted
from redress.domain.toml_lines import line_of
from redress.persistence.loaded_regulations import add_profile, in_use, loaded_profiles
from redress.persistence.open_clocks import Place, PlacedClock, open_clocks
from redress.persistence.pool import Connection, acting_as

LONGEST_NUMBER = 2_147_483_647

router = APIRouter(prefix="/v1/profiles", tags=["profiles"])


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """A profile as it is loaded: its TOML text, and the lengths that the tenant supplies."""

    toml: str
    numbers: Mapping[str, int]


@router.get("", summary="The profiles, every version", openapi_extra=described(answer="Profiles"))
async def show_profiles(reader: Signed, services: ServicesNow) -> Json:
    """Shipped and loaded ones; `current` is false for one that has a later version."""
    async with acting_as(services.pool, reader.actor) as connection:
        await services.regulations.refresh(connection)
        files = {each.revision: each for each in await loaded_profiles(connection)}
    current = services.tables.current
    items = [
        {
            "id": each.id,
            "regime": each.regime,
            "law": each.law,
            "title_zh": each.title_zh,
            "title_en": each.title_en,
            "valid_from": each.valid_from,
            "valid_to": each.valid_to,
            "migrate_running": each.migrate_running,
            "revision": each.revision or None,
            "current": each in current,
            "toml": files[each.revision].content if each.revision else None,
            "numbers": files[each.revision].numbers if each.revision else {},
            "loaded_by": files[each.revision].loaded_by if each.revision else None,
            "loaded_at": files[each.revision].loaded_at if each.revision else None,
        }
        for each in services.tables.profiles
    ]
    return Json({"items": items})


@router.post(
    "",
    status_code=202,
    summary="Loads a version of a profile and brings it to the running cases",
    openapi_extra=described(body="ProfileFile", answer="ProfileLoaded", status=202, key=True),
)
async def load_profile(services: ServicesNow, once: OnceOnly) -> Json:
    """Checked against all that are loaded and against the running clocks; refused, nothing is half-loaded."""
    return Json(await loaded(services, once), 202)


async def loaded(services: Services, once: Once) -> Answer:
    """What the load of a request is answered, once; `job_id` is the job by which it is watched."""
    administrator(once.actor)
    given = _file(once.raw)

    async def add(connection: Connection) -> tuple[Answer, LoadStart | None]:
        await services.regulations.refresh(connection)
        profile = await _usable(services, connection, given)
        known = services.tables.newest(profile.name)
        if known is not None and version_of(profile, NEXT) == version_of(known, NEXT):
            return {"revision": known.revision or None, "profile": known.id}, _walk(known)
        revision = await add_profile(connection, profile, given.toml, given.numbers, once.actor)
        new = version_of(profile, revision)
        return {"revision": revision, "profile": new.id}, _walk(new)

    return await load(services, once, add)


def _walk(profile: Profile) -> LoadStart | None:
    if not profile.revision:
        return None
    return LoadStart(revision=profile.revision, reason=reason_of("profile", profile.id))


@router.post(
    "/dry-run",
    summary="Which cases a version of a profile would move; changes nothing",
    openapi_extra=described(body="ProfileFile", answer="ProfileDryRun"),
)
async def dry_run(
    request: Request,
    reader: Signed,
    services: ServicesNow,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Json:
    """By due day, page by page; `next_cursor` null at the end. Only a version that takes running clocks over
    moves any; what stands still has no date to move.
    """
    return Json(await tried_out(services, reader.actor, await raw_body(request), place_of(cursor)))


async def tried_out(services: Services, actor: Actor, raw: bytes, after: Place | None) -> Answer:
    """What the file of a body would move; raises `not_administrator`, `unusable_profile`."""
    administrator(actor)
    given = _file(raw)
    async with acting_as(services.pool, actor) as connection:
        await services.regulations.refresh(connection)
        profile = await _usable(services, connection, given)
        return await _effect(services, connection, profile, after)


async def _effect(
    services: Services, connection: Connection, profile: Profile, after: Place | None
) -> Answer:
    before = services.tables.newest(profile.name)
    ids = taken_over(services.tables, profile)
    effect: Answer = {
        "profile": profile.id,
        "replaces": before.id if before else None,
        "takes_over": ids,
        "looked_at": 0,
        "unknown": 0,
        "moves": [],
        "next_cursor": None,
    }
    if not ids:
        return effect
    page = await open_clocks(
        connection, services.tables, date.min, date.max, after, CLOCKS_AT_A_TIME, profiles=ids
    )
    now = datetime.now(UTC)
    moves = [_move(services, each, profile, now) for each in page.clocks]
    return effect | {
        "looked_at": len(page.clocks),
        "unknown": page.unknown,
        "moves": [each for each in moves if each is not None],
        "next_cursor": cursor_of(page.end),
    }


def _move(services: Services, placed: PlacedClock, profile: Profile, now: datetime) -> Answer | None:
    if profile.clock(placed.facts.rule) is None:
        return None
    calendar = services.regulations.now.of_office(placed.office).calendar
    found = recounted(placed.under(profile), calendar)
    return move(placed, found, now) if found else None


@router.get(
    "/{revision}/progress",
    summary="How far a load has come",
    openapi_extra=described(answer="CalendarProgress"),
)
async def show_progress(
    revision: Annotated[int, Path(ge=1, le=2_147_483_647)], reader: Signed, services: ServicesNow
) -> Json:
    """How many cases were told; a case may be told twice and takes a load once."""
    administrator(reader.actor)
    return Json(await services.engine.load_progress(revision))


async def _usable(services: Services, connection: Connection, given: ProfileFile) -> Profile:
    """The profile of a body; raises `unusable_profile` with every line, place and reason."""
    found = parse_profile(given.toml, given.numbers)
    if not isinstance(found, Profile):
        raise unusable("unusable_profile", found)
    today = datetime.now(CHINA).date()
    against = load_problems(services.tables, found, await in_use(connection), today)
    if against:
        placed = (replace(each, line=line_of(given.toml, each.place)) for each in against)
        raise unusable("unusable_profile", placed)
    return found


def _file(raw: bytes) -> ProfileFile:
    """`{toml, numbers?}`; raises `unusable_profile` naming the field, and what `json_value` says."""
    document = json_value(raw)
    problems: list[Problem] = []
    if not isinstance(document, dict):
        raise unusable("unusable_profile", (Problem("", "not_an_object"),))
    table = Table(document, "", problems)
    numbers = table.table("numbers", _numbers) or {}
    found = ProfileFile(table.text("toml"), numbers)
    table.finish()
    if problems:
        raise unusable("unusable_profile", problems)
    return found


def _numbers(table: Table) -> dict[str, int]:
    return {name: table.need(name, 1, LONGEST_NUMBER) for name in table.names}
