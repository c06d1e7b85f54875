"""Values drawn from the types of a dataclass's fields: commands, filings and findings of any content, right
and wrong. A new command is drawn without a line here; a type that nobody can draw raises `Undrawable`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from random import Random
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from redress.domain import commands as c
from redress.domain.case import Case
from redress.domain.clocks import profile_of
from redress.domain.commands import OWN_MOTION
from redress.domain.counting import CHINA
from redress.domain.sealed import Sealed
from redress.domain.tables import Tables
from tests.domain.every_command import SAMPLES
from tests.domain.scenario import NOT_CALLED_BACK, OFFICES, TEXT

KINDS: dict[str, type] = {
    get_args(get_type_hints(kind)["type"])[0]: kind for kind in get_args(c.AnyCommand)
}
"""Every command of the domain by its name."""

PEOPLE = tuple(f"p-{n}" for n in range(4))
PARTIES = ("complainant", "respondent", "complainant-1", "respondent-1", "complainant-2", "respondent-2")
BAD_TEXTS: tuple[str | Sealed, ...] = ("未封存", Sealed("不是 引用"))
EXTREMES = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), datetime(2026, 8, 20, 9))  # noqa: DTZ001 - a time without an offset is one of the things that are refused
"""The first and the last instant there is, and one that lacks its offset."""


class Undrawable(TypeError):
    """Nobody says how a value of this type is made up: teach `random_commands`."""


@dataclass(frozen=True, slots=True)
class World:
    """What fitting values are taken from: the case, its tables and the moment."""

    case: Case
    tables: Tables
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(CHINA).date()


Pool = Callable[[World], tuple[Any, ...]]

_ids: Pool = lambda w: (*PARTIES[:2], *PEOPLE[:2], "1", "nothing")  # noqa: E731
_parties: Pool = lambda w: (*w.case.parties * 2, *PARTIES)  # noqa: E731
_offices: Pool = lambda w: tuple(one.path for one in OFFICES)  # noqa: E731
_people: Pool = lambda w: PEOPLE  # noqa: E731

POOLS: dict[str, Pool] = {
    "party": _parties,
    "with_party": _parties,
    "given_by": lambda w: (*w.case.parties, "office", "others", "nobody"),
    "by": lambda w: (*w.case.parties, OWN_MOTION, "nobody"),
    "absent": _parties,
    "mediator": lambda w: (*(s.mediator for s in w.case.sessions), *PEOPLE, "张三"),
    "handler": _people,
    "owner": _people,
    "with_office": _offices,
    "competent": lambda w: (*_offices(w), w.case.office, w.case.office),
    "to": _offices,
    "case_id": lambda w: (NOT_CALLED_BACK, w.case.case_id, *(one.case_id for one in w.case.intake.links)),
    "into": lambda w: (NOT_CALLED_BACK, w.case.case_id, *(one.case_id for one in w.case.intake.links)),
    "ground": lambda w: (
        *(one.code for one in profile_of(w.case.profile, w.tables).refusal_grounds),
        *(one.code for one in profile_of(w.case.profile, w.tables).termination_grounds),
        "99-9",
    ),
    "basis": lambda w: ("16-1", "16-7", "42", "99-9"),
    "clock": lambda w: (*(one.clock for one in w.case.clocks), "clue.verification", "nothing"),
    "document": lambda w: tuple(str(one.number) for one in w.case.documents) or ("7",),
    "completes": lambda w: (*(w.case.findings.missing if w.case.findings else ()), "nothing"),
    "order": lambda w: (*(one.ref for one in w.case.clocks if one.ref), "nothing"),
    "profile": lambda w: ("samr-121", "nothing"),
    "template": lambda w: ("a" * 64, "a" * 64, "x"),
    "series": lambda w: ("", "受", "x"),
    "category": lambda w: ("quality", "other.contract", "nothing", "13800000001"),
    "industry": lambda w: ("retail", "nothing"),
    "problems": lambda w: ("quality.unfit", "nothing"),
    "region": lambda w: ("440103", "nothing"),
    "missing": lambda w: ("complainant-1.phone", "claims", "purchase"),
    "sha256": lambda w: ("a" * 64, "b" * 64, "x"),
    "address": lambda w: ("a" * 64, "x"),
    "media_type": lambda w: ("application/pdf", "x"),
}
"""Where a text that is an id or a word comes from, by the name of its field."""

NUMBERS: dict[str, Pool] = {
    "number": lambda w: (
        *(one.number for one in w.case.evidence),
        *(one.number for one in w.case.documents),
        *(one.number for one in w.case.grading.supervisions),
        1,
        99,
    ),
    "evidence": lambda w: (*(one.number for one in w.case.evidence), 99),
    "notice": lambda w: (*(one.notice for one in w.case.sent), 2, 99),
    "session": lambda w: (*(one.number for one in w.case.sessions), 99),
    "appraisal": lambda w: (*(one.number for one in w.case.appraisals), 99),
    "replaces": lambda w: (*(one.number for one in w.case.sessions), 1, 99),
    "expected_version": lambda w: (*(w.case.version,) * 4, 1),
    "pieces": lambda w: (0, 3, -1),
    "proposal": lambda w: (*(one.number for one in w.case.own.proposals), 1, 99),
}

FUTURE = frozenset({"due_on", "perform_by", "expected_on", "report_back_on", "until"})
"""Days that are usually still to come; all others usually have been."""


def command_of(chance: Random, name: str, world: World) -> c.AnyCommand:
    """A command of that name: fields of the sample, or made up, sensible often enough to lead somewhere."""
    kind = KINDS[name]
    sample = SAMPLES.get(name)
    wild = chance.random() < 0.3
    given: dict[str, Any] = {}
    for field_name, hint, optional in _fields(kind):
        if field_name in ("occurred_at", "expected_version"):
            if chance.random() < 0.1:
                given[field_name] = value(chance, hint, field_name, world)
        elif optional and chance.random() < (0.4 if wild else 0.75):
            continue
        elif sample is not None and not wild and chance.random() < 0.5 and not _of_time(field_name, hint):
            given[field_name] = getattr(sample, field_name)
        else:
            given[field_name] = value(chance, hint, field_name, world)
    if name == "schedule_session" and chance.random() < 0.8:
        given["at"] = world.now + timedelta(hours=chance.choice((1, 30)))
    if name == "draft_document":
        known = [one.code for one in profile_of(world.case.profile, world.tables).documents]
        given["kind"] = chance.choice((*known, "nothing"))
    command: c.AnyCommand = kind(**given)
    return command


def _of_time(name: str, hint: Any) -> bool:
    return datetime in (hint, *get_args(hint)) or date in (hint, *get_args(hint)) or name in NUMBERS


def built(chance: Random, kind: type, world: World, *, often: float = 0.5) -> Any:
    """A dataclass of that type; a field that may be left out is given as `often` as that."""
    given = {
        name: value(chance, hint, name, world)
        for name, hint, optional in _fields(kind)
        if not optional or chance.random() < often
    }
    return kind(**given)


@cache
def _fields(kind: type) -> tuple[tuple[str, Any, bool], ...]:
    """Name, type and whether it may be left out, of every field that is not the same in each of them."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        (one.name, hints[one.name], one.default is not MISSING or one.default_factory is not MISSING)
        for one in fields(kind)
        if one.name != "type"
    )


def value(chance: Random, hint: Any, name: str, world: World) -> Any:
    """A value of that type for a field of that name. Raises Undrawable."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _text(chance) if "sealed" in hint.__metadata__ else value(chance, args[0], name, world)
    if origin in (Union, UnionType):
        return _one_of(chance, args, name, world)
    if origin is Literal:
        return chance.choice(args)
    if origin is tuple:
        return _several(chance, args[0], name, world)
    if is_dataclass(hint) and isinstance(hint, type):
        return built(chance, hint, world)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return chance.choice(list(hint))
    if hint in PLAIN:
        return PLAIN[hint](chance, name, world)
    raise Undrawable(f"{name}: {hint}")


def _one_of(chance: Random, kinds: tuple[Any, ...], name: str, world: World) -> Any:
    if NoneType in kinds and chance.random() < 0.3:
        return None
    if str in kinds and Sealed in kinds:
        return _text(chance)
    return value(chance, chance.choice([one for one in kinds if one is not NoneType]), name, world)


def _several(chance: Random, kind: Any, name: str, world: World) -> tuple[Any, ...]:
    if isinstance(kind, type) and issubclass(kind, Enum) and chance.random() < 0.4:
        return tuple(kind)
    return tuple(value(chance, kind, name, world) for _ in range(chance.choice((0, 1, 1, 2, 3))))


def _text(chance: Random) -> str | Sealed:
    return chance.choice(BAD_TEXTS) if chance.random() < 0.01 else TEXT


def _word(chance: Random, name: str, world: World) -> str:
    if chance.random() < 0.01:
        return "张三 李四"
    pool = POOLS.get(name, _ids)(world)
    return str(chance.choice(pool or ("nothing",)))


def _number(chance: Random, name: str, world: World) -> int:
    pool = NUMBERS.get(name)
    return int(chance.choice(pool(world) if pool else (0, 1, 1, 2, 3, 99, -1)))


def _moment(chance: Random, name: str, world: World) -> datetime:
    if chance.random() < 0.01:
        return chance.choice(EXTREMES)
    hours = chance.choice((0,) * 12 + (-1, -5, -30, -24 * 8, -24 * 70, 1, 24 * 400))
    return world.now + timedelta(hours=hours)


def _day(chance: Random, name: str, world: World) -> date:
    if chance.random() < 0.01:
        return chance.choice((date.min, date.max))
    ahead = (0, 1, 2, 3, 5, 20, 60, -3)
    return world.today + timedelta(days=chance.choice(ahead if name in FUTURE else (0, 0, 0, 0, -1, -9, 1)))


def _amount(chance: Random, name: str, world: World) -> Decimal:
    return chance.choice((Decimal(0), Decimal(100), Decimal("398.50"), Decimal(-1), Decimal("NaN")))


PLAIN: dict[Any, Callable[[Random, str, World], Any]] = {
    str: _word,
    bool: lambda chance, name, world: chance.random() < 0.7,
    int: _number,
    datetime: _moment,
    date: _day,
    Decimal: _amount,
}


def in_words(held: Any, words: str) -> Any:
    """A command or a filing as it comes to the edge: words where it has references into the vault."""
    if isinstance(held, Sealed):
        return words
    if isinstance(held, tuple):
        return tuple(in_words(one, words) for one in held)
    if is_dataclass(held) and not isinstance(held, type):
        given = {one.name: in_words(getattr(held, one.name), words) for one in fields(held) if one.init}
        return replace(held, **given)
    return held
