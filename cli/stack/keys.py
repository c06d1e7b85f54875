"""The secret files of one installation, made at its first start. Each is 0600 itself: no folder protects it.

What the keys seal is said where they are used; here they are only made. An existing file is never replaced.
"""

import json
import os
import secrets
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

KEY_BYTES: Final = 32
FIRST_CODEC_KEY: Final = "k1"


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """Where the keys of one installation are; the fields are named like the settings."""

    codec_keys_file: Path
    vault_key_file: Path
    blind_index_key_file: Path
    query_code_key_file: Path


def make_keys(secret_dir: Path) -> KeyFiles:
    """The key files in `secret_dir`, made where they are missing."""
    files = KeyFiles(
        codec_keys_file=secret_dir / "codec-keys.json",
        vault_key_file=secret_dir / "vault.key",
        blind_index_key_file=secret_dir / "blind-index.key",
        query_code_key_file=secret_dir / "query-code.key",
    )
    make_once(files.codec_keys_file, _codec_keys)
    for path in (files.vault_key_file, files.blind_index_key_file, files.query_code_key_file):
        make_once(path, _key)
    return files


def make_once(path: Path, text: Callable[[], str]) -> None:
    if not path.exists():
        write_private(path, text())


def write_private(path: Path, text: str) -> None:
    """Complete or not there at all, and never readable by others, not even for a moment."""
    draft = path.with_name(path.name + ".draft")
    draft.unlink(missing_ok=True)
    with open(draft, "x", encoding="ascii", opener=_private) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _key() -> str:
    return b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def _codec_keys() -> str:
    return json.dumps({"current": FIRST_CODEC_KEY, "keys": {FIRST_CODEC_KEY: _key()}}, indent=1)
