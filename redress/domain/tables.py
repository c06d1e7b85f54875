"""The shipped regulations and calendars, and the small part that travels with a case.

Loading reads package data: for the edges, never for workflow code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files

from redress.domain.calendar import Calendar, Notice, calendar_of
from redress.domain.notice_file import parse_notice
from redress.domain.problems import Problem
from redress.domain.profile import Profile
from redress.domain.profile_check import set_problems
from redress.domain.profile_file import parse_profile
from redress.domain.taxonomy import Taxonomy, shipped_taxonomy


class UnusableTables(ValueError):
    """The tables cannot be used; `problems` say where and why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(one.one_line() for one in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Tables:
    """Profiles, a calendar and the words of classification, frozen: part of a case's start input and of each
    continue-as-new.
    """

    profiles: tuple[Profile, ...]
    calendar: Calendar
    taxonomy: Taxonomy | None = None

    @property
    def hash(self) -> str:
        """SHA-256 (hex) of the content, for the ledger; the same on every host."""
        content = json.dumps(_said(self), default=str, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def profile(self, profile_id: str) -> Profile | None:
        """The profile with this id."""
        return next((one for one in self.profiles if one.id == profile_id), None)

    def newest(self, name: str) -> Profile | None:
        """The newest version of a profile (`samr-121`), or the very one (`samr-121@7`)."""
        versions = [one for one in self.profiles if one.name == name]
        return max(versions, key=lambda one: one.revision) if versions else self.profile(name)

    @property
    def current(self) -> tuple[Profile, ...]:
        """The profiles without those that have a later version."""
        return tuple(one for one in self.profiles if self.newest(one.name) is one)

    def in_force(self, regime: str, day: date) -> Profile | None:
        """The law of a regime on a day: the newest version, and of two laws the later one."""
        found = (
            one
            for one in self.current
            if one.regime == regime
            and one.valid_from <= day
            and (one.valid_to is None or day <= one.valid_to)
        )
        return max(found, key=lambda one: one.valid_from, default=None)

    def needed_from(self, profile_id: str, day: date) -> tuple[str, ...]:
        """The ids of a profile and of those of its regime that are in force on or after a day."""
        chosen = self.profile(profile_id)
        regime = chosen.regime if chosen is not None else profile_id
        later = (
            one.id
            for one in self.current
            if one.regime == regime and (one.valid_to is None or day <= one.valid_to)
        )
        return tuple(dict.fromkeys((*((chosen.id,) if chosen else ()), *later)))

    def for_case(self, profile_ids: Iterable[str], from_year: int) -> Tables:
        """Only these profiles, and the calendar from the year before `from_year` on (back-dated receipts).

        Without what no rule asks for: it travels with every run of every case.
        """
        wanted = frozenset(profile_ids)
        kept = tuple(one.for_case() for one in self.profiles if one.id in wanted)
        words = self.taxonomy and self.taxonomy.for_case()
        return replace(self, profiles=kept, calendar=self.calendar.since(from_year - 1), taxonomy=words)


def _said(value: object) -> object:
    """A dataclass without what it leaves at its default, so that a new field changes no older hash."""
    if isinstance(value, tuple):
        return [_said(each) for each in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    given = {one.name: getattr(value, one.name) for one in fields(value)}
    defaults = {one.name: one.default for one in fields(value)}
    return {name: _said(each) for name, each in given.items() if each != defaults[name]}


def successor(profile: Profile, arrived: Iterable[Profile]) -> Profile:
    """The profile that takes over what runs under this one; itself when none of those arrived does.

    One does that says so (`migrate_running`, rule 2.1 (b)), is of the regime, and is a later version of the
    profile or a law that follows it.
    """
    for one in sorted(arrived, key=lambda one: one.revision):
        later = one.revision > profile.revision
        follows = later if one.name == profile.name else profile.valid_from < one.valid_from
        if one.migrate_running and one.regime == profile.regime and follows:
            profile = one
    return profile


def profile_for(tables: Tables, regime: str, day: date) -> Profile | None:
    """The newest profile of that name, or the one of that regime in force on the day the clock starts."""
    return tables.newest(regime) or tables.in_force(regime, day)


def load_tables(
    known_on: date | None = None, numbers: Mapping[str, Mapping[str, int]] | None = None
) -> Tables:
    """The shipped tables, the calendar as known on a day (None: all notices). Raises UnusableTables.

    `numbers`: by profile id, the lengths a tenant supplies; a profile that needs them is left out without.
    """
    profiles = shipped_profiles(numbers)
    problems = set_problems(profiles)
    if problems:
        raise UnusableTables(problems)
    return Tables(profiles, shipped_calendar(known_on), shipped_taxonomy())


@lru_cache(maxsize=32)
def shipped_calendar(known_on: date | None = None) -> Calendar:
    """The calendar version of all shipped notices published on or before a day (None: all of them)."""
    return calendar_of(shipped_notices(), statutory_days(), known_on)


def with_notices(tables: Tables, loaded: Iterable[Notice]) -> Tables:
    """The same profiles, and the calendar of the shipped notices and these."""
    return replace(tables, calendar=calendar_of((*shipped_notices(), *loaded), statutory_days()))


def calendar_known_on(known_on: date, loaded: tuple[Notice, ...]) -> Calendar | None:
    """The version `CN@known_on` of the shipped notices and the loaded ones; see `calendar_version`."""
    if not loaded:
        return calendar_version(known_on)
    version = f"CN@{known_on.isoformat()}"
    found = calendar_of((*shipped_notices(), *loaded), statutory_days(), known_on, version)
    return found if found.published else None


def calendar_version(known_on: date) -> Calendar | None:
    """The version `CN@known_on`, named so; None when no notice was published by then."""
    found = shipped_calendar(known_on)
    return replace(found, version=f"CN@{known_on.isoformat()}") if found.published else None


@lru_cache(maxsize=1)
def shipped_notices() -> tuple[Notice, ...]:
    """Every shipped notice, superseded ones too, by year and day of publication. Raises UnusableTables."""
    found: list[Notice] = []
    for name, text in _texts("notices", ".json"):
        if name == "statutory.json":
            continue
        notice = parse_notice(text, found)
        if not isinstance(notice, Notice):
            raise UnusableTables(
                tuple(Problem(f"{name} {one.place}", one.code, one.values) for one in notice)
            )
        found.append(notice)
    return tuple(found)


@lru_cache(maxsize=1)
def statutory_days() -> tuple[date, ...]:
    """The statutory days (全国年节及纪念日放假办法) assumed for years without a notice."""
    document = json.loads(files("redress.domain").joinpath("notices", "statutory.json").read_text("utf-8"))
    return tuple(sorted(date.fromisoformat(day) for days in document["days"].values() for day in days))


def shipped_profiles(numbers: Mapping[str, Mapping[str, int]] | None = None) -> tuple[Profile, ...]:
    """Every shipped profile that is complete with the tenant's numbers. Raises UnusableTables."""
    found: list[Profile] = []
    for name, text in _texts("profiles", ".toml"):
        given = (numbers or {}).get(name.removesuffix(".toml"))
        profile = parse_profile(text, given)
        if isinstance(profile, Profile):
            found.append(profile)
        elif given is not None or any(one.code != "needs_number" for one in profile):
            raise UnusableTables(
                tuple(Problem(f"{name} {one.place}", one.code, one.values) for one in profile)
            )
    return tuple(sorted(found, key=lambda one: (one.regime, one.valid_from)))


@lru_cache(maxsize=1)
def shipped_names() -> frozenset[str]:
    """The ids of all shipped profiles, also of those that wait for the tenant's numbers."""
    return frozenset(name.removesuffix(".toml") for name, _ in _texts("profiles", ".toml"))


def _texts(folder: str, ending: str) -> list[tuple[str, str]]:
    room = files("redress.domain").joinpath(folder)
    return sorted((one.name, one.read_text("utf-8")) for one in room.iterdir() if one.name.endswith(ending))
