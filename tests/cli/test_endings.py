"""Exit codes and the one line on stderr : 0 done, 1 found wanting, 2 unusable input."""

import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest
import typer

from cli.main import app, run
from cli.outcome import Unusable
from cli.session import DEFAULT_URL, Access, SavedSession, access, save, session_file
from tests.cli.commands import redress

Printed = pytest.CaptureFixture[str]

USAGE = [
    ["no-such-command"],
    ["case"],
    ["case", "show"],
    ["case", "list", "--limit", "many"],
    ["clock", "explain", "--no-such-option"],
    ["rehearse", "x"],
    ["rehearse", "x", "--until", "tomorrow"],
    ["rehearse", "x", "--until", "2026-12-01T09:00:00"],
    ["rehearse", "x", "--until", "2026-12-01T09:00:00+08:00", "--working-days", "3"],
    ["case", "act", "x", "accept", "--json", "{"],
    ["case", "act", "x", "accept", "--json", "[]"],
    ["case", "act", "x", "accept", "--json", '{"type": "refuse"}'],
    ["case", "file", "/nonexistent/filing.json"],
    ["import", "/nonexistent/rows.csv", "--mapping", "cfpb"],
    ["import", "/nonexistent/rows.csv", "--mapping", "no-such-mapping"],
    ["profile", "check", "/nonexistent/profile.toml"],
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_unusable_input_ends_with_2_and_one_line(
    arguments: list[str], capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDRESS_TOKEN", "t")
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "Traceback" not in printed.err


def test_a_stack_that_does_not_answer_ends_with_1_and_one_line(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDRESS_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("REDRESS_TOKEN", "t")
    assert run(["case", "show", "x"]) == 1
    printed = capsys.readouterr()
    assert printed.err.count("\n") == 1
    assert "127.0.0.1:9" in printed.err
    assert "redress up" in printed.err


def test_who_is_not_signed_in_is_told_so(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("REDRESS_TOKEN", "REDRESS_USERNAME", "REDRESS_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert run(["case", "show", "x"]) == 1
    assert "redress login" in capsys.readouterr().err


def test_a_traceback_is_shown_with_debug_only() -> None:
    plain, debug = redress("case", "file", "/nonexistent"), redress("--debug", "case", "file", "/nonexistent")
    assert "Traceback" not in plain.err
    assert "Traceback" in debug.err
    assert debug.err.rstrip().splitlines()[-1] == plain.err.rstrip()
    assert (plain.code, debug.code) == (2, 2)


def test_help_and_lists_end_with_0(capsys: Printed) -> None:
    assert run([]) == 0
    assert run(["case", "--help"]) == 0
    assert run(["profile", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert "samr-121" in [profile["id"] for profile in listed]
    assert run(["calendar", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["newest"] == "CN@2025-11-04"


def test_every_shipped_profile_passes_its_own_check_with_its_tenants_numbers(capsys: Printed) -> None:
    folder = Path(__file__).parents[2] / "redress" / "domain" / "profiles"
    files = sorted(folder.glob("*.toml"))
    assert files
    for file in files:
        needed = re.findall(r'number = "(\w+)"', file.read_text("utf-8"))
        numbers = [part for name in needed for part in ("--number", f"{name}=3")]
        assert run(["profile", "check", str(file), "--json", *numbers]) == 0, capsys.readouterr()
        if needed:
            assert run(["profile", "check", str(file)]) == 1


def test_a_profile_with_a_fault_is_found_wanting_with_its_line(tmp_path: Path, capsys: Printed) -> None:
    shipped = Path(__file__).parents[2] / "redress" / "domain" / "profiles" / "samr-121.toml"
    text = shipped.read_text("utf-8").replace('ends_on = ["told:termination"]', 'ends_on = ["told:nobody"]')
    faulty = tmp_path / "faulty.toml"
    faulty.write_text(text, "utf-8")
    assert run(["profile", "check", str(faulty), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["problems"]
    assert [problem["code"] for problem in found] == ["unknown_moment"]
    assert "told:nobody" in text.splitlines()[found[0]["line"] - 1]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('id = "samr-121"', 'id = "samr-122"', "overlaps", "valid_from = 2026-04-15"),
        ("valid_from = 2026-04-15", "valid_from = 2026-05-15", "gap", "valid_from = 2026-05-15"),
    ],
)
def test_days_with_two_laws_or_none_are_told_with_the_line(
    old: str, new: str, code: str, line: str, tmp_path: Path, capsys: Printed
) -> None:
    shipped = Path(__file__).parents[2] / "redress" / "domain" / "profiles" / "samr-121.toml"
    text = shipped.read_text("utf-8").replace(old, new)
    faulty = tmp_path / "faulty.toml"
    faulty.write_text(text, "utf-8")
    assert run(["profile", "check", str(faulty), "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["problems"]
    assert (found["code"], text.splitlines()[found["line"] - 1]) == (code, line)


def test_what_is_not_toml_is_told_with_file_and_line(tmp_path: Path, capsys: Printed) -> None:
    faulty = tmp_path / "faulty.toml"
    faulty.write_text('id = "x"\nregime = \n', "utf-8")
    assert run(["profile", "check", str(faulty)]) == 2
    assert capsys.readouterr().err.startswith(f"{faulty}:2: 不是有效的 TOML")


def test_a_saved_session_is_for_its_owner_and_its_address(tmp_path: Path) -> None:
    home = {"XDG_CONFIG_HOME": str(tmp_path)}
    save(SavedSession("http://a:1", "officer", "secret", "2026-12-01T00:00:00Z"), home)
    assert stat.S_IMODE(session_file(home).stat().st_mode) == 0o600
    assert access(home) == Access("http://a:1", token="secret")
    assert access({**home, "REDRESS_URL": "http://a:1/"}).token == "secret"
    assert access({**home, "REDRESS_URL": "http://b:2"}) == Access("http://b:2")
    assert access({"XDG_CONFIG_HOME": str(tmp_path / "none")}) == Access(DEFAULT_URL)
    session_file(home).write_text("[]")
    with pytest.raises(Unusable):
        access(home)


@pytest.mark.parametrize(
    ("arguments", "place"),
    [(["no-such-command"], "redress"), (["case"], "redress case"), (["up", "--prot", "1"], "redress up")],
)
def test_wrong_usage_says_where_the_help_is(arguments: list[str], place: str, capsys: Printed) -> None:
    run(arguments)
    assert f"({place} --help)" in capsys.readouterr().err


def test_the_version_is_the_one_that_is_installed(capsys: Printed) -> None:
    assert run(["--version"]) == 0
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", capsys.readouterr().out)


def test_every_command_and_every_option_says_what_it_is_for() -> None:
    pending: list[tuple[str, Any]] = [("redress", typer.main.get_group(app))]
    while pending:
        path, command = pending.pop()
        assert command.help, path
        pending += [(f"{path} {name}", each) for name, each in getattr(command, "commands", {}).items()]
        silent = [each.opts for each in command.params if each.opts[0].startswith("--") and not each.help]
        assert silent == [], path
