"""A log line holds listed keys only: no name, no text, no message of an exception, whoever wrote it."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from redress.observability.logs import configure, of_case
from redress.settings import LogLevel

CASE = "01936f00-0000-7000-8000-000000000001"
SECRET = "林晓 13800000001 lin@example.org"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The stream of a configured process; logging is as before afterwards."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, structlog.get_config())
    stream = io.StringIO()
    configure(LogLevel.INFO, "redress-test", stream)
    yield stream
    root.handlers[:], level, config = before
    root.setLevel(level)
    structlog.configure(**config)


def read(lines: io.StringIO) -> list[dict[str, Any]]:
    text = lines.getvalue()
    assert not any(part in text for part in ("林晓", "13800000001", "lin@", "example"))
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_says_when_who_and_which_case(lines: io.StringIO) -> None:
    with of_case(CASE):
        structlog.get_logger("redress.test").info("recorded", step="verify", seq=3)
    (line,) = read(lines)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "process": "redress-test", "logger": "redress.test", "level": "info", "event": "recorded",
        "case_id": CASE, "step": "verify", "seq": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    "given",
    [
        {"name": SECRET},
        {"step": SECRET},
        {"case_id": SECRET},
        {"seq": SECRET},
        {"kind": {"of": SECRET}},
        {"error": ValueError(SECRET)},
    ],
)
def test_what_is_not_listed_or_not_of_its_kind_is_dropped_and_counted(
    lines: io.StringIO, given: dict[str, Any]
) -> None:
    structlog.get_logger("redress.test").warning("something", **given)
    (line,) = read(lines)
    assert line["event"] == "something"
    assert line["dropped"] == 1
    assert not given.keys() & line.keys()


def test_an_exception_leaves_its_type_and_place_only(lines: io.StringIO) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        structlog.get_logger("redress.test").exception("failed")
    (line,) = read(lines)
    assert line["error"] == "ValueError"
    assert line["frames"].startswith("test_logs.py:")


def test_another_librarys_arguments_and_exceptions_are_not_logged(lines: io.StringIO) -> None:
    log = logging.getLogger("somebody.else")
    try:
        raise RuntimeError(SECRET)
    except RuntimeError:
        log.exception("could not send to %s\ncontent: %s", SECRET, SECRET)
    log.info("below warnings: %s", SECRET)
    (line,) = read(lines)
    assert line["event"] == "could not send to"
    assert (line["logger"], line["error"]) == ("somebody.else", "RuntimeError")


def test_long_digits_and_chinese_in_another_librarys_text_are_left_out(lines: io.StringIO) -> None:
    logging.getLogger("somebody.else").warning(f"sent to 林晓 {13800000001} twice")  # noqa: G004
    (line,) = read(lines)
    assert line["event"] == "sent to twice"
