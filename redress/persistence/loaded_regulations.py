"""Profiles and regional overlays that the installation has loaded, in the order of their loading, and what of
the regulations its cases use.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from redress.domain.actors import Actor
from redress.domain.counting import CHINA
from redress.domain.overlay import Overlay, parse_overlay
from redress.domain.profile import Profile, version_of
from redress.domain.profile_file import parse_profile
from redress.domain.profile_load import InUse, ProfileInUse, RuleInUse
from redress.domain.tables import UnusableTables
from redress.persistence.pool import Connection, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedProfile:
    """`profile` has the revision in its id; `content` is its file, `numbers` are the tenant's."""

    revision: int
    profile: Profile
    content: str
    numbers: Mapping[str, int]
    loaded_by: str
    loaded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedOverlay:
    """`content` is the overlay as it was given."""

    revision: int
    overlay: Overlay
    content: str
    loaded_by: str
    loaded_at: datetime


async def loaded_profiles(connection: Connection, up_to: int | None = None) -> tuple[LoadedProfile, ...]:
    """All of them, or those up to a revision; they were checked when they were loaded.

    Raises `UnusableTables`.
    """
    return tuple(map(_profile, await connection.fetch(_LOADED, "profile", up_to)))


async def loaded_overlays(connection: Connection, up_to: int | None = None) -> tuple[LoadedOverlay, ...]:
    """All of them, or those up to a revision; they were checked when they were loaded.

    Raises `UnusableTables`.
    """
    return tuple(map(_overlay, await connection.fetch(_LOADED, "overlay", up_to)))


def _profile(row: Record) -> LoadedProfile:
    numbers = json.loads(row["numbers"])
    found = parse_profile(row["content"], numbers)
    if not isinstance(found, Profile):
        raise UnusableTables(found)
    return LoadedProfile(
        revision=row["id"],
        profile=version_of(found, row["id"]),
        content=row["content"],
        numbers=numbers,
        loaded_by=row["loaded_by"],
        loaded_at=row["loaded_at"],
    )


def _overlay(row: Record) -> LoadedOverlay:
    found = parse_overlay(row["content"])
    if not isinstance(found, Overlay):
        raise UnusableTables(found)
    return LoadedOverlay(
        revision=row["id"],
        overlay=found,
        content=row["content"],
        loaded_by=row["loaded_by"],
        loaded_at=row["loaded_at"],
    )


async def add_profile(
    connection: Connection, profile: Profile, content: str, numbers: Mapping[str, int], actor: Actor
) -> int:
    """Adds a version of a profile and answers its revision; call it under `one_load_at_a_time`."""
    return await _add(connection, "profile", profile.name, content, numbers, actor)


async def add_overlay(connection: Connection, overlay: Overlay, content: str, actor: Actor) -> int:
    """Adds an overlay and answers its revision; call it under `one_load_at_a_time`."""
    return await _add(connection, "overlay", overlay.code, content, {}, actor)


async def _add(
    connection: Connection, kind: str, name: str, content: str, numbers: Mapping[str, int], actor: Actor
) -> int:
    revision: int = await connection.fetchval(
        "INSERT INTO loaded_regulations (kind, name, content, numbers, loaded_by, office) "
        "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        kind,
        name,
        content,
        json.dumps(numbers),
        actor.person,
        actor.office,
    )
    return revision


async def in_use(connection: Connection) -> InUse:
    """What the living cases of every office use of the regulations."""
    rules = await connection.fetch("SELECT profile, rule, clocks FROM rules_in_use()")
    profiles = await connection.fetch("SELECT profile, cases, first_received_at FROM profiles_in_use()")
    return InUse(
        tuple(RuleInUse(**row) for row in rules),
        tuple(
            ProfileInUse(
                row["profile"], row["cases"], row["first_received_at"].astimezone(CHINA).date()
            )
            for row in profiles
        ),
    )


_LOADED = """
SELECT id, content, numbers::text AS numbers, loaded_by, loaded_at FROM loaded_regulations
WHERE kind = $1 AND ($2::integer IS NULL OR id <= $2) ORDER BY id
"""
