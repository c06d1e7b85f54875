"""Standard phrases: offices below read them, and the database takes them of those in charge alone."""

import asyncpg
import pytest

from redress.domain.actors import Actor, Role
from redress.persistence.office_phrases import add_phrase, phrases_for, remove_phrase
from redress.persistence.pool import Pool, acting_as
from tests.persistence.examples import case_id

QINGHE = "jiangzhou.linhai.qinghe"
SUPERVISOR = Actor("p-s", QINGHE, (Role.SUPERVISOR,))


@pytest.mark.parametrize("role", [Role.INTAKE, Role.OFFICER, Role.MEDIATOR, Role.CALLBACK, Role.AUDITOR])
async def test_no_other_role_adds_or_removes_one(api: Pool, role: Role) -> None:
    async with acting_as(api, SUPERVISOR) as connection:
        assert await add_phrase(connection, SUPERVISOR, case_id(1), "price", "一句话")
    other = Actor("p-o", QINGHE, (role,))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting_as(api, other) as connection:
            await add_phrase(connection, other, case_id(2), "price", "另一句")
    async with acting_as(api, other) as connection:
        await remove_phrase(connection, QINGHE, case_id(1))
        assert [one.text for one in await phrases_for(connection, QINGHE)] == ["一句话"]


async def test_offices_below_read_them_and_others_do_not(api: Pool) -> None:
    async with acting_as(api, SUPERVISOR) as connection:
        for _ in range(2):
            assert await add_phrase(connection, SUPERVISOR, case_id(1), "price", "一句话")
        for office, found in ((f"{QINGHE}.east", 1), (QINGHE, 1), ("jiangzhou.linhai.yunshan", 0)):
            assert len(await phrases_for(connection, office)) == found
        await remove_phrase(connection, QINGHE, case_id(1))
        assert await phrases_for(connection, QINGHE) == ()
