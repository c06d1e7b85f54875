"""Files are kept sealed under their own hash, whole or not at all; what was altered or cut short is found."""

import asyncio
import hashlib
import io
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import psutil
import pytest

from redress.files.evidence_store import (
    ABANDONED_AFTER,
    INCOMING,
    EvidenceStore,
    FileGone,
    FilesUnavailable,
    FileTooLarge,
    Received,
    open_evidence_store,
)
from redress.files.sealed_frames import FRAME, KEY_BYTES, FileDamaged, TooMuchAtOnce

MB = 1024 * 1024
SIZES = (1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 3 * FRAME + 17)


@pytest.fixture(params=["folder", "elsewhere"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EvidenceStore:
    """A local folder, and a store that is reached by an address."""
    return open_evidence_store(tmp_path / "files", "memory:///" if request.param == "elsewhere" else None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


async def came(store: EvidenceStore, data: bytes, piece: int = 50_000) -> Received:
    incoming = store.incoming(100 * MB)
    for start in range(0, len(data), piece):
        incoming.write(data[start : start + piece])
    return await incoming.finish()


async def kept(store: EvidenceStore, data: bytes) -> Received:
    received = await came(store, data)
    await store.keep(received)
    return received


async def whole(store: EvidenceStore, received: Received) -> bytes:
    return b"".join([piece async for piece in store.read(received.address, received.key)])


def object_of(folder: Path, received: Received) -> Path:
    return folder / received.address[:2] / received.address


@pytest.mark.parametrize("size", SIZES)
async def test_a_file_comes_back_as_it_was_given(store: EvidenceStore, size: int) -> None:
    data = os.urandom(size)
    received = await kept(store, data)
    assert (received.sha256, received.size) == (hashlib.sha256(data).hexdigest(), size)
    assert await whole(store, received) == data
    await store.check(received.address, received.key, received.sha256)


async def test_it_lies_sealed_under_the_hash_of_its_sealed_bytes(folder: Path) -> None:
    store = open_evidence_store(folder)
    received = await kept(store, "投诉人王某的病历".encode() * 1000)
    stored = object_of(folder, received).read_bytes()
    assert hashlib.sha256(stored).hexdigest() == received.address
    assert "病历".encode() not in stored
    assert object_of(folder, received).stat().st_mode & 0o077 == 0


async def test_the_same_file_twice_at_once_is_two_files_with_keys_of_their_own(store: EvidenceStore) -> None:
    data = os.urandom(200_000)
    one, two = await asyncio.gather(kept(store, data), kept(store, data))
    assert one.sha256 == two.sha256
    assert one.address != two.address
    await store.discard(one.address)
    assert await whole(store, two) == data


async def test_keeping_again_changes_nothing(folder: Path) -> None:
    store = open_evidence_store(folder)
    received = await kept(store, b"once")
    before = object_of(folder, received).stat()
    await store.keep(received)
    assert object_of(folder, received).stat().st_ino == before.st_ino


Damage = Callable[[bytes], bytes]
DAMAGE: dict[str, Damage] = {
    "a byte changed": lambda data: data[:70_000] + bytes([data[70_000] ^ 1]) + data[70_001:],
    "cut short within a frame": lambda data: data[:-5],
    "cut short at a frame": lambda data: data[: 8 + FRAME + 16],
    "something added": lambda data: data + b"x",
    "frames swapped": lambda data: (
        data[:8] + data[8 + FRAME + 16 : 8 + 2 * (FRAME + 16)] + data[8 : 8 + FRAME + 16]
        + data[8 + 2 * (FRAME + 16) :]
    ),
    "empty": lambda data: b"",
    "another start": lambda data: b"X" + data[1:],
}  # fmt: skip


@pytest.mark.parametrize("what", DAMAGE)
async def test_what_was_altered_is_found_with_and_without_the_key(folder: Path, what: str) -> None:
    store = open_evidence_store(folder)
    received = await kept(store, os.urandom(3 * FRAME))
    place = object_of(folder, received)
    place.write_bytes(DAMAGE[what](place.read_bytes()))
    with pytest.raises(FileDamaged):
        await whole(store, received)
    for key in (received.key, None):
        with pytest.raises(FileDamaged):
            await store.check(received.address, key, received.sha256)


async def test_nothing_of_an_altered_frame_is_given_out(folder: Path) -> None:
    store = open_evidence_store(folder)
    data = os.urandom(3 * FRAME)
    received = await kept(store, data)
    place = object_of(folder, received)
    place.write_bytes(DAMAGE["a byte changed"](place.read_bytes()))
    given = store.read(received.address, received.key)
    assert await anext(given) == data[:FRAME]
    with pytest.raises(FileDamaged):
        await anext(given)


async def test_another_key_opens_nothing_and_another_file_is_not_this_one(store: EvidenceStore) -> None:
    one, two = await kept(store, b"one"), await kept(store, b"two")
    with pytest.raises(FileDamaged):
        await store.check(one.address, os.urandom(KEY_BYTES), one.sha256)
    with pytest.raises(FileDamaged):
        await store.check(one.address, one.key, two.sha256)


async def test_what_is_not_there_is_said_to_be_gone(store: EvidenceStore) -> None:
    with pytest.raises(FileGone):
        await store.check("0" * 64, None, "")
    received = await kept(store, b"soon gone")
    await store.discard(received.address)
    await store.discard(received.address)
    with pytest.raises(FileGone):
        await whole(store, received)


async def test_too_much_is_noticed_while_it_comes_and_leaves_nothing(folder: Path) -> None:
    incoming = open_evidence_store(folder).incoming(1_000)
    incoming.write(bytes(1_000))
    with pytest.raises(FileTooLarge):
        incoming.write(b"x")
    incoming.drop()
    incoming.drop()
    assert list((folder / INCOMING).iterdir()) == []


async def test_a_file_that_was_not_kept_is_nowhere(folder: Path) -> None:
    store = open_evidence_store(folder)
    received = await came(store, b"refused")
    assert [path async for path in store.kept_before(datetime.now(UTC) + timedelta(days=1))] == []
    received.path.unlink()
    with pytest.raises(FileGone):
        await whole(store, received)


async def test_what_lies_here_is_listed_by_age(store: EvidenceStore) -> None:
    received = await kept(store, b"here")
    later, earlier = (datetime.now(UTC) + timedelta(hours=hours) for hours in (1, -1))
    assert [each async for each in store.kept_before(later)] == [received.address]
    assert [each async for each in store.kept_before(earlier)] == []


async def test_pieces_of_killed_uploads_are_cleared_away_at_the_next_start(folder: Path) -> None:
    store = open_evidence_store(folder)
    old, young = (store.incoming(10).path for _ in range(2))
    long_ago = datetime.now(UTC).timestamp() - ABANDONED_AFTER - 60
    os.utime(old, (long_ago, long_ago))
    open_evidence_store(folder)
    assert (old.exists(), young.exists()) == (False, True)


async def test_a_store_that_cannot_be_written_says_so(folder: Path) -> None:
    store = open_evidence_store(folder)
    received = await came(store, b"data")
    (folder / received.address[:2]).write_bytes(b"in the way")
    with pytest.raises(FilesUnavailable):
        await store.keep(received)
    (folder / INCOMING).rename(folder / "elsewhere")
    with pytest.raises(FilesUnavailable):
        store.incoming(10)


async def test_a_received_file_is_looked_into_at_any_place(store: EvidenceStore) -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for n in range(5):
            archive.writestr(f"{n}.bin", os.urandom(FRAME))
    received = await came(store, out.getvalue())
    with received.reader() as reader, ZipFile(reader) as archive:
        assert archive.testzip() is None


async def test_nobody_reads_a_file_whole_by_accident(store: EvidenceStore) -> None:
    received = await came(store, os.urandom(2 * MB))
    with received.reader() as reader, pytest.raises(TooMuchAtOnce):
        reader.read()


async def test_sixty_megabytes_pass_through_without_being_held(store: EvidenceStore) -> None:
    process, piece = psutil.Process(), os.urandom(64 * 1024)
    incoming = store.incoming(100 * MB)
    before = process.memory_info().rss
    for _ in range(60 * 16):
        incoming.write(piece)
    received = await incoming.finish()
    assert process.memory_info().rss - before < 20 * MB
    received.path.unlink()
