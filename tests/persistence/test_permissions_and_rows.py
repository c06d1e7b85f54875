"""Row-level security says the same as the permission table: what somebody may not touch by the relations of
the domain, the database neither shows to them nor takes from them.
"""

import asyncpg
import pytest

from redress.domain.actors import Actor, Role, at_or_below, related
from redress.persistence.pool import Pool, acting_as, transaction
from redress.persistence.recording import record
from tests.persistence.conftest import OFFICES
from tests.persistence.examples import batch, case_id

CASE_OF = {path: case_id(n) for n, (path, *_) in enumerate(OFFICES, 1)}
KIND_OF = {row[0]: row[3] for row in OFFICES}
PAIRS = [(actor, case) for actor in CASE_OF for case in CASE_OF]


@pytest.fixture
async def cases(worker: Pool) -> None:
    for office, case in CASE_OF.items():
        async with transaction(worker) as connection:
            await record(connection, batch(1, 1, case, office=office))


def _in_charge(own: str, case: str) -> bool:
    """The words of the table: the office has the case, lies above it, or acts in its bureau's name."""
    in_its_name = KIND_OF[own] in ("branch", "section") and KIND_OF[case] == "bureau"
    return at_or_below(case, own) or (in_its_name and at_or_below(own, case))


@pytest.mark.usefixtures("cases")
async def test_the_rows_that_an_office_reads_are_those_of_the_table(api: Pool) -> None:
    for own in CASE_OF:
        actor = Actor("p-1", own, (Role.OFFICER,))
        async with acting_as(api, actor) as connection:
            seen = {str(row["case_id"]) for row in await connection.fetch("SELECT case_id FROM cases")}
        for office, case in CASE_OF.items():
            assert (case in seen) == _in_charge(own, office), (own, office)
            assert case not in seen or related(actor, office), "the database shows what the domain forbids"


@pytest.mark.usefixtures("cases")
async def test_the_rows_that_an_office_writes_are_those_of_the_table(api: Pool) -> None:
    """The one column of a case that the API may set."""
    for own, office in PAIRS:
        async with acting_as(api, Actor("p-1", own, (Role.OFFICER, Role.SUPERVISOR))) as connection:
            done = await connection.execute(
                "UPDATE cases SET clock_offset = clock_offset WHERE case_id = $1", CASE_OF[office]
            )
        assert (done == "UPDATE 1") == _in_charge(own, office), (own, office)


@pytest.mark.usefixtures("cases")
async def test_nobody_gives_a_command_in_the_name_of_another(api: Pool) -> None:
    async with acting_as(api, Actor("p-1", OFFICES[0][0], (Role.OFFICER,))) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(
                "INSERT INTO commands (person, scope, key, command_id, case_id, body_hmac, sealed, office, "
                "roles) "
                "SELECT 'p-2', 'p-2', 'k', 'c', $1, decode(repeat('00', 32), 'hex'), '', 'o', '{}'",
                case_id(1),
            )
