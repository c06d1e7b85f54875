"""The `redress` command: its groups, and how every one of them ends. Commands have modules of their own."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from io import TextIOWrapper
from typing import Final

import typer
from typer.exceptions import TyperException

from cli.accesses import list_accesses
from cli.accounts import accounts
from cli.assignment import assignment
from cli.audit import audit
from cli.calendar_load import load_notice, show_progress
from cli.cases import cases, login, rehearse
from cli.clocks import clocks
from cli.deploying import make_deployment_keys, migrate_database
from cli.evidence import add_evidence, get_evidence
from cli.importing.command import import_file
from cli.intake import inquiries, reports
from cli.offices import offices
from cli.outbox import outbox
from cli.outcome import Ended, Exit, say, warn
from cli.papers import draft_document, list_documents, save_bundle, save_document
from cli.permissions import show_permissions
from cli.printing import printing
from cli.profile_load import load_profile
from cli.profile_load import show_progress as show_profile_progress
from cli.regulations import calendars, profiles
from cli.running import serve_api, serve_worker, start_stack
from cli.session import DEFAULT_URL
from cli.statistics import show_statistics

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="消费投诉办理 / Redress runs consumer complaints. "
    "退出码 0 完成 · 1 被拒绝或有问题 · 2 输入无法使用. --debug 显示出错位置 / shows tracebacks. "
    "--version 显示版本 / shows the version. REDRESS_URL 指明系统地址 / names the stack that is asked, "
    f"else {DEFAULT_URL}.",
)
app.add_typer(cases, name="case")
app.add_typer(assignment, name="assignment")
app.add_typer(accounts, name="account")
app.add_typer(reports, name="report")
app.add_typer(inquiries, name="inquiry")
app.add_typer(audit, name="audit")
app.add_typer(outbox, name="outbox")
app.add_typer(printing, name="print")
app.add_typer(clocks, name="clock")
app.add_typer(profiles, name="profile")
app.add_typer(calendars, name="calendar")
app.add_typer(offices, name="office")
profiles.command("load")(load_profile)
profiles.command("progress")(show_profile_progress)
calendars.command("load")(load_notice)
calendars.command("progress")(show_progress)
cases.command("evidence")(add_evidence)
cases.command("evidence-get")(get_evidence)
cases.command("documents")(list_documents)
cases.command("draft")(draft_document)
cases.command("document")(save_document)
cases.command("bundle")(save_bundle)
cases.command("accesses")(list_accesses)
app.command("import")(import_file)
app.command("login")(login)
app.command("permissions")(show_permissions)
app.command("up")(start_stack)
app.command("api")(serve_api)
app.command("worker")(serve_worker)
app.command("rehearse")(rehearse)
app.command("statistics")(show_statistics)
app.command("keys")(make_deployment_keys)
app.command("migrate")(migrate_database)

AUDITING: Final = ("audit",)
"""What talks to the engine and the file store in its own process. Their libraries' threads may call into an
interpreter that is ending, which aborts it: the answer has been given, and the process leaves at once.
"""


def run(arguments: Sequence[str]) -> int:
    """Runs one command; errors become one line on stderr and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # no text that came in may break what goes out
    given = [argument for argument in arguments if argument != "--debug"]
    if given == ["--version"]:
        say(version("redress"))
        return Exit.DONE
    try:
        ended = app(given or ["--help"], prog_name="redress", standalone_mode=False)
    except BrokenPipeError:
        return Exit.WANTING
    except Exception as error:
        if len(given) < len(arguments):
            traceback.print_exc()
        code, line = _ending(error)
        warn(line)
        return code
    return ended if isinstance(ended, int) else Exit.DONE


def _ending(error: Exception) -> tuple[Exit, str]:
    match error:
        case Ended():
            return error.exit, str(error)
        case TyperException():
            context = getattr(error, "ctx", None)
            path = "redress" if context is None else context.command_path
            return Exit.UNUSABLE, f"用法有误 / {error.format_message()} ({path} --help)"
        case typer.Abort():
            return Exit.WANTING, "已取消 / cancelled"
        case _:
            return Exit.WANTING, f"程序出错,请加 --debug / unexpected {type(error).__name__}: {error}"


def main() -> None:
    """Entry point of the `redress` command."""
    code = run(sys.argv[1:])
    if sys.argv[1:2] and sys.argv[1] in AUDITING:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
    sys.exit(code)
