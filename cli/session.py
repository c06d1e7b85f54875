"""Where the command line keeps its sign-in, and which stack it talks to. Talking itself is in `client.py`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from cli.outcome import Unusable

DEFAULT_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Access:
    """An address and a way in: a token, or a name with a password from which a token is fetched."""

    url: str
    token: str | None = None
    username: str | None = None
    password: str | None = None
    code: str | None = None

    @property
    def signed_in(self) -> bool:
        return self.token is not None or (self.username is not None and self.password is not None)


@dataclass(frozen=True, slots=True)
class SavedSession:
    """What `redress login` leaves behind."""

    url: str
    username: str
    token: str
    expires_at: str


def session_file(environment: Mapping[str, str]) -> Path:
    """`$XDG_CONFIG_HOME/redress/session.json`, by default under `~/.config`."""
    folder = environment.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(folder) / "redress" / "session.json"


def save(session: SavedSession, environment: Mapping[str, str]) -> Path:
    """Writes the session for its owner only (0600) and never half."""
    path = session_file(environment)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(session), file)
    draft.replace(path)
    return path


def saved(environment: Mapping[str, str]) -> SavedSession | None:
    """The saved session, or None; raises Unusable when the file is not one."""
    path = session_file(environment)
    try:
        return SavedSession(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        raise Unusable(
            f"登录信息文件 {path} 无法使用,请重新登录",
            f"the session file {path} cannot be used; sign in again",
        ) from None


def access(environment: Mapping[str, str]) -> Access:
    """The way in: REDRESS_TOKEN, else REDRESS_USERNAME with REDRESS_PASSWORD, else the saved session.

    REDRESS_TOTP is the code of a second factor, good for one sign-in: services use a token instead.

    REDRESS_URL names the stack. A saved session is used only for the address it was made at.
    """
    url = environment.get("REDRESS_URL", "").rstrip("/")
    if token := environment.get("REDRESS_TOKEN"):
        return Access(url or DEFAULT_URL, token=token)
    username, password = environment.get("REDRESS_USERNAME"), environment.get("REDRESS_PASSWORD")
    if username and password:
        code = environment.get("REDRESS_TOTP")
        return Access(url or DEFAULT_URL, username=username, password=password, code=code)
    session = saved(environment)
    if session and (not url or url == session.url):
        return Access(session.url, token=session.token)
    return Access(url or DEFAULT_URL)
