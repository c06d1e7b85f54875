"""The `redress` command: its groups, and how every one of them ends. Commands have modules of their own."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper

import typer
from typer.exceptions import TyperException

from cli.cases import cases, login, rehearse
from cli.clocks import clocks
from cli.importing.command import import_file
from cli.outcome import Ended, Exit, warn
from cli.regulations import calendars, profiles

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="消费投诉办理 / Redress runs consumer complaints. "
    "退出码 0 完成 · 1 被拒绝或有问题 · 2 输入无法使用. --debug 显示出错位置 / shows tracebacks.",
)
app.add_typer(cases, name="case")
app.add_typer(clocks, name="clock")
app.add_typer(profiles, name="profile")
app.add_typer(calendars, name="calendar")
app.command("import")(import_file)
app.command("login")(login)
app.command("rehearse")(rehearse)


def run(arguments: Sequence[str]) -> int:
    """Runs one command; errors become one line on stderr and an exit code (contracts §1)."""
    debug = "--debug" in arguments
    given = [argument for argument in arguments if argument != "--debug"] or ["--help"]
    try:
        ended = app(given, prog_name="redress", standalone_mode=False)
    except Ended as problem:
        code, line = problem.exit, str(problem)
    except TyperException as problem:
        code, line = Exit.UNUSABLE, f"用法有误 / {problem.format_message()}"
    except typer.Abort:
        code, line = Exit.WANTING, "已取消 / cancelled"
    except BrokenPipeError:
        return Exit.WANTING
    except Exception as error:
        code, line = Exit.WANTING, f"程序出错,请加 --debug / unexpected {type(error).__name__}: {error}"
    else:
        return ended if isinstance(ended, int) else Exit.DONE
    if debug:
        traceback.print_exc()
    warn(line)
    return code


def main() -> None:
    """Entry point of the `redress` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))
