"""The rows of files: who may see them, what opens them, what is never removed, and the list of evidence."""

import os
from dataclasses import replace

import asyncpg
import pytest

from redress.contracts.step_rows import EvidenceRow
from redress.domain.actors import Actor, Role
from redress.domain.evidence import StoredFile
from redress.domain.sealed import Sealed
from redress.persistence.commands_log import NewCommand, Status, insert_pending, settle
from redress.persistence.evidence_files import (
    CaseFilesFull,
    KeptFile,
    add_file,
    evidence_of,
    forget_refused,
    kept_file,
    note_opening,
    unknown_addresses,
)
from redress.persistence.pool import Connection, Pool, acting_as, transaction
from redress.persistence.recording import record
from redress.persistence.steps import write_steps
from redress.persistence.vault import FileMasterKey, Vault, VaultBroken
from tests.persistence.examples import CASE, MORNING, QINGHE, YUNSHAN, batch, case_id

VAULT = Vault(FileMasterKey(b"m" * 32))
OFFICER = Actor("p-1", QINGHE, (Role.OFFICER,))
STRANGER = Actor("p-stranger", YUNSHAN, (Role.OFFICER,))
FILE_KEY = os.urandom(32)
MOST = 1_000
FILE = KeptFile(
    address="b" * 64, sha256="a" * 64, size=600, media_type="image/png", sealed_key=b"", command_id="c-1"
)
ADDED = EvidenceRow(
    seq=2,
    occurred_at=MORNING,
    actor="p-1",
    act="added",
    number=1,
    kind="written",
    given_by="complainant-1",
    obtained_at=MORNING,
    name_ref="ref-name",
    sha256=FILE.sha256,
    address=FILE.address,
    size=FILE.size,
    media_type=FILE.media_type,
    name_differs=True,
)
MARKED = EvidenceRow(
    seq=3, occurred_at=MORNING, actor="p-2", act="marked", number=1, status="withdrawn", reason_ref="ref-why"
)


async def _kept(api: Pool, file: KeptFile = FILE, case: str = CASE, actor: Actor = OFFICER) -> None:
    async with acting_as(api, actor) as connection:
        sealed = await VAULT.wrap_file_key(
            connection, case, file.address, FILE_KEY, filed_in=actor.office
        )
        await add_file(connection, case, replace(file, sealed_key=sealed), MOST)


async def _key_of(pool: Pool, address: str = FILE.address, case: str = CASE) -> bytes | None:
    async with acting_as(pool, OFFICER) as connection:
        found = await kept_file(connection, case, FILE.address)
        assert found is not None
        return await VAULT.unwrap_file_key(connection, case, address, found.sealed_key)


async def _command(pool: Pool, status: Status | None) -> None:
    command = NewCommand(
        scope="p-1",
        key="k-1",
        command_id="c-1",
        case_id=CASE,
        body_hmac=b"h" * 32,
        sealed="{}",
        actor=OFFICER,
    )
    async with acting_as(pool, OFFICER) as connection:
        await insert_pending(connection, command)
        if status is not None:
            await settle(connection, "c-1", status, "{}")


async def test_the_key_of_a_file_opens_with_its_case_and_at_its_address_only(api: Pool) -> None:
    await _kept(api)
    assert await _key_of(api) == FILE_KEY
    with pytest.raises(VaultBroken):
        await _key_of(api, address="c" * 64)


async def test_without_the_key_of_the_case_a_file_has_none(api: Pool, superuser: Connection) -> None:
    await _kept(api)
    async with transaction(api) as connection:
        assert await VAULT.unwrap_file_key(connection, case_id(9), FILE.address, b"") is None
    await superuser.execute("DELETE FROM vault_keys")
    assert await superuser.fetch("SELECT * FROM evidence_files") == [], "it goes with the case's key"


async def test_another_office_sees_no_file_and_adds_none(api: Pool) -> None:
    await _kept(api)
    async with acting_as(api, STRANGER) as connection:
        assert await kept_file(connection, CASE, FILE.address) is None
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting_as(api, STRANGER) as connection:
            await add_file(connection, CASE, replace(FILE, address="d" * 64), MOST)


async def test_the_files_of_a_case_have_a_limit_together(api: Pool) -> None:
    await _kept(api)
    await _kept(api, replace(FILE, address="c" * 64, size=400))
    with pytest.raises(CaseFilesFull):
        await _kept(api, replace(FILE, address="d" * 64, size=1))
    await _kept(api, replace(FILE, address="e" * 64), case=case_id(9))


async def test_who_was_given_a_file_is_written_down_in_their_own_name(
    api: Pool, superuser: Connection
) -> None:
    async with acting_as(api, OFFICER) as connection:
        await note_opening(connection, CASE, FILE.address, opened_by="p-1", purpose="download")
    (opening,) = await superuser.fetch("SELECT address, person, purpose FROM evidence_openings")
    assert tuple(opening) == (FILE.address, "p-1", "download")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting_as(api, OFFICER) as connection:
            await note_opening(connection, CASE, FILE.address, opened_by="p-2", purpose="download")


@pytest.mark.parametrize(
    ("status", "forgotten"), [(None, []), (Status.DONE, []), (Status.REFUSED, [FILE.address])]
)
async def test_only_the_file_of_a_refused_command_is_forgotten(
    api: Pool, worker: Pool, status: Status | None, forgotten: list[str]
) -> None:
    await _kept(api)
    await _command(api, status)
    async with transaction(worker) as connection:
        assert await forget_refused(connection) == forgotten
        assert await unknown_addresses(connection, [FILE.address, "e" * 64]) == [*forgotten, "e" * 64]


async def test_a_file_that_is_evidence_stays_whatever_is_asked(api: Pool, worker: Pool) -> None:
    await _kept(api)
    await _command(api, Status.REFUSED)
    async with transaction(worker) as connection:
        await record(connection, batch(1, 2))
        await write_steps(connection, CASE, [ADDED])
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="stays"):
        async with transaction(worker) as connection:
            await forget_refused(connection)


async def test_the_list_has_every_piece_with_what_became_of_it(api: Pool, worker: Pool) -> None:
    async with transaction(worker) as connection:
        await record(connection, batch(1, 4))
        await write_steps(connection, CASE, [ADDED, MARKED, replace(ADDED, seq=4, number=2, address=None)])
    async with acting_as(api, OFFICER) as connection:
        one, two = await evidence_of(connection, CASE)
    assert (one.number, one.kind, one.given_by, one.name) == (
        1, "written", "complainant-1", Sealed("ref-name"),
    )  # fmt: skip
    assert one.file == StoredFile(
        sha256=FILE.sha256, address=FILE.address, size=600, media_type="image/png", name_differs=True
    )
    assert (one.status, [mark.reason for mark in one.marks]) == ("withdrawn", [Sealed("ref-why")])
    assert (two.number, two.file, two.status) == (2, None, None)
    async with acting_as(api, STRANGER) as connection:
        assert await evidence_of(connection, CASE) == []


async def test_what_a_lost_task_wrote_of_evidence_gives_way(worker: Pool) -> None:
    async with transaction(worker) as connection:
        await record(connection, batch(1, 2))
        await write_steps(connection, CASE, [ADDED])
        await connection.execute("SELECT take_out_lost_events($1, 2)", CASE)
        assert await evidence_of(connection, CASE) == []
