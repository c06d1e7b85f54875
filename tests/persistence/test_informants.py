"""Who reported is kept apart: the database shows it to the custodian of the office and to nobody else."""

import pytest

from redress.domain.actors import Actor, Role
from redress.domain.report_facts import Informant
from redress.persistence.informants import Informants
from redress.persistence.pool import Pool, acting_as, transaction
from redress.persistence.sealing import Plain
from redress.persistence.vault import FileMasterKey, Vault, VaultBroken
from tests.persistence.examples import case_id

QINGHE = "jiangzhou.linhai.qinghe"
MASTER = FileMasterKey(bytes(range(32)))
WHO = Informant(name="许多多", phone="13911112222", insider=True)


def actor(role: Role, office: str = QINGHE) -> Actor:
    return Actor(f"p-{role}", office, (role,))


@pytest.fixture
async def kept(api: Pool) -> str:
    async with acting_as(api, actor(Role.INTAKE)) as connection:
        vault = Vault(MASTER)
        await vault.seal_many(connection, case_id(1), {"r": Plain("线索", "filing.facts")}, filed_in=QINGHE)
        await Informants(MASTER).keep(connection, case_id(1), "J-1", QINGHE, WHO)
    return case_id(1)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CUSTODIAN])
async def test_no_other_role_gets_a_row(api: Pool, kept: str, role: Role) -> None:
    async with acting_as(api, actor(role)) as connection:
        assert await connection.fetchval("SELECT count(*) FROM informants") == 0
        assert await Informants(MASTER).open(connection, kept, "p") is None


async def test_the_custodian_opens_it_and_that_is_audited(api: Pool, worker: Pool, kept: str) -> None:
    custodian = actor(Role.CUSTODIAN)
    async with acting_as(api, custodian) as connection:
        assert await Informants(MASTER).open(connection, kept, custodian.person) == WHO
    async with transaction(worker) as connection:
        audited = await connection.fetchval("SELECT person FROM vault_openings WHERE purpose = 'informant'")
    assert audited == custodian.person


async def test_the_custodian_of_another_office_gets_no_row(api: Pool, kept: str) -> None:
    async with acting_as(api, actor(Role.CUSTODIAN, "jiangzhou.linhai.yunshan")) as connection:
        assert await Informants(MASTER).open(connection, kept, "p") is None


async def test_another_master_key_opens_nothing(api: Pool, kept: str) -> None:
    async with acting_as(api, actor(Role.CUSTODIAN)) as connection:
        with pytest.raises(VaultBroken):
            await Informants(FileMasterKey(bytes(32))).open(connection, kept, "p")
