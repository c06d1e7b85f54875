"""`redress clock explain` answers as contracts §2 says, without a running stack, and survives every input."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import run
from tests.cli.commands import redress

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "domain" / "data" / "clock-examples.json").read_text("utf-8")
)
QUESTION = {
    "profile": "samr-121",
    "clock": "complaint.mediation",
    "started_at": "2026-08-20T09:00:00+08:00",
    "suspensions": [
        {"from": "2026-09-22T10:00:00+08:00", "to": "2026-10-13T16:00:00+08:00", "cause": "appraisal"}
    ],
    "extensions": [],
    "counting": {},
    "calendar": "CN@2025-11-04",
}


def as_line(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode() + b"\n"


def test_the_question_of_the_contract_is_answered_on_one_line() -> None:
    ended = redress("clock", "explain", given=as_line(QUESTION))
    assert (ended.code, ended.err) == (0, "")
    answer = json.loads(ended.out)
    assert ended.out.count("\n") == 1
    assert answer["due_on"] == "2026-11-09"
    assert answer["due_at"] == "2026-11-10T00:00:00+08:00"
    assert answer["citation"] == "令121 art.23(1)(5), art.22(3)"
    assert answer["days"][:2] == [
        {"date": "2026-08-20", "kind": "start", "count": None},
        {"date": "2026-08-21", "kind": "calendar", "count": 1},
    ]
    assert {"date": "2026-09-23", "kind": "suspended", "count": None} in answer["days"]


def test_jsonl_answers_every_example_on_its_own_line() -> None:
    lines = b"".join(as_line(example["request"]) for example in EXAMPLES)
    ended = redress("clock", "explain", "--jsonl", given=lines)
    assert (ended.code, ended.err) == (0, "")
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert len(answers) == len(EXAMPLES)
    for example, answer in zip(EXAMPLES, answers, strict=True):
        expected = {name: value for name, value in example["expect"].items() if name != "days"}
        assert {name: answer[name] for name in expected} == expected, example["id"]


UNUSABLE_LINES = [
    b"",
    b"not json",
    b"[1]",
    b"7",
    b"null",
    b"\xff\xfe",
    b'{"started_at": NaN}',
    b"[" * 5000,
    b'{"x": ' + b"9" * 5000 + b"}",
    b'{"profile": "samr-121"}',
    b'{"length": 7, "length": 8, "unit": "working_day", "started_at": "2026-08-20T09:00:00+08:00"}',
    b'{"profile": "samr-121", "clock": "no.such", "started_at": "2026-08-20T09:00:00+08:00"}',
    b'{"profile": "\\ud800", "clock": "x", "started_at": "2026-08-20T09:00:00+08:00"}',
    b'{"length": 7, "unit": "working_day", "started_at": "2026-08-20T09:00:00"}',
    b'{"length": 7, "unit": "working_day", "started_at": "2026-02-30T09:00:00+08:00"}',
    b'{"length": "7", "unit": "working_day", "started_at": "2026-08-20T09:00:00+08:00"}',
    b'{"length": 0, "unit": "working_day", "started_at": "2026-08-20T09:00:00+08:00"}',
    b'{"length": 7, "unit": "working_day", "started_at": "2026-08-20T09:00:00+08:00", "more": 1}',
]


def test_an_unusable_line_is_answered_with_an_error_and_the_rest_goes_on() -> None:
    given = b"".join(line + b"\n" + as_line(QUESTION) for line in UNUSABLE_LINES)
    ended = redress("clock", "explain", "--jsonl", given=given)
    assert (ended.code, ended.err) == (0, "")
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert len(answers) == 2 * len(UNUSABLE_LINES)
    for line, answer in zip(UNUSABLE_LINES, answers[::2], strict=True):
        assert answer.get("error"), line
    assert {answer["due_on"] for answer in answers[1::2]} == {"2026-11-09"}


def test_the_last_line_needs_no_line_break() -> None:
    ended = redress("clock", "explain", "--jsonl", given=as_line(QUESTION) + as_line(QUESTION).rstrip())
    assert [json.loads(line)["due_on"] for line in ended.out.splitlines()] == ["2026-11-09"] * 2


@pytest.mark.parametrize("document", UNUSABLE_LINES)
def test_an_unusable_document_ends_with_2_and_one_line(
    document: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "question.json"
    source.write_bytes(document)
    assert run(["clock", "explain", str(source)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "期限于2026年11月9日24时届满"), ("en", "ends at 24:00 on 2026-11-09")]
)
def test_words_instead_of_json(
    lang: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "question.json"
    source.write_bytes(as_line(QUESTION))
    assert run(["clock", "explain", str(source), "--lang", lang]) == 0
    assert words in capsys.readouterr().out
