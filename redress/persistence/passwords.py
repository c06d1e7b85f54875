"""Passwords as they are kept: argon2id hashes, made anew when the parameters change. Rules: the domain's."""

import secrets
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from redress.domain.passwords import normal

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""argon2id as OWASP's password storage sheet has it: 19 MiB, two passes, one lane."""

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper."""


def hash_password(password: str) -> str:
    """An argon2id hash; takes tens of milliseconds on purpose."""
    return _HASHER.hash(normal(password))


def fits(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; as slow for None (an unknown name, or no password) as for any other."""
    if password_hash is None:
        _HASHER.hash(normal(password))
        return False
    try:
        return _HASHER.verify(password_hash, normal(password))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than those of today."""
    return _HASHER.check_needs_rehash(password_hash)


def one_time_password() -> str:
    """Four groups of five letters, 99 bits, to be read out or written down."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
