"""Evidence by HTTP: a piece with its file goes in once, is listed, and comes out as it was given."""

import asyncio
import hashlib
import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import asyncpg
import httpx
import psutil
import pytest

from redress.files.evidence_store import INCOMING, open_evidence_store
from tests.api.conftest import FILING, Desk, Json, Stack
from tests.files.made import BOMB, EXE, png

MB: Final = 1024 * 1024
PIECE: Final = {"kind": "written", "given_by": "complainant"}


async def give(
    desk: Desk,
    case_id: str,
    data: bytes | None = None,
    name: str = "保修卡.png",
    key: str | None = None,
    **fields: Any,
) -> httpx.Response:
    files = {} if data is None else {"file": (name, data, "application/octet-stream")}
    return await desk.client.post(
        f"/v1/complaints/{case_id}/evidence",
        data={**PIECE, **fields},
        files=files or {"none": (None, b"")},
        headers=desk._headers(key or str(uuid4())),
    )


def objects(stack: Stack) -> list[Path]:
    """What lies in the store, without what is on its way in."""
    return [path for path in stack.settings.files_dir.rglob("*") if path.is_file() and len(path.name) == 64]


def aside(stack: Stack) -> list[Path]:
    return list((stack.settings.files_dir / INCOMING).iterdir())


async def test_a_file_goes_in_is_listed_and_comes_out_as_it_was(stack: Stack, officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    data = png(300, 300)
    response = await give(
        officer, case_id, data, description="购机时拍摄", obtained_at="2026-11-20T10:00:00+08:00"
    )
    assert response.status_code == 200, response.text
    [piece] = response.json()["evidence"]
    assert (piece["number"], piece["kind"], piece["given_by"], piece["name"]) == (
        1, "written", "complainant-1", "保修卡.png",
    )  # fmt: skip
    assert piece["file"] == {
        "sha256": hashlib.sha256(data).hexdigest(),
        "address": piece["file"]["address"],
        "size": len(data),
        "media_type": "image/png",
        "name_differs": False,
    }
    [listed] = (await officer.get(f"/v1/complaints/{case_id}/evidence")).json()["items"]
    assert (listed["description"], listed["obtained_at"]) == ("购机时拍摄", "2026-11-20T10:00:00+08:00")
    given = await officer.get(f"/v1/complaints/{case_id}/evidence/1")
    assert given.content == data
    assert given.headers["content-type"] == "image/png"
    assert given.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''%E4%BF%9D%E4%BF%AE%E5%8D%A1.png"
    )
    assert given.headers["x-content-type-options"] == "nosniff"
    assert given.headers["content-security-policy"].startswith("sandbox;")
    assert given.headers["cache-control"] == "no-store"
    assert aside(stack) == []


async def test_who_was_given_a_file_is_written_down(stack: Stack, officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    view = (await give(officer, case_id, png())).json()
    await officer.get(f"/v1/complaints/{case_id}/evidence/1")
    connection = await asyncpg.connect(stack.database.superuser_url)
    try:
        rows = await connection.fetch(
            "SELECT address, person, purpose FROM evidence_openings WHERE case_id = $1", case_id
        )
    finally:
        await connection.close()
    address = view["evidence"][0]["file"]["address"]
    assert [tuple(row) for row in rows] == [(address, officer.person, "download")]


async def test_nothing_of_a_file_lies_in_clear(stack: Stack, officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    text = "王某的病历号-PLANTED ".encode() * 5000
    assert (await give(officer, case_id, text, "病历-PLANTED.txt")).status_code == 200
    for path in stack.settings.files_dir.rglob("*"):
        assert "PLANTED" not in path.name
        assert not path.is_file() or b"PLANTED" not in path.read_bytes()


async def test_the_same_key_and_file_is_one_piece_another_file_is_refused(
    stack: Stack, officer: Desk
) -> None:
    case_id = (await officer.file())["case_id"]
    key, before = str(uuid4()), len(objects(stack))
    first = await give(officer, case_id, png(), key=key)
    again = await give(officer, case_id, png(), key=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["version"] == first.json()["version"]
    assert len(again.json()["evidence"]) == 1
    other = await give(officer, case_id, png(3, 3), key=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len(objects(stack)) == before + 1


async def test_the_same_upload_twice_at_once_is_one_piece(stack: Stack, officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    key, before = str(uuid4()), len(objects(stack))
    answers = await asyncio.gather(*(give(officer, case_id, png(50, 50), key=key) for _ in range(4)))
    assert {each.status_code for each in answers} <= {200, 409}
    assert 200 in {each.status_code for each in answers}
    settled = await give(officer, case_id, png(50, 50), key=key)
    assert len(settled.json()["evidence"]) == 1
    assert len(objects(stack)) == before + 1


@pytest.mark.parametrize(
    ("name", "data", "status", "code", "detail"),
    [
        ("照片.jpg", EXE, 415, "file_type_refused", "application/vnd.microsoft.portable-executable"),
        ("合同.docx", BOMB, 415, "file_bomb", None),
        ("页面.html", b"<!doctype html><script>1</script>", 415, "file_type_refused", "text/html"),
        ("空.pdf", b"", 422, "file_empty", None),
    ],
)
async def test_what_is_not_taken_is_refused_in_words_and_leaves_nothing(
    stack: Stack, officer: Desk, name: str, data: bytes, status: int, code: str, detail: str | None
) -> None:
    filed = await officer.file()
    before = objects(stack)
    response = await give(officer, filed["case_id"], data, name)
    found = response.json()
    assert (response.status_code, found["code"], found.get("detail")) == (status, code, detail)
    assert found["title_zh"]
    assert (objects(stack), aside(stack)) == (before, [])
    assert (await officer.view(filed["case_id"]))["evidence"] == []


async def test_a_picture_called_pdf_is_kept_marked_and_given_out_as_a_picture(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    [piece] = (await give(officer, case_id, png(), "发票.pdf")).json()["evidence"]
    assert (piece["file"]["media_type"], piece["file"]["name_differs"]) == ("image/png", True)
    given = await officer.get(f"/v1/complaints/{case_id}/evidence/1")
    assert given.headers["content-disposition"].endswith(".pdf.png")


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"kind": "gossip"}, "kind", "unknown_value"),
        ({"kind": ""}, "kind", "missing"),
        ({"obtained_at": "2026-11-20T10:00:00"}, "obtained_at", "naive_time"),
        ({"size": "1"}, "size", "unknown_field"),
        ({"expected_version": "x"}, "expected_version", "not_an_integer"),
    ],
)
async def test_an_unusable_field_is_named(
    officer: Desk, fields: dict[str, str], field: str, code: str
) -> None:
    case_id = (await officer.file())["case_id"]
    response = await give(officer, case_id, png(), **fields)
    assert response.status_code == 422
    assert (field, code) in [(each["field"], each["code"]) for each in response.json()["errors"]]


async def test_a_rule_refuses_and_the_file_is_swept_away_later(stack: Stack, officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    await give(officer, case_id, png())
    same = await give(officer, case_id, png())
    assert (same.status_code, same.json()["code"]) == (409, "already_in_evidence")
    stranger = await give(officer, case_id, png(5, 5), given_by="complainant-7")
    assert (stranger.status_code, stranger.json()["code"]) == (422, "unknown_giver")
    stale = await give(officer, case_id, png(6, 6), expected_version="1")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert len((await officer.view(case_id))["evidence"]) == 1


async def test_a_file_is_never_named_in_a_command(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    file = {"sha256": "a" * 64, "address": "b" * 64, "size": 1, "media_type": "image/png"}
    response = await officer.act(case_id, {"type": "add_evidence", **PIECE, "name": "x", "file": file})
    assert (response.status_code, response.json()["code"]) == (422, "file_by_upload")
    thing = {"type": "add_evidence", "kind": "physical", "given_by": "respondent", "name": "故障主板"}
    view = await officer.acted(case_id, thing)
    assert (view["evidence"][0]["name"], view["evidence"][0]["file"]) == ("故障主板", None)
    none = await officer.get(f"/v1/complaints/{case_id}/evidence/1")
    assert (none.status_code, none.json()["code"]) == (404, "no_such_evidence")


async def test_who_may_not_is_told_before_anything_is_taken_in(stack: Stack, officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    await give(officer, case_id, png())
    callback = await stack.desk("callback")
    refused = await give(callback, case_id, png())
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    unknown = await give(officer, str(uuid4()), png())
    assert (unknown.status_code, unknown.json()["code"]) == (404, "no_such_case")
    nobody = await officer.client.get(f"/v1/complaints/{case_id}/evidence/1")
    assert nobody.status_code == 401
    auditor = await stack.desk("auditor")
    listed = (await auditor.get(f"/v1/complaints/{case_id}/evidence")).json()["items"]
    assert set(listed[0]["name"]) == {"ref"}
    closed = await auditor.get(f"/v1/complaints/{case_id}/evidence/1")
    assert closed.status_code == 403


def parts(boundary: bytes, *, end: bool) -> bytes:
    fields = b"".join(
        b"--%b\r\nContent-Disposition: form-data; name=\"%b\"\r\n\r\n%b\r\n" % (boundary, name, value)
        for name, value in ((b"kind", b"written"), (b"given_by", b"complainant"))
    )
    head = b"--%b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n" % boundary
    return fields + head + png(40, 40) + (b"\r\n--%b--\r\n" % boundary if end else b"")


@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [
        ("multipart/form-data; boundary=x", parts(b"x", end=False), 422, "upload_cut_short"),
        ("multipart/form-data; boundary=x", b"nonsense", 422, "upload_cut_short"),
        ("multipart/form-data", parts(b"x", end=True), 415, "not_multipart"),
        ("application/json", b"{}", 415, "not_multipart"),
        ("multipart/form-data; boundary=x", parts(b"x", end=True), 200, None),
    ],
)
async def test_an_upload_is_whole_or_nothing(
    stack: Stack, officer: Desk, content_type: str, body: bytes, status: int, code: str | None
) -> None:
    case_id = (await officer.file())["case_id"]
    headers = {**officer._headers(str(uuid4())), "Content-Type": content_type}
    path = f"/v1/complaints/{case_id}/evidence"
    response = await officer.client.post(path, content=body, headers=headers)
    assert (response.status_code, response.json().get("code")) == (status, code)
    assert aside(stack) == []


async def form_of(size: int, piece: bytes) -> AsyncIterator[bytes]:
    head = parts(b"x", end=False)
    yield head
    for _ in range(size // len(piece)):
        yield piece
    yield b"\r\n--x--\r\n"


async def test_a_file_beyond_the_limit_is_refused_while_it_comes_and_is_never_held(
    stack: Stack, officer: Desk
) -> None:
    """60 MB against a limit of 50: read to its end, so that the answer arrives, and thrown away."""
    case_id = (await officer.file())["case_id"]
    headers = {**officer._headers(str(uuid4())), "Content-Type": "multipart/form-data; boundary=x"}
    path = f"/v1/complaints/{case_id}/evidence"
    most = Peak()
    response = await officer.client.post(
        path, content=most.watching(form_of(60 * MB, os.urandom(64 * 1024))), headers=headers
    )
    assert (response.status_code, response.json()["code"]) == (413, "file_too_large")
    assert response.json()["detail"] == "50 MB"
    assert most.grown < 25 * MB
    assert aside(stack) == []


async def test_a_large_file_streams_in_and_out_without_being_held(stack: Stack, officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    headers = {**officer._headers(str(uuid4())), "Content-Type": "multipart/form-data; boundary=x"}
    path = f"/v1/complaints/{case_id}/evidence"
    most = Peak()
    form = form_of(48 * MB, os.urandom(64 * 1024))
    response = await officer.client.post(path, content=most.watching(form), headers=headers)
    assert response.status_code == 200, response.text
    [piece] = response.json()["evidence"]
    address = piece["file"]["address"]
    store = open_evidence_store(stack.settings.files_dir)
    digest = hashlib.sha256()
    async for chunk in store.sealed(address):
        digest.update(chunk)
    assert digest.hexdigest() == address
    assert most.grown < 25 * MB


class Peak:
    """How far this process has grown while a body was sent."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._before = self._process.memory_info().rss
        self.grown = 0

    async def watching(self, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in body:
            self.grown = max(self.grown, self._process.memory_info().rss - self._before)
            yield piece


async def test_an_altered_file_is_never_given_out(stack: Stack, officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    view = (await give(officer, case_id, png(9, 9))).json()
    address = view["evidence"][0]["file"]["address"]
    place = stack.settings.files_dir / address[:2] / address
    place.chmod(0o600)
    altered = bytearray(place.read_bytes())
    altered[60] ^= 1
    place.write_bytes(altered)
    response = await officer.get(f"/v1/complaints/{case_id}/evidence/1")
    assert (response.status_code, response.json()["code"]) == (500, "file_damaged")


async def test_a_store_that_is_away_takes_nothing_and_says_so(stack: Stack, officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    folder = stack.settings.files_dir / INCOMING
    folder.rename(folder.with_name("away"))
    try:
        response = await give(officer, case_id, png())
    finally:
        folder.with_name("away").rename(folder)
    assert (response.status_code, response.json()["code"]) == (503, "files_unavailable")
    assert response.headers["retry-after"]
    assert (await officer.view(case_id))["evidence"] == []


async def file_with(desk: Desk, filing: Json, data: bytes, key: str, **fields: str) -> httpx.Response:
    return await desk.client.post(
        "/v1/complaints",
        data={"filing": json.dumps(filing), **fields},
        files={"file": ("来信.pdf", data)},
        headers=desk._headers(key),
    )


LETTER: Final = b"%PDF-1.7\n" + "投诉信".encode()


async def test_a_filing_has_facts_or_a_file(stack: Stack, officer: Desk) -> None:
    filing = {name: value for name, value in FILING.items() if name != "facts"} | {"channel": "letter"}
    key = str(uuid4())
    response = await file_with(officer, filing, LETTER, key, description="挂号信")
    assert response.status_code == 201, response.text
    filed = response.json()
    assert "facts" in filed["open_items"]
    again = await file_with(officer, filing, LETTER, key, description="挂号信")
    assert again.json()["case_id"] == filed["case_id"]
    other = await file_with(officer, filing, LETTER + b"x", key, description="挂号信")
    assert other.json()["code"] == "idempotency_key_reused"
    view = await officer.view(filed["case_id"])
    [piece] = view["evidence"]
    assert (piece["kind"], piece["given_by"], piece["name"]) == ("written", "complainant-1", "来信.pdf")
    given = await officer.get(f"/v1/complaints/{filed['case_id']}/evidence/1")
    assert given.content == LETTER
    assert "facts" in view["open_items"], "the answer came after the intake check was recorded"
    facts = {"type": "add_material", "text": "洗衣机漏水,商家拒绝退换。", "completes": ["facts"]}
    assert "facts" not in (await officer.acted(filed["case_id"], facts))["open_items"]


async def test_a_filing_with_neither_is_refused_and_so_is_a_bad_file(stack: Stack, officer: Desk) -> None:
    filing = {"channel": "letter"}
    before = objects(stack)
    none = await officer.client.post(
        "/v1/complaints",
        data={"filing": json.dumps(filing)},
        files={"none": (None, b"")},
        headers=officer._headers(str(uuid4())),
    )
    assert (none.status_code, none.json()["code"]) == (422, "missing_facts")
    bad = await file_with(officer, filing, EXE, str(uuid4()))
    assert (bad.status_code, bad.json()["code"]) == (415, "file_type_refused")
    assert objects(stack) == before


async def test_a_filing_by_file_keeps_the_moment_of_receipt(officer: Desk) -> None:
    received = datetime.now(UTC) - timedelta(hours=3)
    filing = {"channel": "letter", "received_at": received.isoformat()}
    filed = (await file_with(officer, filing, LETTER, str(uuid4()))).json()
    [piece] = (await officer.view(filed["case_id"]))["evidence"]
    assert datetime.fromisoformat(piece["obtained_at"]) == received


async def test_a_file_of_the_archive_is_given_for_a_reason_that_is_kept(stack: Stack, officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    await give(officer, case_id, png())
    connection = await asyncpg.connect(stack.database.superuser_url)
    try:
        archived = "UPDATE cases SET view = jsonb_set(view, '{stage}', '\"archived\"') WHERE case_id = $1"
        await connection.execute(archived, case_id)
    finally:
        await connection.close()
    path = f"/v1/complaints/{case_id}/evidence"
    [sealed] = (await officer.get(path)).json()["items"]
    assert set(sealed["name"]) == {"ref"}
    refused = await officer.get(f"{path}/1")
    assert (refused.status_code, refused.json()["code"]) == (403, "archive_reason")
    assert (await officer.get(f"{path}/1", reason="court")).content == png()
    supervisor = await stack.desk("supervisor")
    accesses = await supervisor.get(f"/v1/complaints/{case_id}/accesses", archive_only="true")
    assert [(each["purpose"], each["files"]) for each in accesses.json()["items"]] == [
        ("archive:court", 1), ("archive:court", 0),
    ]  # fmt: skip
