"""What one process is told about the place it runs in: one frozen object per process, read from REDRESS_*.

Nothing is guessed: what a process needs and was not given is reported by the variable's name. Rules of the
field are not settings; they are profiles (redress/domain/profiles).
"""

import json
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "REDRESS_"


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Unconfigured(Exception):
    """Settings that are missing or unusable; the text names each variable and is meant for a person."""


@dataclass(frozen=True, slots=True)
class CodecKeys:
    """Keys that seal what is stored in the engine: 32 bytes each, by id; `current` seals, all open."""

    current: str
    keys: Mapping[str, bytes]


class Settings(BaseSettings):
    """Settings of one process. Every field is the variable REDRESS_<FIELD NAME IN CAPITALS>.

    Database addresses are per role, and a process is given only the role it acts in: the API has no worker
    address, nobody but the migrations has the owner's. `require_*` gives one or raises `Unconfigured`.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    data_dir: Path = Field(description="folder of this installation's own files")
    archive_dir: Path = Field(description="folder for histories exported from the engine")
    archive_url: str | None = Field(default=None, description="s3://bucket/prefix, instead of the folder")

    files_dir: Path = Field(description="folder for files of evidence, and for those on their way in")
    files_url: str | None = Field(default=None, description="s3://bucket/prefix for them, instead")
    file_limit: int = Field(default=50 * 1024 * 1024, ge=1, description="bytes of one file")
    case_files_limit: int = Field(default=2 * 1024**3, ge=1, description="bytes of all files of one case")

    database_owner_url: SecretStr | None = Field(default=None, description="owns the tables; migrations only")
    database_worker_url: SecretStr | None = Field(default=None, description="redress_worker's address")
    database_api_url: SecretStr | None = Field(default=None, description="redress_api's address")

    temporal_address: str = Field(description="host:port of the engine")
    temporal_namespace: str = "default"
    case_task_queue: str = "case"
    escalation_task_queue: str = "escalation"
    job_task_queue: str = "jobs"

    codec_keys_file: Path = Field(description="keys of the payload codec, see `read_codec_keys`")
    vault_key_file: Path = Field(description="master key of the vault, base64 of 32 bytes")
    blind_index_key_file: Path = Field(description="key of the blind index, base64 of 32 bytes")
    query_code_key_file: Path = Field(description="key of the query codes, base64 of 32 bytes")

    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8000, ge=1, le=65535)
    public_base_url: str = Field(description="how people outside reach the API, without a final slash")
    temporal_ui_origin: str | None = Field(
        default=None, description="origin of the engine's pages elsewhere, for the codec; loopback is allowed"
    )
    metrics_host: str = "127.0.0.1"
    case_metrics_port: int | None = Field(default=None, ge=1, le=65535, description="none: not served")
    escalation_metrics_port: int | None = Field(default=None, ge=1, le=65535, description="none: not served")

    mail_host: str | None = Field(default=None, description="mail server; none: nothing is mailed")
    mail_port: int = Field(default=587, ge=1, le=65535)
    mail_tls: bool = Field(default=False, description="TLS at once; otherwise STARTTLS where offered")
    mail_username: str | None = None
    mail_password: SecretStr | None = None
    mail_sender: str | None = Field(default=None, description="the address that mails come from")
    mail_password_file: Path | None = Field(default=None, description="instead of the password itself")
    mail_recipients: Mapping[str, str] = Field(default={}, description="office path to mailbox, as JSON")

    sms_url: str | None = Field(default=None, description="gateway of text messages; none: none are sent")
    sms_token_file: Path | None = Field(default=None, description="bearer token for the gateway")
    quiet_hours: str = Field(default="21:00-08:00", description="no text messages then; empty: at any hour")
    quiet_hours_of_offices: Mapping[str, str] = Field(
        default={}, description="office path to its own quiet hours, as JSON"
    )

    webhooks_file: Path | None = Field(
        default=None, description="outside systems that hear of events; see docs/operations.md"
    )

    outbox_attempts: int = Field(
        default=100, ge=1, le=10_000, description="deliveries tried so often are dead; 100 take about a day"
    )

    oidc_issuer: str | None = Field(
        default=None, description="issuer of the organisation's sign-in, as its discovery document says it"
    )
    oidc_client_id: str | None = Field(
        default=None, validate_default=True, description="how the issuer knows this installation"
    )
    oidc_client_secret_file: Path | None = Field(default=None, description="none: a public client")
    oidc_scopes: str = "openid profile"
    oidc_name: str = Field(default="统一身份认证", description="what the button calls it")
    oidc_account_claim: str | None = Field(
        default=None, description="claim that is the user name of an account here; none: linked ones only"
    )
    oidc_audience: str | None = Field(
        default=None, description="audience of access tokens that the API takes; none: it takes none"
    )
    oidc_second_factor_acr: str = Field(
        default="", description="values of `acr`, by blanks, by which the issuer says: with a second factor"
    )
    local_sign_in: bool = Field(default=True, description="whether accounts here sign in with a password")

    rehearsal: bool = Field(default=False, description="virtual time; fixed at the first start")
    log_level: LogLevel = LogLevel.INFO

    @classmethod
    def from_environment(cls) -> Self:
        """The settings of this process; raises `Unconfigured` naming each missing or bad variable."""
        try:
            return cls()
        except ValidationError as error:
            raise Unconfigured(_sentence(error)) from None

    @field_validator("oidc_client_id", mode="after")
    @classmethod
    def _known_to_the_issuer(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("oidc_issuer") is not None and not value:
            raise ValueError("is needed with an issuer")
        return value

    @field_validator("oidc_audience", mode="after")
    @classmethod
    def _of_access_tokens(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and value == info.data.get("oidc_client_id"):
            raise ValueError("must differ from the client id: an ID token is no access token")
        return value

    @field_validator("local_sign_in", mode="after")
    @classmethod
    def _some_way_in(cls, value: bool, info: ValidationInfo) -> bool:
        if not value and info.data.get("oidc_issuer") is None:
            raise ValueError("without an issuer nobody could sign in")
        return value

    def require_database_owner_url(self) -> str:
        return _required(self.database_owner_url, "database_owner_url")

    def require_database_worker_url(self) -> str:
        return _required(self.database_worker_url, "database_worker_url")

    def require_database_api_url(self) -> str:
        return _required(self.database_api_url, "database_api_url")


def variable(field: str) -> str:
    """The environment variable of a field: `http_port` is REDRESS_HTTP_PORT."""
    return PREFIX + field.upper()


def read_codec_keys(path: Path) -> CodecKeys:
    """Reads `{"current": id, "keys": {id: base64 of 32 bytes}}`; raises `Unconfigured`, never showing one."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        keys = {str(name): _key(text) for name, text in document["keys"].items()}
        current = str(document["current"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unconfigured(f"The codec key file {path} cannot be used ({type(error).__name__}).") from None
    if current not in keys:
        raise Unconfigured(f"The codec key file {path} names a current key that it does not hold.")
    return CodecKeys(current=current, keys=keys)


def read_secret(path: Path) -> str:
    """One line of text in a file, a password or token; raises `Unconfigured` without showing it."""
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise Unconfigured(f"The secret file {path} cannot be used ({type(error).__name__}).") from None
    if not text:
        raise Unconfigured(f"The secret file {path} is empty.")
    return text


def read_key(path: Path) -> bytes:
    """One key of 32 bytes kept as base64; raises `Unconfigured` without showing the key."""
    try:
        return _key(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise Unconfigured(f"The key file {path} cannot be used ({type(error).__name__}).") from None


def _key(text: str) -> bytes:
    try:
        key = b64decode(text.strip(), validate=True)
    except Base64Error:
        raise ValueError("not base64") from None
    if len(key) != 32:
        raise ValueError("not 32 bytes")
    return key


def _required(value: SecretStr | None, field: str) -> str:
    if value is None:
        raise Unconfigured(f"Configuration is missing: set {variable(field)}.")
    return value.get_secret_value()


def _sentence(error: ValidationError) -> str:
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    missing = [variable(str(each["loc"][0])) for each in problems if each["type"] == "missing"]
    unusable = [
        f"{variable(str(each['loc'][0]))} ({each['msg']})" for each in problems if each["type"] != "missing"
    ]
    parts = []
    if missing:
        parts.append(f"Configuration is missing: set {', '.join(sorted(missing))}.")
    if unusable:
        parts.append(f"Configuration is unusable: {', '.join(sorted(unusable))}.")
    return " ".join(parts)
