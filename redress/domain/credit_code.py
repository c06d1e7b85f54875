"""统一社会信用代码 (GB 32100-2015): whether a typed code can be one. Nothing is refused for it."""

from __future__ import annotations

from enum import StrEnum

from redress.domain.wording import same_words

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The characters of a code by their values, 0 to 30; I, O, S, V and Z are none of them."""

LENGTH = 18


class CodeFault(StrEnum):
    """What is wrong with a code, the coarsest first."""

    LENGTH = "length"
    CHARACTERS = "characters"
    CHECK_DIGIT = "check_digit"


def normal_code(typed: str) -> str:
    """A typed code without spaces and hyphens, in capitals, full width folded."""
    return same_words(typed).upper()


def fault_of_code(typed: str) -> CodeFault | None:
    """Why this is no code, or None for one that is well formed; not whether it was ever given."""
    code = normal_code(typed)
    if len(code) != LENGTH:
        return CodeFault.LENGTH
    if any(character not in ALPHABET for character in code):
        return CodeFault.CHARACTERS
    return None if code[-1] == check_character(code[:-1]) else CodeFault.CHECK_DIGIT


def check_character(first: str) -> str:
    """The eighteenth character for the first seventeen: weights 3^(i-1) mod 31 (GB 32100 annex A)."""
    total = sum(ALPHABET.index(character) * pow(3, at, 31) for at, character in enumerate(first))
    return ALPHABET[-total % 31]
