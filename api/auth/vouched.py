"""Whether an issuer says that a second factor was used: `amr` (RFC 8176), or an `acr` that the settings name.

A claim that is not there or not understood says nothing: then our own second factor is asked.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final


class Factor(Enum):
    """What somebody shows it by: what they know, have or are."""

    KNOWS = "knows"
    HAS = "has"
    IS = "is"


MULTIPLE: Final = "mfa"

FACTORS: Final[dict[str, Factor]] = {
    "pwd": Factor.KNOWS,
    "pin": Factor.KNOWS,
    "kba": Factor.KNOWS,
    "otp": Factor.HAS,
    "sms": Factor.HAS,
    "tel": Factor.HAS,
    "hwk": Factor.HAS,
    "swk": Factor.HAS,
    "sc": Factor.HAS,
    "face": Factor.IS,
    "fpt": Factor.IS,
    "iris": Factor.IS,
    "retina": Factor.IS,
    "vbm": Factor.IS,
}
"""The methods of RFC 8176 that are a factor; two of one kind are one factor."""


def vouches(claims: Mapping[str, Any], classes: str) -> bool:
    """`claims` are verified; `classes`: values of `acr`, by blanks, that stand for a second factor here."""
    said = claims.get("amr")
    methods = {each for each in said if isinstance(each, str)} if isinstance(said, list) else set()
    several = len({FACTORS[each] for each in methods if each in FACTORS}) > 1
    return MULTIPLE in methods or several or claims.get("acr") in classes.split()
