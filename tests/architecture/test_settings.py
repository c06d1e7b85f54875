"""One object per process, complete or refused by name; no other spelling of a setting anywhere."""

import re
from base64 import b64encode
from pathlib import Path

import pytest

from redress.settings import PREFIX, LogLevel, Settings, Unconfigured, read_codec_keys, read_key, variable

ROOT = Path(__file__).parents[2]

COMPLETE = {
    "REDRESS_DATA_DIR": "data",
    "REDRESS_ARCHIVE_DIR": "archive",
    "REDRESS_FILES_DIR": "files",
    "REDRESS_TEMPORAL_ADDRESS": "127.0.0.1:7233",
    "REDRESS_CODEC_KEYS_FILE": "codec",
    "REDRESS_VAULT_KEY_FILE": "vault",
    "REDRESS_BLIND_INDEX_KEY_FILE": "blind",
    "REDRESS_QUERY_CODE_KEY_FILE": "query",
    "REDRESS_PUBLIC_BASE_URL": "http://127.0.0.1:8000",
    "REDRESS_DATABASE_API_URL": "postgresql://redress_api:very-secret@127.0.0.1:1/redress",
}

TEXTS = {".py", ".md", ".toml", ".yml"}

NOT_SETTINGS = {
    "REDRESS_URL": "the command line's stack",
    "REDRESS_TOKEN": "the command line's sign-in",
    "REDRESS_USERNAME": "the command line's sign-in",
    "REDRESS_PASSWORD": "the command line's sign-in",
    "REDRESS_TOTP": "the command line's sign-in",
    "REDRESS_TEST_BROWSER": "whether a test run without a browser counts",
}
"""Variables that are read elsewhere, because they belong to a person's shell, not to a process."""


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.usefixtures("environment")
def test_a_complete_environment_is_read() -> None:
    settings = Settings.from_environment()
    assert settings.temporal_address == "127.0.0.1:7233"
    assert settings.log_level is LogLevel.INFO
    assert not settings.rehearsal


@pytest.mark.parametrize("name", [name for name in COMPLETE if "DATABASE" not in name])
def test_what_is_missing_is_named(name: str, environment: pytest.MonkeyPatch) -> None:
    environment.delenv(name)
    with pytest.raises(Unconfigured, match=f"^Configuration is missing: set {name}\\.$"):
        Settings.from_environment()


def test_what_is_unusable_is_named_without_its_value(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("REDRESS_HTTP_PORT", "secret-by-mistake")
    with pytest.raises(Unconfigured, match="REDRESS_HTTP_PORT") as refused:
        Settings.from_environment()
    assert "secret-by-mistake" not in str(refused.value)


@pytest.mark.usefixtures("environment")
def test_a_process_has_only_the_database_role_it_was_given() -> None:
    settings = Settings.from_environment()
    assert "very-secret" in settings.require_database_api_url()
    with pytest.raises(Unconfigured, match="set REDRESS_DATABASE_WORKER_URL"):
        settings.require_database_worker_url()
    with pytest.raises(Unconfigured, match="set REDRESS_DATABASE_OWNER_URL"):
        settings.require_database_owner_url()


@pytest.mark.usefixtures("environment")
def test_settings_are_frozen_and_show_no_password() -> None:
    settings = Settings.from_environment()
    assert "very-secret" not in repr(settings)
    with pytest.raises(ValueError, match="frozen"):
        settings.http_port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"current": "a", "keys": {}}', '{"current": "a", "keys": {"a": "dG9vIHNob3J0"}}'],
)
def test_an_unusable_codec_key_file_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "codec-keys.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Unconfigured, match=r"codec-keys\.json"):
        read_codec_keys(file)


def test_a_key_is_32_bytes_of_base64(tmp_path: Path) -> None:
    file = tmp_path / "a.key"
    file.write_text(b64encode(bytes(range(32))).decode("ascii"), encoding="ascii")
    assert read_key(file) == bytes(range(32))
    file.write_text(b64encode(bytes(31)).decode("ascii"), encoding="ascii")
    with pytest.raises(Unconfigured):
        read_key(file)


def test_every_variable_named_anywhere_is_a_setting() -> None:
    known = {variable(field) for field in Settings.model_fields} | NOT_SETTINGS.keys()
    rooms = ("redress", "workflows", "activities", "workers", "api", "cli", "docs", "benchmarks")
    single = (ROOT / name for name in ("Makefile", "README.md", "docker-compose.yml"))
    files = [path for room in rooms for path in (ROOT / room).rglob("*") if path.suffix in TEXTS]
    files += [path for path in single if path.exists()]
    named = {
        (word, str(path.relative_to(ROOT)))
        for path in files
        for word in re.findall(rf"\b{PREFIX}[A-Z][A-Z0-9_]*[A-Z0-9]\b", path.read_text(encoding="utf-8"))
    }
    assert {(word, path) for word, path in named if word not in known} == set()
