"""What waits for the engine is kept whole, and a case takes along no more of the tables than it needs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from redress.contracts.complaint import Order, Registration
from redress.contracts.pending import Pending, pending_json, pending_of, start_of
from redress.domain.actors import Actor, Role
from redress.domain.commands import Conclude, Outcome
from redress.domain.facts import Channel, Filing, Purchase
from redress.domain.profile import version_of
from redress.domain.sealed import Sealed
from redress.domain.tables import load_tables

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ACTOR = Actor("p-1", "jiangzhou.qinghe", (Role.OFFICER,))


def registration(received_at: datetime | None = None, profile: str = "samr-121") -> Registration:
    return Registration(
        case_id="01a20019-7a71-7a9c-b814-82ae21d212d7",
        case_number="990121-2026-000001-6",
        office=ACTOR.office,
        profile=profile,
        actor=ACTOR,
        command_id="c-1",
        at=NOW,
        filing=Filing(
            channel=Channel.PHONE,
            facts=Sealed("r"),
            received_at=received_at,
            purchase=Purchase(amount=Decimal("398.5")),
        ),
    )


ORDER = Order(
    id="c-2",
    actor=ACTOR,
    command=Conclude(outcome=Outcome.AGREED, recovered_amount=Decimal("0.1"), occurred_at=NOW),
)


@pytest.mark.parametrize("pending", [registration(), ORDER], ids=["registration", "order"])
def test_what_is_kept_comes_back_as_it_was(pending: Pending) -> None:
    assert pending_of(pending_json(pending)) == pending


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"order": {}}', '{"jump": {}}'])
def test_what_is_something_else_is_unusable(text: str) -> None:
    with pytest.raises((ValueError, KeyError, AttributeError)):
        pending_of(text)


def test_a_case_takes_the_profiles_of_its_regime_from_its_first_day_on() -> None:
    tables = load_tables()
    now = start_of(registration(), tables).tables
    assert [profile.id for profile in now.profiles] == ["samr-121"]
    earlier = registration(datetime(2026, 1, 5, tzinfo=UTC), "samr-20+reg2024")
    assert {profile.id for profile in start_of(earlier, tables).tables.profiles} == {
        "samr-20+reg2024",
        "samr-121",
    }


def test_a_case_takes_the_calendar_from_the_year_before_its_first_day_on() -> None:
    tables = load_tables()
    found = start_of(registration(NOW - timedelta(days=400)), tables).tables.calendar
    assert min(found.published) == 2024
    assert found.version == tables.calendar.version


def test_a_case_starts_with_the_revision_of_its_tables() -> None:
    assert start_of(registration(), load_tables(), 7).revision == 7


def test_a_case_filed_after_a_load_takes_the_new_version_only() -> None:
    tables = load_tables()
    shipped = tables.profile("samr-121")
    assert shipped is not None
    loaded = replace(tables, profiles=(*tables.profiles, version_of(shipped, 7)))
    found = start_of(registration(profile="samr-121@7"), loaded, 7).tables
    assert [profile.id for profile in found.profiles] == ["samr-121@7"]
