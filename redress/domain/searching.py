"""Finding words in texts: what a typed search asks for, whether texts hold it, and where. No storage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from redress.domain.wording import same_digits

MOST_TERMS = 8
AROUND = 24
"""Characters shown on each side of the first hit."""

_QUOTES = str.maketrans({"“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "＂": '"'})
_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
_NUMBER = re.compile(r"[\d\s()+./-]+")
_MOBILE = re.compile(r"1\d{10}")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without what does not count: width, case, spaces, punctuation. `at[i]`: where its i-th character
    stood in the text.
    """

    words: str
    at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt; `hit`: it is what was searched for."""

    text: str
    hit: bool = False


def folded(text: str) -> Folded:
    """Letters, digits and characters only, full width folded (NFKC), lower case; character by character, so
    that a hit can be shown where it stands.
    """
    kept = [_kept(character) for character in text]
    at = tuple(index for index, some in enumerate(kept) for _ in some)
    return Folded("".join(kept), at)


@lru_cache(maxsize=1 << 15)
def _kept(character: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", character).casefold() if c.isalnum())


def terms_of(typed: str) -> tuple[str, ...]:
    """What has to be found, folded: words by spaces, quoted ones as a whole, at most `MOST_TERMS`.

    A telephone number loses its country's prefix; a mobile one may be written with spaces.
    """
    if _NUMBER.fullmatch(typed) and _MOBILE.fullmatch(same_digits(typed)):
        return (same_digits(typed),)
    found = (quoted or bare for quoted, bare in _TERM.findall(typed.translate(_QUOTES)))
    terms = (same_digits(one) if _NUMBER.fullmatch(one) else folded(one).words for one in found)
    return tuple(dict.fromkeys(term for term in terms if term))[:MOST_TERMS]


def pairs_of(words: str) -> Iterator[str]:
    """The characters and the pairs of characters of a folded text, by which an index knows it."""
    yield from words
    yield from (words[at : at + 2] for at in range(len(words) - 1))


def pairs_of_term(term: str) -> Iterator[str]:
    """Those that a text must have to hold the term: a single character, or all its pairs."""
    return iter((term,)) if len(term) == 1 else (term[at : at + 2] for at in range(len(term) - 1))


def hold(texts: Collection[Folded], terms: Iterable[str]) -> bool:
    """Whether each term stands in one text at least."""
    return all(any(term in each.words for each in texts) for term in terms)


def excerpt(text: str, whole: Folded, terms: Iterable[str]) -> tuple[Piece, ...]:
    """The surroundings of the first hit in `text`, folded as `whole`, the hits marked; empty without any."""
    spans = sorted(_spans(whole, terms))
    if not spans:
        return ()
    first, last = max(spans[0][0] - AROUND, 0), min(spans[0][1] + AROUND, len(text))
    pieces = [Piece("…")] if first else []
    place = first
    for start, end in spans:
        if start < place or end > last:
            continue
        pieces += [Piece(text[place:start]), Piece(text[start:end], hit=True)]
        place = end
    pieces.append(Piece(text[place:last] + ("…" if last < len(text) else "")))
    return tuple(piece for piece in pieces if piece.text)


def _spans(whole: Folded, terms: Iterable[str]) -> Iterator[tuple[int, int]]:
    for term in terms:
        start = whole.words.find(term)
        while start >= 0:
            end = start + len(term)
            yield whole.at[start], whole.at[end - 1] + 1
            start = whole.words.find(term, end)
