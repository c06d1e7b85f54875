"""What a file is, is told by its content: what is taken, what is refused; a name that claims otherwise."""

import io

import pytest

from redress.files.file_types import Unwelcome, look, named, taken
from tests.files.made import BAD, DOCX, EXE, GOOD, MAIL, png, zipped


@pytest.mark.parametrize(("name", "data", "media_type"), GOOD, ids=[each[0] for each in GOOD])
def test_every_kind_of_evidence_is_known_by_its_content(name: str, data: bytes, media_type: str) -> None:
    found = look(io.BytesIO(data), name)
    assert (found.media_type, found.name_differs) == (media_type, False)


def test_every_type_of_the_list_is_shown_above() -> None:
    assert {each.media_type for each in taken()} == {media_type for _, _, media_type in GOOD}


@pytest.mark.parametrize(("name", "data", "code"), BAD, ids=[f"{each[0]}-{each[2]}" for each in BAD])
def test_what_runs_unpacks_without_end_or_is_unknown_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(Unwelcome) as refused:
        look(io.BytesIO(data), name)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (EXE, "application/vnd.microsoft.portable-executable"),
        (zipped(a_txt=b"one"), "application/zip"),
        (b"<html>", "text/html"),
        (bytes(40), None),
    ],
)
def test_the_refusal_says_what_the_file_seems_to_be(data: bytes, found: str | None) -> None:
    with pytest.raises(Unwelcome) as refused:
        look(io.BytesIO(data), "photo.jpg")
    assert refused.value.found == found


@pytest.mark.parametrize(
    ("name", "data", "differs"),
    [
        ("receipt.pdf", png(), True),
        ("receipt.exe", png(), True),
        ("receipt.PNG", png(), False),
        ("receipt", png(), False),
        ("2026.11.03", png(), False),
        ("chat.bat", b"del everything", True),
        ("letter.zip", DOCX, True),
        ("letter.txt", MAIL, True),
    ],
)
def test_a_name_that_claims_another_type_is_marked(name: str, data: bytes, differs: bool) -> None:
    assert look(io.BytesIO(data), name).name_differs is differs


def test_a_file_is_handed_out_under_the_extension_of_its_own_type() -> None:
    assert named("收据.pdf", "image/png") == "收据.pdf.png"
    assert named("收据.PNG", "image/png") == "收据.PNG"
    assert named("收据", "image/png") == "收据.png"
    assert named("run.bat", "text/plain") == "run.bat.txt"
