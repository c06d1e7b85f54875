"""Logs as one JSON object per line. Only listed keys are logged, and no key is for a name or a text."""

import logging
import re
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any, Final, TextIO

import structlog
from structlog.contextvars import bound_contextvars
from structlog.typing import EventDict, Processor, WrappedLogger

from redress.settings import LogLevel

Check = Callable[[Any], bool]

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NOT_PROSE = re.compile(r"(?:%[a-z]?|\d{4,}|[^A-Za-z0-9._:/-])+")
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/ -]{0,127}")


def _uuid(value: Any) -> bool:
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def _token(value: Any) -> bool:
    return isinstance(value, str) and _TOKEN.fullmatch(value) is not None


def _number(value: Any) -> bool:
    return isinstance(value, int | float)


ALLOWED: Final[Mapping[str, Check]] = {
    "event": _token, "level": _token, "timestamp": _token, "logger": _token, "process": _token,
    "case_id": _uuid, "job_id": _uuid, "run_id": _uuid, "command_id": _token, "request_id": _token,
    "step": _token, "kind": _token, "outcome": _token, "queue": _token, "stage": _token, "code": _token,
    "child": _token, "signal": _token, "method": _token, "route": _token, "error": _token, "frames": _token,
    "seq": _number, "version": _number, "level_reached": _number, "attempt": _number, "attempts": _number,
    "count": _number, "status": _number, "seconds": _number, "grace_seconds": _number, "port": _number,
    "exit_code": _number, "pid": _number,
}
"""Every key that may be logged and what its value must look like; a token is ASCII and at most 128 long."""


def configure(level: LogLevel, process: str, stream: TextIO | None = None) -> None:
    """Sends structlog and the standard library's loggers to one JSON stream (default: standard error).

    `process` names the process. Records of other libraries, from warnings on, keep the first line
    of their message's template without its arguments; exceptions keep their type and places, never the text.
    """
    own: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _named(process),
        _without_exception_texts,
        _allowed_only,
    ]
    structlog.configure(
        processors=[*own, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(_number_of(level)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(_template_only)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=own,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("redress").setLevel(_number_of(level))


def of_case(case_id: str) -> Any:
    """A context in which every line carries the case."""
    return bound_contextvars(case_id=case_id)


def _number_of(level: LogLevel) -> int:
    return logging.getLevelNamesMapping()[level.value.upper()]


def _named(process: str) -> Callable[[WrappedLogger, str, EventDict], EventDict]:
    def name(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event["process"] = process
        return event

    return name


def _template_only(record: logging.LogRecord) -> bool:
    """Another library's message loses its arguments: they may hold anything."""
    if isinstance(record.msg, dict):  # ours, on its way through structlog
        return True
    words = str(record.msg).partition("\n")[0].partition("{")[0]
    record.msg, record.args = _NOT_PROSE.sub(" ", words).strip()[:120] or "unnamed", ()
    return True


def _without_exception_texts(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    error = _exception(event.pop("exc_info", None))
    if error is not None:
        event["error"] = type(error).__name__
        last = traceback.extract_tb(error.__traceback__)[-3:]
        places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in last]
        event["frames"] = " ".join(places) or "none"
    return event


def _exception(info: Any) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        return info[1] if isinstance(info[1], BaseException) else None
    return sys.exc_info()[1] if info else None


def _allowed_only(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    kept: EventDict = {}
    for key, value in event.items():
        structlogs_own = key.startswith("_")  # removed by its formatter
        if structlogs_own or (key in ALLOWED and (value is None or ALLOWED[key](value))):
            kept[key] = value
        else:
            kept["dropped"] = kept.get("dropped", 0) + 1
    kept.setdefault("event", "unnamed")
    return kept
