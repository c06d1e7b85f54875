"""Ids without personal data: time-ordered case ids, case numbers with a check digit, query codes, command
ids.
"""

import hashlib
import hmac
import re
from datetime import datetime
from uuid import UUID

_DIGITS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
COMMAND_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
"""What an idempotency key may look like; the engine takes any character, so ids are checked here (design
§4.7).
"""


def uuid7(at: datetime, random: bytes) -> str:
    """A UUIDv7 (RFC 9562) of an instant and 10 random bytes."""
    value = (int(at.timestamp() * 1000) & (1 << 48) - 1) << 80 | int.from_bytes(random[:10], "big")
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0b11 << 62) | 0b10 << 62
    return str(UUID(int=value))


def derived_id(at: datetime, *parts: str) -> str:
    """A case id that the same moment and parts always give: for ids made where nothing is random."""
    return uuid7(at, hashlib.sha256("/".join(parts).encode()).digest())


def case_number(office_code: str, year: int, serial: int) -> str:
    """`330106-2026-000123-7`: office code (6 digits), year, serial and an ISO 7064 mod 11,10 check digit."""
    digits = f"{office_code}{year:04d}{serial:06d}"
    return f"{office_code}-{year:04d}-{serial:06d}-{check_digit(digits)}"


def check_digit(digits: str) -> int:
    """ISO 7064 mod 11,10: catches every single wrong digit and nearly every swap of neighbours."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


def is_case_number(text: str) -> bool:
    """True for a well-formed case number whose check digit is right (`-C1` of a clue included)."""
    match = re.fullmatch(r"(\d{6})-(\d{4})-(\d{6,})-(\d)(-C\d+)?", text)
    return bool(match) and check_digit(match[1] + match[2] + match[3]) == int(match[4])  # type: ignore[index]


def query_code(key: bytes, case_id: str, party: str) -> str:
    """Eight characters with which a party follows a case; derived, so asking again gives the same."""
    digest = hmac.new(key, f"{case_id}/{party}".encode(), hashlib.sha256).digest()
    return "".join(_DIGITS[byte % len(_DIGITS)] for byte in digest[:8])


PARTY_LABELS = {"complainant": "complainant", "respondent": "trader"}
"""What the sides are called where their codes stand; every party has a code of its own."""


def party_label(party: str) -> str:
    """`complainant` and `trader` for the first of each side, `trader-2` for others."""
    side, _, number = party.partition("-")
    return PARTY_LABELS[side] if number == "1" else f"{PARTY_LABELS[side]}-{number}"


def party_code(key: bytes, case_id: str, party: str, renewed: int) -> str:
    """The code of a party, made of its label and of how often it was renewed."""
    label = party_label(party)
    return query_code(key, case_id, f"{label}/{renewed}" if renewed else label)
