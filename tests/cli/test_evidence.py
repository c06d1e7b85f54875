"""`redress case evidence` and `evidence-get`, and an audit that reads every file again."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.commands import Ran, redress
from tests.cli.conftest import Installation
from tests.cli.test_audit import audited
from tests.files.made import EXE, png

pytestmark = pytest.mark.timeout(400)


def as_officer(installation: Installation, *arguments: str, given: bytes = b"") -> Ran:
    return redress(*arguments, given=given, environment=installation.environment("officer"))


@pytest.fixture(scope="module")
def case_id(demonstration: Installation) -> str:
    filing = json.dumps({"channel": "phone", "facts": "热水器漏电"}).encode()
    filed = as_officer(demonstration, "case", "file", "-", "--json", given=filing)
    assert filed.code == 0, filed.err
    return str(json.loads(filed.out)["case_id"])


def put(installation: Installation, case_id: str, path: Path, *more: str) -> Ran:
    given = ("--class", "audio_visual", "--given-by", "complainant", "--json", *more)
    return as_officer(installation, "case", "evidence", case_id, str(path), *given)


@pytest.mark.long
def test_a_file_goes_in_and_comes_out_and_an_audit_finds_it_altered_or_gone(
    demonstration: Installation, case_id: str, tmp_path: Path
) -> None:
    photo = tmp_path / "照片.png"
    photo.write_bytes(png(200, 200))
    added = put(demonstration, case_id, photo, "--key", "photo-1", "--description", "漏电处")
    assert added.code == 0, added.err
    [piece] = json.loads(added.out)["evidence"]
    assert (piece["name"], piece["kind"]) == ("照片.png", "audio_visual")
    again = put(demonstration, case_id, photo, "--key", "photo-1", "--description", "漏电处")
    assert len(json.loads(again.out)["evidence"]) == 1

    target = tmp_path / "out.png"
    got = as_officer(demonstration, "case", "evidence-get", case_id, "1", str(target))
    assert got.code == 0, got.err
    assert target.read_bytes() == photo.read_bytes()
    assert piece["file"]["sha256"] in got.out

    code, found = audited(demonstration, "--case", case_id)
    assert (code, found["files"], found["differences"]) == (0, 1, [])
    address = piece["file"]["address"]
    stored = demonstration.folder / "files" / address[:2] / address
    intact = stored.read_bytes()
    for damage, why in ((intact[:-1], "the file is not what was stored"), (None, "the file is gone")):
        stored.unlink() if damage is None else stored.write_bytes(damage)
        code, found = audited(demonstration, "--case", case_id)
        assert code == 1
        assert [(each["where"], each["why"]) for each in found["differences"]] == [("files", why)]
        broken = tmp_path / "broken.png"
        refused = as_officer(demonstration, "case", "evidence-get", case_id, "1", str(broken))
        assert refused.code == 1
        assert "file_damaged" in refused.err
        assert not broken.exists()
    stored.write_bytes(intact)
    assert audited(demonstration, "--case", case_id)[0] == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".redress-")] == []


def test_a_program_is_refused_in_words(demonstration: Installation, case_id: str, tmp_path: Path) -> None:
    fake = tmp_path / "照片.jpg"
    fake.write_bytes(EXE)
    refused = put(demonstration, case_id, fake)
    assert refused.code == 2
    assert "不接收此类文件" in refused.err
    assert "file_type_refused" in refused.err


@pytest.mark.parametrize("path", ["/nowhere/at-all.png", os.sep])
def test_a_file_that_cannot_be_read_is_said_so(demonstration: Installation, case_id: str, path: str) -> None:
    refused = put(demonstration, case_id, Path(path))
    assert (refused.code, "无法读取" in refused.err) == (2, True)
