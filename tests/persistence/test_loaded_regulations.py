"""Loaded profiles and regional days: one order of revisions, whose cases they concern, what is in use."""

import json
from dataclasses import replace
from datetime import date
from importlib.resources import files

from redress.domain.actors import Actor, Role
from redress.domain.calendar import Notice
from redress.domain.notice_file import parse_notice
from redress.domain.overlay import Overlay, parse_overlay
from redress.domain.profile_load import RuleInUse
from redress.domain.tables import load_tables
from redress.persistence.calendar_notices import add_notice, newest_revision
from redress.persistence.loaded_regulations import add_overlay, add_profile, in_use, loaded_profiles
from redress.persistence.open_clocks import open_cases, open_clocks
from redress.persistence.pool import Pool, acting_as, transaction
from redress.persistence.regulations import Regulations, loaded_up_to
from tests.persistence.examples import QINGHE, YUNSHAN
from tests.persistence.test_open_clocks import NOTICE, TABLES, fill, recorded

ADMINISTRATOR = Actor("p-administrator", QINGHE, (Role.ADMINISTRATOR,))
TOML = files("redress.domain").joinpath("profiles", "samr-121.toml").read_text("utf-8")
DAYS = json.dumps({"code": "QH", "published_on": "2026-11-20", "office": QINGHE, "off": ["2026-11-24"]})


async def test_one_sequence_counts_all_loads(worker: Pool, api: Pool) -> None:
    notice, days, profile = parse_notice(NOTICE), parse_overlay(DAYS), load_tables().newest("samr-121")
    assert isinstance(notice, Notice)
    assert isinstance(days, Overlay)
    assert profile is not None
    async with acting_as(api, ADMINISTRATOR) as connection:
        first = await add_profile(connection, profile, TOML, {}, ADMINISTRATOR)
        second = await add_notice(connection, notice, NOTICE, ADMINISTRATOR)
        third = await add_overlay(connection, days, DAYS, ADMINISTRATOR)
        fourth = await add_profile(connection, profile, TOML, {}, ADMINISTRATOR)
        assert first < second < third < fourth
    regulations = Regulations(TABLES)
    async with transaction(worker) as connection:
        assert await newest_revision(connection) == fourth
        await regulations.refresh(connection)
        assert [each.revision for each in await loaded_profiles(connection)] == [first, fourth]
        earlier = await loaded_up_to(connection, TABLES, second)
    assert regulations.revision == fourth
    newest = regulations.tables.newest("samr-121")
    assert newest is not None
    assert newest.id == f"samr-121@{fourth}"
    assert regulations.now.of_office(f"{QINGHE}.east").calendar.version == "CN@2026-11-20+QH"
    assert regulations.now.of_office(YUNSHAN).calendar.version == "CN@2026-11-20"
    assert earlier.overlays == ()
    assert [one.revision for one in earlier.tables.profiles if one.revision] == [first]


async def test_a_regions_days_concern_the_offices_at_or_below_it(worker: Pool) -> None:
    await fill(worker, recorded(1), recorded(2, office=YUNSHAN), recorded(3, office=f"{QINGHE}.east"))
    async with transaction(worker) as connection:
        cases = await open_cases(connection, None, 10, QINGHE)
        page = await open_clocks(connection, TABLES, date.min, date.max, None, 10, office=QINGHE)
        other = await open_clocks(connection, TABLES, date.min, date.max, None, 10, profiles=["samr-20"])
    assert [each.case_id[-1] for each in cases] == ["1", "3"]
    assert [each.profiles for each in cases] == [frozenset({"samr-121"})] * 2
    assert [each.case_id[-1] for each in page.clocks] == ["1", "3"]
    assert other.clocks == ()


async def test_what_is_in_use_is_counted_over_every_office(worker: Pool, api: Pool) -> None:
    await fill(worker, recorded(1), recorded(2, office=YUNSHAN), recorded(3, stage="archived"))
    async with acting_as(api, replace(ADMINISTRATOR, office=QINGHE)) as connection:
        used = await in_use(connection)
        seen = await connection.fetchval("SELECT count(*) FROM cases")
    assert used.rules == (RuleInUse("samr-121", "complaint.acceptance", 2),)
    assert [(one.profile, one.cases) for one in used.profiles] == [("samr-121", 2)]
    assert seen < 3, "counting shows no case of another office"
