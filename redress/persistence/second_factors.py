"""The second factor: codes of an authenticator (TOTP, RFC 6238) and one-time recovery codes.

The secret lies sealed under a data key of its own, recovery codes as keyed hashes. Every method works inside
the caller's transaction and holds the person's row, so that two requests never use one code.
"""

import hmac
import os
import secrets
import time
from typing import Final
from uuid import NAMESPACE_URL, uuid5

import pyotp
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from redress.persistence.pool import Connection
from redress.persistence.sign_in_log import Happening, note
from redress.persistence.vault import KEY_BYTES, MasterKey, decrypted, encrypted

STEP: Final = 30
"""Seconds of one code."""

NEIGHBOURS: Final = 1
"""So many codes before and after the present one are taken: clocks differ."""

RECOVERY_CODES: Final = 10

ISSUER: Final = "Redress"
"""Under which name authenticators show it."""

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


class SecondFactors:
    """Enrols, checks and recovers. `code_key`: 32 bytes for the hashes of recovery codes."""

    def __init__(self, master: MasterKey, code_key: bytes) -> None:
        self._master = master
        self._code_key = code_key

    async def begin(self, connection: Connection, person: str) -> str | None:
        """The secret (base32) to enter in an authenticator, the same until it is confirmed or 1 h old.

        None: a second factor is confirmed already.
        """
        row = await connection.fetchrow(
            "SELECT wrapped, master_key_id, sealed, confirmed_at IS NOT NULL AS confirmed, "
            "made_at < now() - interval '1 hour' AS old FROM second_factors WHERE person = $1 FOR UPDATE",
            person,
        )
        if row is not None and row["confirmed"]:
            return None
        if row is not None and not row["old"]:
            return self._opened(person, row["wrapped"], row["master_key_id"], row["sealed"])
        secret, key = pyotp.random_base32(), os.urandom(KEY_BYTES)
        await connection.execute(
            "INSERT INTO second_factors (person, wrapped, master_key_id, sealed) VALUES ($1, $2, $3, $4) "
            "ON CONFLICT (person) DO UPDATE "
            "SET wrapped = $2, master_key_id = $3, sealed = $4, made_at = now() "
            "WHERE second_factors.confirmed_at IS NULL",
            person,
            self._master.wrap(key, _owner(person)),
            self._master.id,
            encrypted(AESGCM(key), secret.encode(), _place(person)),
        )
        return secret

    async def confirm(self, connection: Connection, person: str, code: str) -> tuple[str, ...] | None:
        """The first code makes it count: the recovery codes, to be shown once; None: the code is wrong."""
        if not await self._takes(connection, person, code, confirmed=False):
            return None
        await connection.execute("UPDATE second_factors SET confirmed_at = now() WHERE person = $1", person)
        await note(connection, person, Happening.SECOND_FACTOR_ADDED, person)
        return await self._new_codes(connection, person)

    async def takes(self, connection: Connection, person: str, code: str) -> bool:
        """Whether this is a code of the person's, of the moment or for recovery, which is then used up."""
        if await self._takes(connection, person, code, confirmed=True):
            return True
        done = await connection.execute(
            "UPDATE recovery_codes SET used_at = now() WHERE person = $1 AND code_hmac = $2 "
            "AND used_at IS NULL",
            person,
            self._hashed(person, code),
        )
        if done == "UPDATE 0":
            return False
        await note(connection, person, Happening.RECOVERY_CODE_USED, person)
        return True

    async def new_recovery_codes(self, connection: Connection, person: str) -> tuple[str, ...]:
        """Others in place of those there were."""
        await note(connection, person, Happening.RECOVERY_CODES_MADE, person)
        return await self._new_codes(connection, person)

    async def codes_left(self, connection: Connection, person: str) -> int | None:
        """Recovery codes not used yet; None: no second factor is confirmed."""
        left: int | None = await connection.fetchval(
            "SELECT (SELECT count(*) FROM recovery_codes c WHERE c.person = f.person AND used_at IS NULL) "
            "FROM second_factors f WHERE person = $1 AND confirmed_at IS NOT NULL",
            person,
        )
        return left

    async def _takes(self, connection: Connection, person: str, code: str, *, confirmed: bool) -> bool:
        row = await connection.fetchrow(
            "SELECT wrapped, master_key_id, sealed, last_step FROM second_factors "
            "WHERE person = $1 AND (confirmed_at IS NOT NULL) = $2 FOR UPDATE",
            person,
            confirmed,
        )
        if row is None:
            return False
        totp = pyotp.TOTP(self._opened(person, row["wrapped"], row["master_key_id"], row["sealed"]))
        given, present = _figures(code), int(time.time()) // STEP
        steps = range(max(present - NEIGHBOURS, row["last_step"] + 1), present + NEIGHBOURS + 1)
        used = next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), given)), None)
        if used is None:
            return False
        await connection.execute("UPDATE second_factors SET last_step = $2 WHERE person = $1", person, used)
        return True

    async def _new_codes(self, connection: Connection, person: str) -> tuple[str, ...]:
        codes = tuple(_recovery_code() for _ in range(RECOVERY_CODES))
        await connection.execute("DELETE FROM recovery_codes WHERE person = $1", person)
        await connection.executemany(
            "INSERT INTO recovery_codes (person, code_hmac) VALUES ($1, $2)",
            [(person, self._hashed(person, code)) for code in codes],
        )
        return codes

    def _opened(self, person: str, wrapped: bytes, master_key_id: str, sealed: bytes) -> str:
        key = self._master.unwrap(wrapped, _owner(person), master_key_id)
        return decrypted(AESGCM(key), sealed, _place(person)).decode()

    def _hashed(self, person: str, code: str) -> bytes:
        plain = "".join(each for each in code.casefold() if each in _LETTERS)
        return hmac.digest(self._code_key, f"{person}|{plain}".encode(), "sha256")


def address_of(secret: str, username: str) -> str:
    """The `otpauth:` address that a QR code carries into an authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def _figures(code: str) -> str:
    """The ASCII figures typed, also in full width; whatever else stands between them."""
    return "".join(str(int(each)) for each in code if each.isdecimal())


def _recovery_code() -> str:
    """Two groups of five, 49 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2))


def _owner(person: str) -> str:
    """The id that binds a data key to the person, as a case's key is bound to the case."""
    return str(uuid5(NAMESPACE_URL, f"urn:redress:second-factor:{person}"))


def _place(person: str) -> str:
    return f"{person}|second factor"
