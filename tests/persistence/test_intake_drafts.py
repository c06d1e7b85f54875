"""Drafts of intake: the author's alone, sealed, gone when their time is over, never overwritten unseen."""

import asyncpg
import pytest

from redress.domain.actors import Actor, Role
from redress.persistence.intake_drafts import (
    DraftGone,
    DraftOvertaken,
    Drafts,
    forget_expired_drafts,
)
from redress.persistence.pool import Pool, acting_as, transaction
from redress.persistence.vault import FileMasterKey, VaultBroken
from tests.persistence.examples import case_id
from tests.servers import Database

MASTER = FileMasterKey(bytes(range(32)))
CLERK = Actor("p-clerk", "jiangzhou.linhai.qinghe", (Role.INTAKE,))
OTHER = Actor("p-other", "jiangzhou.linhai.qinghe", (Role.SUPERVISOR,))
PAIRS = (("facts", "漏水"), ("problems", "质量"), ("problems", "售后"), ("key", "k-1"))
DRAFT = case_id(1)


@pytest.fixture
async def kept(api: Pool) -> str:
    async with acting_as(api, CLERK) as connection:
        assert await Drafts(MASTER).keep(connection, CLERK, DRAFT, "complaint", PAIRS, 0) == 1
    return DRAFT


async def test_a_draft_comes_back_as_it_was_typed(api: Pool, kept: str) -> None:
    async with acting_as(api, CLERK) as connection:
        found = await Drafts(MASTER).open(connection, kept)
        assert found is not None
        assert (found.pairs, found.version, found.form) == (PAIRS, 1, "complaint")
        assert found.one("problems") == "售后"
        assert [one.draft for one in await Drafts(MASTER).all_of(connection, "complaint")] == [kept]


async def test_nobody_else_sees_it_or_takes_its_place(api: Pool, kept: str) -> None:
    drafts = Drafts(MASTER)
    async with acting_as(api, OTHER) as connection:
        assert await drafts.open(connection, kept) is None
        assert await drafts.all_of(connection, "complaint") == ()
        assert not await drafts.discard(connection, kept)
        with pytest.raises(DraftGone):
            await drafts.keep(connection, OTHER, kept, "complaint", PAIRS, 1)
        with pytest.raises(DraftGone):
            await drafts.keep(connection, OTHER, kept, "complaint", PAIRS, 0)


async def test_what_is_stored_says_nothing_and_opens_with_its_key_alone(
    api: Pool, kept: str, superuser: asyncpg.Connection
) -> None:
    row = await superuser.fetchrow("SELECT * FROM intake_drafts")
    assert "漏水" not in repr(dict(row)) + row["sealed"].decode(errors="ignore")
    async with acting_as(api, CLERK) as connection:
        with pytest.raises(VaultBroken):
            await Drafts(FileMasterKey(bytes(32))).open(connection, kept)


async def test_of_two_windows_the_later_one_is_told_and_writes_nothing(api: Pool, kept: str) -> None:
    drafts, newer = Drafts(MASTER), (("facts", "改过"),)
    async with acting_as(api, CLERK) as connection:
        assert await drafts.keep(connection, CLERK, kept, "complaint", newer, 1) == 2
        for seen in (1, 0):
            with pytest.raises(DraftOvertaken):
                await drafts.keep(connection, CLERK, kept, "complaint", PAIRS, seen)
        found = await drafts.open(connection, kept)
        assert found is not None
        assert found.pairs == newer
        assert await drafts.discard(connection, kept)
        with pytest.raises(DraftGone):
            await drafts.keep(connection, CLERK, kept, "complaint", PAIRS, 2)


async def test_the_sweep_takes_out_what_expired_and_nothing_else(
    api: Pool, worker: Pool, kept: str, offices: Database, superuser: asyncpg.Connection
) -> None:
    async with acting_as(api, CLERK) as connection:
        await Drafts(MASTER).keep(connection, CLERK, case_id(2), "complaint", PAIRS, 0)
    over = "UPDATE intake_drafts SET expires_at = now() - interval '1 s' WHERE draft = $1"
    await superuser.execute(over, kept)
    async with acting_as(api, CLERK) as connection:
        assert await Drafts(MASTER).open(connection, kept) is None
    async with transaction(worker) as connection:
        assert await forget_expired_drafts(connection) == 1
    left = await superuser.fetch("SELECT draft FROM intake_drafts")
    assert [str(each["draft"]) for each in left] == [case_id(2)]
