"""The vault: what goes in comes out for who may see it, is audited, and lies nowhere in clear."""

import json

import asyncpg
import pytest

from redress.domain.actors import Actor, Role
from redress.persistence.pool import Connection, Pool, acting_as, transaction
from redress.persistence.recording import record
from redress.persistence.sealing import Plain
from redress.persistence.vault import FileMasterKey, NoSuchKey, Vault, VaultBroken
from tests.persistence.examples import CASE, QINGHE, YUNSHAN, batch, case_id

VAULT = Vault(FileMasterKey(b"m" * 32))
INTAKE = Actor("p-intake", QINGHE, (Role.INTAKE,))
STRANGER = Actor("p-stranger", YUNSHAN, (Role.OFFICER,))
TEXTS = {
    "ref-name": Plain("张伟-PLANTED", "complainant.name"),
    "ref-facts": Plain("洗衣机漏水-PLANTED", "filing.facts"),
}


async def _file(api: Pool, case: str = CASE, actor: Actor = INTAKE) -> None:
    async with acting_as(api, actor) as connection:
        await VAULT.seal_many(connection, case, TEXTS, filed_in=actor.office)


async def _open(pool: Pool, actor: Actor, case: str = CASE, vault: Vault = VAULT) -> dict[str, str]:
    async with acting_as(pool, actor) as connection:
        return await vault.open_many(
            connection, case, ["ref-name", "ref-facts", "ref-unknown"], opened_by=actor.person, purpose="view"
        )


async def _everything(superuser: Connection) -> str:
    tables = await superuser.fetch(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    lines = []
    for table in tables:
        # Names come from the database's own list.
        for row in await superuser.fetch(f"SELECT * FROM {table['relname']}"):  # noqa: S608
            lines += [value.hex() if isinstance(value, bytes) else str(value) for value in row]
    return "\n".join(lines)


async def test_what_is_sealed_opens_again_and_lies_nowhere_in_clear(api: Pool, superuser: Connection) -> None:
    await _file(api)
    assert await _open(api, INTAKE) == {ref: plain.text for ref, plain in TEXTS.items()}
    stored = await _everything(superuser)
    assert "ref-name" in stored
    for hidden in ("张伟", "洗衣机", "PLANTED", b"PLANTED".hex()):
        assert hidden not in stored


async def test_every_opening_is_audited(api: Pool, superuser: Connection) -> None:
    await _file(api)
    await _open(api, INTAKE)
    (opening,) = await superuser.fetch("SELECT case_id::text, refs, person, purpose FROM vault_openings")
    assert (opening["case_id"], opening["person"], opening["purpose"]) == (CASE, "p-intake", "view")
    assert sorted(opening["refs"]) == ["ref-facts", "ref-name"]


async def test_nobody_opens_in_the_name_of_another(api: Pool) -> None:
    await _file(api)
    async with acting_as(api, INTAKE) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await VAULT.open_many(connection, CASE, ["ref-name"], opened_by="p-other", purpose="view")


async def test_another_office_opens_nothing_and_seals_nothing(api: Pool, superuser: Connection) -> None:
    await _file(api)
    assert await _open(api, STRANGER) == {}
    async with acting_as(api, STRANGER) as connection:
        with pytest.raises(NoSuchKey):
            await VAULT.seal_many(
                connection, CASE, {"ref-x": Plain("x", "note.text")}, filed_in=STRANGER.office
            )
    assert await superuser.fetchval("SELECT count(*) FROM vault_openings") == 0


async def test_once_recorded_the_office_of_the_case_decides_and_not_the_one_that_filed(
    api: Pool, worker: Pool
) -> None:
    await _file(api)
    async with transaction(worker) as connection:
        await record(connection, batch(1, 1, office=YUNSHAN))
    assert await _open(api, INTAKE) == {}
    assert set(await _open(api, STRANGER)) == set(TEXTS)


async def test_a_second_command_of_a_new_case_uses_its_key(api: Pool, superuser: Connection) -> None:
    await _file(api)
    async with acting_as(api, INTAKE) as connection:
        await VAULT.seal_many(connection, CASE, {"ref-note": Plain("补充", "addnote.text")})
    assert await superuser.fetchval("SELECT count(*) FROM vault_keys") == 1


async def test_a_case_that_nobody_filed_takes_no_text(api: Pool) -> None:
    async with acting_as(api, INTAKE) as connection:
        with pytest.raises(NoSuchKey):
            await VAULT.seal_many(connection, CASE, TEXTS)


async def test_only_who_may_see_a_case_learns_that_it_has_texts(api: Pool) -> None:
    await _file(api)
    for actor, sees in ((INTAKE, True), (STRANGER, False)):
        async with acting_as(api, actor) as connection:
            assert await VAULT.has_key(connection, CASE) is sees
            unknown = await VAULT.unknown_refs(connection, CASE, ["ref-name", "ref-x"])
            assert unknown == ({"ref-x"} if sees else {"ref-name", "ref-x"})


async def test_a_text_moved_to_another_case_or_altered_does_not_open(
    api: Pool, superuser: Connection
) -> None:
    await _file(api)
    await _file(api, case_id(2))
    await superuser.execute(
        "UPDATE vault v SET sealed = o.sealed FROM vault o WHERE v.case_id = $1 AND o.case_id = $2 "
        "AND v.ref = o.ref",
        case_id(2),
        CASE,
    )
    with pytest.raises(VaultBroken):
        await _open(api, INTAKE, case_id(2))
    await superuser.execute("UPDATE vault SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)")
    with pytest.raises(VaultBroken):
        await _open(api, INTAKE)


async def test_another_master_key_opens_nothing_and_says_which_one_is_needed(api: Pool) -> None:
    await _file(api)
    other = FileMasterKey(b"n" * 32)
    assert other.id != FileMasterKey(b"m" * 32).id
    with pytest.raises(VaultBroken, match=FileMasterKey(b"m" * 32).id):
        await _open(api, INTAKE, vault=Vault(other))


async def test_deleting_the_key_of_a_case_deletes_its_texts(api: Pool, superuser: Connection) -> None:
    await _file(api)
    await superuser.execute("DELETE FROM vault_keys")
    assert await superuser.fetchval("SELECT count(*) FROM vault") == 0
    assert await _open(api, INTAKE) == {}


def test_the_errors_of_the_vault_carry_no_text() -> None:
    assert "PLANTED" not in json.dumps([repr(plain) for plain in TEXTS.values()])
