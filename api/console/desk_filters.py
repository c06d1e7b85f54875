"""What the desk is narrowed to: read from an address, written into one, said in words."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from api.console.naming import Naming
from api.http.case_list import LONGEST_SEARCH, Wanted
from redress.domain.case import Stage
from redress.domain.commands import Urgency
from redress.domain.counting import CHINA, midnight
from redress.domain.events import Matter
from redress.domain.facts import Channel

DUE: Final = ("today", "week")
"""Days by name, so that a saved view means the day on which it is opened."""

CLOSED: Final[dict[str, tuple[str, ...]]] = {
    "stage": tuple(Stage),
    "urgency": tuple(Urgency),
    "channel": tuple(Channel),
    "matter": tuple(Matter),
    "due": DUE,
    "escalated": tuple(map(str, range(1, 10))),
}
DAYS: Final = ("due_from", "due_to", "received_from", "received_to")
LONGEST: Final = 200

EVERYTHING: Final = "/desk?all=1"
"""The desk without filters, also for those whose desk opens with a view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """As the form has them; what is not one of their values is no filter. Days are `YYYY-MM-DD`, the last
    one included. The order is that in which they are said.
    """

    q: str = ""
    mine: bool = False
    overdue: bool = False
    due: str = ""
    waiting: bool = False
    unassigned: bool = False
    stage: str = ""
    urgency: str = ""
    key: bool = False
    supervised: bool = False
    escalated: str = ""
    handler: str = ""
    office: str = ""
    due_from: str = ""
    due_to: str = ""
    received_from: str = ""
    received_to: str = ""
    channel: str = ""
    category: str = ""
    profile: str = ""
    matter: str = ""
    to_review: bool = False

    def wanted(self, now: datetime) -> Wanted:
        """The same as a question to the list, at that moment."""
        return Wanted(
            q=self.q or None,
            handler="me" if self.mine else self.handler or None,
            overdue=self.overdue or None,
            due_begins_by=_begins_by(self.due, now),
            waiting=self.waiting or None,
            unassigned=self.unassigned or None,
            stage=Stage(self.stage) if self.stage else None,
            urgency=Urgency(self.urgency) if self.urgency else None,
            key=self.key or None,
            supervised=self.supervised or None,
            escalated=int(self.escalated) if self.escalated else None,
            office=self.office or None,
            due_from=_day(self.due_from),
            due_before=_day_after(self.due_to),
            received_from=_day(self.received_from),
            received_before=_day_after(self.received_to),
            channel=Channel(self.channel) if self.channel else None,
            category=self.category or None,
            profile=self.profile or None,
            matter=Matter(self.matter) if self.matter else None,
            to_review=self.to_review or None,
        )

    @property
    def query(self) -> str:
        """As the query of an address."""
        values = {name: "1" if value is True else value for name, value in asdict(self).items() if value}
        return urlencode(values)

    @property
    def kept(self) -> str:
        """What a saved view keeps of it: never what was searched for, which may be a name."""
        return replace(self, q="").query

    def address(self, **more: Any) -> str:
        """The desk with these filters, and `more` behind them."""
        said = urlencode({name: value for name, value in more.items() if value})
        both = "&".join(part for part in (self.query, said) if part)
        return f"/desk?{both}" if both else EVERYTHING

    @property
    def any(self) -> bool:
        return bool(self.query)

    @property
    def hidden(self) -> bool:
        """Whether one of those is used that the form keeps folded."""
        return replace(self, q="", mine=False, overdue=False, stage="", urgency="").any


def read_filters(given: Mapping[str, str]) -> Filters:
    """The filters that an address names; what makes no sense is left out."""
    found: dict[str, Any] = {}
    for field in fields(Filters):
        text = given.get(field.name, "").strip()
        usable = _USABLE.get(field.name, _plain)
        if text and usable(field.name, text):
            found[field.name] = True if field.type is bool else text
    return Filters(**found)


def kept_filters(query: str) -> Filters:
    """Those of a saved view."""
    return read_filters(dict(parse_qsl(query)))


def _plain(name: str, text: str) -> bool:
    return text.isprintable() and len(text) <= (LONGEST_SEARCH if name == "q" else LONGEST)


def _closed(name: str, text: str) -> bool:
    return text in CLOSED[name]


def _is_day(name: str, text: str) -> bool:
    return _day(text) is not None


_USABLE: Final[dict[str, Callable[[str, str], bool]]] = {
    **dict.fromkeys(CLOSED, _closed),
    **dict.fromkeys(DAYS, _is_day),
}


def _day(text: str) -> date | None:
    if not re.fullmatch(r"[12]\d{3}-\d\d-\d\d", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day_after(text: str) -> date | None:
    day = _day(text)
    return day + timedelta(days=1) if day else None


def _begins_by(due: str, now: datetime) -> datetime | None:
    today = now.astimezone(CHINA).date()
    last = {"today": now, "week": midnight(today + timedelta(days=6 - today.weekday()))}
    return last.get(due)


TABS: Final = (
    ("today", Filters(mine=True, due="today")),
    ("overdue", Filters(mine=True, overdue=True)),
    ("week", Filters(mine=True, due="week")),
    ("waiting", Filters(mine=True, waiting=True)),
    ("unassigned", Filters(unassigned=True)),
    ("all", Filters()),
)
"""With what a morning starts, in this order: my work, what nobody has, everything."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in words. `without`: the list with the other filters alone."""

    label: str
    value: str
    without: Filters


def chips(filters: Filters, naming: Naming) -> Iterator[Chip]:
    """Each filter that is set; one that only ticks has no value."""
    for field in fields(Filters):
        value = getattr(filters, field.name)
        if value:
            empty = Filters(**{**asdict(filters), field.name: field.default})
            yield Chip(naming.words(f"desk.by.{field.name}"), _said(field.name, value, naming), empty)


def _said(name: str, value: Any, naming: Naming) -> str:
    words = naming.words
    if value is True:
        return ""
    if name in DAYS:
        return words.day(_day(value))
    said: dict[str, Callable[[str], str]] = {
        "stage": lambda one: words(f"stage.{one}"),
        "urgency": lambda one: words(f"value.Urgency.{one}"),
        "channel": lambda one: words(f"value.Channel.{one}"),
        "matter": lambda one: words(f"matter.{one}"),
        "due": lambda one: words(f"desk.due.{one}"),
        "escalated": lambda one: words("desk.level", n=one),
        "handler": naming.person,
        "office": naming.office,
        "category": lambda one: naming.word("category", one),
        "profile": naming.regime,
    }
    return said.get(name, str)(value)
